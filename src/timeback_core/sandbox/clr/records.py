"""Learner records: stored under their id, signed, and given back."""

import hashlib
from typing import Final

import orjson

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.clr.shapes import RECORD
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.writes import refuse_problems
from timeback_core.sandbox.schema import Findings

RECORDS: Final = "learnerRecords"
CONTEXT: Final = "https://www.w3.org/ns/credentials/v2"
CONTEXTS: Final = 3
"""How many contexts a record has by the standard."""
_DIGITS: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"


@described({200: RECORD, 201: RECORD}, takes=RECORD)
def upsert(call: Call) -> Reply:
    """POST: 201 with the new record, 200 with the one that took the place of another."""
    given = call.body()
    findings = Findings()
    RECORD.check(given, "", findings)
    if call.world.switches.strict_records and not findings.problems:
        _check_standard(given, findings)
    refuse_problems(findings)
    before = call.world.store.get(RECORDS, given["id"])
    others = [proof for proof in given.get("proof", ()) if proof["verificationMethod"] != _key(call)]
    signed = {**given, "proof": [*others, _proof(call, {**given, "proof": others})]}
    call.world.store.put(RECORDS, {"sourcedId": given["id"], "record": signed})
    return json_reply(201 if before is None else 200, signed)


def _check_standard(given: Document, findings: Findings) -> None:
    contexts, bundled = given["@context"], given["credentialSubject"]["verifiableCredential"]
    if len(contexts) < CONTEXTS or contexts[0] != CONTEXT:
        findings.wrong("@context", f"Array must contain at least {CONTEXTS} element(s), first '{CONTEXT}'")
    if not bundled:
        path = "credentialSubject.verifiableCredential"
        findings.wrong(path, "Array must contain at least 1 element(s)")


def _proof(call: Call, signed: Document) -> Document:
    """A proof that looks like one; it proves nothing."""
    number = int.from_bytes(hashlib.sha512(orjson.dumps(signed, option=orjson.OPT_SORT_KEYS)).digest())
    value = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        value = _DIGITS[digit] + value
    return {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "proofPurpose": "assertionMethod",
        "verificationMethod": _key(call),
        "created": call.stamp,
        "proofValue": f"z{value}",
    }


def _key(call: Call) -> str:
    return f"{call.base_url}/keys/1"
