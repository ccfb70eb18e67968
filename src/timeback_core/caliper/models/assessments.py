"""Work that is assigned, attempts at it, and what they are worth."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal, TypeAlias

from timeback_core.caliper.models.base import AgentRef, Entity, PersonRef, Ref, ResourceRef, is_duration, of_kind
from timeback_core.caliper.models.resources import AnyResource
from timeback_core.engine.codec import Number, model, non_negative, wire

AttemptRef: TypeAlias = Annotated[Ref, of_kind("Attempt")]


@model
class AnyAssignable(AnyResource):
    """Base of all work that is assigned."""

    date_to_activate: datetime | None = None
    date_to_show: datetime | None = None
    date_to_start_on: datetime | None = None
    date_to_submit: datetime | None = None
    max_attempts: Number | None = wire(default=None, check=non_negative)
    max_submits: Number | None = wire(default=None, check=non_negative)
    max_score: Number | None = wire(default=None, check=non_negative)


@model
class AssignableDigitalResource(AnyAssignable):
    """Work that is assigned."""

    type: Literal["AssignableDigitalResource"] = "AssignableDigitalResource"


@model
class Assessment(AnyAssignable):
    """A test."""

    type: Literal["Assessment"] = "Assessment"
    items: tuple[Annotated[Ref, of_kind("AssessmentItem")], ...] = ()


@model
class AssessmentItem(AnyAssignable):
    """A question of a test."""

    closed = True

    type: Literal["AssessmentItem"] = "AssessmentItem"
    is_time_dependent: bool | None = None


@model
class Attempt(Entity):
    """An attempt of a person at some work. Give `assignee`, `assignable` and `count`."""

    type: Literal["Attempt"] = "Attempt"
    assignee: PersonRef | None = None
    assignable: ResourceRef | None = None
    count: Number | None = wire(default=None, check=non_negative)
    """The how many-th attempt it is, from 1 on."""
    started_at_time: datetime | None = None
    ended_at_time: datetime | None = None
    duration: str | None = wire(default=None, check=is_duration)
    """How long it took, such as `PT12M30S`."""


@model
class Score(Entity):
    """What an attempt was given. Give `scored_by` too, which the published schema asks for."""

    needs: ClassVar[tuple[str, ...]] = ("attempt",)

    type: Literal["Score"] = "Score"
    attempt: AttemptRef | None = None
    max_score: Number | None = wire(default=None, check=non_negative)
    score_given: Number | None = None
    scored_by: AgentRef | None = None
    comment: str | None = None
    score_type: str | None = None
    """What it counts, such as `QUESTION_RESULT`; the standard does not know it."""


@model
class Result(Entity):
    """What an attempt came to."""

    type: Literal["Result"] = "Result"
    attempt: AttemptRef | None = None
    max_result_score: Number | None = wire(default=None, check=non_negative)
    result_score: Number | None = None
    scored_by: AgentRef | None = None
    comment: str | None = None
