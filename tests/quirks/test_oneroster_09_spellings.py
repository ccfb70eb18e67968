"""OneRoster's quirks of years, grades, flags, dates and scores, by their number in section 9 of the wire reference."""

from datetime import UTC, date, datetime
from math import isclose

import pytest
from tests.quirks.answering import Answering
from tests.support import new_user, value

from timeback_core import evolve
from timeback_core.engine.codec.json import JsonValue
from timeback_core.oneroster import (
    AcademicSessionInput,
    AssessmentResultInput,
    CourseComponentInput,
    CourseInput,
    DemographicsInput,
    GuidRefInput,
    ResultInput,
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
    get_result,
    ref_to,
    update_result,
)
from timeback_core.testing.scripted import Answer

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PAIR: JsonValue = {"suppliedSourcedId": "a", "allocatedSourcedId": "a"}
CREATED = Answer(201, {"sourcedIdPairs": PAIR})
SESSION: dict[str, JsonValue] = {
    "sourcedId": "t",
    "title": "Autumn",
    "type": "term",
    "startDate": "2025-08-01",
    "endDate": "2025-12-20",
}
STORED: dict[str, JsonValue] = {
    "sourcedId": "r",
    "lineItem": {"sourcedId": "l"},
    "assessmentLineItem": {"sourcedId": "l"},
    "student": {"sourcedId": "s"},
}
RESULT = ResultInput(
    line_item=ref_to("l"), student=ref_to("s"), score_status="submitted", score_date=NOON, late=True
)


@pytest.mark.parametrize(
    ("told", "read"), [(2026, 2026), ("2026", 2026), (2026.0, 2026), ("2025-2026", "2025-2026"), (None, None)]
)
def test_oneroster_09_08_the_year_of_a_session(
    answering: Answering, told: JsonValue, read: int | str | None
) -> None:
    """A session's school year is written as text and comes as number, text or range.

    Guard: `timeback_core.oneroster.models.sessions.SchoolYear`.
    """
    session = answering(Answer(200, {"academicSession": {**SESSION, "schoolYear": told}}))
    assert value(get_academic_session(session, "t")).school_year == read


def test_oneroster_09_08_written_as_text_and_of_a_course_as_reference(answering: Answering) -> None:
    """Of a course, the school year is a full reference to a session.

    Guard: `timeback_core.oneroster.models.courses.CourseInput`.
    """
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


def test_oneroster_09_09_grades(answering: Answering) -> None:
    """Grades are texts on paper, numbers from the official client, and names in old rows.

    Texts are written, all of it is read. Guard: `timeback_core.oneroster.models.grades`.
    """
    value(create_user(answering(CREATED), evolve(new_user(), grades=("K", 4, "05", "pre-k", "4th grade"))))
    assert answering.document("user")["grades"] == ["0", "4", "5", "-1", "4"]
    course: JsonValue = {"sourcedId": "c", "title": "t", "grades": [4, "05", "K", "TK", -1]}
    read = value(get_course(answering(Answer(200, {"course": course})), "c"))
    assert read.grades == ("4", "05", "K", "TK", "-1")


@pytest.mark.parametrize(
    ("told", "read"),
    [(True, True), ("true", True), ("TRUE", True), ("false", False), (False, False), (None, None)],
)
def test_oneroster_09_23_flags_of_results(answering: Answering, told: JsonValue, read: bool | None) -> None:
    """The flags of results are texts on paper and booleans in the tables; texts are written.

    Guard: `timeback_core.oneroster.models.results.Result`.
    """
    flags: dict[str, JsonValue] = {"late": told, "missing": told}
    result = value(get_result(answering(Answer(200, {"result": {**STORED, **flags}})), "r"))
    assert (result.late, result.missing) == (read, read)
    other = value(
        get_assessment_result(answering(Answer(200, {"assessmentResult": {**STORED, **flags}})), "r")
    )
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


@pytest.mark.parametrize("told", ["2025-08-01", "2025-08-01T00:00:00.000Z", "2025-08-01T00:00:00+00:00"])
def test_oneroster_09_24_dates_that_come_as_times(answering: Answering, told: str) -> None:
    """Dates are timestamps in the tables, and come in either form.

    Guard: `timeback_core.engine.codec.kinds.read_date`.
    """
    day = date(2025, 8, 1)
    session = answering(Answer(200, {"academicSession": {**SESSION, "startDate": told}}))
    assert value(get_academic_session(session, "t")).start_date == day
    seat: JsonValue = {
        "sourcedId": "e",
        "role": "student",
        "user": {"sourcedId": "u"},
        "class": {"sourcedId": "c"},
        "beginDate": told,
        "endDate": None,
    }
    read = value(get_enrollment(answering(Answer(200, {"enrollment": seat})), "e"))
    assert (read.begin_date, read.end_date) == (day, None)
    facts = answering(Answer(200, {"demographics": {"sourcedId": "u", "birthDate": told}}))
    assert value(get_demographics(facts, "u")).birth_date == day


def test_oneroster_09_24_dates_as_they_are_written(answering: Answering) -> None:
    """Days are written as days, the unlock date as a full time.

    Guard: `timeback_core.engine.codec.kinds.write_datetime`.
    """
    facts = DemographicsInput(sourced_id="u", birth_date=date(2015, 3, 1))
    value(create_demographics(answering(CREATED), facts))
    assert answering.document("demographics")["birthDate"] == "2015-03-01"
    component = CourseComponentInput(title="t", course=ref_to("c"), sort_order=1, unlock_date=NOON)
    value(create_course_component(answering(CREATED), component))
    assert answering.document("courseComponent")["unlockDate"] == "2026-01-05T12:00:00.000Z"
    stored: JsonValue = {**SESSION, "course": {"sourcedId": "c"}, "unlockDate": "2026-01-05"}
    read = value(get_course_component(answering(Answer(200, {"courseComponent": stored})), "p"))
    assert read.unlock_date == datetime(2026, 1, 5, tzinfo=UTC)


def test_oneroster_09_25_scores_come_back_rounded(answering: Answering) -> None:
    """Scores are kept with about seven digits: what is read is what was stored, not what was written.

    Guard: `timeback_core.oneroster.models.results.Result`.
    """
    session = answering(Answer(201, {"result": {**STORED, "score": 33.333332}}))
    read = value(update_result(session, "r", evolve(RESULT, score=100 / 3)))
    assert answering.document("result")["score"] == 100 / 3
    assert read is not None
    assert read.score == 33.333332
    assert isclose(read.score, 100 / 3, rel_tol=1e-6)
