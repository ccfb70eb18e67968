"""A few models for the tests of the codec."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    JsonObject,
    LaxNumber,
    Model,
    Number,
    OneOrMany,
    Open,
    TextFlag,
    Unknown,
    Unset,
    at_least,
    email,
    in_order,
    model,
    non_empty,
    wire,
)
from timeback_core.problems import Problem


class Role(StrEnum):
    """What somebody is."""

    STUDENT = "student"
    TEACHER = "teacher"


@model
class Ref(Model):
    """A reference."""

    sourced_id: str
    href: str | None = None


@model
class Video(Model):
    """A film."""

    type: Literal["video"]
    seconds: int


@model
class Article(Model):
    """Something to read."""

    type: Literal["article", "blog"]
    words: int | None = None


@model
class Pupil(Model):
    """Somebody at a school."""

    sourced_id: str
    enabled_user: Flag
    grades: tuple[str, ...]
    email: str | None = None
    role: Open[Role] | None = None
    born: date | None = None
    seen: datetime | None = None
    score: Number | None = None
    weight: LaxNumber | None = None
    primary: TextFlag | None = None
    lms_id: str | None = wire("LMSId", default=None)
    test_name: str | None = wire(default=None, also=("testname",))
    class_: Ref | None = None
    orgs: tuple[Ref, ...] = ()
    pairs: OneOrMany[Ref] = ()
    home: Ref | str | None = None
    media: tuple[Video | Article | Unknown, ...] = ()
    favourite: Video | Article | None = None
    friends: Mapping[str, Ref] | None = None
    metadata: JsonObject | None = None
    mentor: "Pupil | None" = None


@model
class RefInput(Input, reads=Ref, drops=("href",)):
    """A reference as it is written."""

    sourced_id: str = wire(check=non_empty)


@model
class Course(Model):
    """What `CourseInput` is made of."""

    sourced_id: str
    title: str | None = None
    code: str | None = None
    school: Ref | None = None
    terms: tuple[Ref, ...] = ()
    modified: datetime | None = None
    starts: date | None = None
    ends: date | None = None


@model
class CourseInput(Input, reads=Course, drops=("modified",)):
    """A course as it is written."""

    sourced_id: str | Unset | None = UNSET
    title: str = wire(check=non_empty)
    code: str | Unset = UNSET
    org: RefInput | Unset | None = wire(default=UNSET, read="school")
    terms: Sequence[RefInput] = wire(check=at_least(1))
    starts: date | Unset | None = UNSET
    ends: date | Unset | None = UNSET
    contact: str | Unset | None = wire(default=UNSET, check=email)
    password: str | Unset | None = wire(default=UNSET, secret=True)
    kind: Literal["course"] = "course"

    def problems(self) -> Iterable[Problem]:
        """An end is not before its start, and the first term is not the course."""
        yield from in_order(self, "starts", "ends")
        if self.terms[0].sourced_id == self.sourced_id:
            yield Problem("terms[0]", "must not be the course")


@model
class CoursePatch(Input):
    """Part of a course."""

    title: str | Unset = UNSET
    code: str | Unset | None = UNSET
    terms: Sequence[RefInput] | Unset = UNSET


PUPIL: JsonObject = {"sourcedId": "p-1", "enabledUser": True, "grades": ["5"]}
"""The smallest pupil on the wire."""
