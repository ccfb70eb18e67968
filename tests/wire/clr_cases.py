"""A case for every operation of CLR. Nothing reads a record back: see the platform's tests for what is stored."""

from tests.clr.records import BADGE, RECORD
from tests.wire.case import Case

from timeback_core import encode, evolve
from timeback_core.clr import get_discovery, upsert_credential

BASE = "/ims/clr/v2p0"
CREDENTIALS = f"{BASE}/credentials/"
SUBJECT = evolve(RECORD.credential_subject, verifiable_credential=BADGE)
ALONE = evolve(
    RECORD,
    type="VerifiableCredential",
    credential_subject=evolve(RECORD.credential_subject, verifiable_credential=BADGE),
)
SENT = encode(RECORD).unwrap()

CASES = (
    Case(upsert_credential, (RECORD,), CREDENTIALS, SENT, harmless=True),
    Case(
        upsert_credential,
        (ALONE,),
        CREDENTIALS,
        SENT | {"type": ["VerifiableCredential"]} if isinstance(SENT, dict) else None,
        before=(upsert_credential.request(RECORD),),
        harmless=True,
    ),
    Case(get_discovery, (), f"{BASE}/discovery/"),
)
