"""What OneRoster's operations refuse or add beyond the parts of a request; each rule has its test."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from timeback_core import evolve, oneroster as o
from timeback_core.engine.call.bodies import body_bytes
from timeback_core.engine.call.request import Request
from timeback_core.engine.filters import Filter, field, render
from timeback_core.engine.surface.operation import Operation
from timeback_core.oneroster import ref_to
from timeback_core.problems import Problem


def filter_of(request: Request[object]) -> str:
    found = dict(request.query)["filter"]
    assert not isinstance(found, str | tuple)
    narrowed: Filter = found
    return render(narrowed)


def sent(request: Request[object]) -> Any:
    problems: list[Problem] = []
    body = body_bytes(request.body, problems)
    assert problems == []
    return json.loads(body)


NARROWED: list[tuple[Operation[..., Any], str]] = [
    (o.list_enrollments_for_class, "class.sourcedId"),
    (o.list_results_for_line_item, "lineItem.sourcedId"),
    (o.list_course_components_for_course, "course.sourcedId"),
]


@pytest.mark.parametrize(("operation", "name"), NARROWED)
def test_no_where_and_no_id_can_widen_a_list_with_a_condition_of_its_own(
    operation: Operation[..., Any], name: str
) -> None:
    """Joined with the list's own condition, quotes are doubled and OR stands in brackets."""
    request = operation.request("c'1", where={"OR": [{"status": "a"}, {"status": "b"}]})
    assert request.problems == ()
    assert filter_of(request) == f"{name}='c''1' AND (status='a' OR status='b')"


@pytest.mark.parametrize(("operation", "name"), NARROWED)
def test_a_list_with_a_condition_of_its_own_without_where(operation: Operation[..., Any], name: str) -> None:
    assert filter_of(operation.request("c-1")) == f"{name}='c-1'"
    assert filter_of(operation.request("c-1", where={})) == f"{name}='c-1'"
    assert filter_of(operation.request("c-1", where=field("status").eq("active"))) == (
        f"{name}='c-1' AND status='active'"
    )


@pytest.mark.parametrize(("operation", "name"), NARROWED)
@pytest.mark.parametrize("wrong", ["", "  ", 5, None])
def test_the_id_of_a_condition_is_checked(operation: Operation[..., Any], name: str, wrong: object) -> None:
    problems = operation.request(wrong).problems
    assert any(problem.path.endswith("_id") for problem in problems)


@pytest.mark.parametrize(("operation", "name"), NARROWED)
def test_a_wrong_where_is_told_where_it_was_given(operation: Operation[..., Any], name: str) -> None:
    (problem,) = operation.request("c-1", where={"statuz": "active"}).problems
    assert (problem.path, "status" in problem.text) == ("where.statuz", True)


@pytest.mark.parametrize("segment", ["components", "component-resources", "structure"])
def test_a_structure_cannot_make_a_course_that_no_path_reaches(segment: str) -> None:
    course = o.CourseInput(sourced_id=segment, title="t", org=o.ref_to("school-1"))
    structure = o.CourseStructureInput(course=course, course_structure={})
    (problem,) = o.create_course_structure.request(structure).problems
    assert problem.path == "structure"


@pytest.mark.parametrize("segment", ["components", "component-resources", "structure"])
@pytest.mark.parametrize(
    "request_of",
    [
        o.get_course.request,
        o.delete_course.request,
        o.list_classes_for_course.request,
        lambda course_id: o.update_course.request(course_id, o.CourseInput(title="x", org=ref_to("school-1"))),
    ],
)
def test_fixed_segments_are_no_ids_of_courses(request_of: Any, segment: str) -> None:
    """The path would lead to another list."""
    (problem,) = request_of(segment).problems
    assert segment in problem.text
    assert request_of(f"{segment}-1").problems == ()


def test_no_course_is_created_under_a_fixed_segment() -> None:
    course = o.CourseInput(sourced_id="structure", title="x", org=ref_to("school-1"))
    (problem,) = o.create_course.request(course).problems
    assert (problem.path, "sourcedId" in problem.text) == ("course", True)


@pytest.mark.parametrize(
    "operation", [o.create_line_items_for_school, o.create_line_items_for_class, o.create_results_for_line_item]
)
def test_bulk_creates_take_at_least_one_row(operation: Operation[..., Any]) -> None:
    (problem,) = operation.request("id-1", []).problems
    assert problem.text == "must hold at least one"


def test_rows_of_a_bulk_create_are_those_of_the_moment(inputs: Mapping[type, Any]) -> None:
    rows = [inputs[o.LineItemInput]]
    request = o.create_line_items_for_class.request("class-1", rows)
    rows.clear()
    assert len(sent(request)["lineItems"]) == 1


BELOW: tuple[tuple[Operation[..., Any], type[Any], str, str], ...] = (
    (o.create_line_items_for_school, o.LineItemInput, "school", "lineItems[1].school.sourcedId"),
    (o.create_line_items_for_class, o.LineItemInput, "class_", "lineItems[1].class.sourcedId"),
    (o.create_results_for_line_item, o.ResultInput, "line_item", "results[1].lineItem.sourcedId"),
    (o.create_results_for_academic_session_in_class, o.ResultInput, "class_", "results[1].class.sourcedId"),
)


@pytest.mark.parametrize(("operation", "kind", "member", "path"), BELOW)
def test_rows_of_a_bulk_create_name_no_other_parent(
    inputs: Mapping[type, Any], operation: Operation[..., Any], kind: type[Any], member: str, path: str
) -> None:
    parents = ("p", "s")[: len(operation.placeholders)]
    mine, other = (evolve(inputs[kind], **{member: ref_to(each)}) for each in ("p", "q"))
    assert operation.request(*parents, [mine, mine]).problems == ()
    (problem,) = operation.request(*parents, [mine, other]).problems
    assert problem == Problem(path, "must be 'p', as in the path")


@pytest.mark.parametrize("rows", [None, 5, "text", [None], [5]])
def test_rows_of_a_bulk_create_are_inputs(rows: Any) -> None:
    (problem,) = o.create_results_for_line_item.request("i", rows).problems
    assert problem.path == "results"


def test_a_grading_period_under_a_term_names_tenant_and_application(inputs: Mapping[type, Any]) -> None:
    """Both are wanted, if only as null."""
    body = sent(o.create_grading_period_for_term.request("t-1", inputs[o.TermGradingPeriodInput]))
    written = body["academicSession"]
    assert {name: written[name] for name in ("tenantId", "clientAppId", "type", "schoolYear")} == {
        "tenantId": None,
        "clientAppId": None,
        "type": "gradingPeriod",
        "schoolYear": "2026",
    }


def test_bodies_without_an_envelope(inputs: Mapping[type, Any]) -> None:
    """Credentials and agents have no envelope, structures two keys side by side."""
    assert sent(o.add_agent.request("u-1", "u-2")) == {"agentSourcedId": "u-2"}
    assert sent(o.register_credential.request("u-1", inputs[o.CredentialInput])) == {
        "applicationName": "AlphaNumbers",
        "credentials": {"username": "ada", "password": "tops3cret"},
    }
    assert set(sent(o.create_course_structure.request(inputs[o.CourseStructureInput]))) == {"course", "courseStructure"}


def test_a_blank_agent_is_refused() -> None:
    problems: list[Problem] = []
    body_bytes(o.add_agent.request("u-1", " ").body, problems)
    assert [problem.path for problem in problems] == ["agent_sourced_id"]


def test_passwords_show_in_no_request(inputs: Mapping[type, Any]) -> None:
    request = o.register_credential.request("u-1", inputs[o.CredentialInput])
    assert "tops3cret" not in repr(request)
    assert "tops3cret" not in repr(inputs[o.CredentialInput])


def test_an_enrollment_is_written_with_its_role_and_dates() -> None:
    seat = o.ClassEnrollInput(user=ref_to("u-1"), primary=True, begin_date=date(2025, 1, 1))
    assert sent(o.add_teacher_to_class.request("c-1", seat)) == {
        "enrollment": {"user": {"sourcedId": "u-1"}, "primary": True, "beginDate": "2025-01-01"}
    }


def test_only_an_export_asks_for_a_zip_archive() -> None:
    assert o.export_resource.request("r-1").accept == "application/zip"
    assert o.get_resource.request("r-1").accept == "application/json"
