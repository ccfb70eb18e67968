"""Courses and their metadata."""

import copy
from typing import Any

import pytest

from timeback_core.engine.codec import evolve
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode
from timeback_core.oneroster.models.course_metadata import (
    AccuracyMultiplier,
    AlphaLearnSettings,
    AttemptMultiplier,
    CourseMetadata,
    CourseMetrics,
    QuizRules,
)
from timeback_core.oneroster.models.courses import Course, CourseInput
from timeback_core.oneroster.models.enrollment_metadata import EnrollmentGoals
from timeback_core.oneroster.models.enums import Subject
from timeback_core.oneroster.models.guid_refs import GuidRefInput, GuidType
from timeback_core.oneroster.models.refs import ref_to


def guid(kind: str, sourced_id: str) -> dict[str, str]:
    return {"href": f"https://x.test/{kind}/{sourced_id}", "sourcedId": sourced_id, "type": kind}


COURSE: dict[str, Any] = {
    "sourcedId": "k-1",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": {
        "publishStatus": "published",
        "goals": {"dailyXp": 25, "dailyLessons": 2},
        "metrics": {"totalXp": 900, "totalLessons": 30, "totalGrades": 1},
        "primaryApp": "alpha_read",
        "courseType": "base",
        "isSupplemental": False,
        "contentGrade": "4",
        "totalLessons": 30,
        "quiz": {
            "value": 10,
            "multipliers": [{"start": 80, "end": 100, "xpMultiplier": 1.5}],
            "attemptMultipliers": [{"attempt": 1, "xpMultiplier": 1}],
        },
        "AlphaLearn": {"DailyXPGoal": 25, "publishStatus": "active"},
        "app": {"kept": True},
    },
    "title": "Math 4",
    "academicSession": {"sourcedId": "t-1"},
    "schoolYear": guid("academicSession", "y-1"),
    "courseCode": "M4",
    "grades": ["4"],
    "subjects": ["Math"],
    "subjectCodes": ["MA"],
    "org": {"sourcedId": "o-1"},
    "level": "AP",
    "gradingScheme": None,
    "resources": [guid("resource", "r-1")],
}

COURSE_INPUT = CourseInput(title="Math 4", org=ref_to("o-1"))


DOCUMENTS: list[tuple[type[Any], dict[str, Any], tuple[str, ...]]] = [
    (Course, COURSE, ("sourcedId", "title")),
]


def read(model: type[Any], document: dict[str, Any], **changes: object) -> Any:
    return decoder(model)({**copy.deepcopy(document), **changes})


def problems_of(body: Any) -> list[str]:
    return [str(problem) for problem in check(body)]


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: copy.deepcopy(value) for name, value in document.items() if name not in names}


@pytest.mark.parametrize(("model", "document", "required"), DOCUMENTS)
def test_documents_are_written_back_exactly_and_may_lack_whatever_is_not_required(
    model: type[Any], document: dict[str, Any], required: tuple[str, ...]
) -> None:
    assert encode(read(model, document)) == document
    for name in document.keys() - set(required):
        assert encode(read(model, document, **{name: None})) == {**document, name: None}
        assert encode(read(model, without(document, name))) == without(document, name)
    for name in required:
        with pytest.raises(Bad) as caught:
            read(model, without(document, name))
        assert caught.value.where() == f"$.{name}"


def test_the_metadata_of_a_course_is_typed_and_keeps_what_it_does_not_know() -> None:
    course = read(Course, COURSE)
    assert course.subjects == (Subject.MATH,)
    assert course.school_year.sourced_id == "y-1"
    assert course.metadata == CourseMetadata(
        publish_status="published",
        goals=EnrollmentGoals(daily_xp=25, daily_lessons=2),
        metrics=CourseMetrics(total_xp=900, total_lessons=30, total_grades=1),
        primary_app="alpha_read",
        course_type="base",
        is_supplemental=False,
        content_grade="4",
        total_lessons=30,
        quiz=QuizRules(
            value=10,
            multipliers=(AccuracyMultiplier(start=80, end=100, xp_multiplier=1.5),),
            attempt_multipliers=(AttemptMultiplier(attempt=1, xp_multiplier=1),),
        ),
        alpha_learn=AlphaLearnSettings(daily_xp_goal=25, publish_status="active"),
        extra={"app": {"kept": True}},
    )


def test_numbers_in_the_metadata_of_a_course_may_be_texts() -> None:
    course = read(
        Course, COURSE, metadata={"metrics": {"totalXp": "900", "totalLessons": "30.5"}}, subjects=["Alchemy"]
    )
    assert course.metadata == CourseMetadata(metrics=CourseMetrics(total_xp=900, total_lessons=30.5))
    assert course.subjects == ("Alchemy",)


def test_a_course_is_created_active_from_title_and_org() -> None:
    assert problems_of(COURSE_INPUT) == []
    assert encode(COURSE_INPUT) == {"title": "Math 4", "org": {"sourcedId": "o-1"}, "status": "active"}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": " "}, "title: must not be empty"),
        ({"status": "draft"}, "status: must be one of active, tobedeleted"),
        ({"subjects": ("Alchemy",)}, f"subjects[0]: must be one of {', '.join(Subject)}"),
        ({"grades": ("4", "x")}, "grades[1]: must be a grade from -1 (before kindergarten) to 13"),
        (
            {"school_year": GuidRefInput(sourced_id="y", href="https://x.test", type="year")},
            f"schoolYear.type: must be one of {', '.join(GuidType)}",
        ),
    ],
)
def test_a_wrong_course_is_refused(changes: dict[str, Any], problem: str) -> None:
    assert problems_of(evolve(COURSE_INPUT, **changes)) == [problem]


def test_a_course_is_written_back_with_level_and_session() -> None:
    body = CourseInput.of(read(Course, COURSE, primaryApp="alpha_read")).unwrap()
    assert problems_of(body) == []
    assert encode(body) == without(COURSE, "dateLastModified", "resources")
