"""In which forms values of OneRoster are written and come."""

import json
from datetime import UTC, date, datetime
from math import isclose

import pytest
from tests.answering import CREATED, NOON, RESULT, Answering
from tests.scripted_server import Reply
from tests.support import PERSON, calls, new_user, value

from timeback_core import TimebackClient, evolve
from timeback_core.oneroster import (
    AcademicSessionInput,
    AssessmentResultInput,
    CourseComponentInput,
    CourseInput,
    DemographicsInput,
    GuidRefInput,
    create_academic_session,
    create_assessment_result,
    create_course,
    create_course_component,
    create_demographics,
    create_result,
    create_user,
    get_academic_session,
    get_assessment_result,
    get_course,
    get_course_component,
    get_demographics,
    get_enrollment,
    get_org,
    get_result,
    get_user,
    list_assessment_results,
    ref_to,
    update_result,
)
from timeback_core.sandbox import Sandbox


def test_documents_hold_more_and_less_than_is_documented(answering: Answering) -> None:
    row: dict[str, object] = {
        **PERSON,
        "enabledUser": "true",
        "roles": None,
        "grades": None,
        "agents": None,
        "hairColour": {"value": 1},
        "status": "archived",
    }
    user = value(get_user(answering(Reply({"user": row})), "u"))
    assert (user.enabled_user, user.roles, user.grades, user.agents) == (True, (), (), ())
    assert (user.email, user.metadata, user.date_last_modified) == (None, None, None)
    assert user.extra == {"hairColour": {"value": 1}}
    assert user.status == "archived"
    org: object = {"sourcedId": "o", "name": "n", "type": "galaxy", "children": None, "parent": None}
    read = value(get_org(answering(Reply({"org": org})), "o"))
    assert (read.type, read.children, read.parent) == ("galaxy", (), None)
    course: object = {"sourcedId": "c", "title": "t", "subjects": None, "metadata": {"goals": None}}
    assert value(get_course(answering(Reply({"course": course})), "c")).subjects == ()


def test_grades_are_texts_from_minus_1_to_13(answering: Answering) -> None:
    value(create_user(answering(CREATED), evolve(new_user(), grades=("K", 4, "05", "pre-k", "4th grade"))))
    assert answering.document("user")["grades"] == ["0", "4", "5", "-1", "4"]
    course: object = {"sourcedId": "c", "title": "t", "grades": [4, "05", "K", "TK", -1]}
    read = value(get_course(answering(Reply({"course": course})), "c"))
    assert read.grades == ("4", "05", "K", "TK", "-1")


def test_grades_are_texts_from_minus_1_to_13__in_whatever_form_they_are_given(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    grades = ("K", "4th grade", 5, "05", "Pre-K", "12th", "AP", -1)
    value(create_user(client.session, evolve(new_user(), grades=grades)))
    assert json.loads(calls(sandbox)[0].body)["user"]["grades"] == ["0", "4", "5", "5", "-1", "12", "13", "-1"]


SESSION: dict[str, object] = {
    "sourcedId": "t",
    "title": "Autumn",
    "type": "term",
    "startDate": "2025-08-01",
    "endDate": "2025-12-20",
}


@pytest.mark.parametrize(
    ("told", "read"), [(2026, 2026), ("2026", 2026), (2026.0, 2026), ("2025-2026", "2025-2026"), (None, None)]
)
def test_school_years_are_texts_numbers_or_references(
    answering: Answering, told: object, read: int | str | None
) -> None:
    session = answering(Reply({"academicSession": {**SESSION, "schoolYear": told}}))
    assert value(get_academic_session(session, "t")).school_year == read


def test_school_years_are_texts_numbers_or_references__as_they_are_written(answering: Answering) -> None:
    term = AcademicSessionInput(
        sourced_id="t",
        title="t",
        type="term",
        start_date=date(2025, 8, 1),
        end_date=date(2025, 12, 20),
        school_year=2026,
        org=ref_to("o"),
    )
    value(create_academic_session(answering(CREATED), term))
    assert answering.document("academicSession")["schoolYear"] == "2026"
    year = GuidRefInput(sourced_id="y", href="https://p.test/y", type="academicSession")
    value(create_course(answering(CREATED), CourseInput(title="t", org=ref_to("o"), school_year=year)))
    assert answering.document("course")["schoolYear"] == {
        "sourcedId": "y",
        "href": "https://p.test/y",
        "type": "academicSession",
    }


@pytest.mark.parametrize("told", ["2025-08-01", "2025-08-01T00:00:00.000Z", "2025-08-01T00:00:00+00:00"])
def test_dates_come_as_days_or_as_times(answering: Answering, told: str) -> None:
    day = date(2025, 8, 1)
    session = answering(Reply({"academicSession": {**SESSION, "startDate": told}}))
    assert value(get_academic_session(session, "t")).start_date == day
    seat: object = {
        "sourcedId": "e",
        "role": "student",
        "user": {"sourcedId": "u"},
        "class": {"sourcedId": "c"},
        "beginDate": told,
        "endDate": None,
    }
    read = value(get_enrollment(answering(Reply({"enrollment": seat})), "e"))
    assert (read.begin_date, read.end_date) == (day, None)
    facts = answering(Reply({"demographics": {"sourcedId": "u", "birthDate": told}}))
    assert value(get_demographics(facts, "u")).birth_date == day


def test_dates_come_as_days_or_as_times__as_they_are_written(answering: Answering) -> None:
    facts = DemographicsInput(sourced_id="u", birth_date=date(2015, 3, 1))
    value(create_demographics(answering(CREATED), facts))
    assert answering.document("demographics")["birthDate"] == "2015-03-01"
    component = CourseComponentInput(title="t", course=ref_to("c"), sort_order=1, unlock_date=NOON)
    value(create_course_component(answering(CREATED), component))
    assert answering.document("courseComponent")["unlockDate"] == "2026-01-05T12:00:00.000Z"
    stored: object = {**SESSION, "course": {"sourcedId": "c"}, "unlockDate": "2026-01-05"}
    read = value(get_course_component(answering(Reply({"courseComponent": stored})), "p"))
    assert read.unlock_date == datetime(2026, 1, 5, tzinfo=UTC)


STORED: dict[str, object] = {
    "sourcedId": "r",
    "lineItem": {"sourcedId": "l"},
    "assessmentLineItem": {"sourcedId": "l"},
    "student": {"sourcedId": "s"},
}


@pytest.mark.parametrize(
    ("told", "read"), [(True, True), ("true", True), ("TRUE", True), ("false", False), (False, False), (None, None)]
)
def test_the_flags_of_results_are_texts(answering: Answering, told: object, read: bool | None) -> None:
    flags: dict[str, object] = {"late": told, "missing": told}
    result = value(get_result(answering(Reply({"result": {**STORED, **flags}})), "r"))
    assert (result.late, result.missing) == (read, read)
    other = value(get_assessment_result(answering(Reply({"assessmentResult": {**STORED, **flags}})), "r"))
    assert (other.late, other.missing) == (read, read)
    value(create_result(answering(CREATED), RESULT))
    assert answering.document("result")["late"] == "true"
    assessed = AssessmentResultInput(
        assessment_line_item=ref_to("l"),
        student=ref_to("s"),
        score_date=NOON,
        score_status="submitted",
        incomplete=False,
    )
    value(create_assessment_result(answering(CREATED), assessed))
    assert answering.document("assessmentResult")["incomplete"] == "false"


def test_scores_come_back_rounded(answering: Answering) -> None:
    session = answering(Reply({"result": {**STORED, "score": 33.333332}}, 201))
    read = value(update_result(session, "r", evolve(RESULT, score=100 / 3)))
    assert answering.document("result")["score"] == 100 / 3
    assert read is not None
    assert read.score == 33.333332
    assert isclose(read.score, 100 / 3, rel_tol=1e-6)


def test_figures_of_assessments_have_several_names(client: TimebackClient, answering: Answering) -> None:
    metadata: object = {"correctAnswers": "7", "testname": "a", "testName": "b", "streak": [1, 2]}
    row: object = {**STORED, "metadata": metadata}
    held = value(get_assessment_result(answering(Reply({"assessmentResult": row})), "r")).metadata
    assert held is not None
    assert (held.correct_questions, held.correct_answers) == (None, 7)
    assert (held.testname, held.test_name, held.extra) == ("a", "b", {"streak": [1, 2]})
    found = list_assessment_results.take(client.session, 1, where={"metadata.correctQuestions": 7})
    assert len(value(found)) == 1
