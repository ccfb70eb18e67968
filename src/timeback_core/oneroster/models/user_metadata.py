"""What applications keep in the metadata of users and of their roles."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal, TypeAlias

from timeback_core.engine.codec import Flag, Loose, Model, Open, Unknown, model


class TimebackRole(StrEnum):
    """What a person does at a Timeback school."""

    HEAD_OF_SCHOOL = "head_of_school"
    DEAN_OF_PARENTS = "dean_of_parents"
    CAMPUS_COORDINATOR = "campus_coordinator"
    HEAD_GUIDE = "head_guide"
    LEAD_GUIDE = "lead_guide"
    GUIDE = "guide"
    GUIDE_ASSISTANT = "guide_assistant"
    READING_SPECIALIST = "reading_specialist"
    PARENT = "parent"
    STUDENT = "student"


@model
class RoleMetadata(Loose):
    """Metadata of a user's role; any other key is in `extra`."""

    timeback_role: Open[TimebackRole] | None = None
    alpha_level_access: tuple[str, ...] = ()


@model
class OnboardingNotStarted(Model):
    """A course or subject whose onboarding lies ahead."""

    state: Literal["not_started"] = "not_started"


@model
class OnboardingInProgress(Model):
    """A course or subject whose onboarding is under way."""

    state: Literal["in_progress"] = "in_progress"


@model
class OnboardingCompleted(Model):
    """A course or subject whose onboarding is done."""

    state: Literal["completed"] = "completed"
    completed_at: str | None = None
    """When, as the application wrote it."""
    course_id: str | None = None


OnboardingState: TypeAlias = OnboardingNotStarted | OnboardingInProgress | OnboardingCompleted | Unknown
"""How far the onboarding of a course or subject is."""


@model
class UserMetadata(Loose):
    """Metadata of a user; any other key is in `extra`."""

    is_test_user: Flag | None = None
    onboarding: Mapping[str, OnboardingState] | None = None
    """State of the onboarding by course or subject."""
