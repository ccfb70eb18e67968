"""What the platform does with learner records."""

import json
from collections.abc import Iterator

import pytest
from tests.answering import Answering
from tests.clr.records import BADGE, FRACTIONS, RECORD, SCHOOL
from tests.scripted_server import Reply
from tests.support import client_of, error, value

from timeback_core import TimebackClient, decode, encode, evolve
from timeback_core.clr import AchievementSubject, ClrCredential, Proof, VerifiableCredential, upsert_credential
from timeback_core.engine.codec import JsonObject
from timeback_core.errors import InvalidInput, Rejected
from timeback_core.sandbox import Sandbox, Server

SENT = json.loads(json.dumps(encode(RECORD).unwrap()))


@pytest.fixture(scope="module", name="running")
def one_server() -> Iterator[Server]:
    with Sandbox(students=1).serve() as server:
        yield server


@pytest.fixture(scope="module", name="one")
def one_client(running: Server) -> Iterator[TimebackClient]:
    with client_of(running) as opened:
        yield opened


@pytest.fixture(autouse=True)
def at_its_start(running: Server) -> None:
    running.sandbox.reset()


def with_subject(**changes: object) -> ClrCredential:
    """The record with another subject."""
    return evolve(RECORD, credential_subject=evolve(RECORD.credential_subject, **changes))


def test_the_paths_end_in_a_slash(one: TimebackClient, running: Server) -> None:
    running.sandbox.switches.strict_slash = True
    value(one.clr.credentials.upsert(RECORD))
    value(one.clr.discovery.get())
    paths = [request.path for request in running.sandbox.requests()][-2:]
    assert paths == ["/ims/clr/v2p0/credentials/", "/ims/clr/v2p0/discovery/"]


def test_the_id_decides_whether_a_record_is_new(one: TimebackClient) -> None:
    upsert = one.clr.credentials.upsert
    assert value(upsert(RECORD)).created
    again = value(upsert(evolve(RECORD, name="Grade 3, whole")))
    assert (again.created, again.value.name) == (False, "Grade 3, whole")
    assert value(upsert(evolve(RECORD, id="urn:example:other"))).created


def test_the_platform_adds_its_proof(one: TimebackClient) -> None:
    stored = value(one.clr.credentials.upsert(RECORD)).value
    (proof,) = stored.proofs
    assert (proof.type, proof.cryptosuite, proof.proof_purpose) == (
        "DataIntegrityProof",
        "eddsa-rdfc-2022",
        "assertionMethod",
    )
    assert proof.created is not None
    assert (proof.proof_value or "").startswith("z")
    assert evolve(stored, proof=None) == RECORD
    own = evolve(RECORD, proof=(evolve(proof, verification_method="did:example:school#1"),))
    proofs = value(one.clr.credentials.upsert(own)).value.proofs
    assert [each.verification_method == "did:example:school#1" for each in proofs] == [True, False]


def test_everything_that_is_sent_is_kept(one: TimebackClient, running: Server) -> None:
    extra: JsonObject = {"ours": {"a": None}}
    badge = evolve(BADGE, extra={"evidenceOfOurs": 7})
    sent = evolve(with_subject(verifiable_credential=(badge,)), terms_of_use=[{"type": "Policy"}], extra=extra)
    stored = value(one.clr.credentials.upsert(sent)).value
    assert json.loads(running.sandbox.requests()[-1].body) == encode(sent).unwrap()
    bundled = stored.credential_subject.credentials[0]
    assert isinstance(bundled, VerifiableCredential)
    assert isinstance(bundled.credential_subject, AchievementSubject)
    assert bundled.credential_subject.achievement == FRACTIONS
    assert (bundled.extra, stored.extra["ours"]) == ({"evidenceOfOurs": 7}, {"a": None})
    again = value(one.clr.credentials.upsert(stored)).value
    assert evolve(again, proof=None) == evolve(stored, proof=None)


def test_the_platform_wants_lists(one: TimebackClient, running: Server) -> None:
    alone = evolve(RECORD, type="VerifiableCredential", context=RECORD.context)
    made = evolve(FRACTIONS, type="Achievement", creator=evolve(SCHOOL, type="Profile"))
    subject = evolve(RECORD.credential_subject, verifiable_credential=BADGE, type="ClrSubject", achievement=made)
    alone = evolve(alone, credential_subject=subject, issuer=evolve(SCHOOL, type="Profile"))
    value(one.clr.credentials.upsert(alone))
    body = json.loads(running.sandbox.requests()[-1].body)
    assert (body["type"], body["issuer"]) == (["VerifiableCredential"], SENT["issuer"])
    (described,) = body["credentialSubject"]["achievement"]
    assert (described.pop("creator"), described) == (SENT["issuer"], encode(FRACTIONS).unwrap())
    assert body["credentialSubject"]["verifiableCredential"] == SENT["credentialSubject"]["verifiableCredential"]


def test_what_is_bundled_is_about_one_subject(one: TimebackClient, running: Server) -> None:
    about = BADGE.credential_subject
    value(one.clr.credentials.upsert(with_subject(verifiable_credential=(evolve(BADGE, credential_subject=(about,)),))))
    body = json.loads(running.sandbox.requests()[-1].body)
    assert body["credentialSubject"]["verifiableCredential"] == SENT["credentialSubject"]["verifiableCredential"]
    running.sandbox.forget_requests()
    refused = error(
        one.clr.credentials.upsert(
            with_subject(verifiable_credential=(BADGE, evolve(BADGE, credential_subject=(about, about))))
        )
    )
    assert isinstance(refused, InvalidInput)
    assert [*map(str, refused.problems)] == [
        "credential_subject.verifiable_credential[1].credential_subject: must be one"
    ]
    assert running.sandbox.requests() == ()


def test_of_a_signed_record_only_the_proof_becomes_a_list(answering: Answering) -> None:
    signed = evolve(RECORD, type="VerifiableCredential", proof=Proof(type="Ours", jws="a.b.c"))
    value(upsert_credential(answering(Reply(SENT)), signed))
    body = answering.body()
    assert isinstance(body, dict)
    assert (body["type"], body["proof"]) == ("VerifiableCredential", [{"type": "Ours", "jws": "a.b.c"}])


def test_an_issuer_is_a_profile(answering: Answering) -> None:
    read = decode(ClrCredential, {**SENT, "issuer": "did:example:school"}).unwrap()
    assert read.issuer == "did:example:school"
    refused = error(upsert_credential(answering(Reply(SENT)), read))
    assert isinstance(refused, InvalidInput)
    assert [*map(str, refused.problems)] == ["issuer: must be a Profile"]


def test_a_record_has_three_contexts(one: TimebackClient, running: Server) -> None:
    two = evolve(RECORD, context=SENT["@context"][:2])
    refused = error(one.clr.credentials.upsert(two))
    assert isinstance(refused, InvalidInput)
    assert [problem.path for problem in refused.problems] == ["context"]
    assert value(one.clr.credentials.upsert(two, any_context=True)).created
    running.sandbox.switches.strict_records = True
    told = error(one.clr.credentials.upsert(two, any_context=True))
    assert isinstance(told, Rejected)
    assert [problem.path for problem in told.reply.problems] == ["@context"]


def test_a_record_without_credentials_is_read_but_not_sent(answering: Answering) -> None:
    bare = {**SENT, "credentialSubject": {"type": ["ClrSubject"], "verifiableCredential": []}}
    assert value(upsert_credential(answering(Reply(bare)), RECORD)).value.credential_subject.credentials == ()
    refused = error(upsert_credential(answering(Reply(bare)), with_subject(verifiable_credential=())))
    assert isinstance(refused, InvalidInput)
    assert [problem.path for problem in refused.problems] == ["credential_subject.verifiable_credential"]


def test_proofs_come_in_several_kinds(answering: Answering) -> None:
    for proof in (
        {"type": "JsonWebSignature2020", "jws": "a..b", "domain": "x.test"},
        [{"type": "JsonWebSignature2020", "created": "2025-01-01T00:00:00.123456Z", "jws": "a..b"}],
    ):
        stored = value(upsert_credential(answering(Reply({**SENT, "proof": proof})), RECORD)).value
        assert [each.jws for each in stored.proofs] == ["a..b"]
        assert encode(stored).unwrap() == {**SENT, "proof": proof}


def test_what_did_not_change_may_have_no_body(answering: Answering) -> None:
    for reply in (Reply(b"", 304), Reply(b"", 200)):
        stored = value(upsert_credential(answering(reply), RECORD))
        assert (stored.created, stored.value) == (False, RECORD)


def test_constants_may_be_missing_in_answers(answering: Answering) -> None:
    identity = {"identityHash": "h", "identityType": "name", "hashed": False}
    association = {"associationType": "precedes", "sourceId": "a:1", "targetId": "a:2"}
    subject = {**SENT["credentialSubject"], "identifier": [identity], "association": [association]}
    answer = {**SENT, "credentialSubject": subject, "credentialSchema": [{"id": "https://x.test/schema"}]}
    stored = value(upsert_credential(answering(Reply(answer)), RECORD)).value
    assert encode(stored).unwrap() == answer


def test_the_kind_of_an_achievement_may_be_an_object(answering: Answering) -> None:
    achievement = {**SENT["credentialSubject"]["verifiableCredential"][0]["credentialSubject"]["achievement"]}
    subject = {**SENT["credentialSubject"], "achievement": [{**achievement, "achievementType": {"a": 1}}]}
    stored = value(upsert_credential(answering(Reply({**SENT, "credentialSubject": subject})), RECORD)).value
    assert isinstance(stored.credential_subject.achievement, tuple)
    assert stored.credential_subject.achievement[0].achievement_type == {"a": 1}


def test_a_refusal_names_the_members(one: TimebackClient) -> None:
    unfinished = evolve(RECORD, proof=(Proof(type="Ours", proof_purpose="assertionMethod", jws="a..b"),))
    refused = error(one.clr.credentials.upsert(unfinished))
    assert isinstance(refused, Rejected)
    told = ["proof.0.verificationMethod: Required", "proof.0.created: Required"]
    assert (refused.status, [*map(str, refused.reply.problems)]) == (422, told)
