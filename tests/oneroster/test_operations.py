"""Every operation against the sandbox: what it sends is taken, and what comes back is read."""

import asyncio
from typing import Any

import pytest
from returns.unsafe import unsafe_perform_io
from tests.oneroster.conftest import Inputs, arguments

from timeback_core import catalogue, oneroster as o
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.engine.call.answers import File, Saved
from timeback_core.engine.call.expect import Created, Download, Many, Maybe, Nothing, One, Stated
from timeback_core.engine.call.page import Page
from timeback_core.engine.surface.catalogue import Entry
from timeback_core.engine.surface.operation import Operation
from timeback_core.errors import NotFound
from timeback_core.sandbox import Sandbox

SUBJECTS = {
    "users": "student-2",
    "students": "student-2",
    "teachers": "teacher-1",
    "orgs": "district-1",
    "schools": "school-1",
    "academic_sessions": "session-1-term-2",
    "terms": "session-1-term-1",
    "grading_periods": "session-1-period-1",
    "courses": "course-1",
    "course_components": "course-1-unit-1",
    "component_resources": "course-1-unit-1-lesson-1-link",
    "classes": "class-1",
    "enrollments": "enrollment-2",
    "demographics": "student-2",
    "categories": "category-1",
    "score_scales": "class-1-scale",
    "line_items": "class-1-item-1",
    "results": "class-1-item-1-result-1",
    "assessment_line_items": "class-1-assessment",
    "assessment_results": "class-1-assessment-result-1",
    "resources": "course-1-unit-1-lesson-1-resource",
}
"""An id that exists in the district, for every namespace."""
OTHERS = {
    "user_id": "student-5",
    "agent_id": "guardian-1",
    "student_id": "student-1",
    "teacher_id": "teacher-1",
    "class_id": "class-1",
    "school_id": "school-1",
    "course_id": "course-1",
    "term_id": "session-1-term-1",
    "session_id": "session-1-term-1",
    "line_item_id": "class-1-item-1",
}
ENTRIES = {entry.name: entry for entry in catalogue() if (entry.service, entry.kind) == ("oneroster", "operation")}
PREPARED = {"decrypt_credential", "list_users_for_agent", "list_resources_for_user"}
"""They need something that the district does not hold under the ids above: see the tests of their own."""

every_operation = pytest.mark.parametrize("name", [name for name in ENTRIES if name not in PREPARED])


def arguments_of(entry: Entry, inputs: Inputs) -> dict[str, object]:
    """Valid arguments, with ids that exist in the district."""
    assert isinstance(entry.operation, Operation)
    ids = {**OTHERS, "sourced_id": SUBJECTS[entry.resource]}
    return arguments(entry.operation, inputs, ids.__getitem__)


def check(entry: Entry, value: Any) -> None:
    """The value is what the operation promises, and holds something."""
    assert isinstance(entry.operation, Operation)
    match entry.operation.expect:
        case Many(model=model):
            assert isinstance(value, Page)
            assert len(value) > 0
            assert all(type(row) is model for row in value)
            assert value.total is not None
            assert value.total >= len(value)
        case One(model=model):
            assert type(value) is model
        case Maybe(inner=One(model=model)):
            assert type(value) is model or entry.name == "patch_assessment_line_item"
        case Stated(inner=One(model=model)):
            assert isinstance(value, Saved)
            assert type(value.value) is model
        case Created():
            assert value.sourced_id
        case Nothing():
            assert value is None
        case expect:
            assert isinstance(expect, Download)
            assert isinstance(value, File)


@every_operation
def test_operation(name: str, client: TimebackClient, inputs: Inputs) -> None:
    entry = ENTRIES[name]
    told = entry.operation(client.session, **arguments_of(entry, inputs))
    check(entry, unsafe_perform_io(told.unwrap()))


@pytest.mark.parametrize(
    "name",
    ["list_users", "get_user", "update_school", "create_user", "delete_org", "register_credential", "export_resource"],
)
def test_the_same_for_event_loops(name: str, async_client: AsyncTimebackClient, inputs: Inputs) -> None:
    entry = ENTRIES[name]

    async def run() -> object:
        told = await entry.operation(async_client.session, **arguments_of(entry, inputs))
        return unsafe_perform_io(told.unwrap())

    check(entry, asyncio.run(run()))


@pytest.mark.parametrize("name", ["list_students_for_class", "list_teachers_for_class"])
def test_people_of_a_class_under_the_keys_of_the_specification(
    name: str, box: Sandbox, client: TimebackClient, inputs: Inputs
) -> None:
    """They are read under either key: a client that knows one of them alone gives an empty list."""
    box.switches.spec_keys = True
    test_operation(name, client, inputs)


@pytest.mark.parametrize("name", [name for name, entry in ENTRIES.items() if entry.verb == "PUT"])
def test_a_replace_may_answer_nothing(name: str, box: Sandbox, client: TimebackClient, inputs: Inputs) -> None:
    """An empty body is legal."""
    box.switches.empty_put_bodies = True
    entry = ENTRIES[name]
    told = entry.operation(client.session, **arguments_of(entry, inputs))
    assert unsafe_perform_io(told.unwrap()) is None


@pytest.mark.parametrize("name", ["create_user", "create_line_items_for_class", "add_student_to_class"])
def test_id_pairs_may_come_as_a_list(name: str, box: Sandbox, client: TimebackClient, inputs: Inputs) -> None:
    box.switches.pairs_as_list = True
    test_operation(name, client, inputs)


def test_credentials_are_stored_replaced_and_decrypted(client: TimebackClient, inputs: Inputs) -> None:
    users = client.oneroster.users
    first = unsafe_perform_io(users.register_credential("student-1", inputs[o.CredentialInput]).unwrap())
    again = unsafe_perform_io(users.register_credential("student-1", inputs[o.CredentialInput]).unwrap())
    assert (first.created, again.created) == (True, False)
    assert first.value.credential_id == again.value.credential_id
    read = unsafe_perform_io(users.decrypt_credential("student-1", first.value.credential_id).unwrap())
    assert read.password == "tops3cret"
    assert "tops3cret" not in repr(read)


def test_agents_are_added_once_and_removed(client: TimebackClient) -> None:
    users = client.oneroster.users
    for _ in range(2):
        assert unsafe_perform_io(users.add_agent("student-1", "guardian-1").unwrap()) is None
    agents = unsafe_perform_io(users.list_agents("student-1").unwrap())
    children = unsafe_perform_io(users.list_agent_for("guardian-1").unwrap())
    assert [agent.sourced_id for agent in agents] == ["guardian-1"]
    assert {child.sourced_id for child in children} >= {"student-1"}
    assert agents.next is None
    assert unsafe_perform_io(users.remove_agent("student-1", "guardian-1").unwrap()) is None
    assert len(unsafe_perform_io(users.list_agents("student-1").unwrap())) == 0
    assert isinstance(unsafe_perform_io(users.remove_agent("student-1", "guardian-1").failure()), NotFound)


def test_resources_of_a_user(client: TimebackClient) -> None:
    page = unsafe_perform_io(client.oneroster.resources.list_for_user("student-1").unwrap())
    assert [type(row) for row in page] == [o.Resource]


def test_an_export_is_a_file_with_a_name(client: TimebackClient) -> None:
    exported = unsafe_perform_io(client.oneroster.resources.export(SUBJECTS["resources"]).unwrap())
    assert (exported.name, exported.media_type) == ("assessment.imscc", "application/zip")
    assert exported.content.startswith(b"PK")


def test_demographics_come_with_the_user(client: TimebackClient) -> None:
    user = unsafe_perform_io(client.oneroster.users.get_with_demographics("student-2").unwrap())
    assert user.demographics is not None
    assert user.demographics.sourced_id == "student-2"


def test_a_list_with_a_condition_of_its_own_holds_only_those(client: TimebackClient) -> None:
    one = client.oneroster
    seats = unsafe_perform_io(one.classes.list_enrollments.collect("class-2").unwrap())
    assert {seat.class_.sourced_id for seat in seats} == {"class-2"}
    teachers = unsafe_perform_io(one.classes.list_enrollments.collect("class-2", where={"role": "teacher"}).unwrap())
    assert [seat.role for seat in teachers] == ["teacher"]
    parts = unsafe_perform_io(one.courses.list_components.collect("course-1").unwrap())
    assert {part.course.sourced_id for part in parts} == {"course-1"}
    results = unsafe_perform_io(one.line_items.list_results.collect("class-1-item-1").unwrap())
    assert {result.line_item.sourced_id for result in results} == {"class-1-item-1"}


def test_whole_pages_and_first_rows(client: TimebackClient) -> None:
    users = client.oneroster.users
    streamed = [row.unwrap().sourced_id for row in users.list.stream(limit=4)]
    assert len(streamed) == len(set(streamed)) == unsafe_perform_io(users.list(limit=1).unwrap()).total
    students = unsafe_perform_io(users.list.take(3, where={"role": "student"}).unwrap())
    assert [user.sourced_id for user in students] == ["student-1", "student-2", "student-3"]
    assert unsafe_perform_io(users.list.first(where={"role": "relative"}).unwrap()) is None
