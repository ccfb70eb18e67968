"""Answers are read alike by the fast lane and in the general way, whatever is unusual about them."""

import json
import pickle
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any, TypeAlias, TypeVar

import pytest
from returns.pipeline import is_successful
from tests.scripted_server import Reply, Script, ScriptedServer, in_turn
from tests.support import MASTERYTRACK, PERSON, USER, client_of, printed, value
from tests.wire.case import Case, prepared
from tests.wire.conftest import Stage
from tests.wire.services import CASES, Service

from timeback_core import Model, Page, Session, Settings
from timeback_core.compose import plain
from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.request import Expect
from timeback_core.engine.codec import lane
from timeback_core.engine.codec.lane import Lane, Where, lane_of
from timeback_core.engine.codec.model import attributes_of, is_partial, mask_of
from timeback_core.error_parts import Error
from timeback_core.errors import DecodeError
from timeback_core.oneroster import User, get_user, list_users
from timeback_core.qti import Stimulus, get_stimulus, list_stimuli

T = TypeVar("T")
Change: TypeAlias = Callable[[Any], object]

KINDS = [
    "caliper.get_event",  # where an empty answer says that there is none
    "caliper.list_events",
    "case.get_item",  # in an envelope or without
    "case.list_documents",  # nothing is no row
    "clr.get_discovery",  # the body itself
    "edubridge.get_application_metrics",  # a row alone is a list
    "edubridge.list_subject_track_groups",
    "masterytrack.search_inventory",  # with a verdict
    "oneroster.get_term",  # under another name too
    "oneroster.get_user",
    "oneroster.list_students_for_class",
    "oneroster.list_users",
    "powerpath.get_lesson_plan_tree",  # in two envelopes
    "powerpath.list_course_sequence_stages",  # an array without envelope
    "qti.get_assessment_item",
    "qti.list_stimuli",
    "webhooks.list_webhooks",
]
"""An operation for every way in which models lie in an answer."""

FIRST = {f"{service.name}.{case.operation.__name__}": (service, case) for service, case in reversed(CASES)}
"""The first case of each operation."""


def everywhere(change: Change) -> Change:
    """A change of every value in a body, from the inside out."""

    def changed(value: Any) -> object:
        if isinstance(value, dict):
            value = {name: changed(each) for name, each in value.items()}
        elif isinstance(value, list):
            value = [changed(each) for each in value]
        return change(value)

    return changed


def in_objects(change: Change) -> Change:
    """A change of every object in a body."""
    return everywhere(lambda value: change(value) if isinstance(value, dict) else value)


def of(kind: type, change: Change) -> Change:
    """A change of every value of that very class."""
    return everywhere(lambda value: change(value) if type(value) is kind else value)


def on_top(**members: object) -> Change:
    """Further members of the body."""
    return lambda body: {**body, **members} if isinstance(body, dict) else body


def moved(text: str) -> str:
    """A moment of another zone, and with a digit more than microseconds have."""
    return re.sub(r"^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)[.\d]*Z$", r"\g<1>.1234567+02:00", text)


CHANGES: Mapping[str, Change] = {
    "as it is served": lambda body: body,
    "a name that nobody declared": in_objects(lambda members: {**members, "undeclared": {"a": [1]}}),
    "names that nobody declared beside the models": on_top(undeclared=1, another=[]),
    "no texts": of(str, lambda _: None),
    "empty texts": of(str, lambda _: ""),
    "half a pair of surrogates": of(str, lambda text: text + "\ud83d"),
    "numbers for texts": of(str, lambda _: 7),
    "unknown words": of(str, str.swapcase),
    "moments of another zone": of(str, moved),
    "flags as texts": of(bool, lambda flag: str(flag).upper()),
    "flags as numbers": of(bool, int),
    "numbers as fractions": of(int, float),
    "numbers as texts": of(int, str),
    "numbers beyond 64 bits": of(int, lambda number: number + 2**70),
    "lists of nothing": of(list, lambda _: []),
    "texts for lists": of(list, lambda _: "a"),
    "nulls for lists": of(list, lambda _: None),
    "a wrong row between good ones": of(list, lambda rows: [*rows, 7, *rows]),
    "first members null": in_objects(lambda members: {**members, **dict.fromkeys([*members][:1])}),
    "no first members": in_objects(lambda members: {name: members[name] for name in [*members][1:]}),
    "no last members": in_objects(lambda members: {name: members[name] for name in [*members][:-1]}),
    "under other names": lambda body: (
        {f"{name}s": each for name, each in body.items()} if isinstance(body, dict) else 7
    ),
    "without its envelope": lambda body: [*body.values()][-1] if isinstance(body, dict) else body,
    "in one more envelope": lambda body: {"data": body},
    "under two names": on_top(academicSession={"sourcedId": "x"}, students=[], data=[], term=None),
    "no success": on_top(success=False),
    "an error": on_top(status="error"),
    "totals of a page": on_top(totalCount=3, offset="0", limit=2.0, pagination={"total": 9}),
    "nothing in it": lambda _: {},
    "null": lambda _: None,
    "an array": lambda _: [],
}

BODIES: Mapping[str, Callable[[bytes], Reply]] = {
    "with a mark of its order": lambda body: Reply(b"\xef\xbb\xbf" + body),
    "cut off": lambda body: Reply(body[:-1]),
    "twice": lambda body: Reply(body * 2),
    "with members twice": lambda body: Reply(body[:-1] + b"," + body[1:] if body[:1] == b"{" else body),
    "no text": lambda body: Reply(body.replace(b'"', b'"\xff', 9)),
    "HTML": lambda _: Reply(b"<!doctype html><title>a</title>"),
    "empty": lambda _: Reply(b""),
    "no content": lambda _: Reply(status=204),
}


@pytest.fixture(scope="module")
def scripted() -> Iterator[tuple[ScriptedServer, Session]]:
    """A server that says what a test wants, and the session of a client that asks once."""
    settings: Settings = {"max_attempts": 1, **MASTERYTRACK["BEYOND_AI"]}
    with ScriptedServer(in_turn(Reply())) as server, client_of(server, **settings) as client:
        yield server, client.session


def answering(reply: Reply) -> Script:
    """A script that gives one answer again and again, and MasteryTrack's token to whoever asks for it."""
    return lambda seen: Reply({"success": True, "jwt": "j"}) if seen.path == "/authorizer" else reply


def seen(value: object) -> object:
    """A value with all that equality does not look at: classes, what was absent, and what is unknown."""
    if isinstance(value, Model):
        fields = {field.name: seen(getattr(value, field.name)) for field in attributes_of(type(value))}
        return type(value).__name__, mask_of(value), fields, seen(value.extra)
    if isinstance(value, Page):
        return seen(value.items), value.total, value.next, value.offset, value.limit, seen(value.bad)
    if isinstance(value, DecodeError):
        return value.message, value.path, value.found, seen(value.rows)
    if isinstance(value, Error):
        return type(value).__name__, value.message
    if isinstance(value, Mapping):
        return type(value).__name__, {name: seen(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value).__name__, [seen(each) for each in value]
    return type(value).__name__, repr(value)


def told(case: Case, session: Session) -> object:
    """What a call gives, be it a value or an error."""
    result = plain(case.operation(session, *case.arguments, **case.named))
    return seen(result.unwrap() if is_successful(result) else result.failure())


def turn_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the lanes of all models take nothing."""
    monkeypatch.setattr(Lane, "take", lambda self, body, where, many: None)


def served(service: Service, case: Case, stage: Stage) -> bytes:
    """The body with which the sandbox answers a call, with three of the rows of each list."""
    headers = dict[str, str]()
    if service.name == "masterytrack":  # whose tokens are others
        login = {"x-api-key": "sandbox-key"}
        answer = stage.web.post("/authorizer", json={"email": "app@example.com"}, headers=login)
        headers["x-auth-token"] = f"Bearer {answer.json()['jwt']}"
    answer = stage.web.get(f"{case.path}?{case.query}", headers=headers).raise_for_status()
    return json.dumps(of(list, lambda rows: rows[:3])(answer.json())).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_an_answer_is_read_alike(
    kind: str, stage: Stage, scripted: tuple[ScriptedServer, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    service, case = FIRST[kind]
    case = prepared(case, stage.client.session)
    body = served(service, case, stage)
    replies = {name: Reply(json.dumps(change(json.loads(body))).encode()) for name, change in CHANGES.items()}
    replies |= {name: change(body) for name, change in BODIES.items()}
    server, session = scripted
    monkeypatch.setattr(lane, "REFUSAL", 0)  # it closes for no body
    read: dict[bool, list[tuple[str, object, object]]] = {True: [], False: []}
    for is_open in read:
        if not is_open:
            turn_off(monkeypatch)
        for name, reply in replies.items():
            server.script = answering(reply)
            skipping = told(case, session.using(bad_rows="skip")) if name == "a wrong row between good ones" else None
            read[is_open].append((name, told(case, session), skipping))
    assert read[True] == read[False]


@pytest.mark.parametrize("is_open", [True, False])
def test_rows_with_some_of_their_fields_know_that(
    scripted: tuple[ScriptedServer, Session], monkeypatch: pytest.MonkeyPatch, *, is_open: bool
) -> None:
    if not is_open:
        turn_off(monkeypatch)
    server, session = scripted
    server.script = in_turn(Reply({"users": [PERSON]}), Reply(USER))
    fields = ("sourced_id", "given_name", "family_name")
    (listed,) = value(list_users(session, fields=fields))
    assert (is_partial(listed), is_partial(value(get_user(session, "u")))) == (True, False)


def pickled(value: T) -> T:
    """A value that was pickled."""
    again: T = pickle.loads(pickle.dumps(value))  # noqa: S301 -- what was pickled here
    return again


@pytest.mark.parametrize("copied", [pickled, deepcopy])
def test_an_expectation_that_was_used_can_be_copied(
    copied: Callable[[Expect[Page[User]]], Expect[Page[User]]], scripted: tuple[ScriptedServer, Session]
) -> None:
    server, session = scripted
    server.script = answering(Reply({"users": [PERSON]}))
    page = value(list_users(session))
    response = HttpResponse(200, (), json.dumps({"users": [PERSON]}).encode())
    assert seen(copied(list_users.expect).read(list_users.request(), response)) == seen(page)


STIMULUS = {
    "identifier": "s",
    "title": "Forest",
    "rawXml": "<p/>",
    "createdAt": "2024-02-29T10:00:00.000Z",
    "updatedAt": "2024-02-29T10:00:00.000Z",
}


def test_answers_without_their_envelope_do_not_close_the_lane_of_lists(
    scripted: tuple[ScriptedServer, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lane_of(Stimulus), "credit", 2 * lane.REFUSAL)  # whatever other tests asked of it
    taken, take = list[tuple[bool, bool]](), Lane.take

    def watched(self: Lane, body: bytes, where: Where, *, many: bool) -> tuple[Any, dict[str, Any]] | None:
        found = take(self, body, where, many=many)
        taken.append((many, found is not None))
        return found

    monkeypatch.setattr(Lane, "take", watched)
    server, session = scripted

    def fetch(*, bare: bool) -> None:
        server.script = answering(Reply(STIMULUS if bare else {"stimulus": STIMULUS}))
        assert value(get_stimulus(session, "s")).title == "Forest"

    for _ in range(4):
        fetch(bare=True)
        server.script = answering(Reply({"items": [STIMULUS]}))
        assert [each.title for each in value(list_stimuli(session))] == ["Forest"]
    assert [is_taken for many, is_taken in taken if many] == [True] * 4
    for _ in range(2):
        fetch(bare=False)
    assert taken[-1] == (False, True)


PROGRAM = """
import os, sys
os.environ["TIMEBACK_FAST_LANE"] = "TURNED"
from timeback_core import TimebackClient
client = TimebackClient.open(SETTINGS).unwrap()
for _ in range(2):
    client.oneroster.users.list()
    print("timeback_core.engine.codec.generate" in sys.modules)
"""


@pytest.mark.parametrize(("turned", "made"), [("1", ["False", "True"]), ("0", ["True", "True"])], ids=["on", "off"])
def test_the_general_decoder_is_made_when_it_is_needed(turned: str, made: list[str]) -> None:
    usual, odd = Reply({"users": [PERSON]}), Reply({"users": [{**PERSON, "givenName": 5}]})
    with ScriptedServer(in_turn(usual, odd)) as server:
        assert printed(PROGRAM.replace("TURNED", turned), server).split() == made
