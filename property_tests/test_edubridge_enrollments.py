"""Law 10 for EduBridge: who is enrolled where is as a plain dict says, whatever OneRoster and the years change."""

from collections import Counter
from typing import Any, TypeVar

import attrs
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from property_tests.profiles import so_many
from returns.io import IOResult

from timeback_core import TimebackClient, TimebackError
from timeback_core.compose import plain
from timeback_core.edubridge import EnrollInput, Enrollment
from timeback_core.errors import NotFound
from timeback_core.oneroster import EnrollmentGoals, EnrollmentMetadata
from timeback_core.sandbox import Sandbox

T = TypeVar("T")
YEAR = 366 * 86_400
FIRST_DAY = 1_790_000_000.0
COURSE_XP = 25
"""The daily goal of every course of the district."""

USERS = ("student-1", "student-2", "teacher-1")
users = st.sampled_from([*USERS, "nobody"])
courses = st.sampled_from(["course-1", "course-8", "nothing"])
schools = st.sampled_from([None, "school-1", "school-2", "nowhere"])
roles = st.sampled_from(["student", "teacher"])


@attrs.frozen
class Seat:
    """What is known about an active enrollment."""

    user: str
    course: str
    school: str
    role: str
    daily_xp: float | None = None
    own_goals: bool = False
    managed: int | None = None
    """Which of the classes of its course and school it is in, by their order; None in no class of EduBridge's."""


class EnrollingAgainstDict(RuleBasedStateMachine):
    """Every call succeeds or fails as the dict says, and both APIs list what it holds."""

    def __init__(self) -> None:
        super().__init__()
        self.now = FIRST_DAY
        self.sandbox = Sandbox(students=4, clock=lambda: self.now)
        self.client = TimebackClient.open(**self.sandbox.settings, environ={}).unwrap()
        self.homes = {str(each["sourcedId"]): home(each) for name in ("users", "courses") for each in self.rows(name)}
        classes = {each["sourcedId"]: each for each in self.rows("classes")}
        self.seats = {
            str(each["sourcedId"]): seeded(each, classes[each["class"]["sourcedId"]])
            for each in self.rows("enrollments")
            if each["status"] == "active"
        }
        self.classes: Counter[tuple[str, str]] = Counter()
        """How many classes of a course at a school are of the past."""

    def teardown(self) -> None:
        self.client.close()

    def rows(self, collection: str) -> list[dict[str, Any]]:
        """The documents of the sandbox."""
        return self.sandbox.documents(collection)

    def is_told(self, told: IOResult[T, TimebackError], *ids: str | None) -> T | None:
        """The value of a call, which has to fail when one of these is not there."""
        result = plain(told)
        if {"nobody", "nothing", "nowhere"} & set(ids):
            assert isinstance(result.failure(), NotFound)
            return None
        return result.unwrap()

    @rule(user=users, course=courses, school=schools, role=roles, xp=st.none() | st.integers(0, 99), own=st.booleans())
    def enroll(self, user: str, course: str, school: str | None, role: str, xp: int | None, own: bool) -> None:
        goals = None if xp is None else EnrollmentGoals(daily_xp=xp)
        options = EnrollInput(role=role, metadata=EnrollmentMetadata(goals=goals, student_specific_goals=own))
        told = self.is_told(
            self.client.edubridge.enrollments.enroll(user, course, school, options), user, course, school
        )
        if told is None:
            return
        at = school or self.homes[user]
        managed = self.classes[course, at]
        taken = Seat(user, course, at, role, COURSE_XP if xp is None else xp, own, managed)
        place = (user, course, at, managed)
        there = [
            key for key, seat in self.seats.items() if (seat.user, seat.course, seat.school, seat.managed) == place
        ]
        if there:
            assert [told.id] == there
        else:
            assert told.id not in self.seats
            self.seats[told.id] = taken
        assert shown(user, told) == shown_as(self.seats[told.id])

    @rule(user=users, course=courses, school=schools)
    def unenroll(self, user: str, course: str, school: str | None) -> None:
        left = [
            key
            for key, seat in self.seats.items()
            if (seat.user, seat.course) == (user, course) and school in {None, seat.school}
        ]
        told = self.client.edubridge.enrollments.unenroll(user, course, school)
        self.is_told(told, user, course, school, None if left else "nothing")
        for key in left:
            del self.seats[key]

    @rule(course=courses)
    def reset_goals(self, course: str) -> None:
        told = self.is_told(self.client.edubridge.enrollments.reset_goals(course), course)
        changed = [key for key, seat in self.seats.items() if seat.course == course and not seat.own_goals]
        assert told is None or told.updated == len(changed)
        for key in changed:
            self.seats[key] = attrs.evolve(self.seats[key], daily_xp=COURSE_XP)

    @rule(course=courses, school=schools)
    def delete_class(self, course: str, school: str | None) -> None:
        told = self.is_told(self.client.edubridge.enrollments.get_default_class(course, school), course, school)
        if told is not None:
            self.is_told(self.client.oneroster.classes.delete(told.id))
            self.classes[course, school or self.homes[course]] += 1

    @rule(data=st.data())
    def delete_enrollment(self, data: st.DataObject) -> None:
        key = data.draw(st.sampled_from(sorted(self.seats)))
        self.is_told(self.client.oneroster.enrollments.delete(key))
        del self.seats[key]

    @rule()
    def a_year_goes_by(self) -> None:
        self.now += YEAR
        for place in self.classes:
            self.classes[place] += 1

    @invariant()
    def both_list_what_is_held(self) -> None:
        for user in USERS:
            listed = self.is_told(self.client.edubridge.enrollments.list(user)) or ()
            assert {each.id: shown(user, each) for each in listed} == {
                key: shown_as(seat) for key, seat in self.seats.items() if seat.user == user
            }
        told = self.client.oneroster.enrollments.list(where={"status": "active"}, limit=3000)
        assert {each.sourced_id for each in self.is_told(told) or ()} == set(self.seats)


def home(document: dict[str, Any]) -> str:
    """Where a user or a course belongs."""
    return str((document.get("primaryOrg") or document["org"])["sourcedId"])


def seeded(seat: dict[str, Any], found: dict[str, Any]) -> Seat:
    """A seat of the district, in a class of its own."""
    return Seat(seat["user"]["sourcedId"], found["course"]["sourcedId"], found["school"]["sourcedId"], seat["role"])


def shown(user: str, told: Enrollment) -> tuple[object, ...]:
    """What an enrollment says."""
    goals = None if told.metadata is None else told.metadata.goals
    return user, told.course.id, told.school.id, told.role, None if goals is None else goals.daily_xp


def shown_as(seat: Seat) -> tuple[object, ...]:
    """What an enrollment has to say."""
    return seat.user, seat.course, seat.school, seat.role, seat.daily_xp


TestEnrollingAgainstDict = EnrollingAgainstDict.TestCase
TestEnrollingAgainstDict.settings = settings(max_examples=so_many(15), stateful_step_count=20)
