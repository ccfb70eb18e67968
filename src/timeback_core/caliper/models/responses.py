"""What people answer to questions."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from timeback_core.caliper.models.assessments import AttemptRef
from timeback_core.caliper.models.base import Entity, is_duration
from timeback_core.engine.codec import model, one_of, wire


@model
class AnyResponse(Entity):
    """Base of all answers."""

    attempt: AttemptRef | None = None
    started_at_time: datetime | None = None
    ended_at_time: datetime | None = None
    duration: str | None = wire(default=None, check=is_duration)
    """How long it took, such as `PT9S`."""


@model
class Response(AnyResponse):
    """An answer."""

    type: Literal["Response"] = "Response"


@model
class DateTimeResponse(AnyResponse):
    """A moment that was chosen."""

    type: Literal["DateTimeResponse"] = "DateTimeResponse"
    date_time_selected: datetime | None = None


@model
class FillinBlankResponse(AnyResponse):
    """What was filled in."""

    type: Literal["FillinBlankResponse"] = "FillinBlankResponse"
    values: tuple[str, ...] = ()


@model
class MultipleChoiceResponse(AnyResponse):
    """The one of several that was chosen."""

    type: Literal["MultipleChoiceResponse"] = "MultipleChoiceResponse"
    value: str | None = None


@model
class MultipleResponseResponse(AnyResponse):
    """Those of several that were chosen."""

    type: Literal["MultipleResponseResponse"] = "MultipleResponseResponse"
    values: tuple[str, ...] = ()


@model
class MultiSelectResponse(AnyResponse):
    """Those that were selected."""

    type: Literal["MultiSelectResponse", "MultiselectResponse"] = "MultiSelectResponse"
    """The platform spells it so, the standard otherwise; both are read."""
    selections: tuple[str, ...] = ()


@model
class OpenEndedResponse(AnyResponse):
    """An answer in words of one's own."""

    type: Literal["OpenEndedResponse"] = "OpenEndedResponse"
    value: str | None = None


@model
class RatingScaleResponse(AnyResponse):
    """What was selected on a scale."""

    type: Literal["RatingScaleResponse"] = "RatingScaleResponse"
    selections: tuple[str, ...] = ()


@model
class SelectTextResponse(AnyResponse):
    """The texts that were selected."""

    type: Literal["SelectTextResponse"] = "SelectTextResponse"
    values: tuple[str, ...] = ()


@model
class TrueFalseResponse(AnyResponse):
    """Whether a statement was held to be true."""

    type: Literal["TrueFalseResponse"] = "TrueFalseResponse"
    value: str | None = wire(default=None, check=one_of("true", "false", "yes", "no"))
