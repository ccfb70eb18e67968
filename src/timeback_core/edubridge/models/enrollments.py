"""Enrollments as EduBridge has them: by course, whose class the platform keeps by itself."""

from datetime import date, datetime

from timeback_core.engine.codec import UNSET, Flag, Input, LaxNumber, Model, Open, Unset, model, non_empty, one_of, wire
from timeback_core.oneroster.models.course_metadata import CourseMetadata
from timeback_core.oneroster.models.enrollment_metadata import EnrollmentMetadata
from timeback_core.oneroster.models.enrollments import EnrollmentRole
from timeback_core.oneroster.models.grades import Grade


@model
class EnrollmentPrimaryApp(Model):
    """The application that delivers a course."""

    id: str
    name: str
    domains: tuple[str, ...] = ()


@model
class EnrollmentCourse(Model):
    """The course of an enrollment."""

    id: str
    title: str
    metadata: CourseMetadata | None = None
    """As it is stored with the course in OneRoster."""
    subjects: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    primary_app: EnrollmentPrimaryApp | None = None


@model
class EnrollmentSchool(Model):
    """The school of an enrollment."""

    id: str
    name: str


@model
class EnrollmentPeriod(Model):
    """A part of the school year in which the course is taught."""

    id: str
    title: str
    start_date: date | None = None
    end_date: date | None = None


@model
class Enrollment(Model):
    """A person's active enrollment in a course."""

    id: str
    """The id of the enrollment in OneRoster."""
    role: Open[EnrollmentRole]
    course: EnrollmentCourse
    school: EnrollmentSchool
    begin_date: date | None = None
    end_date: date | None = None
    """Last day; none while it is open."""
    metadata: EnrollmentMetadata | None = None
    """Goals of the student and size of the course; `metrics.total_xp` is no experience that was earned."""
    periods: tuple[EnrollmentPeriod, ...] = ()
    test_out_supported: Flag = False
    test_out_eligible: Flag = False

    def is_current(self, day: date) -> bool:
        """Whether it has begun and is not over on that day; the platform lists what has ended as well."""
        return (self.begin_date is None or self.begin_date <= day) and (self.end_date is None or day <= self.end_date)


@model
class EnrollInput(Input):
    """How a person is to be enrolled; without any of it as a student, from today on."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    """Id of the enrollment; without it the server chooses one."""
    role: Open[EnrollmentRole] | Unset = wire(default=UNSET, check=one_of(EnrollmentRole))
    begin_date: datetime | Unset = UNSET
    metadata: EnrollmentMetadata | Unset = UNSET
    """What is given lies over the goals and metrics of the course."""


@model
class ResetGoalsResult(Model):
    """In how many enrollments the goals of a course were set again."""

    updated: LaxNumber
    errors: tuple[str, ...] = ()


@model
class DefaultClass(Model):
    """The class of a course that the platform keeps by itself."""

    id: str
    """The id of the class in OneRoster."""
    title: str
    course: EnrollmentCourse
    class_code: str | None = None
    subject_codes: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    grades: tuple[Grade, ...] = ()
    periods: tuple[str, ...] = ()
    """Ids of the academic sessions in which it is taught."""
