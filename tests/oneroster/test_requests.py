"""Every documented operation as a request: verb, path, options, body and what its answer holds."""

import pickle
import re
from collections.abc import Mapping
from inspect import Parameter, signature
from typing import Any, NamedTuple

import pytest
from tests.oneroster.conftest import Inputs, arguments

from timeback_core import catalogue, oneroster
from timeback_core.engine.call.bodies import body_bytes
from timeback_core.engine.call.expect import Created, Download, Many, Maybe, Nothing, One, Stated
from timeback_core.engine.call.request import Expect
from timeback_core.engine.codec import Model
from timeback_core.engine.surface.catalogue import Entry
from timeback_core.engine.surface.operation import IDEMPOTENT, SAFE, UNSAFE, Operation
from timeback_core.problems import Problem

BASES = {
    "R": "/ims/oneroster/rostering/v1p2",
    "G": "/ims/oneroster/gradebook/v1p2",
    "X": "/ims/oneroster/resources/v1p2",
}

# Verb, base and template, options (L list, S list that can be searched, F one entity),
# envelope of the body, what the answer holds (keys in the order in which they are looked for), function, member.
ROWS = """
GET R/users/ S - page:users list_users users.list
POST R/users/ - user created create_user users.create
GET R/users/{} F - one:user get_user users.get
PUT R/users/{} - user maybe:user update_user users.update
DELETE R/users/{} - - nothing delete_user users.delete
GET R/users/{}/demographics F - one:user get_user_with_demographics users.get_with_demographics
GET R/users/{}/classes L - page:classes list_classes_for_user users.list_classes
GET R/users/{}/agentFor - - all:users list_users_for_agent users.list_agent_for
GET R/users/{}/agents - - all:agents list_agents_for_user users.list_agents
POST R/users/{}/agents - bare nothing add_agent users.add_agent
DELETE R/users/{}/agents/{} - - nothing remove_agent users.remove_agent
POST R/users/{}/credentials - bare saved:- register_credential users.register_credential
POST R/users/{}/credentials/{}/decrypt - - one:- decrypt_credential users.decrypt_credential
GET R/students/ S - page:users list_students students.list
GET R/students/{} F - one:user get_student students.get
GET R/students/{}/classes L - page:classes list_classes_for_student students.list_classes
GET R/teachers/ L - page:users list_teachers teachers.list
GET R/teachers/{} F - one:user get_teacher teachers.get
GET R/teachers/{}/classes L - page:classes list_classes_for_teacher teachers.list_classes
GET R/orgs/ S - page:orgs list_orgs orgs.list
POST R/orgs/ - org created create_org orgs.create
GET R/orgs/{} F - one:org get_org orgs.get
PUT R/orgs/{} - org nothing update_org orgs.update
DELETE R/orgs/{} - - nothing delete_org orgs.delete
GET R/schools/ L - page:orgs list_schools schools.list
POST R/schools/ - org created create_school schools.create
GET R/schools/{} F - one:org get_school schools.get
PUT R/schools/{} - org maybe-bare:org update_school schools.update
DELETE R/schools/{} - - nothing delete_school schools.delete
GET R/schools/{}/classes L - page:classes list_classes_for_school schools.list_classes
GET R/schools/{}/students L - page:users list_students_for_school schools.list_students
GET R/schools/{}/teachers L - page:users list_teachers_for_school schools.list_teachers
GET R/schools/{}/courses L - page:courses list_courses_for_school schools.list_courses
GET R/schools/{}/enrollments L - page:enrollments list_enrollments_for_school schools.list_enrollments
GET R/schools/{}/terms L - page:terms|academicSessions list_terms_for_school schools.list_terms
GET R/schools/{}/classes/{}/enrollments L - page:enrollments list_enrollments_for_class_in_school schools.list_class_enrollments
GET R/schools/{}/classes/{}/students L - page:users list_students_for_class_in_school schools.list_class_students
GET R/schools/{}/classes/{}/teachers L - page:users list_teachers_for_class_in_school schools.list_class_teachers
GET G/schools/{}/lineItems L - page:lineItems list_line_items_for_school schools.list_line_items
POST G/schools/{}/lineItems - lineItems[] created+ create_line_items_for_school schools.create_line_items
GET G/schools/{}/scoreScales L - page:scoreScales list_score_scales_for_school schools.list_score_scales
GET R/academicSessions/ L - page:academicSessions list_academic_sessions academic_sessions.list
POST R/academicSessions/ - academicSession created create_academic_session academic_sessions.create
GET R/academicSessions/{} F - one:academicSession get_academic_session academic_sessions.get
PUT R/academicSessions/{} - academicSession maybe-bare:academicSession update_academic_session academic_sessions.update
DELETE R/academicSessions/{} - - nothing delete_academic_session academic_sessions.delete
GET R/terms/ L - page:terms|academicSessions list_terms terms.list
GET R/terms/{} F - one:term|academicSession get_term terms.get
GET R/terms/{}/classes L - page:classes list_classes_for_term terms.list_classes
GET R/terms/{}/gradingPeriods L - page:gradingPeriods|academicSessions list_grading_periods_for_term terms.list_grading_periods
POST R/terms/{}/gradingPeriods - academicSession one:academicSession create_grading_period_for_term terms.create_grading_period
GET R/gradingPeriods/ L - page:gradingPeriods|academicSessions list_grading_periods grading_periods.list
POST R/gradingPeriods/ - academicSession created create_grading_period grading_periods.create
GET R/gradingPeriods/{} F - one:gradingPeriod|academicSession get_grading_period grading_periods.get
PUT R/gradingPeriods/{} - academicSession nothing update_grading_period grading_periods.update
DELETE R/gradingPeriods/{} - - nothing delete_grading_period grading_periods.delete
GET R/courses/ S - page:courses list_courses courses.list
POST R/courses/ - course created create_course courses.create
GET R/courses/{} F - one:course get_course courses.get
PUT R/courses/{} - course nothing update_course courses.update
DELETE R/courses/{} - - nothing delete_course courses.delete
GET R/courses/{}/classes L - page:classes list_classes_for_course courses.list_classes
POST R/courses/structure - bare created create_course_structure courses.create_structure
GET R/courses/components L - page:courseComponents list_course_components course_components.list
POST R/courses/components - courseComponent created create_course_component course_components.create
GET R/courses/components/{} F - one:courseComponent get_course_component course_components.get
PUT R/courses/components/{} - courseComponent nothing update_course_component course_components.update
DELETE R/courses/components/{} - - nothing delete_course_component course_components.delete
GET R/courses/component-resources L - page:componentResources list_component_resources component_resources.list
POST R/courses/component-resources - componentResource created create_component_resource component_resources.create
GET R/courses/component-resources/{} F - one:componentResource get_component_resource component_resources.get
PUT R/courses/component-resources/{} - componentResource nothing update_component_resource component_resources.update
DELETE R/courses/component-resources/{} - - nothing delete_component_resource component_resources.delete
GET R/classes/ S - page:classes list_classes classes.list
POST R/classes/ - class created create_class classes.create
GET R/classes/{} F - one:class get_class classes.get
PUT R/classes/{} - class maybe-bare:class update_class classes.update
DELETE R/classes/{} - - nothing delete_class classes.delete
GET R/classes/{}/students L - page:users|students list_students_for_class classes.list_students
POST R/classes/{}/students - enrollment created add_student_to_class classes.add_student
GET R/classes/{}/teachers L - page:users|teachers list_teachers_for_class classes.list_teachers
POST R/classes/{}/teachers - enrollment created add_teacher_to_class classes.add_teacher
GET R/enrollments/ L - page:enrollments list_enrollments enrollments.list
POST R/enrollments/ - enrollment created create_enrollment enrollments.create
GET R/enrollments/{} F - one:enrollment get_enrollment enrollments.get
PUT R/enrollments/{} - enrollment nothing update_enrollment enrollments.update
DELETE R/enrollments/{} - - nothing delete_enrollment enrollments.delete
PATCH R/enrollments/{} - enrollment nothing patch_enrollment enrollments.patch
GET R/demographics/ L - page:demographics list_demographics demographics.list
POST R/demographics/ - demographics created create_demographics demographics.create
GET R/demographics/{} F - one:demographics get_demographics demographics.get
PUT R/demographics/{} - demographics maybe-bare:demographics update_demographics demographics.update
DELETE R/demographics/{} - - nothing delete_demographics demographics.delete
GET G/categories/ L - page:categories list_categories categories.list
POST G/categories/ - category created create_category categories.create
GET G/categories/{} F - one:category get_category categories.get
PUT G/categories/{} - category maybe:category update_category categories.update
DELETE G/categories/{} - - nothing delete_category categories.delete
GET G/scoreScales/ L - page:scoreScales list_score_scales score_scales.list
POST G/scoreScales/ - scoreScale created create_score_scale score_scales.create
GET G/scoreScales/{} F - one:scoreScale get_score_scale score_scales.get
PUT G/scoreScales/{} - scoreScale maybe:scoreScale update_score_scale score_scales.update
DELETE G/scoreScales/{} - - nothing delete_score_scale score_scales.delete
GET G/lineItems/ L - page:lineItems list_line_items line_items.list
POST G/lineItems/ - lineItem created create_line_item line_items.create
GET G/lineItems/{} F - one:lineItem get_line_item line_items.get
PUT G/lineItems/{} - lineItem maybe:lineItem update_line_item line_items.update
DELETE G/lineItems/{} - - nothing delete_line_item line_items.delete
POST G/lineItems/{}/results - results[] created+ create_results_for_line_item line_items.create_results
GET G/results/ L - page:results list_results results.list
POST G/results/ - result created create_result results.create
GET G/results/{} F - one:result get_result results.get
PUT G/results/{} - result maybe:result update_result results.update
DELETE G/results/{} - - nothing delete_result results.delete
GET G/classes/{}/categories L - page:categories list_categories_for_class classes.list_categories
GET G/classes/{}/lineItems L - page:lineItems list_line_items_for_class classes.list_line_items
POST G/classes/{}/lineItems - lineItems[] created+ create_line_items_for_class classes.create_line_items
GET G/classes/{}/results L - page:results list_results_for_class classes.list_results
GET G/classes/{}/scoreScales L - page:scoreScales list_score_scales_for_class classes.list_score_scales
GET G/classes/{}/lineItems/{}/results L - page:results list_results_for_line_item_in_class classes.list_line_item_results
GET G/classes/{}/students/{}/results L - page:results list_results_for_student_in_class classes.list_student_results
POST G/classes/{}/academicSessions/{}/results - results[] created+ create_results_for_academic_session_in_class classes.create_academic_session_results
GET G/assessmentLineItems/ L - page:assessmentLineItems list_assessment_line_items assessment_line_items.list
POST G/assessmentLineItems/ - assessmentLineItem created create_assessment_line_item assessment_line_items.create
GET G/assessmentLineItems/{} F - one:assessmentLineItem get_assessment_line_item assessment_line_items.get
PUT G/assessmentLineItems/{} - assessmentLineItem maybe:assessmentLineItem update_assessment_line_item assessment_line_items.update
DELETE G/assessmentLineItems/{} - - nothing delete_assessment_line_item assessment_line_items.delete
PATCH G/assessmentLineItems/{} - assessmentLineItem maybe:assessmentLineItem patch_assessment_line_item assessment_line_items.patch
GET G/assessmentResults/ L - page:assessmentResults list_assessment_results assessment_results.list
POST G/assessmentResults/ - assessmentResult created create_assessment_result assessment_results.create
GET G/assessmentResults/{} F - one:assessmentResult get_assessment_result assessment_results.get
PUT G/assessmentResults/{} - assessmentResult maybe:assessmentResult update_assessment_result assessment_results.update
DELETE G/assessmentResults/{} - - nothing delete_assessment_result assessment_results.delete
PATCH G/assessmentResults/{} - assessmentResult nothing patch_assessment_result assessment_results.patch
GET X/resources/ L - page:resources list_resources resources.list
POST X/resources/ - resource created create_resource resources.create
GET X/resources/{} F - one:resource get_resource resources.get
PUT X/resources/{} - resource nothing update_resource resources.update
DELETE X/resources/{} - - nothing delete_resource resources.delete
GET X/resources/classes/{}/resources L - page:resources list_resources_for_class resources.list_for_class
GET X/resources/courses/{}/resources L - page:resources list_resources_for_course resources.list_for_course
GET X/resources/users/{}/resources L - page:resources list_resources_for_user resources.list_for_user
POST X/resources/export/{} - - download export_resource resources.export
"""  # noqa: E501 -- a row stays in one piece


class Row(NamedTuple):
    verb: str
    path: str
    options: str
    envelope: str
    answer: str
    function: str
    member: str

    @property
    def operation(self) -> Operation[..., Any]:
        found = getattr(oneroster, self.function)
        assert isinstance(found, Operation)
        return found


def read_row(line: str) -> Row:
    verb, path, *rest = line.split()
    return Row(verb, BASES[path[0]] + path[1:], *rest)


TABLE = tuple(map(read_row, ROWS.strip().splitlines()))
ENTRIES: Mapping[str, Entry] = {
    entry.name: entry for entry in catalogue() if (entry.service, entry.kind) == ("oneroster", "operation")
}
NARROWED = {"list_enrollments_for_class", "list_results_for_line_item", "list_course_components_for_course"}
"""Operations over a documented list with a condition of their own."""

each_row = pytest.mark.parametrize("row", TABLE, ids=lambda row: row.function)


def arguments_of(row: "Row", inputs: Inputs) -> dict[str, object]:
    """A valid argument for every parameter; ids that have to be escaped in a path."""
    return arguments(row.operation, inputs, lambda name: f"{name} ü/1")


def described(expect: Expect[Any]) -> str:
    """An expectation as the table spells it."""
    match expect:
        case Many():
            kind = "all" if expect.paging.style == "none" else "page"
            return f"{kind}:{'|'.join((str(expect.key), *expect.also))}"
        case One():
            return f"one:{'|'.join((expect.key or '-', *expect.also))}"
        case Maybe():
            assert isinstance(expect.inner, One)
            return f"maybe{'-bare' if expect.inner.bare else ''}:{expect.inner.key}"
        case Stated():
            return described(expect.inner).replace("one", "saved")
        case Created():
            return "created+" if expect.bulk else "created"
        case Nothing():
            return "nothing"
        case _:
            assert isinstance(expect, Download)
            return "download"


def test_every_documented_route_is_offered_once_and_no_other() -> None:
    assert {row.function for row in TABLE} == set(ENTRIES) - NARROWED
    assert len({(row.verb, row.path) for row in TABLE}) == 143


@each_row
def test_verb_path_and_place(row: Row) -> None:
    path = re.sub(r"{\w+}", "{}", row.operation.default_path)
    assert (row.operation.verb, path) == (row.verb, row.path)
    assert ENTRIES[row.function].qualified == f"oneroster.{row.member}"


@each_row
def test_options_are_those_of_the_route(row: Row) -> None:
    lists = {"where", "sort", "order_by", "limit", "offset", "fields"}
    allowed = {"L": lists, "S": lists | {"search"}, "F": {"fields"}, "-": set[str]()}[row.options]
    keywords = {
        parameter.name
        for parameter in signature(row.operation).parameters.values()
        if parameter.kind is Parameter.KEYWORD_ONLY
    }
    assert keywords == allowed


@each_row
def test_answers_are_read_as_the_route_gives_them(row: Row) -> None:
    assert described(row.operation.expect) == row.answer


@each_row
def test_body_and_path_of_a_request(row: Row, inputs: Inputs) -> None:
    given = arguments_of(row, inputs)
    request = row.operation.request(**given)

    assert request.problems == ()
    assert len(request.path) == row.path.count("{}")
    assert all(value in given.values() for _, value in request.path)
    problems: list[Problem] = []
    body_bytes(request.body, problems)
    assert problems == []
    match row.envelope:
        case "-":
            assert request.body is None
        case "bare":
            assert isinstance(request.body, Model)
        case envelope:
            assert isinstance(request.body, Mapping)
            ((key, held),) = request.body.items()
            assert key == envelope.removesuffix("[]")
            assert isinstance(held, tuple if envelope.endswith("[]") else Model)


@each_row
def test_a_request_is_a_value(row: Row, inputs: Inputs) -> None:
    request = row.operation.request(**arguments_of(row, inputs))
    again = row.operation.request(**arguments_of(row, inputs))
    assert request == again
    assert hash(request) == hash(again)
    assert pickle.loads(pickle.dumps(request)) == request  # noqa: S301 -- made here


@pytest.mark.parametrize("row", [row for row in TABLE if row.envelope != "-" and row.function != "add_agent"])
def test_what_is_no_input_is_a_problem(row: Row, inputs: Inputs) -> None:
    given = arguments_of(row, inputs)
    wrong = {
        name: {"title": "x"} if isinstance(value, Model) else value if isinstance(value, str) else "abc"
        for name, value in given.items()
    }
    problems = row.operation.request(**wrong).problems
    assert {problem.path for problem in problems} == {
        name for name, value in given.items() if not isinstance(value, str)
    }


def test_what_may_be_repeated() -> None:
    own = {"POST": UNSAFE, "PUT": IDEMPOTENT, "DELETE": IDEMPOTENT, "GET": SAFE, "PATCH": UNSAFE}
    other = {row.function: row.operation.repeat for row in TABLE if row.operation.repeat != own[row.verb]}
    assert other == {
        "add_agent": IDEMPOTENT,
        "register_credential": IDEMPOTENT,
        "decrypt_credential": SAFE,
        "export_resource": SAFE,
        "patch_enrollment": IDEMPOTENT,
        "patch_assessment_line_item": IDEMPOTENT,
        "patch_assessment_result": IDEMPOTENT,
    }


@pytest.mark.parametrize("name", [*ENTRIES])
def test_docstrings_say_what_it_gives_and_leave_the_route_to_the_decorator(name: str) -> None:
    entry = ENTRIES[name]
    written = entry.operation.function.__doc__ or ""
    assert entry.summary.endswith(".")
    assert str(entry.path) not in written
    assert str(entry.operation.__doc__).endswith(f"Source: {entry.verb} {entry.path}")
