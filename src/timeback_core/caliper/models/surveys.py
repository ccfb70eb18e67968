"""Surveys: questions and their scales, questionnaires, comments and ratings."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from timeback_core.caliper.models.base import Entity, PersonRef, Ref, of_kind
from timeback_core.caliper.models.resources import AnyResource
from timeback_core.engine.codec import Number, model, non_negative, positive, wire

QuestionRef: TypeAlias = Annotated[Ref, of_kind("AnyQuestion")]


@model
class AnyScale(Entity):
    """Base of all scales."""


@model
class Scale(AnyScale):
    """A scale."""

    type: Literal["Scale"] = "Scale"


@model
class LikertScale(AnyScale):
    """A scale of a few points, each with a label."""

    type: Literal["LikertScale"] = "LikertScale"
    scale_points: Number | None = wire(default=None, check=non_negative)
    item_labels: tuple[str, ...] = ()
    item_values: tuple[str, ...] = ()


@model
class MultiselectScale(AnyScale):
    """Several things to select from."""

    type: Literal["MultiselectScale"] = "MultiselectScale"
    scale_points: int | None = wire(default=None, check=positive)
    item_labels: tuple[str, ...] = ()
    item_values: tuple[str, ...] = ()
    is_ordered_selection: bool | None = None
    """Whether the order of what is selected matters."""
    min_selections: int | None = wire(default=None, check=positive)
    max_selections: int | None = wire(default=None, check=positive)


@model
class NumericScale(AnyScale):
    """A range of numbers."""

    type: Literal["NumericScale"] = "NumericScale"
    min_value: Number | None = None
    min_label: str | None = None
    max_value: Number | None = None
    max_label: str | None = None
    step: Number | None = wire(default=None, check=non_negative)


@model
class AnyQuestion(AnyResource):
    """Base of all questions."""

    question_posed: str | None = None


@model
class Question(AnyQuestion):
    """A question."""

    type: Literal["Question"] = "Question"


@model
class DatetimeQuestion(AnyQuestion):
    """A question for a moment."""

    type: Literal["DatetimeQuestion", "DateTimeQuestion"] = "DatetimeQuestion"
    """The platform spells it so, the standard otherwise; both are read."""
    min_date_time: datetime | None = None
    min_label: str | None = None
    max_date_time: datetime | None = None
    max_label: str | None = None


@model
class OpenEndedQuestion(AnyQuestion):
    """A question that is answered in words of one's own."""

    type: Literal["OpenEndedQuestion"] = "OpenEndedQuestion"


@model
class MultiSelectQuestion(AnyQuestion):
    """A question that is answered by selecting several things."""

    type: Literal["MultiselectQuestion", "MultiSelectQuestion"] = "MultiselectQuestion"
    points: Number | None = wire(default=None, check=non_negative)
    item_labels: tuple[str, ...] = ()
    item_values: tuple[str, ...] = ()


@model
class RatingScaleQuestion(AnyQuestion):
    """A question that is answered on a scale."""

    type: Literal["RatingScaleQuestion"] = "RatingScaleQuestion"
    scale: Annotated[Ref, of_kind("AnyScale")] | None = None


@model
class Survey(Entity):
    """A survey."""

    type: Literal["Survey"] = "Survey"
    items: tuple[Annotated[Ref, of_kind("Questionnaire")], ...] = ()


@model
class SurveyInvitation(AnyResource):
    """An invitation to a survey."""

    type: Literal["SurveyInvitation"] = "SurveyInvitation"
    rater: PersonRef | None = None
    survey: Annotated[Ref, of_kind("Survey")] | None = None
    sent_count: Number | None = wire(default=None, check=non_negative)
    date_sent: datetime | None = None


@model
class Questionnaire(AnyResource):
    """Questions of a survey."""

    type: Literal["Questionnaire"] = "Questionnaire"
    items: tuple[Annotated[Ref, of_kind("QuestionnaireItem")], ...] = ()
    """The platform takes descriptions of them only, no mere IRIs."""


@model
class QuestionnaireItem(AnyResource):
    """A question of a survey."""

    type: Literal["QuestionnaireItem"] = "QuestionnaireItem"
    question: QuestionRef | None = None
    weight: Number | None = None
    categories: tuple[str, ...] = ()


@model
class Comment(Entity):
    """What somebody says about something."""

    type: Literal["Comment"] = "Comment"
    commenter: PersonRef | None = None
    commented_on: Ref | None = None
    value: str | None = None


@model
class Rating(Entity):
    """What somebody thinks of something."""

    type: Literal["Rating"] = "Rating"
    rater: PersonRef | None = None
    rated: Ref | None = None
    question: QuestionRef | None = None
    selections: tuple[str, ...] = ()
    rating_comment: Annotated[Ref, of_kind("Comment")] | None = None
