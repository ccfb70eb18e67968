"""Reading OneRoster: its wire reference, section 12, rows 5, 6, 21 to 24, 32, 33 and 34."""

import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO

import pytest
from returns.pipeline import is_successful
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.support import calls, client_of, error, new_user, value

from timeback_core import TimebackClient, evolve
from timeback_core.compose import plain
from timeback_core.errors import DecodeError, Rejected
from timeback_core.oneroster import (
    AcademicSession,
    AcademicSessionInput,
    CredentialInput,
    CredentialPair,
    FailFast,
    InteractiveMetadata,
    QtiMetadata,
    ResourceInput,
    create_academic_session,
    create_resource,
    create_user,
    decrypt_credential,
    delete_user,
    export_resource,
    get_academic_session,
    get_demographics,
    get_resource,
    get_user,
    get_user_with_demographics,
    is_active,
    list_academic_sessions,
    list_course_components,
    list_users,
    modify_resource,
    ref_to,
    register_credential,
    user_exists,
)
from timeback_core.sandbox import Sandbox

PERSON = {"sourcedId": "u", "givenName": "A", "familyName": "B"}
ROLE = {"role": "student", "org": {"sourcedId": "o"}}


def test_oneroster_05_demographics_of_a_user(client: TimebackClient) -> None:
    """The official `demographics()` gives a user without demographics.

    Guard: `timeback_core.oneroster.models.users.User`.
    """
    user = value(get_user_with_demographics(client.session, "student-2"))
    assert user.demographics == value(get_demographics(client.session, "student-2"))
    assert user.demographics is not None
    assert isinstance(user.demographics.birth_date, date)
    assert value(get_user_with_demographics(client.session, "student-1")).demographics is None


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
]


@pytest.mark.parametrize("odd", ODD, ids=str)
def test_oneroster_06_odd_values_are_read(odd: Mapping[str, object]) -> None:
    """One odd value loses a whole page of the official client.

    Guard: `timeback_core.engine.codec.kinds`, `timeback_core.oneroster.models`.
    """
    rows = [PERSON, {**PERSON, "sourcedId": "odd", **odd}, PERSON]
    with (
        ScriptedServer(in_turn(Reply({"users": rows, "totalCount": 3}))) as server,
        client_of(server) as client,
    ):
        assert [user.sourced_id for user in value(list_users(client.session))] == ["u", "odd", "u"]


def test_oneroster_06_unknown_words_are_kept() -> None:
    """A word that is in no vocabulary is text, and is not lost.

    Guard: `timeback_core.engine.codec.kinds.Open`.
    """
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

    def script(seen: Seen) -> Reply:
        if "users" in seen.path:
            return Reply({"user": user})
        if "academicSessions" in seen.path:
            return Reply({"academicSessions": [session, {**session, "schoolYear": "2025"}], "totalCount": 2})
        return Reply({"courseComponents": [component], "totalCount": 1})

    with ScriptedServer(script) as server, client_of(server) as client:
        read = value(get_user(client.session, "u"))
        assert (read.status, read.roles[0].role, read.grades) == ("archived", "janitor", ("TK",))
        first, second = value(list_academic_sessions(client.session))
        assert (first.type, first.school_year, second.school_year) == ("trimester", "2024-2025", 2025)
        assert first.start_date == date(2024, 8, 1)
        assert value(list_course_components(client.session))[0].sort_order == 1.5


def test_oneroster_06_a_bad_row_leaves_the_good_ones() -> None:
    """What cannot be read at all is told row by row; a stream goes on after it, a list tells all of them.

    Guard: `timeback_core.engine.policy.rows.read_rows`.
    """
    bad = {**PERSON, "sourcedId": "bad", "primaryOrg": "org-1"}
    rows = [PERSON, bad, PERSON, {**PERSON, "givenName": 7}]
    script = in_turn(Reply({"users": rows, "totalCount": 4}))
    with ScriptedServer(script) as server, client_of(server) as client:
        told = [plain(each) for each in list_users.stream(client.session)]
        assert [is_successful(each) for each in told] == [True, False, True, False]
        failed = error(list_users(client.session))
        assert isinstance(failed, DecodeError)
        assert [(row.index, row.path) for row in failed.rows] == [
            (1, "$.users[1].primaryOrg"),
            (3, "$.users[3].givenName"),
        ]


def test_oneroster_21_dates_are_dates(client: TimebackClient, sandbox: Sandbox) -> None:
    """In the official client dates are text, in and out.

    Guard: `timeback_core.engine.codec.kinds`.
    """
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


FLAGS = [(True, True), (False, False), ("true", True), ("false", False), ("TRUE", True), ("False", False)]


@pytest.mark.parametrize(("wire", "flag"), FLAGS)
def test_oneroster_22_one_rule_for_booleans(wire: object, *, flag: bool) -> None:
    """The official client has three rules: `"TRUE"` is false for one field and true for another.

    Guard: `timeback_core.engine.codec.kinds.read_flag`.
    """
    demographics = {"sourcedId": "u", "asian": wire}
    user = {**PERSON, "enabledUser": wire, "demographics": demographics}
    with ScriptedServer(in_turn(Reply({"user": user}))) as server, client_of(server) as client:
        read = value(get_user(client.session, "u"))
        assert read.enabled_user is flag
        assert read.demographics is not None
        assert read.demographics.asian is flag


@pytest.mark.parametrize("wrong", ["yes", "1", "maybe", 1, 0, [], {}])
def test_oneroster_22_what_is_no_boolean(wrong: object) -> None:
    """What is neither true nor false is no value of the one and none of the other.

    Guard: `timeback_core.engine.codec.kinds.read_flag`.
    """
    user = {**PERSON, "enabledUser": wrong}
    with ScriptedServer(in_turn(Reply({"user": user}))) as server, client_of(server) as client:
        failed = error(get_user(client.session, "u"))
        assert isinstance(failed, DecodeError)
        assert failed.path == "$.user.enabledUser"


def test_oneroster_23_nothing_is_invented() -> None:
    """The official client adds `metadata.grades: null` to a resource that it reads, and writes it back.

    Guard: `timeback_core.engine.codec.mask`, `timeback_core.oneroster.models.resources`.
    """
    metadata = {"type": "qti", "subType": "qti-test", "own": None}
    stored = {"sourcedId": "r", "title": "t", "vendorResourceId": "v", "metadata": metadata}

    def script(seen: Seen) -> Reply:
        return Reply({"resource": stored}) if seen.verb == "GET" else Reply({})

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify_resource(client.session, "r", lambda resource: evolve(resource, title="new")))
        (put,) = (json.loads(seen.body) for seen in server.calls() if seen.verb == "PUT")
    assert put["resource"] == {"title": "new", "vendorResourceId": "v", "metadata": metadata}


@pytest.mark.parametrize("address", ["https://x.y", "https://x.y/", "https://X.y/a%20b?c#d", "HTTPS://x.y"])
def test_oneroster_24_addresses_stay(client: TimebackClient, sandbox: Sandbox, address: str) -> None:
    """The official client rewrites addresses, so that ids which are addresses no longer compare equal.

    Guard: `timeback_core.engine.codec.checks.url`.
    """
    metadata = QtiMetadata(sub_type="qti-test", url=address)
    resource = ResourceInput(sourced_id="r", title="t", vendor_resource_id=address, metadata=metadata)
    value(create_resource(client.session, resource))
    assert json.loads(calls(sandbox)[-1].body)["resource"]["metadata"]["url"] == address
    read = value(get_resource(client.session, "r")).metadata
    assert isinstance(read, QtiMetadata)
    assert read.url == address


def test_oneroster_25_one_wire_name_for_fail_fast(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official client writes `failFast` or `fail_fast`, depending on whether the metadata has a type.

    Guard: `timeback_core.oneroster.models.resource_metadata`.
    """
    fail_fast = FailFast(consecutive_failures=3, stagnation_limit=2)
    metadata = InteractiveMetadata(launch_url="https://x.y", fail_fast=fail_fast)
    resource = ResourceInput(sourced_id="r", title="t", vendor_resource_id="v", metadata=metadata)
    value(create_resource(client.session, resource))
    sent = json.loads(calls(sandbox)[-1].body)["resource"]["metadata"]
    assert sent["failFast"] == {"consecutiveFailures": 3, "stagnationLimit": 2}
    assert "fail_fast" not in sent


def test_oneroster_32_passwords_show_nowhere(client: TimebackClient) -> None:
    """The official models print passwords.

    Guard: `timeback_core.engine.codec.wire.wire`.
    """
    pair = CredentialPair(username="ada", password="pass-w0rd")
    credential = CredentialInput(application_name="app", credentials=pair)
    stored = value(register_credential(client.session, "student-1", credential))
    assert stored.created
    clear = value(decrypt_credential(client.session, "student-1", stored.value.credential_id))
    assert clear.password == "pass-w0rd"
    user = evolve(new_user(), password="pass-w0rd")
    for shown in (pair, credential, clear, user, create_user.request(user), stored):
        assert "pass-w0rd" not in repr(shown)
        assert "pass-w0rd" not in str(shown)


def test_oneroster_33_deleted_rows(client: TimebackClient) -> None:
    """The official `exists` is true for a row that was deleted, and nothing else tells.

    Guard: `timeback_core.oneroster.status.is_active`.
    """
    assert value(user_exists(client.session, "student-1"))
    assert is_active(value(get_user(client.session, "student-1")))
    value(delete_user(client.session, "student-1"))
    assert value(user_exists(client.session, "student-1"))
    assert not is_active(value(get_user(client.session, "student-1")))
    assert not value(user_exists(client.session, "nobody"))


def test_oneroster_34_an_export_has_a_name(client: TimebackClient) -> None:
    """The official export gives bytes, and forgets the name and the type of the file.

    Guard: `timeback_core.engine.call.files.File`.
    """
    file = value(export_resource(client.session, "course-1-unit-1-lesson-1-resource"))
    assert (file.name, file.media_type) == ("assessment.imscc", "application/zip")
    assert "imsmanifest.xml" in zipfile.ZipFile(BytesIO(file.content)).namelist()
    assert isinstance(error(export_resource(client.session, "nothing")), Rejected)
