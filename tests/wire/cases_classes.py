"""Cases of classes and enrollments."""

from datetime import date

from tests.wire.case import ROSTERING, Case, Shows, deleted

from timeback_core import oneroster as api
from timeback_core.oneroster import (
    ClassEnrollInput,
    ClassInput,
    ClassUpdateInput,
    EnrollmentInput,
    EnrollmentMetadata,
    EnrollmentPatch,
    EnrollmentUpdateInput,
    RefInput,
)

CLASSES = f"{ROSTERING}/classes"
CLASS = f"{CLASSES}/class-1"
SEATS = f"{ROSTERING}/enrollments"
SEAT = f"{SEATS}/enrollment-2"

CHESS = ClassInput(
    sourced_id="chess",
    title="Chess",
    course=RefInput(sourced_id="course-1"),
    org=RefInput(sourced_id="school-1"),
    terms=(RefInput(sourced_id="session-1-term-1"),),
    location="Room 1",
)
CHESS_JSON = {
    "sourcedId": "chess",
    "title": "Chess",
    "classType": "scheduled",
    "course": {"sourcedId": "course-1"},
    "org": {"sourcedId": "school-1"},
    "terms": [{"sourcedId": "session-1-term-1"}],
    "location": "Room 1",
}
SEAT_INPUT = EnrollmentInput(
    sourced_id="seat",
    role="proctor",
    user=RefInput(sourced_id="teacher-1"),
    class_=RefInput(sourced_id="class-1"),
    begin_date=date(2026, 9, 1),
    primary=True,
)
SEAT_JSON = {
    "sourcedId": "seat",
    "role": "proctor",
    "user": {"sourcedId": "teacher-1"},
    "class": {"sourcedId": "class-1"},
    "beginDate": "2026-09-01",
    "primary": True,
}


def newest(class_id: str, user_id: str) -> str:
    """The path of a user's seats in a class, the latest first."""
    condition = f"class.sourcedId%3D%27{class_id}%27%20AND%20user.sourcedId%3D%27{user_id}%27"
    return f"{SEATS}/?filter={condition}&sort=dateLastModified&orderBy=desc"


CLASS_CASES = (
    Case(api.list_classes, (), f"{CLASSES}/"),
    Case(
        api.create_class,
        (CHESS,),
        f"{CLASSES}/",
        {"class": CHESS_JSON},
        Shows(f"{CLASSES}/chess", ("class",), {"title": "Chess", "location": "Room 1"}),
    ),
    Case(api.get_class, ("class-1",), CLASS),
    Case(
        api.update_class,
        ("class-1", ClassUpdateInput(title="Chess", location=None)),
        CLASS,
        {"class": {"title": "Chess", "location": None}},
        Shows(CLASS, ("class",), {"title": "Chess", "classCode": "MATH-1-1"}),
    ),
    deleted(api.delete_class, "class-1", CLASSES, "class"),
    Case(api.list_students_for_class, ("class-1",), f"{CLASS}/students"),
    Case(
        api.add_student_to_class,
        ("class-1", ClassEnrollInput(user=RefInput(sourced_id="student-2"), begin_date=date(2026, 9, 1))),
        f"{CLASS}/students",
        {"enrollment": {"user": {"sourcedId": "student-2"}, "beginDate": "2026-09-01"}},
        Shows(newest("class-1", "student-2"), ("enrollments", 0), {"role": "student", "beginDate": "2026-09-01"}),
    ),
    Case(api.list_teachers_for_class, ("class-1",), f"{CLASS}/teachers"),
    Case(
        api.add_teacher_to_class,
        ("class-1", ClassEnrollInput(user=RefInput(sourced_id="teacher-2"), primary=False)),
        f"{CLASS}/teachers",
        {"enrollment": {"user": {"sourcedId": "teacher-2"}, "primary": False}},
        Shows(newest("class-1", "teacher-2"), ("enrollments", 0), {"role": "teacher", "primary": "false"}),
    ),
)

ENROLLMENT_CASES = (
    Case(api.list_enrollments_for_class, ("class-1",), f"{SEATS}/", query="filter=class.sourcedId='class-1'"),
    Case(api.list_enrollments, (), f"{SEATS}/"),
    Case(
        api.create_enrollment,
        (SEAT_INPUT,),
        f"{SEATS}/",
        {"enrollment": SEAT_JSON},
        Shows(f"{SEATS}/seat", ("enrollment",), {"role": "proctor", "primary": "true", "beginDate": "2026-09-01"}),
    ),
    Case(api.get_enrollment, ("enrollment-2",), SEAT),
    Case(
        api.update_enrollment,
        (
            "enrollment-2",
            EnrollmentUpdateInput(
                role="student",
                user=RefInput(sourced_id="student-1"),
                class_=RefInput(sourced_id="class-1"),
                end_date=date(2026, 12, 24),
            ),
        ),
        SEAT,
        {
            "enrollment": {
                "role": "student",
                "user": {"sourcedId": "student-1"},
                "class": {"sourcedId": "class-1"},
                "endDate": "2026-12-24",
            }
        },
        Shows(SEAT, ("enrollment",), {"endDate": "2026-12-24"}),
    ),
    Case(
        api.patch_enrollment,
        ("enrollment-2", EnrollmentPatch(end_date=date(2027, 1, 6), metadata=EnrollmentMetadata(extra={"a": 1}))),
        SEAT,
        {"enrollment": {"endDate": "2027-01-06", "metadata": {"a": 1}}},
        Shows(SEAT, ("enrollment",), {"endDate": "2027-01-06", "role": "student"}),
    ),
    deleted(api.delete_enrollment, "enrollment-2", SEATS, "enrollment"),
)

CLASSROOM = (*CLASS_CASES, *ENROLLMENT_CASES)
