"""Models of CLR; how credentials from elsewhere are read is a promise."""

from tests.clr.documents import BADGE_2, BADGE_3, RECORD_2, without
from tests.services.model_case import Document, Json, Refused

from timeback_core import clr as c

PROFILE: Json = {
    "id": "https://school.example",
    "type": ["Profile"],
    "name": "School",
    "url": "https://school.example/home",
    "phone": "1",
    "description": "A school",
    "image": {"id": "https://school.example/logo.png", "type": "Image", "caption": "Logo"},
    "email": "office@school.example",
    "official": "The head",
}
ACHIEVEMENT: Json = {
    "id": "urn:example:robots",
    "type": ["Achievement"],
    "name": "Robots",
    "description": "Builds robots",
    "criteria": {"id": "https://x.test/c", "narrative": "Builds one"},
    "image": "https://x.test/a.png",
    "achievementType": "Badge",
    "creator": PROFILE,
    "alignment": {"type": ["Alignment"], "targetName": "A", "targetUrl": "https://x.test/a", "targetType": "CFItem"},
    "creditsAvailable": 1.5,
    "tag": "robots",
}
PROOF: Json = {
    "type": "DataIntegrityProof",
    "cryptosuite": "eddsa-rdfc-2022",
    "created": "2025-01-01T00:00:00Z",
    "verificationMethod": "did:example:school#1",
    "proofPurpose": "assertionMethod",
    "proofValue": "z1",
}

DOCUMENTS = (
    Document(
        c.Profile,
        PROFILE,
        ("id",),
        seen={"id": "https://school.example", "image.caption": "Logo", "type": ("Profile",)},
        spelled=[({"type": "Profile"}, {"type": "Profile"}), ({"name": {"en": "School"}}, {"name": {"en": "School"}})],
    ),
    Document(
        c.Achievement,
        ACHIEVEMENT,
        ("id", "name"),
        seen={"achievement_type": c.AchievementType.BADGE, "alignment.target_type": "CFItem", "tag": "robots"},
        spelled=[
            ({"achievementType": "ext:Own"}, {"achievement_type": "ext:Own"}),
            ({"achievementType": {"a": 1}}, {"achievement_type": {"a": 1}}),
            ({"creator": "did:example:school"}, {"creator": "did:example:school"}),
            ({"criteria": "Builds one"}, {"criteria": None}),
        ],
        refused=[Refused({"id": 7}, "$.id", "string")],
    ),
    Document(
        c.Proof,
        PROOF,
        (),
        seen={"created.text": "2025-01-01T00:00:00Z"},
        spelled=[
            ({"created": "2025-01-01T02:00:00.1+02:00"}, {"created.microsecond": 100_000, "created.hour": 0}),
            ({"created": "later"}, {"created": None}),
        ],
    ),
    Document(
        c.IdentityObject,
        {
            "type": "IdentityObject",
            "identityHash": "sha256$0",
            "identityType": "emailAddress",
            "hashed": True,
            "salt": "s",
        },
        ("identityHash", "identityType", "hashed"),
        seen={"identity_type": c.IdentityType.EMAIL_ADDRESS, "hashed": True},
        refused=[Refused({"hashed": "yes"}, "$.hashed", "boolean")],
    ),
    Document(
        c.Association,
        {"type": "Association", "associationType": "isPartOf", "sourceId": "urn:a", "targetId": "urn:b"},
        ("associationType", "sourceId", "targetId"),
        seen={"association_type": c.AssociationType.IS_PART_OF},
        spelled=[({"associationType": "near"}, {"association_type": "near"})],
    ),
    Document(
        c.ClrCredential,
        RECORD_2,
        ("id", "issuer", "credentialSubject"),
        seen={
            "valid_from": c.Moment.read("2025-01-01T00:00:00Z"),
            "partial": True,
            "credential_subject.credentials.0.name": "Robots",
            "credential_subject.association.association_type": c.AssociationType.IS_PART_OF,
            "proofs.0.cryptosuite": "eddsa-jcs-2022",
        },
        spelled=[({"issuer": "did:example:school"}, {"issuer": "did:example:school"})],
        refused=[Refused({"issuer": {"name": "x"}}, "$.issuer.id", "string")],
    ),
    Document(
        c.VerifiableCredential,
        without(BADGE_3, "ours"),
        ("type", "issuer", "credentialSubject"),
        seen={
            "subjects.0.achievement.credits_available": 1.5,
            "subjects.0.result.value": "9",
            "credential_subject.credits_earned": 2,
            "evidence.id": "https://x.test/robot",
        },
    ),
    Document(
        c.Assertion,
        without(BADGE_2, "endorsement"),
        ("type",),
        seen={"recipient.salt": "s", "issued_on.year": 2016, "revoked": None},
    ),
    Document(
        c.CredentialSchema,
        {"id": "https://x.test/schema", "type": "1EdTechJsonSchemaValidator2019"},
        ("id",),
        seen={"id": "https://x.test/schema"},
    ),
    Document(
        c.DiscoveryResponse,
        {
            "openapi": "3.0.1",
            "info": {"title": "CLR"},
            "paths": {"/a/": {"get": {}, "post": {}, "parameters": []}},
            "components": {"securitySchemes": {"O": {"flows": {"clientCredentials": {"scopes": {"s": ""}}}}}},
        },
        (),
        seen={"endpoints": (("GET", "/a/"), ("POST", "/a/")), "scopes": ("s",)},
    ),
)
INPUTS = ()
