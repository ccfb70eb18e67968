"""Subject tracks: which course a school, or everybody, takes in a subject at a grade."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    JsonObject,
    Model,
    Open,
    Unset,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.enums import Status, Subject, SubjectInput
from timeback_core.oneroster.models.grades import Grade, GradeInput
from timeback_core.oneroster.models.orgs import OrgType
from timeback_core.oneroster.models.refs import Mention


class ConflictStrategy(StrEnum):
    """What becomes of another track that holds the place already."""

    REPLACE = "replace"
    FAIL = "fail"


@model
class SubjectTrackCourse(Model):
    """The course of a track."""

    title: str
    sourced_id: str | None = None
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    metadata: JsonObject | None = None
    org: Mention | None = None
    course_code: str | None = None
    grades: tuple[Grade, ...] = ()
    subjects: tuple[Open[Subject], ...] = ()
    subject_codes: tuple[str, ...] = ()
    level: str | None = None


@model
class SubjectTrackOrg(Model):
    """The organization of a track."""

    sourced_id: str
    name: str
    status: Open[Status] | None = None
    type: Open[OrgType] | None = None
    identifier: str | None = None
    children: tuple[Mention, ...] = ()
    date_last_modified: datetime | None = None
    metadata: JsonObject | None = None
    parent: Mention | None = None


@model
class SubjectTrackApplication(Model):
    """The application that older servers name in the place of an organization."""

    name: str | None = None


@model
class SubjectTrack(Model):
    """Which course is taken in a subject at a grade."""

    id: str
    """Made by the server of organization, subject and grade."""
    grade: Grade
    subject: Open[Subject]
    course: SubjectTrackCourse | None = None
    org: SubjectTrackOrg | None = None
    """None where the track is for everybody."""
    application: SubjectTrackApplication | None = None


@model
class SubjectTrackGroupKey(Model):
    """What tells a group of tracks from others."""

    subject: Open[Subject]
    grade: Grade
    course_id: str
    is_global: Flag
    """Whether its track is for everybody."""


@model
class SubjectTrackGroup(Model):
    """The tracks of one subject and grade that lead to the same course."""

    tracks: tuple[SubjectTrack, ...] = ()
    key: SubjectTrackGroupKey | None = None
    id: str | None = None
    """This and the following: of servers that tell no key."""
    name: str | None = None
    description: str | None = None
    metadata: JsonObject | None = None


@model
class SubjectTrackUpsertInput(Input):
    """Which course is to be taken in a subject at a grade."""

    subject: SubjectInput
    grade: GradeInput
    course_id: str = wire(check=non_empty)
    org_sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    """The organization for which it holds; without it, it holds for everybody."""


@model
class SubjectTrackGroupKeyInput(Input, reads=SubjectTrackGroupKey):
    """The group of tracks that is meant."""

    subject: SubjectInput
    grade: GradeInput
    course_id: str = wire(check=non_empty)
    is_global: Flag


@model
class SubjectTrackGroupCreateInput(Input):
    """A track for everybody, or one for each of several organizations."""

    subject: SubjectInput
    grade: GradeInput
    course_id: str = wire(check=non_empty)
    org_sourced_ids: Sequence[str] | Unset = UNSET
    """Of none: a track for everybody."""


@model
class SubjectTrackGroupUpdateInput(Input):
    """The tracks that a group is to have instead."""

    subject: SubjectInput
    grade: GradeInput
    current_course_id: str = wire(check=non_empty)
    """With subject, grade and `is_global`: the group that is meant."""
    course_id: str = wire(check=non_empty)
    """The new course."""
    is_global: Flag
    """Whether the group, as it is, holds for everybody."""
    org_sourced_ids: Sequence[str] | Unset = UNSET
    """Of none: from now on for everybody."""
    strategy: Open[ConflictStrategy] | Unset = wire(default=UNSET, check=one_of(ConflictStrategy))
    """`replace` unless it is given."""
