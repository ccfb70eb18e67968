"""Flows that read: users by e-mail, documents by their ids."""

from typing import Any, TypeVar

import pytest
from returns.io import IOResult
from returns.unsafe import unsafe_perform_io
from tests.scripted_server import Reply, ScriptedServer, Seen
from tests.support import PERSON, client_of

from timeback_core.client import TimebackClient
from timeback_core.engine.codec import evolve
from timeback_core.errors import IncompletePages, InvalidInput
from timeback_core.flows.steps import Batch, chunks
from timeback_core.sandbox import Fault, Sandbox

T = TypeVar("T")


def value(told: IOResult[T, Any]) -> T:
    return unsafe_perform_io(told.unwrap())


def error(told: IOResult[Any, Any]) -> Any:
    return unsafe_perform_io(told.failure())


def calls(box: Sandbox) -> list[str]:
    """What was asked of OneRoster, such as `GET users/`."""
    told = (request for request in box.requests() if "/oneroster/" in request.path)
    return [f"{request.verb} {request.path.partition('/v1p2/')[2]}" for request in told]


def test_find_by_email(client: TimebackClient) -> None:
    users = client.oneroster.users
    student = value(users.get("student-1"))
    assert student.email is not None
    assert value(users.find_by_email(student.email)) == student
    assert value(users.find_by_email(student.email.upper())) == student
    assert value(users.find_by_email("nobody@example.com")) is None
    value(users.delete("student-1"))
    assert value(users.find_by_email(student.email)) is None


def test_find_by_email_takes_what_is_stored_in_capitals(client: TimebackClient) -> None:
    users = client.oneroster.users
    value(users.modify("student-1", lambda user: evolve(user, email="Ada@Example.com")))
    for spelling in ("Ada@Example.com", "ada@example.com", "ADA@EXAMPLE.COM"):
        found = value(users.find_by_email(spelling))
        assert found is not None
        assert found.sourced_id == "student-1"
    assert value(users.find_by_email("da@example.com")) is None


def test_find_by_no_email(box: Sandbox, client: TimebackClient) -> None:
    assert isinstance(error(client.oneroster.users.find_by_email(" ")), InvalidInput)
    assert calls(box) == []


def test_get_many_keeps_the_order_and_tells_what_is_missing(box: Sandbox, client: TimebackClient) -> None:
    ids = ["student-3", "nobody", "student-1", "student-3", "o'brien"]
    batch = value(client.oneroster.users.get_many(ids))
    assert [user.sourced_id for user in batch.found] == ["student-3", "student-1"]
    assert batch.missing == ("nobody", "o'brien")
    assert calls(box) == ["GET users/"]


def test_get_many_asks_for_fifty_at_a_time(box: Sandbox, client: TimebackClient) -> None:
    batch = value(client.oneroster.users.get_many([f"student-{number}" for number in range(1, 121)]))
    assert len(batch.found) == 12
    assert len(batch.missing) == 108
    assert calls(box) == ["GET users/"] * 3


def test_get_many_asks_for_no_more_than_the_platform_takes() -> None:
    """The dialect of LEARNWITH_AI takes two comparisons in a filter."""
    box = Sandbox(students=12, platform="LEARNWITH_AI")
    with TimebackClient.open(**box.settings, environ={}).unwrap() as client:
        ids = [f"student-{number}" for number in (1, 2, 3, 4, 5)]
        batch = value(client.oneroster.users.get_many([*ids, "nobody"]))
    assert [user.sourced_id for user in batch.found] == ids
    assert batch.missing == ("nobody",)
    assert all(request.status == 200 for request in box.requests())


def test_get_many_of_none_asks_for_nothing(box: Sandbox, client: TimebackClient) -> None:
    assert value(client.oneroster.users.get_many([])) == Batch((), ())
    assert calls(box) == []


@pytest.mark.parametrize(("ids", "path"), [("abc", "ids"), (["a", ""], "ids[1]"), ([5], "ids[0]")])
def test_get_many_of_what_is_no_list_of_ids(client: TimebackClient, ids: Any, path: str) -> None:
    failure = error(client.oneroster.users.get_many(ids))
    assert isinstance(failure, InvalidInput)
    assert [problem.path for problem in failure.problems] == [path]


def test_long_ids_make_short_requests() -> None:
    ids = tuple(f"{number:0300}" for number in range(25))
    groups = tuple(chunks(ids))
    assert tuple(each for group in groups for each in group) == ids
    assert {len(group) for group in groups} == {10, 5}


def test_ids_are_as_long_as_they_are_sent() -> None:
    """One letter of another alphabet is six bytes of an address, or more."""
    ids = tuple("ж" * 100 + str(number) for number in range(20))
    assert [len(group) for group in chunks(ids)] == [4] * 5
    assert [len(group) for group in chunks(["\ud800" * 2000, "b"])] == [1, 1]


def test_get_many_takes_rows_whose_id_differs_in_case_alone() -> None:
    """What a server that compares without regard to case answers is what was asked for."""
    rows = [{**PERSON, "sourcedId": each} for each in ("AB", "c", "C", "d")]
    with ScriptedServer(lambda seen: Reply({"users": rows, "totalCount": 4})) as server, client_of(server) as client:
        batch = value(client.oneroster.users.get_many(["ab", "Ab", "C", "c", "d", "D", "e"]))
    assert [row.sourced_id for row in batch.found] == ["AB", "C", "c", "d"]
    assert batch.missing == ("D", "e")


def test_get_many_reads_all_pages() -> None:
    """A server may answer fewer rows than asked for, and say so by a link alone."""

    def script(seen: Seen) -> Reply:
        at = int(seen.query.get("offset", "0"))
        links = [("Link", f'<{server.base_url}{seen.path}?offset={at + 2}>; rel="next"')] if at < 4 else []
        rows = [{**PERSON, "sourcedId": f"u-{each}"} for each in range(at, min(at + 2, 6))]
        return Reply({"users": rows}, headers=tuple(links))

    ids = [f"u-{number}" for number in range(6)]
    with ScriptedServer(script) as server, client_of(server) as client:
        batch = value(client.oneroster.users.get_many(ids))
    assert [row.sourced_id for row in batch.found] == ids


def test_a_list_that_stays_empty_before_its_end_is_incomplete(box: Sandbox, client: TimebackClient) -> None:
    """Guards `collected`: a flow never takes a part for the whole."""
    box.faults(Fault("empty_page", path="*/users/"))
    assert isinstance(error(client.oneroster.users.get_many(["student-1"])), IncompletePages)


def test_a_list_that_was_empty_once_is_read_whole(box: Sandbox, client: TimebackClient) -> None:
    box.faults(Fault("empty_page", path="*/users/", times=1))
    assert len(value(client.oneroster.users.get_many(["student-1", "student-2"])).found) == 2


@pytest.mark.parametrize(
    ("namespace", "collection"),
    [
        ("orgs", "orgs"),
        ("academic_sessions", "academicSessions"),
        ("courses", "courses"),
        ("course_components", "courseComponents"),
        ("component_resources", "componentResources"),
        ("classes", "classes"),
        ("enrollments", "enrollments"),
        ("demographics", "demographics"),
        ("categories", "categories"),
        ("score_scales", "scoreScales"),
        ("line_items", "lineItems"),
        ("results", "results"),
        ("assessment_line_items", "assessmentLineItems"),
        ("assessment_results", "assessmentResults"),
        ("resources", "resources"),
    ],
)
def test_get_many_of_every_kind(box: Sandbox, client: TimebackClient, namespace: str, collection: str) -> None:
    ids = [str(document["sourcedId"]) for document in box.documents(collection)][:60]
    batch = value(getattr(client.oneroster, namespace).get_many(ids))
    assert [row.sourced_id for row in batch.found] == ids
    assert batch.missing == ()
