"""Classes and enrollments."""

import copy
from datetime import date
from typing import Any

import pytest

from timeback_core.engine.codec import evolve
from timeback_core.engine.codec.runtime import check, decoder, encode
from timeback_core.oneroster.models.classes import Class, ClassInput, ClassType, ClassUpdateInput
from timeback_core.oneroster.models.enrollment_metadata import (
    EnrollmentGoals,
    EnrollmentMetadata,
    EnrollmentMetrics,
)
from timeback_core.oneroster.models.enrollments import (
    ClassEnrollInput,
    Enrollment,
    EnrollmentInput,
    EnrollmentPatch,
    EnrollmentRole,
    EnrollmentUpdateInput,
)
from timeback_core.oneroster.models.enums import Status, Subject
from timeback_core.oneroster.models.refs import ref_to

CLASS: dict[str, Any] = {
    "sourcedId": "c-1",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": {"is_automanaged": True},
    "title": "Math 4",
    "classCode": "M4",
    "classType": "scheduled",
    "location": None,
    "grades": ["4"],
    "subjects": ["Math"],
    "course": {"href": "https://x.test/courses/k-1", "sourcedId": "k-1", "type": "course"},
    "school": {"href": "https://x.test/schools/o-1", "sourcedId": "o-1", "type": "org"},
    "terms": [{"href": "https://x.test/terms/t-1", "sourcedId": "t-1", "type": "academicSession"}],
    "subjectCodes": ["MA"],
    "periods": ["1"],
    "resources": [{"href": "https://x.test/resources/r-1", "sourcedId": "r-1", "type": "resource"}],
}

ENROLLMENT: dict[str, Any] = {
    "sourcedId": "e-1",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": {
        "goals": {"dailyXp": 25, "dailyAccuracy": 80.5},
        "metrics": {"totalXp": 900, "totalLessons": 30, "isSupplemental": False},
        "pctCompleteApp": 40,
        "completionType": "mastery",
        "app": {"kept": [1, 2]},
    },
    "role": "student",
    "primary": True,
    "beginDate": "2025-08-15",
    "endDate": None,
    "user": {"href": "https://x.test/users/u-1", "sourcedId": "u-1", "type": "user", "name": "Ada Byron"},
    "class": {"href": "https://x.test/classes/c-1", "sourcedId": "c-1", "type": "class", "name": None},
    "school": {"href": "https://x.test/schools/o-1", "sourcedId": "o-1", "type": "org"},
    "course": {"href": "https://x.test/courses/k-1", "sourcedId": "k-1", "type": "course"},
}

CLASS_INPUT = ClassInput(title="Math 4", course=ref_to("k-1"), org=ref_to("o-1"), terms=(ref_to("t-1"),))
ENROLLMENT_INPUT = EnrollmentInput(role="student", user=ref_to("u-1"), class_=ref_to("c-1"))


def read_class(**changes: object) -> Class:
    return decoder(Class)({**copy.deepcopy(CLASS), **changes})


def read_enrollment(**changes: object) -> Enrollment:
    return decoder(Enrollment)({**copy.deepcopy(ENROLLMENT), **changes})


def problems_of(body: Any) -> list[str]:
    return [str(problem) for problem in check(body)]


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: copy.deepcopy(value) for name, value in document.items() if name not in names}


def test_a_documented_class_is_read_and_written_back_exactly() -> None:
    read = read_class()
    assert read.class_type is ClassType.SCHEDULED
    assert read.subjects == (Subject.MATH,)
    assert read.school is not None
    assert read.school.sourced_id == "o-1"
    assert [term.sourced_id for term in read.terms] == ["t-1"]
    assert encode(read) == CLASS


@pytest.mark.parametrize("name", sorted(CLASS.keys() - {"sourcedId", "title"}))
def test_every_field_of_a_class_but_id_and_title_may_be_null_or_missing(name: str) -> None:
    assert encode(read_class(**{name: None})) == {**CLASS, name: None}
    document = without(CLASS, name)
    assert encode(decoder(Class)(copy.deepcopy(document))) == document


def test_a_class_is_created_as_scheduled_unless_told_otherwise() -> None:
    assert problems_of(CLASS_INPUT) == []
    assert encode(CLASS_INPUT) == {
        "title": "Math 4",
        "course": {"sourcedId": "k-1"},
        "org": {"sourcedId": "o-1"},
        "terms": [{"sourcedId": "t-1"}],
        "classType": "scheduled",
    }


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"title": ""}, "title: must not be empty"),
        ({"terms": ()}, "terms: must have at least 1, has 0"),
        ({"org": ref_to(" ")}, "org.sourcedId: must not be empty"),
        ({"class_type": "lab"}, "classType: must be one of homeroom, scheduled"),
        ({"grades": ("99",)}, "grades[0]: must be a grade from -1 (before kindergarten) to 13"),
        ({"subjects": ("Math", "Alchemy")}, f"subjects[1]: must be one of {', '.join(Subject)}"),
    ],
)
def test_a_wrong_class_is_refused(changes: dict[str, Any], problem: str) -> None:
    assert problems_of(evolve(CLASS_INPUT, **changes)) == [problem]


def test_the_school_of_a_class_is_written_as_its_org() -> None:
    body = ClassInput.of(read_class()).unwrap()
    assert problems_of(body) == []
    expected = without(CLASS, "dateLastModified", "school", "resources")
    expected |= {
        "course": {"sourcedId": "k-1"},
        "org": {"sourcedId": "o-1"},
        "terms": [{"sourcedId": "t-1"}],
    }
    assert encode(body) == expected


def test_a_class_without_school_is_no_input_yet() -> None:
    refused = ClassInput.of(read_class(school=None)).failure()
    assert [problem.path for problem in refused.problems] == ["org"]


def test_a_class_update_says_only_what_changes() -> None:
    assert encode(ClassUpdateInput()) == {}
    body = ClassUpdateInput(title="Math 5", location=None, grades=("5th",), terms=())
    assert problems_of(body) == []
    assert encode(body) == {"title": "Math 5", "location": None, "grades": ["5"], "terms": []}
    assert problems_of(ClassUpdateInput(title="", class_type="x", subjects=("y",))) == [
        "title: must not be empty",
        "classType: must be one of homeroom, scheduled",
        f"subjects[0]: must be one of {', '.join(Subject)}",
    ]


def test_a_class_update_of_what_was_read_leaves_course_and_school_out() -> None:
    body = ClassUpdateInput.of(read_class()).unwrap()
    assert problems_of(body) == []
    expected = without(CLASS, "sourcedId", "dateLastModified", "course", "school")
    expected |= {"terms": [{"sourcedId": "t-1"}], "resources": [{"sourcedId": "r-1"}]}
    assert encode(body) == expected


def test_a_documented_enrollment_is_read_and_written_back_exactly() -> None:
    read = read_enrollment()
    assert read.role is EnrollmentRole.STUDENT
    assert read.primary is True
    assert read.begin_date == date(2025, 8, 15)
    assert read.user.name == "Ada Byron"
    assert read.class_.sourced_id == "c-1"
    assert read.metadata is not None
    assert read.metadata.goals == EnrollmentGoals(daily_xp=25, daily_accuracy=80.5)
    assert read.metadata.metrics == EnrollmentMetrics(total_xp=900, total_lessons=30, is_supplemental=False)
    assert read.metadata.pct_complete_app == 40
    assert read.metadata.extra == {"app": {"kept": [1, 2]}}
    assert encode(read) == ENROLLMENT


def test_live_spellings_of_an_enrollment_are_read() -> None:
    read = read_enrollment(
        role="aide",
        primary="false",
        beginDate="2025-08-15T00:00:00.000Z",
        metadata={"pctCompleteApp": "12.5"},
    )
    assert read.role == "aide"
    assert read.primary is False
    assert read.begin_date == date(2025, 8, 15)
    assert read.metadata == EnrollmentMetadata(pct_complete_app=12.5)


@pytest.mark.parametrize("name", sorted(ENROLLMENT.keys() - {"sourcedId", "role", "user", "class"}))
def test_what_an_enrollment_may_lack_may_be_null_or_missing(name: str) -> None:
    assert encode(read_enrollment(**{name: None})) == {**ENROLLMENT, name: None}
    document = without(ENROLLMENT, name)
    assert encode(decoder(Enrollment)(copy.deepcopy(document))) == document


@pytest.mark.parametrize(
    ("changes", "day", "current"),
    [
        ({}, date(2026, 1, 1), True),
        ({}, date(2025, 8, 15), True),
        ({}, date(2025, 8, 14), False),
        ({"endDate": "2025-12-31"}, date(2025, 12, 31), True),
        ({"endDate": "2025-12-31"}, date(2026, 1, 1), False),
        ({"beginDate": None}, date(1999, 1, 1), True),
        ({"status": "tobedeleted"}, date(2026, 1, 1), False),
        ({"status": "inactive"}, date(2026, 1, 1), False),
        ({"status": None}, date(2026, 1, 1), True),
    ],
)
def test_a_seat_is_current_if_active_begun_and_not_over(
    changes: dict[str, Any], day: date, current: bool
) -> None:
    assert read_enrollment(**changes).is_current(day) is current


def test_an_enrollment_is_created_from_role_user_and_class() -> None:
    assert problems_of(ENROLLMENT_INPUT) == []
    assert encode(ENROLLMENT_INPUT) == {
        "role": "student",
        "user": {"sourcedId": "u-1"},
        "class": {"sourcedId": "c-1"},
    }
    full = evolve(
        ENROLLMENT_INPUT,
        primary=False,
        begin_date=date(2025, 8, 15),
        metadata=EnrollmentMetadata(goals=EnrollmentGoals(daily_xp=10)),
    )
    assert problems_of(full) == []
    assert encode(full) == {
        "role": "student",
        "user": {"sourcedId": "u-1"},
        "class": {"sourcedId": "c-1"},
        "primary": False,
        "beginDate": "2025-08-15",
        "metadata": {"goals": {"dailyXp": 10}},
    }


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"role": "aide"}, "role: must be one of administrator, proctor, student, teacher"),
        ({"user": ref_to("")}, "user.sourcedId: must not be empty"),
        ({"class_": ref_to("\n")}, "class.sourcedId: must not be empty"),
        ({"sourced_id": ""}, "sourcedId: must not be empty"),
        ({"begin_date": "2025-08-15"}, "beginDate: expected date (YYYY-MM-DD) or null, found string"),
        (
            {"metadata": EnrollmentMetadata(goals=EnrollmentGoals(daily_xp=float("inf")))},
            "metadata.goals.dailyXp: must be a finite number",
        ),
    ],
)
def test_a_wrong_enrollment_is_refused(changes: dict[str, Any], problem: str) -> None:
    assert problems_of(evolve(ENROLLMENT_INPUT, **changes)) == [problem]


REFS = {"user": {"sourcedId": "u-1"}, "class": {"sourcedId": "c-1"}, "school": {"sourcedId": "o-1"}}


@pytest.mark.parametrize(
    ("body", "dropped"),
    [(EnrollmentInput, ()), (EnrollmentUpdateInput, ("sourcedId",)), (EnrollmentPatch, ("sourcedId",))],
)
def test_an_enrollment_is_written_back_without_what_the_server_does_not_take(
    body: type[EnrollmentInput | EnrollmentUpdateInput | EnrollmentPatch], dropped: tuple[str, ...]
) -> None:
    written = body.of(read_enrollment()).unwrap()
    assert problems_of(written) == []
    assert encode(written) == {
        **without(ENROLLMENT, "dateLastModified", "course", "endDate", *dropped),
        **REFS,
    }


def test_a_patch_of_an_enrollment_says_only_what_changes() -> None:
    assert encode(EnrollmentPatch()) == {}
    body = EnrollmentPatch(end_date=date(2026, 6, 1), status=Status.TO_BE_DELETED)
    assert problems_of(body) == []
    assert encode(body) == {"endDate": "2026-06-01", "status": "tobedeleted"}
    assert problems_of(EnrollmentPatch(role="aide", status="x")) == [
        "role: must be one of administrator, proctor, student, teacher",
        "status: must be one of active, tobedeleted",
    ]


def test_to_enroll_names_the_user_and_what_is_known_of_the_seat() -> None:
    body = ClassEnrollInput(user=ref_to("u-1"), primary=True, end_date=date(2026, 5, 5))
    assert problems_of(body) == []
    assert encode(body) == {"user": {"sourcedId": "u-1"}, "primary": True, "endDate": "2026-05-05"}
    assert problems_of(ClassEnrollInput(user=ref_to(" "))) == ["user.sourcedId: must not be empty"]
