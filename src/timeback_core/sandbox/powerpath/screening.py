"""Screening: a session of each user at the test provider, the test assigned in it, and the results of four subjects."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Document, Reply, empty_reply, json_reply
from timeback_core.sandbox.oneroster.collections import USERS
from timeback_core.sandbox.oneroster.members import DATE_TIME, FULL_TEXT, NUMBER, TEXT
from timeback_core.sandbox.oneroster.vocabulary import GRADE
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import Choice, Member, Record, may, may_nulls, must, musts
from timeback_core.sandbox.world import World

SCREENED: Final = ("Math", "Reading", "Language", "Science")
"""The subjects that there are screening tests of."""

_BASE: Final = "/powerpath/screening"
_SESSIONS: Final = "screeningSessions"
_RESULTS: Final = "screeningResults"
_STATUS: Final[Mapping[str, str]] = {
    "ENQUEUED": "enqueued",
    "AWAITING_STUDENT": "assigned",
    "IN_PROGRESS": "in_progress",
    "PAUSED": "in_progress",
    "SUSPENDED": "blocked",
    "TERMINATED": "abandoned",
    "ABANDONED": "abandoned",
    "COMPLETED": "completed",
    "FAILED": "failed",
}
"""The platform's state of an assignment for each of the provider's."""
_OVER: Final = frozenset((None, "abandoned", "completed", "failed"))
_NOTHING: Final = dict.fromkeys(("assignedTestKey", "status", "nweaStatus"))
_SHOWN: Final = (
    "nweaStudentId",
    "createdOn",
    "password",
    "name",
    "proctorId",
    "pin",
    "testSessionId",
    "status",
    "assignment",
    "termId",
)
_USER: Final = Record((must("userId", FULL_TEXT),))
_ASSIGN: Final = Record((must("userId", FULL_TEXT), must("subject", Choice(SCREENED))))

SCREENING_NEWS: Final = Record(
    (
        must("userId", FULL_TEXT),
        must("subject", Choice(SCREENED)),
        must("nweaStatus", Choice(tuple(_STATUS))),
        may("ritScore", NUMBER),
        Member(name="grade", shape=Choice(GRADE, integers_too=True), default="0"),
        may("completedAt", DATE_TIME),
    )
)

_RESULT: Final = Record((*musts(TEXT, "grade", "completedAt", "testName"), must("ritScore", NUMBER)), name="Screening")
_SESSION: Final = Record(
    (
        *musts(TEXT, *(name for name in _SHOWN if name != "assignment")),
        must("assignment", Record(may_nulls(TEXT, *_NOTHING))),
    ),
    name="ScreeningSession",
)


def take_news(world: World, news: Document) -> None:
    """What the provider says of a student's test: its state, and the score once there is one."""
    session = world.store.get(_SESSIONS, news["userId"])
    if session is not None and session["assignment"]["assignedTestKey"] == _test_key(news["subject"]):
        state = {"status": _STATUS[news["nweaStatus"]], "nweaStatus": news["nweaStatus"]}
        world.store.put(_SESSIONS, {**session, "assignment": {**session["assignment"], **state}})
    if "ritScore" in news:
        result = {
            **{name: news[name] for name in ("grade", "ritScore")},
            "completedAt": news.get("completedAt", f"{world.plan.first_year}-08-18T08:00:00.000Z"),
            "testName": f"{news['subject']} Screening",
        }
        world.store.put(_RESULTS, {"sourcedId": _result_id(news["userId"], news["subject"]), "result": result})


def screening_result(world: World, user_id: str, subject: str) -> Document | None:
    """The result of a user in a subject."""
    row = world.store.get(_RESULTS, _result_id(user_id, subject))
    return None if row is None else row["result"]


def _result_id(user_id: str, subject: str) -> str:
    return f"{user_id}\x00{subject}"


def _test_key(subject: str) -> str:
    return f"screening-{subject.lower()}"


@described(Record(may_nulls(_RESULT, *SCREENED)))
def _get_results(call: Call) -> Reply:
    """The screening results of a user by subject."""
    user = USERS.get(call.world, call.ids[0])
    return json_reply(200, {subject: screening_result(call.world, user["sourcedId"], subject) for subject in SCREENED})


@described(_SESSION)
def _get_session(call: Call) -> Reply:
    """The screening session of a user."""
    return _session_reply(_session(call, call.ids[0]))


@described({204: None}, takes=_USER)
def _reset_session(call: Call) -> Reply:
    """Take the test of a screening session back."""
    session = _session(call, checked(call.world, _USER, call.body(), "")["userId"])
    call.world.store.put(_SESSIONS, {**session, "assignment": _NOTHING})
    return empty_reply(204)


@described(_SESSION, takes=_ASSIGN)
def _assign(call: Call) -> Reply:
    """Assign a screening test."""
    body = checked(call.world, _ASSIGN, call.body(), "")
    session = _session(call, body["userId"])
    if session["assignment"]["status"] not in _OVER:
        raise RefusalError(400, "A screening test is assigned already.")
    assignment = {"assignedTestKey": _test_key(body["subject"]), "status": "enqueued", "nweaStatus": "ENQUEUED"}
    changed = {**session, "assignment": assignment}
    call.world.store.put(_SESSIONS, changed)
    return _session_reply(changed)


def _session(call: Call, user_id: str) -> Document:
    """The session of a user, made for the first who asks."""
    user = USERS.get(call.world, user_id)
    session = call.world.store.get(_SESSIONS, user["sourcedId"])
    if session is None:
        draw = call.world.draws.bits
        session = {
            "sourcedId": user["sourcedId"],
            **{name: str(UUID(int=draw(128), version=4)) for name in ("nweaStudentId", "proctorId", "testSessionId")},
            "createdOn": call.stamp,
            "password": f"{draw(32):08x}",
            "name": f"Screening of {user['givenName']} {user['familyName']}",
            "pin": f"{draw(32) % 10_000:04}",
            "status": "active",
            "assignment": _NOTHING,
            "termId": "sandbox",
        }
        call.world.store.put(_SESSIONS, session)
    return session


def _session_reply(session: Document) -> Reply:
    return json_reply(200, {name: session[name] for name in _SHOWN})


SCREENING: Final[Sequence[Route]] = (
    Route("powerpath.screening.get_results", "GET", f"{_BASE}/results/{{userId}}", _get_results),
    Route("powerpath.screening.get_session", "GET", f"{_BASE}/session/{{userId}}", _get_session),
    Route("powerpath.screening.reset_session", "POST", f"{_BASE}/session/reset", _reset_session),
    Route("powerpath.screening.assign_test", "POST", f"{_BASE}/tests/assign", _assign),
)
