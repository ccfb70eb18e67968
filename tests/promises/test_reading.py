"""What servers answer is read as what it means, and nothing of it gets lost."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
from tests.answering import Answering
from tests.scripted_server import Reply
from tests.support import PERSON, calls, error, printed, value

from timeback_core import Operation, Page, TimebackClient, catalogue, oneroster
from timeback_core.errors import DecodeError
from timeback_core.oneroster import (
    AcademicSession,
    AcademicSessionInput,
    Course,
    create_academic_session,
    get_academic_session,
    get_demographics,
    get_user,
    get_user_with_demographics,
    list_academic_sessions,
    list_course_components,
    list_courses,
    list_schools,
    list_users,
    ref_to,
)
from timeback_core.sandbox import Sandbox, Server

ROLE = {"role": "student", "org": {"sourcedId": "o"}}

ODD: list[Mapping[str, object]] = [
    {"grades": ["TK"]},
    {"grades": [5, "05", "high school"]},
    {"roles": [{**ROLE, "role": "janitor"}]},
    {"roles": [{**ROLE, "roleType": "third"}]},
    {"status": "archived"},
    {"enabledUser": None},
    {"enabledUser": "TRUE"},
    {"roles": None},
    {"demographics": {"sourcedId": "u", "sex": "x"}},
    {"demographics": {}},
    {"demographics": []},
    {"metadata": []},
    {"grades": "5"},
    {"grades": ""},
    {"enabledUser": 1},
    {"enabledUser": ""},
    {"dateLastModified": ""},
    {"dateLastModified": "9999-12-31T23:59:59-05:00"},
    {"givenName": ""},
    {"pronouns": "she \ud83d"},
    {"stateNumber": 2**70},
]


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_an_odd_value_costs_no_row(answering: Answering, odd: Mapping[str, object]) -> None:
    rows = [PERSON, {**PERSON, "sourcedId": "odd", **odd}, PERSON]
    session = answering(Reply({"users": rows, "totalCount": 3}))
    assert [user.sourced_id for user in value(list_users(session))] == ["u", "odd", "u"]


def test_an_odd_value_costs_no_row__unknown_words_are_kept(answering: Answering) -> None:
    user = {**PERSON, "status": "archived", "roles": [{**ROLE, "role": "janitor"}], "grades": ["TK"]}
    session = {
        "sourcedId": "s",
        "title": "t",
        "type": "trimester",
        "startDate": "2024-08-01T00:00:00.000Z",
        "endDate": "2025-07-31",
        "schoolYear": "2024-2025",
    }
    component = {"sourcedId": "c", "title": "t", "course": {"sourcedId": "k"}, "sortOrder": 1.5}
    read = value(get_user(answering(Reply({"user": user})), "u"))
    assert (read.status, read.roles[0].role, read.grades) == ("archived", "janitor", ("TK",))
    sessions = {"academicSessions": [session, {**session, "schoolYear": "2025"}], "totalCount": 2}
    first, second = value(list_academic_sessions(answering(Reply(sessions))))
    assert (first.type, first.school_year, second.school_year) == ("trimester", "2024-2025", 2025)
    assert first.start_date == date(2024, 8, 1)
    components = answering(Reply({"courseComponents": [component], "totalCount": 1}))
    assert value(list_course_components(components))[0].sort_order == 1.5


def test_dates_are_dates(client: TimebackClient, sandbox: Sandbox) -> None:
    session = AcademicSessionInput(
        sourced_id="s-1",
        title="Summer",
        type="term",
        start_date=date(2026, 6, 8),
        end_date=date(2026, 7, 31),
        school_year=2026,
        org=ref_to("school-1"),
    )
    value(create_academic_session(client.session, session))
    sent = json.loads(calls(sandbox)[-1].body)["academicSession"]
    assert (sent["startDate"], sent["endDate"], sent["schoolYear"]) == ("2026-06-08", "2026-07-31", "2026")
    read = value(get_academic_session(client.session, "s-1"))
    assert (read.start_date, read.end_date, read.school_year) == (date(2026, 6, 8), date(2026, 7, 31), 2026)
    assert isinstance(read.date_last_modified, datetime)
    assert read.date_last_modified.tzinfo is UTC
    assert type(read) is AcademicSession


FLAGS = [
    (True, True),
    (1, True),
    (0, False),
    (False, False),
    ("true", True),
    ("false", False),
    ("TRUE", True),
    ("False", False),
]


@pytest.mark.parametrize(("wire", "flag"), FLAGS)
def test_one_rule_holds_for_all_flags(answering: Answering, wire: object, *, flag: bool) -> None:
    demographics = {"sourcedId": "u", "asian": wire}
    user = {**PERSON, "enabledUser": wire, "demographics": demographics}
    read = value(get_user(answering(Reply({"user": user})), "u"))
    assert read.enabled_user is flag
    assert read.demographics is not None
    assert read.demographics.asian is flag


@pytest.mark.parametrize("wrong", ["yes", "1", "maybe", 2, -1, 0.5, [], {}])
def test_one_rule_holds_for_all_flags__what_is_none_is_an_error(answering: Answering, wrong: object) -> None:
    user = {**PERSON, "enabledUser": wrong}
    failed = error(get_user(answering(Reply({"user": user})), "u"))
    assert isinstance(failed, DecodeError)
    assert failed.path == "$.user.enabledUser"


def test_of_nothing_nothing_is_read(answering: Answering) -> None:
    reads = [
        each.operation
        for each in catalogue()
        if isinstance(each.operation, Operation)
        and each.verb == "GET"
        and getattr(each.operation.expect, "bare", False)
    ]
    for read in (each for each in reads if not each.expect.paged):
        for body in ({}, {"message": "Try again"}):
            told = answering(Reply(body)).result_of(read.request(*("a" for _ in read.placeholders or read.parameters)))
            assert isinstance(error(told), DecodeError), (read, body)


def test_a_user_comes_with_its_demographics(client: TimebackClient) -> None:
    user = value(get_user_with_demographics(client.session, "student-2"))
    assert user.demographics == value(get_demographics(client.session, "student-2"))
    assert user.demographics is not None
    assert isinstance(user.demographics.birth_date, date)
    assert value(get_user_with_demographics(client.session, "student-1")).demographics is None


def test_one_name_means_one_thing(client: TimebackClient) -> None:
    page = value(list_schools(client.session))
    assert type(page) is Page
    course = value(list_courses.first(client.session))
    assert type(course) is Course is oneroster.Course
    assert client.oneroster.courses.list.operation is list_courses is oneroster.list_courses
    names: tuple[str, ...] = vars(oneroster)["__all__"]
    assert len(set(names)) == len(names)


READING = """
import os, sys
from datetime import UTC, datetime
from returns.pipeline import is_successful
from timeback_core import Model, TimebackClient, encode
from timeback_core.compose import plain
from timeback_core.sandbox import Sandbox
from timeback_core.testing import Answer, ScriptedTransport

def tell(client):
    users = client.oneroster.users
    calls = (
        *users.list.stream(limit=2),
        users.list(limit=2, fields=("sourced_id",)),
        client.using(bad_rows="skip").oneroster.users.list(),
        users.get("student-1"),
        users.get("nobody"),
        client.case.documents.list(),
        client.powerpath.syllabus.get("course-1"),
        client.qti.stimuli.list(),
        client.qti.stimuli.get("nothing"),
        client.webhooks.webhooks.list(),
    )
    for told in map(plain, calls):
        result = told.unwrap() if is_successful(told) else told.failure()
        wrong = *getattr(result, "rows", ()), *getattr(result, "bad", ())
        print(getattr(result, "message", ""), *(row.message for row in wrong))
        for row in [result] if isinstance(result, Model) else getattr(result, "items", ()):
            print(row, row.extra, encode(row))

odd = {"sourcedId": "u", "givenName": "", "familyName": "B", "grades": "", "enabledUser": "TRUE", "new": [1.0]}
page = {"users": [odd, {**odd, "familyName": None}, odd], "totalCount": "3", "offset": 0, "links": []}
inside = Sandbox(students=1, now=datetime(2025, 10, 6, tzinfo=UTC)).settings
outside = {"base_url": "http://localhost", "transport": ScriptedTransport([Answer(body=page)]), "environ": {}}
assert not {"msgspec", "timeback_core.engine.codec.lane"} & {*sys.modules}
for turn in ("", "os.environ['TIMEBACK_FAST_LANE'] = '0'", "sys.modules['msgspec'] = None"):
    if os.fork() == 0:
        exec(turn)
        for settings in (dict(SETTINGS), inside, outside):
            tell(TimebackClient.open(**settings).unwrap().using(request_id="r"))
        print("\f", end="", flush=True)
        os._exit(0)
    assert os.wait()[1] == 0
"""


def test_what_is_read_fast_is_read_alike(server: Server) -> None:
    """By the same program as it is, without the fast lane, and where msgspec cannot be imported."""
    told, *others = printed(READING, server).split("\f")
    assert len(told.splitlines()) > 50
    assert others == [told, told, ""]
