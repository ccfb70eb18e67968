"""Assessment tests: items in sections and parts."""

from collections.abc import Mapping, Sequence

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    JsonObject,
    Loose,
    Number,
    OneOrMany,
    Unset,
    at_least,
    model,
    non_empty,
    positive,
    wire,
)
from timeback_core.qti.models.declarations import TestOutcomeDeclaration, TestOutcomeDeclarationInput
from timeback_core.qti.models.items import AssessmentItem
from timeback_core.qti.models.sections import TestPart, TestPartInput
from timeback_core.qti.models.stored import KEPT_BY_SERVER, StoredDocument


@model
class AssessmentTest(StoredDocument):
    """A test as stored; what does not fit a member is in `extra` as it came."""

    qti_version: str | None = None
    test_parts: OneOrMany[TestPart] = wire("qti-test-part", default=())
    """May be missing of tests that came as XML; see `raw_xml` then."""
    outcome_declarations: OneOrMany[TestOutcomeDeclaration] = wire("qti-outcome-declaration", default=())
    time_limit: Number | None = None
    """Seconds for the whole test."""
    max_attempts: Number | None = None
    tools_enabled: Mapping[str, Flag] | None = None
    """Tools for those who take it, by name."""
    metadata: JsonObject | None = None
    is_valid_xml: Flag | None = None
    """Whether the XML is valid, where a single test was asked for."""


@model
class AssessmentTestInput(Input, reads=AssessmentTest, drops=(*KEPT_BY_SERVER, "is_valid_xml")):
    """A test, as created or replaced from JSON."""

    identifier: str = wire(check=non_empty)
    title: str = wire(check=non_empty)
    qti_version: str | Unset | None = UNSET
    tool_name: str | Unset | None = UNSET
    """What it was written with; only the XML tells it later."""
    tool_version: str | Unset | None = UNSET
    time_limit: Number | Unset | None = wire(default=UNSET, check=positive)
    """Seconds for the whole test."""
    max_attempts: Number | Unset | None = wire(default=UNSET, check=positive)
    tools_enabled: Mapping[str, Flag] | Unset | None = UNSET
    """Tools for those who take it, by name."""
    metadata: JsonObject | Unset | None = UNSET
    test_parts: Sequence[TestPartInput] = wire("qti-test-part", check=at_least(1))
    outcome_declarations: Sequence[TestOutcomeDeclarationInput] | Unset = wire("qti-outcome-declaration", default=UNSET)


@model
class UpdateTestMetadataInput(Input):
    """The metadata that a test is to have instead."""

    metadata: JsonObject | Unset | None = UNSET


@model
class QuestionReference(Loose):
    """Where an item stands in a test."""

    identifier: str
    """That of the item."""
    href: str | None = None
    test_part: str | None = None
    section: str | None = None


@model
class QuestionWithItem(Loose):
    """An item of a test."""

    reference: QuestionReference
    question: AssessmentItem | None = None
    """None where the test refers to an item that does not exist."""


@model
class QuestionsResponse(Loose):
    """All items of a test, in its order."""

    assessment_test: str
    """The test's identifier."""
    title: str
    total_questions: Number | None = None
    questions: tuple[QuestionWithItem, ...] = ()
