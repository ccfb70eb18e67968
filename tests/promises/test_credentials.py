"""What is promised about learner records and other credentials."""

import hashlib
import json
import pickle
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.answering import Answering
from tests.clr.documents import BADGE_2, BADGE_3, LANGUAGES, OLD, RECORD_2, SIGNED, JsonDocument, without
from tests.clr.records import BADGE, FRACTIONS, RECORD, SCHOOL, SINCE
from tests.scripted_server import Reply
from tests.support import client_of, error, value

from timeback_core import TimebackClient, encode, evolve
from timeback_core.clr import (
    CLR_CONTEXT,
    VC_1_CONTEXT,
    VC_2_CONTEXT,
    AchievementSubject,
    Assertion,
    Association,
    AssociationType,
    ClrCredential,
    Credential,
    IdentityType,
    Proof,
    Result,
    VerifiableCredential,
    achievement,
    badge,
    clr_credential,
    find_problems,
    hashed_identity,
    read_credential,
    upsert_credential,
    words_in,
)
from timeback_core.errors import InvalidInput
from timeback_core.sandbox import Sandbox

DESCRIPTION = "$.credentialSubject.achievement.resultDescription[0]"
SENT = json.loads(json.dumps(encode(RECORD).unwrap()))


@pytest.fixture(scope="module", name="stage")
def one_stage() -> Iterator[tuple[Sandbox, TimebackClient]]:
    with Sandbox(students=1).serve() as server, client_of(server) as client:
        yield server.sandbox, client


def test_what_was_achieved_arrives(stage: tuple[Sandbox, TimebackClient]) -> None:
    sandbox, client = stage
    value(client.clr.credentials.upsert(RECORD))
    body = json.loads(sandbox.requests()[-1].body)
    subject = body["credentialSubject"]["verifiableCredential"][0]["credentialSubject"]
    assert subject == {
        "id": "did:example:learner",
        "type": ["AchievementSubject"],
        "achievement": encode(FRACTIONS).unwrap(),
        "result": [{"type": ["Result"], "value": "92"}],
    }


@pytest.mark.parametrize("document", [RECORD_2, BADGE_3, BADGE_2, OLD, SIGNED, LANGUAGES])
def test_a_credential_from_elsewhere_is_written_back_as_it_was(document: JsonDocument) -> None:
    for given in (document, json.dumps(document), json.dumps(document, indent=2).encode()):
        read = value(read_credential(given))
        assert json.dumps(encode(read).unwrap(), sort_keys=True) == json.dumps(document, sort_keys=True)
        assert find_problems(read) == ()
        assert encode(pickle.loads(pickle.dumps(read))).unwrap() == document  # noqa: S301 -- our own


def test_a_credential_from_elsewhere_is_written_back_as_it_was__in_a_record(answering: Answering) -> None:
    old = value(read_credential(SIGNED))
    record = clr_credential("Both", issuer=SCHOOL, credentials=[BADGE, old], valid_from=SINCE, id="urn:example:both")
    value(upsert_credential(answering(Reply(SENT)), record))
    body = answering.body()
    assert isinstance(body, dict)
    bundled = body["credentialSubject"]["verifiableCredential"][1]
    assert {**bundled, "proof": bundled["proof"][0]} == SIGNED


def test_what_is_no_credential_is_refused_with_its_place() -> None:
    first = '$["@context"][0]'
    for document, places in (
        ("{", ["$"]),
        ("[]", ["$"]),
        ({}, ["$.type"]),
        ({"@context": ["https://www.w3.org/ns/credentials/v2"], "type": "Person"}, ["$.type"]),
        ({**BADGE_3, "@context": ["https://x.test/own"]}, [first]),
        ({**BADGE_3, "@context": []}, ['$["@context"]']),
        ({**BADGE_3, "@context": [VC_2_CONTEXT, None]}, ['$["@context"][1]']),
        ({**BADGE_3, "@context": 7}, ['$["@context"]']),
        (without(BADGE_3, "@context"), ['$["@context"]']),
        (without(BADGE_3, "issuer", "credentialSubject"), ["$.issuer", "$.credentialSubject"]),
        ({**BADGE_3, "issuer": {"name": "No id"}}, ["$.issuer.id"]),
        ({**BADGE_2, "@context": BADGE_3["@context"]}, [first]),
        ("eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.c2ln", ["$"]),
        (json.dumps(json.dumps(BADGE_3)), ["$"]),
        ({**BADGE_3, "evidence": [{"type": ["Evidence"]}, []]}, ["$.evidence[1]"]),
        ({**BADGE_3, "ours": float("nan")}, ["$"]),
        (json.dumps(BADGE_3).replace('"valueMax"', '"id": "urn:b", "valueMax"'), [f"{DESCRIPTION}.id"]),
        (b"\xef\xbb\xbf" + json.dumps(BADGE_3).replace('"name"', '"id": "urn:b", "name"', 1).encode(), ["$.id"]),
    ):
        refused = error(read_credential(document))
        assert [problem.path for problem in refused.problems] == places, document
        assert [problem.path for problem in find_problems(document)] == [
            place.removeprefix("$").removeprefix(".") for place in places
        ]
    assert "compact JWS" in error(read_credential(b" aa.bb.cc \n")).message


def test_every_kind_has_a_class_of_its_own() -> None:
    read = [type(value(read_credential(each))) for each in (RECORD_2, BADGE_3, BADGE_2, OLD)]
    assert read == [ClrCredential, VerifiableCredential, Assertion, VerifiableCredential]
    enveloped = {
        "@context": BADGE_3["@context"],
        "type": "EnvelopedVerifiableCredential",
        "id": "data:application/vc+jwt,a",
    }
    assert type(value(read_credential(enveloped))) is Credential


def test_words_are_told_in_the_language_that_is_wanted() -> None:
    name = value(read_credential(LANGUAGES))
    assert isinstance(name, VerifiableCredential)
    assert [words_in(name.name, each) for each in ("de-AT", "en", "fr")] == ["Brüche", "Fractions", "Fractions"]
    assert [words_in(each, "de") for each in ("Plain", {"@value": "One", "@language": "en"}, None)] == [
        "Plain",
        "One",
        "",
    ]


def test_nonsense_is_refused_before_it_is_sent(answering: Answering) -> None:
    session = answering(Reply(SENT))
    subject = evolve(
        RECORD.credential_subject,
        id="kid",
        association=Association(association_type="near", source_id="a", target_id="urn:b"),
        achievement=(evolve(FRACTIONS, description=None, criteria=None),),
        verifiable_credential=(evolve(BADGE, id=None, issuer="did:example:school", valid_from=None),),
    )
    wrong = evolve(
        RECORD,
        id="x",
        type=("Foo",),
        issuer=evolve(SCHOOL, id="no uri", email="bad", url="x"),
        credential_subject=subject,
    )
    refused = error(upsert_credential(session, wrong))
    assert isinstance(refused, InvalidInput)
    bundled, described = "credential_subject.verifiable_credential[0]", "credential_subject.achievement[0]"
    assert sorted(map(str, refused.problems)) == sorted(
        (
            "id: must be a URI, such as urn:uuid:... or a URL",
            "type: must contain VerifiableCredential",
            "issuer.id: must be a URI, such as urn:uuid:... or a URL",
            "issuer.email: must be an e-mail address",
            "issuer.url: must be a URI, such as urn:uuid:... or a URL",
            "credential_subject.id: must be a URI, such as urn:uuid:... or a URL",
            f"{bundled}.id: is required",
            f"{bundled}.issuer: must be a Profile",
            f"{bundled}.valid_from: is required",
            f"{described}.description: is required",
            f"{described}.criteria: is required",
            f"credential_subject.association[0].association_type: must be one of {', '.join(AssociationType)}",
            "credential_subject.association[0].source_id: must be a URI, such as urn:uuid:... or a URL",
        )
    )
    for since, text in (
        (datetime(2026, 1, 1, tzinfo=UTC), "valid_until: must not be before valid_from"),
        (SINCE.replace(tzinfo=None), "valid_from: must have a time zone"),
        ("later", "valid_from: expected date and time (ISO 8601) or null, found string"),
    ):
        refused = error(upsert_credential(session, evolve(RECORD, valid_from=since, valid_until=SINCE)))
        assert isinstance(refused, InvalidInput)
        assert [*map(str, refused.problems)] == [text]
    assert answering.sent == []


def test_created_or_updated_is_told(stage: tuple[Sandbox, TimebackClient]) -> None:
    _, client = stage
    told = [value(client.clr.credentials.upsert(evolve(RECORD, id="urn:example:told"))).created for _ in range(2)]
    assert told == [True, False]


def test_a_record_is_built_from_what_was_achieved() -> None:
    first, second = (achievement(name, f"About {name}", criteria_url="https://x.test/c") for name in ("One", "Two"))
    learner = hashed_identity("kid@school.example", IdentityType.EMAIL_ADDRESS, salt="s")
    assert learner.identity_hash == f"sha256${hashlib.sha256(b'kid@school.examples').hexdigest()}"
    record = clr_credential(
        "Both",
        issuer=SCHOOL,
        credentials=[badge(each, issuer=SCHOOL, identities=[learner]) for each in (first, second)],
        associations=[Association(association_type=AssociationType.PRECEDES, source_id=first.id, target_id=second.id)],
        identities=[learner],
    )
    assert find_problems(record) == ()
    assert upsert_credential.request(record).problems == ()
    assert len({record.id, *(each.id for each in record.credential_subject.credentials), first.id, second.id}) == 5
    same = [badge(first, issuer=SCHOOL, id="urn:b", valid_from=SINCE) for _ in range(2)]
    assert same[0] == same[1]


def test_a_faulty_structure_is_found_without_a_server() -> None:
    signature = Proof(type="DataIntegrityProof", proof_purpose="assertionMethod")
    other = Proof(type="Own", verification_method="did:a:1", proof_purpose="p", jws="a")
    lost = Association(association_type="precedes", source_id=FRACTIONS.id, target_id="urn:example:nothing")
    graded = AchievementSubject(achievement=FRACTIONS, result=(Result(result_description="urn:example:none"),))
    undated = evolve(RECORD.credential_subject, verifiable_credential=evolve(BADGE, valid_from=None))
    unsound: tuple[tuple[Credential, list[str]], ...] = (
        (evolve(RECORD, context=(CLR_CONTEXT, VC_2_CONTEXT)), ["context"]),
        (evolve(RECORD, context=VC_2_CONTEXT), ["context"]),
        (evolve(RECORD, context=(VC_1_CONTEXT, CLR_CONTEXT)), ["issuance_date"]),
        (evolve(RECORD, valid_from=None), ["valid_from"]),
        (evolve(BADGE, type=("AchievementCredential",)), ["type"]),
        (evolve(BADGE, context=(VC_2_CONTEXT,)), ["context"]),
        (
            evolve(RECORD, proof=(signature, other)),
            ["proof[0].verification_method", "proof[0].proof_value", "proof[0].cryptosuite"],
        ),
        (evolve(BADGE, credential_subject=graded), ["credential_subject.result[0].result_description"]),
        (
            evolve(RECORD, credential_subject=evolve(RECORD.credential_subject, association=lost)),
            ["credential_subject.association.target_id"],
        ),
        (evolve(RECORD, credential_subject=undated), ["credential_subject.verifiable_credential.valid_from"]),
        (evolve(value(read_credential(BADGE_2)), recipient=None, issued_on=None), ["recipient", "issued_on"]),
    )
    for wrong, told in unsound:
        assert [problem.path for problem in find_problems(wrong)] == told
        assert find_problems(encode(wrong).unwrap())
    late = {**BADGE_3, "validUntil": "2020-01-01T00:00:00Z"}
    assert [*map(str, find_problems(late))] == ["valid_until: must not be before valid_from"]
    for name, path in (("validUntil", "valid_until"), ("validFrom", "valid_from")):
        assert [problem.path for problem in find_problems({**BADGE_3, name: 7})] == [path]
