"""Credentials as others write them, each in a form of its own."""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

JsonDocument: TypeAlias = dict[str, Any]

VC_1: Final = "https://www.w3.org/2018/credentials/v1"
VC_2: Final = "https://www.w3.org/ns/credentials/v2"
OB_3: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
CLR_2: Final = "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"


def without(document: Mapping[str, Any], *names: str) -> JsonDocument:
    """A document without some members."""
    return {name: value for name, value in document.items() if name not in names}


BADGE_3: Final[JsonDocument] = {
    "@context": [VC_2, OB_3, {"ours": "https://x.test/ours#"}],
    "id": "urn:example:badge-3",
    "type": ["VerifiableCredential", "OpenBadgeCredential"],
    "issuer": {"id": "did:web:school.example", "type": "Profile", "address": {"type": ["Address"]}},
    "validFrom": "2025-01-01T10:00:00.1234567+02:00",
    "name": "Robots",
    "credentialSubject": {
        "type": "AchievementSubject",
        "identifier": {
            "type": "IdentityObject",
            "identityHash": "kid@school.example",
            "identityType": "emailAddress",
            "hashed": False,
            "salt": "unused",
        },
        "achievement": {
            "id": "urn:example:robots",
            "type": ["Achievement"],
            "name": "Robots",
            "criteria": {"narrative": "Builds **one**.\n\u2028"},
            "achievementType": "ext:Robots",
            "resultDescription": [{"id": "urn:example:points", "type": ["ResultDescription"], "valueMax": "10"}],
            "creditsAvailable": 1.50,
        },
        "result": {"type": ["Result"], "resultDescription": "urn:example:points", "value": "9"},
        "creditsEarned": 2,
    },
    "credentialStatus": {"id": "https://x.test/list#7", "type": "BitstringStatusListEntry", "statusListIndex": 7},
    "evidence": {"type": "Evidence", "id": "https://x.test/robot"},
    "ours": [1e3, 0.1, -0.0, 12345678901234567890123, None, True, "😀"],
}
RECORD_2: Final[JsonDocument] = {
    "@context": [VC_2, CLR_2, OB_3],
    "id": "urn:example:record-2",
    "type": ["VerifiableCredential", "ClrCredential"],
    "issuer": {"id": "https://school.example", "type": ["Profile"], "image": {"id": "data:image/png;base64,AA=="}},
    "name": "Year",
    "validFrom": "2025-01-01T00:00:00Z",
    "partial": True,
    "credentialSubject": {
        "id": "did:example:kid",
        "type": ["ClrSubject"],
        "verifiableCredential": BADGE_3,
        "association": {
            "type": "Association",
            "associationType": "isPartOf",
            "sourceId": "urn:example:robots",
            "targetId": "urn:example:year",
        },
        "achievement": {"id": "urn:example:year", "type": ["Achievement"], "name": "The year", "description": "All"},
    },
    "proof": {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-jcs-2022",
        "created": "2025-01-01T00:00:00+00:00",
        "verificationMethod": "did:example:school#1",
        "proofPurpose": "assertionMethod",
        "proofValue": "z1",
        "domain": "school.example",
    },
}
SIGNED: Final[JsonDocument] = {
    "@context": [VC_2, OB_3],
    "id": "urn:example:signed",
    "type": ["VerifiableCredential", "AchievementCredential"],
    "issuer": {"id": "did:example:school", "type": ["Profile"]},
    "validFrom": "2025-01-01T00:00:00.000000Z",
    "validUntil": "2030-01-01",
    "credentialSubject": [
        {"id": "did:example:kid", "type": ["AchievementSubject"], "achievement": {"id": "urn:a", "name": "A"}}
    ],
    "proof": {
        "type": "JsonWebSignature2020",
        "created": "2025-01-01T00:00:00Z",
        "verificationMethod": {"id": "did:example:school#1", "controller": "did:example:school"},
        "proofPurpose": "assertionMethod",
        "jws": "a..b",
    },
}
OLD: Final[JsonDocument] = {
    "@context": [VC_1, "https://x.test/own"],
    "type": "VerifiableCredential",
    "issuer": "did:example:school",
    "issuanceDate": "2010-01-01T00:00:00Z",
    "expirationDate": None,
    "credentialSubject": {"id": "did:example:kid", "hasCredential": {"type": "Own", "name": "Own"}},
    "proof": [
        {
            "type": "Ed25519Signature2020",
            "verificationMethod": "did:example:school#1",
            "proofPurpose": "assertionMethod",
            "proofValue": "z1",
        },
        {
            "type": "RsaSignature2018",
            "verificationMethod": "did:example:school#2",
            "proofPurpose": "assertionMethod",
            "jws": "a..b",
        },
    ],
}
LANGUAGES: Final[JsonDocument] = {
    **SIGNED,
    "name": [{"@value": "Fractions", "@language": "en"}, {"@value": "Brüche", "@language": "de"}],
    "description": {"en": "Adds fractions", "de": "Addiert Brüche"},
}
BADGE_2: Final[JsonDocument] = {
    "@context": "https://w3id.org/openbadges/v2",
    "type": "Assertion",
    "id": "https://x.test/assertions/1",
    "recipient": {"type": "email", "hashed": True, "salt": "s", "identity": "sha256$00"},
    "badge": {"type": "BadgeClass", "id": "https://x.test/badges/1", "name": "Robots", "criteria": "https://x.test/c"},
    "verification": {"type": "HostedBadge"},
    "issuedOn": "2016-12-31T23:59:59+00:00",
    "evidence": ["https://x.test/robot", {"narrative": "It walks."}],
    "endorsement": ["https://x.test/endorsements/1"],
}
