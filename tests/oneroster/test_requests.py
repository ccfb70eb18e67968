"""Every documented operation as a request: verb, path, options, body and what its answer holds."""

import pickle
import re
from collections.abc import Mapping, Sequence
from inspect import Parameter, signature
from typing import Any, NamedTuple, get_args, get_origin

import pytest

from timeback_core import oneroster
from timeback_core.engine.call.expect import (
    Created,
    Download,
    Expect,
    Many,
    Maybe,
    Nothing,
    One,
    Stated,
)
from timeback_core.engine.codec import Input, Model, Patch
from timeback_core.engine.policy.bodies import body_bytes
from timeback_core.engine.surface.catalogue import Entry, default_path, walk
from timeback_core.engine.surface.operation import IDEMPOTENT, SAFE, UNSAFE, Operation
from timeback_core.oneroster.namespaces import OneRoster
from timeback_core.problems import Problem

BASES = {
    "R": "/ims/oneroster/rostering/v1p2",
    "G": "/ims/oneroster/gradebook/v1p2",
    "X": "/ims/oneroster/resources/v1p2",
}

# Number, verb, base and template, options (L list, S list that can be searched, F one entity),
# envelope of the body, what the answer holds (keys in the order in which they are looked for), function, member.
ROWS = """
1 GET R/users/ S - page:users list_users users.list
2 POST R/users/ - user created create_user users.create
3 GET R/users/{sourcedId} F - one:user get_user users.get
4 PUT R/users/{sourcedId} - user maybe:user update_user users.update
5 DELETE R/users/{sourcedId} - - nothing delete_user users.delete
6 GET R/users/{sourcedId}/demographics F - one:user get_user_with_demographics users.get_with_demographics
7 GET R/users/{userSourcedId}/classes L - page:classes list_classes_for_user users.list_classes
8 GET R/users/{userId}/agentFor - - all:users list_users_for_agent users.list_agent_for
9 GET R/users/{userId}/agents - - all:agents list_agents_for_user users.list_agents
10 POST R/users/{userId}/agents - bare nothing add_agent users.add_agent
11 DELETE R/users/{userId}/agents/{agentSourcedId} - - nothing remove_agent users.remove_agent
12 POST R/users/{userId}/credentials - bare saved:- register_credential users.register_credential
13 POST R/users/{userId}/credentials/{credentialId}/decrypt - - one:- decrypt_credential users.decrypt_credential
14 GET R/students/ S - page:users list_students students.list
15 GET R/students/{sourcedId} F - one:user get_student students.get
16 GET R/students/{studentSourcedId}/classes L - page:classes list_classes_for_student students.list_classes
17 GET R/teachers/ L - page:users list_teachers teachers.list
18 GET R/teachers/{sourcedId} F - one:user get_teacher teachers.get
19 GET R/teachers/{teacherSourcedId}/classes L - page:classes list_classes_for_teacher teachers.list_classes
20 GET R/orgs/ S - page:orgs list_orgs orgs.list
21 POST R/orgs/ - org created create_org orgs.create
22 GET R/orgs/{sourcedId} F - one:org get_org orgs.get
23 PUT R/orgs/{sourcedId} - org nothing update_org orgs.update
24 DELETE R/orgs/{sourcedId} - - nothing delete_org orgs.delete
25 GET R/schools/ L - page:orgs list_schools schools.list
26 POST R/schools/ - org created create_school schools.create
27 GET R/schools/{sourcedId} F - one:org get_school schools.get
28 PUT R/schools/{sourcedId} - org maybe-bare:org update_school schools.update
29 DELETE R/schools/{sourcedId} - - nothing delete_school schools.delete
30 GET R/schools/{schoolSourcedId}/classes L - page:classes list_classes_for_school schools.list_classes
31 GET R/schools/{schoolSourcedId}/students L - page:users list_students_for_school schools.list_students
32 GET R/schools/{schoolSourcedId}/teachers L - page:users list_teachers_for_school schools.list_teachers
33 GET R/schools/{schoolSourcedId}/courses L - page:courses list_courses_for_school schools.list_courses
34 GET R/schools/{schoolSourcedId}/enrollments L - page:enrollments list_enrollments_for_school schools.list_enrollments
35 GET R/schools/{schoolSourcedId}/terms L - page:terms|academicSessions list_terms_for_school schools.list_terms
36 GET R/schools/{schoolSourcedId}/classes/{classSourcedId}/enrollments L - page:enrollments list_enrollments_for_class_in_school schools.list_class_enrollments
37 GET R/schools/{schoolSourcedId}/classes/{classSourcedId}/students L - page:users list_students_for_class_in_school schools.list_class_students
38 GET R/schools/{schoolSourcedId}/classes/{classSourcedId}/teachers L - page:users list_teachers_for_class_in_school schools.list_class_teachers
39 GET G/schools/{sourcedId}/lineItems L - page:lineItems list_line_items_for_school schools.list_line_items
40 POST G/schools/{sourcedId}/lineItems - lineItems[] created+ create_line_items_for_school schools.create_line_items
41 GET G/schools/{sourcedId}/scoreScales L - page:scoreScales list_score_scales_for_school schools.list_score_scales
42 GET R/academicSessions/ L - page:academicSessions list_academic_sessions academic_sessions.list
43 POST R/academicSessions/ - academicSession created create_academic_session academic_sessions.create
44 GET R/academicSessions/{sourcedId} F - one:academicSession get_academic_session academic_sessions.get
45 PUT R/academicSessions/{sourcedId} - academicSession maybe-bare:academicSession update_academic_session academic_sessions.update
46 DELETE R/academicSessions/{sourcedId} - - nothing delete_academic_session academic_sessions.delete
47 GET R/terms/ L - page:terms|academicSessions list_terms terms.list
48 GET R/terms/{sourcedId} F - one:term|academicSession get_term terms.get
49 GET R/terms/{termSourcedId}/classes L - page:classes list_classes_for_term terms.list_classes
50 GET R/terms/{termSourcedId}/gradingPeriods L - page:gradingPeriods|academicSessions list_grading_periods_for_term terms.list_grading_periods
51 POST R/terms/{termSourcedId}/gradingPeriods - academicSession one:academicSession create_grading_period_for_term terms.create_grading_period
52 GET R/gradingPeriods/ L - page:gradingPeriods|academicSessions list_grading_periods grading_periods.list
53 POST R/gradingPeriods/ - academicSession created create_grading_period grading_periods.create
54 GET R/gradingPeriods/{sourcedId} F - one:gradingPeriod|academicSession get_grading_period grading_periods.get
55 PUT R/gradingPeriods/{sourcedId} - academicSession nothing update_grading_period grading_periods.update
56 DELETE R/gradingPeriods/{sourcedId} - - nothing delete_grading_period grading_periods.delete
57 GET R/courses/ S - page:courses list_courses courses.list
58 POST R/courses/ - course created create_course courses.create
59 GET R/courses/{sourcedId} F - one:course get_course courses.get
60 PUT R/courses/{sourcedId} - course nothing update_course courses.update
61 DELETE R/courses/{sourcedId} - - nothing delete_course courses.delete
62 GET R/courses/{courseSourcedId}/classes L - page:classes list_classes_for_course courses.list_classes
63 POST R/courses/structure - bare created create_course_structure courses.create_structure
64 GET R/courses/components L - page:courseComponents list_course_components course_components.list
65 POST R/courses/components - courseComponent created create_course_component course_components.create
66 GET R/courses/components/{sourcedId} F - one:courseComponent get_course_component course_components.get
67 PUT R/courses/components/{sourcedId} - courseComponent nothing update_course_component course_components.update
68 DELETE R/courses/components/{sourcedId} - - nothing delete_course_component course_components.delete
69 GET R/courses/component-resources L - page:componentResources list_component_resources component_resources.list
70 POST R/courses/component-resources - componentResource created create_component_resource component_resources.create
71 GET R/courses/component-resources/{sourcedId} F - one:componentResource get_component_resource component_resources.get
72 PUT R/courses/component-resources/{sourcedId} - componentResource nothing update_component_resource component_resources.update
73 DELETE R/courses/component-resources/{sourcedId} - - nothing delete_component_resource component_resources.delete
74 GET R/classes/ S - page:classes list_classes classes.list
75 POST R/classes/ - class created create_class classes.create
76 GET R/classes/{sourcedId} F - one:class get_class classes.get
77 PUT R/classes/{sourcedId} - class maybe-bare:class update_class classes.update
78 DELETE R/classes/{sourcedId} - - nothing delete_class classes.delete
79 GET R/classes/{classSourcedId}/students L - page:users|students list_students_for_class classes.list_students
80 POST R/classes/{classSourcedId}/students - enrollment created add_student_to_class classes.add_student
81 GET R/classes/{classSourcedId}/teachers L - page:users|teachers list_teachers_for_class classes.list_teachers
82 POST R/classes/{classSourcedId}/teachers - enrollment created add_teacher_to_class classes.add_teacher
83 GET R/enrollments/ L - page:enrollments list_enrollments enrollments.list
84 POST R/enrollments/ - enrollment created create_enrollment enrollments.create
85 GET R/enrollments/{sourcedId} F - one:enrollment get_enrollment enrollments.get
86 PUT R/enrollments/{sourcedId} - enrollment nothing update_enrollment enrollments.update
87 DELETE R/enrollments/{sourcedId} - - nothing delete_enrollment enrollments.delete
88 PATCH R/enrollments/{sourcedId} - enrollment nothing patch_enrollment enrollments.patch
89 GET R/demographics/ L - page:demographics list_demographics demographics.list
90 POST R/demographics/ - demographics created create_demographics demographics.create
91 GET R/demographics/{sourcedId} F - one:demographics get_demographics demographics.get
92 PUT R/demographics/{sourcedId} - demographics maybe-bare:demographics update_demographics demographics.update
93 DELETE R/demographics/{sourcedId} - - nothing delete_demographics demographics.delete
94 GET G/categories/ L - page:categories list_categories categories.list
95 POST G/categories/ - category created create_category categories.create
96 GET G/categories/{sourcedId} F - one:category get_category categories.get
97 PUT G/categories/{sourcedId} - category maybe:category update_category categories.update
98 DELETE G/categories/{sourcedId} - - nothing delete_category categories.delete
99 GET G/scoreScales/ L - page:scoreScales list_score_scales score_scales.list
100 POST G/scoreScales/ - scoreScale created create_score_scale score_scales.create
101 GET G/scoreScales/{sourcedId} F - one:scoreScale get_score_scale score_scales.get
102 PUT G/scoreScales/{sourcedId} - scoreScale maybe:scoreScale update_score_scale score_scales.update
103 DELETE G/scoreScales/{sourcedId} - - nothing delete_score_scale score_scales.delete
104 GET G/lineItems/ L - page:lineItems list_line_items line_items.list
105 POST G/lineItems/ - lineItem created create_line_item line_items.create
106 GET G/lineItems/{sourcedId} F - one:lineItem get_line_item line_items.get
107 PUT G/lineItems/{sourcedId} - lineItem maybe:lineItem update_line_item line_items.update
108 DELETE G/lineItems/{sourcedId} - - nothing delete_line_item line_items.delete
109 POST G/lineItems/{sourcedId}/results - results[] created+ create_results_for_line_item line_items.create_results
110 GET G/results/ L - page:results list_results results.list
111 POST G/results/ - result created create_result results.create
112 GET G/results/{sourcedId} F - one:result get_result results.get
113 PUT G/results/{sourcedId} - result maybe:result update_result results.update
114 DELETE G/results/{sourcedId} - - nothing delete_result results.delete
115 GET G/classes/{sourcedId}/categories L - page:categories list_categories_for_class classes.list_categories
116 GET G/classes/{sourcedId}/lineItems L - page:lineItems list_line_items_for_class classes.list_line_items
117 POST G/classes/{classSourcedId}/lineItems - lineItems[] created+ create_line_items_for_class classes.create_line_items
118 GET G/classes/{sourcedId}/results L - page:results list_results_for_class classes.list_results
119 GET G/classes/{sourcedId}/scoreScales L - page:scoreScales list_score_scales_for_class classes.list_score_scales
120 GET G/classes/{classSourcedId}/lineItems/{lineItemSourcedId}/results L - page:results list_results_for_line_item_in_class classes.list_line_item_results
121 GET G/classes/{classSourcedId}/students/{studentSourcedId}/results L - page:results list_results_for_student_in_class classes.list_student_results
122 POST G/classes/{classSourcedId}/academicSessions/{academicSessionSourcedId}/results - results[] created+ create_results_for_academic_session_in_class classes.create_academic_session_results
123 GET G/assessmentLineItems/ L - page:assessmentLineItems list_assessment_line_items assessment_line_items.list
124 POST G/assessmentLineItems/ - assessmentLineItem created create_assessment_line_item assessment_line_items.create
125 GET G/assessmentLineItems/{sourcedId} F - one:assessmentLineItem get_assessment_line_item assessment_line_items.get
126 PUT G/assessmentLineItems/{sourcedId} - assessmentLineItem maybe:assessmentLineItem update_assessment_line_item assessment_line_items.update
127 DELETE G/assessmentLineItems/{sourcedId} - - nothing delete_assessment_line_item assessment_line_items.delete
128 PATCH G/assessmentLineItems/{sourcedId} - assessmentLineItem maybe:assessmentLineItem patch_assessment_line_item assessment_line_items.patch
129 GET G/assessmentResults/ L - page:assessmentResults list_assessment_results assessment_results.list
130 POST G/assessmentResults/ - assessmentResult created create_assessment_result assessment_results.create
131 GET G/assessmentResults/{sourcedId} F - one:assessmentResult get_assessment_result assessment_results.get
132 PUT G/assessmentResults/{sourcedId} - assessmentResult maybe:assessmentResult update_assessment_result assessment_results.update
133 DELETE G/assessmentResults/{sourcedId} - - nothing delete_assessment_result assessment_results.delete
134 PATCH G/assessmentResults/{sourcedId} - assessmentResult nothing patch_assessment_result assessment_results.patch
135 GET X/resources/ L - page:resources list_resources resources.list
136 POST X/resources/ - resource created create_resource resources.create
137 GET X/resources/{sourcedId} F - one:resource get_resource resources.get
138 PUT X/resources/{sourcedId} - resource nothing update_resource resources.update
139 DELETE X/resources/{sourcedId} - - nothing delete_resource resources.delete
140 GET X/resources/classes/{classSourcedId}/resources L - page:resources list_resources_for_class resources.list_for_class
141 GET X/resources/courses/{courseSourcedId}/resources L - page:resources list_resources_for_course resources.list_for_course
142 GET X/resources/users/{userSourcedId}/resources L - page:resources list_resources_for_user resources.list_for_user
143 POST X/resources/export/{sourceId} - - download export_resource resources.export
"""  # noqa: E501 -- a row stays in one piece


class Row(NamedTuple):
    number: int
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
    number, verb, path, *rest = line.split()
    return Row(int(number), verb, BASES[path[0]] + path[1:], *rest)


TABLE = tuple(map(read_row, ROWS.strip().splitlines()))
ENTRIES: Mapping[str, Entry] = {
    entry.name: entry for entry in walk("oneroster", OneRoster) if entry.kind == "operation"
}
NARROWED = {"list_enrollments_for_class", "list_results_for_line_item", "list_course_components_for_course"}
"""Operations over a documented list with a condition of their own."""

each_row = pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.number}-{row.function}")


def arguments(operation: Operation[..., Any], inputs: Mapping[type, object]) -> dict[str, object]:
    """A valid argument for every parameter of an operation's function."""
    made: dict[str, object] = {}
    for parameter in signature(operation.function).parameters.values():
        if parameter.kind is not Parameter.VAR_KEYWORD:
            made[parameter.name] = argument(parameter.annotation, parameter.name, inputs)
    return made


def argument(annotation: Any, name: str, inputs: Mapping[type, object]) -> object:
    if get_origin(annotation) is not None and hasattr(annotation, "__metadata__"):
        return argument(annotation.__origin__, name, inputs)
    if get_origin(annotation) is Sequence:
        return [inputs[get_args(annotation)[0]]]
    return f"{name} ü/1" if annotation is str else inputs[annotation]


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
    assert [row.number for row in TABLE] == list(range(1, 144))
    assert {row.function for row in TABLE} == set(ENTRIES) - NARROWED
    assert len({(row.verb, row.path) for row in TABLE}) == 143


@each_row
def test_verb_path_and_place(row: Row) -> None:
    assert (row.operation.verb, default_path(row.operation)) == (row.verb, row.path)
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
def test_body_and_path_of_a_request(row: Row, inputs: Mapping[type, object]) -> None:
    given = arguments(row.operation, inputs)
    request = row.operation.request(**given)

    assert request.problems == ()
    assert {name for name, _ in request.path} == set(re.findall(r"{(\w+)}", row.path))
    assert all(value in given.values() for _, value in request.path)
    problems: list[Problem] = []
    body_bytes(request.body, problems)
    assert problems == []
    match row.envelope:
        case "-":
            assert request.body is None
        case "bare":
            assert isinstance(request.body, Input)
        case envelope:
            assert isinstance(request.body, Mapping)
            ((key, held),) = request.body.items()
            assert key == envelope.removesuffix("[]")
            assert isinstance(held, tuple if envelope.endswith("[]") else Input | Patch)


@each_row
def test_a_request_is_a_value(row: Row, inputs: Mapping[type, object]) -> None:
    request = row.operation.request(**arguments(row.operation, inputs))
    again = row.operation.request(**arguments(row.operation, inputs))
    assert request == again
    assert hash(request) == hash(again)
    assert pickle.loads(pickle.dumps(request)) == request  # noqa: S301 -- made here


@pytest.mark.parametrize("row", [row for row in TABLE if row.envelope != "-" and row.number != 10])
def test_what_is_no_input_is_a_problem(row: Row, inputs: Mapping[type, object]) -> None:
    given = arguments(row.operation, inputs)
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
def test_docstrings_name_the_route(name: str) -> None:
    entry = ENTRIES[name]
    text = entry.operation.__doc__ or ""
    assert text.strip().splitlines()[-1].strip() == f"Source: {entry.verb} {entry.path}"
    assert entry.summary.endswith(".")
