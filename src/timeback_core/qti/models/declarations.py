"""What an item and a test declare: the variables of responses and outcomes, and how the one makes the other."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from timeback_core.engine.codec import (
    UNSET,
    Input,
    JsonObject,
    JsonValue,
    Loose,
    Number,
    OneOrMany,
    Open,
    Unset,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.problems import Problem
from timeback_core.qti.models.enums import BaseType, Cardinality, TemplateType

CorrectValue: TypeAlias = str | int | float | bool | tuple[str, ...]
"""A value of a response; a pair is a text such as `A B`, or two texts."""


def typed(cardinality: Open[Cardinality], base_type: object) -> Iterable[Problem]:
    """A problem where a variable has no base type; only records, whose fields have their own, do without."""
    if base_type is UNSET and cardinality != Cardinality.RECORD:
        yield Problem("base_type", "must be given")


@model
class CorrectResponse(Loose):
    """What is right."""

    value: OneOrMany[CorrectValue] = ()
    """All values that belong to the right response; in their order where the cardinality is `ordered`."""


@model
class ResponseDeclaration(Loose):
    """A variable for what a student answers."""

    identifier: str
    """Such as `RESPONSE`."""
    cardinality: Open[Cardinality]
    base_type: Open[BaseType] | None = None
    correct_response: CorrectResponse | None = None
    mapping: JsonObject | None = None
    """Points for single values, of items that came as XML."""


@model
class OutcomeDeclaration(Loose):
    """A variable for what comes of the answers, such as `SCORE`."""

    identifier: str
    cardinality: Open[Cardinality]
    base_type: Open[BaseType] | None = None


@model
class InlineFeedbackConfig(Loose):
    """Which variables feedback within the text goes by."""

    outcome_identifier: str = wire(check=non_empty)
    variable_identifier: str = wire(check=non_empty)


@model
class ResponseProcessing(Loose):
    """How a response makes an outcome; items that came as XML tell the template alone, or nothing."""

    template_type: Open[TemplateType] | None = None
    response_declaration_identifier: str | None = None
    outcome_identifier: str | None = None
    """The outcome that is set, such as `SCORE`, `FEEDBACK`."""
    correct_response_identifier: str | None = None
    """What the outcome is when the response is right."""
    incorrect_response_identifier: str | None = None
    inline_feedback: InlineFeedbackConfig | None = None


@model
class DefaultValue(Loose):
    """What an outcome is before anything was answered; it may be null."""

    value: JsonValue


@model
class TestOutcomeDeclaration(Loose):
    """A variable for what comes of a whole test."""

    identifier: str
    cardinality: Open[Cardinality] | None = None
    base_type: Open[BaseType] | None = None
    normal_maximum: Number | None = None
    normal_minimum: Number | None = None
    default_value: DefaultValue | None = None


@model
class CorrectResponseInput(Input, reads=CorrectResponse):
    """What is right."""

    value: Sequence[CorrectValue]
    """All values that belong to the right response; in their order where the cardinality is `ordered`."""


@model
class ResponseDeclarationInput(Input, reads=ResponseDeclaration):
    """A variable for what a student answers."""

    identifier: str = wire(check=non_empty)
    """Such as `RESPONSE`."""
    cardinality: Open[Cardinality] = wire(check=one_of(Cardinality))
    base_type: Open[BaseType] | Unset = wire(default=UNSET, check=one_of(BaseType))
    correct_response: CorrectResponseInput
    mapping: JsonObject | Unset = UNSET

    def problems(self) -> Iterable[Problem]:
        """It has a base type."""
        return typed(self.cardinality, self.base_type)


@model
class OutcomeDeclarationInput(Input, reads=OutcomeDeclaration):
    """A variable for what comes of the answers, such as `SCORE`."""

    identifier: str = wire(check=non_empty)
    cardinality: Open[Cardinality] = wire(check=one_of(Cardinality))
    base_type: Open[BaseType] | Unset = wire(default=UNSET, check=one_of(BaseType))

    def problems(self) -> Iterable[Problem]:
        """It has a base type."""
        return typed(self.cardinality, self.base_type)


@model
class ResponseProcessingInput(Input, reads=ResponseProcessing):
    """How a response makes an outcome."""

    template_type: Open[TemplateType] = wire(check=one_of(TemplateType))
    response_declaration_identifier: str = wire(check=non_empty)
    outcome_identifier: str = wire(check=non_empty)
    """The outcome that is set, such as `SCORE`, `FEEDBACK`."""
    correct_response_identifier: str
    """What the outcome is when the response is right; may be empty."""
    incorrect_response_identifier: str
    inline_feedback: InlineFeedbackConfig | Unset = UNSET


@model
class TestOutcomeDeclarationInput(Input, reads=TestOutcomeDeclaration):
    """A variable for what comes of a whole test."""

    identifier: str = wire(check=non_empty)
    cardinality: Open[Cardinality] | Unset = wire(default=UNSET, check=one_of(Cardinality))
    """`single` unless it is given."""
    base_type: Open[BaseType] = wire(check=one_of(BaseType))
    normal_maximum: Number | Unset | None = UNSET
    normal_minimum: Number | Unset | None = UNSET
    default_value: DefaultValue | Unset | None = UNSET
