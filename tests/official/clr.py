"""The official client of CLR."""

from tests.official.trial import Trial
from timeback_clr import ClrClient

RECORD = {
    "@context": [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ],
    "id": "urn:example:record",
    "type": ["VerifiableCredential", "ClrCredential"],
    "issuer": {"id": "https://school.example", "type": ["Profile"], "name": "School"},
    "name": "Grade 3",
    "validFrom": "2025-01-01T00:00:00Z",
    "credentialSubject": {
        "type": ["ClrSubject"],
        "verifiableCredential": [
            {
                "@context": ["https://www.w3.org/ns/credentials/v2"],
                "id": "urn:example:badge",
                "type": ["VerifiableCredential", "AchievementCredential"],
                "issuer": {"id": "https://school.example", "type": ["Profile"]},
                "validFrom": "2025-01-01T00:00:00Z",
                "credentialSubject": {"id": "did:example:kid"},
            }
        ],
    },
}


async def run(trial: Trial, client: ClrClient) -> None:
    """Both methods."""
    stored = await trial("credentials.upsert", client.credentials.upsert(RECORD), lambda it: it.proof[0].proof_value)
    again = client.credentials.upsert({**RECORD, "name": "Grade 4"})
    await trial("credentials.upsert", again, lambda it: (it.id, it.name) == (stored.id, "Grade 4"))
    await trial("discovery.get", client.discovery.get(), lambda it: "/ims/clr/v2p0/credentials/" in it["paths"])
