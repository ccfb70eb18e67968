"""The types of QTI's operations, one for each shape; checked by mypy and pyright, never run."""

from collections.abc import AsyncIterator, Iterator
from typing import assert_never, assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import BadRow, Rows, Unknown, evolve
from timeback_core.client import AsyncTimebackClient, TimebackClient
from timeback_core.engine.call.page import Page
from timeback_core.errors import InvalidInput, TimebackError
from timeback_core.qti import (
    AssessmentItem,
    AssessmentItemInput,
    AssessmentItemRefInput,
    AssessmentItemXmlInput,
    AssessmentSection,
    AssessmentTest,
    AssessmentTestInput,
    BatchValidationResult,
    ChoiceInteraction,
    FeedbackRecord,
    HotspotInteraction,
    Interaction,
    ItemMetadata,
    MessageResponse,
    ProcessResponseResult,
    QuestionsResponse,
    Stimulus,
    TestPart,
    ValidateBatchInput,
)


def in_threads(client: TimebackClient, item: AssessmentItemInput, batch: ValidateBatchInput) -> None:
    """A call of each shape."""
    qti = client.qti
    assert_type(
        qti.assessment_items.list(where={"type": "choice"}, page=2), IOResult[Page[AssessmentItem], TimebackError]
    )
    assert_type(qti.assessment_items.list.collect(search="a"), IOResult[Rows[AssessmentItem], TimebackError])
    assert_type(qti.assessment_items.list.stream(limit=5), Iterator[Result[AssessmentItem, TimebackError | BadRow]])
    assert_type(qti.assessment_items.create(item), IOResult[AssessmentItem, TimebackError])
    assert_type(qti.assessment_items.get_xml("i"), IOResult[str, TimebackError])
    assert_type(
        qti.assessment_items.modify("i", lambda it: evolve(it, xml="")), IOResult[AssessmentItem, TimebackError]
    )
    assert_type(qti.assessment_items.process_response("i", ["A"]), IOResult[ProcessResponseResult, TimebackError])
    assert_type(
        qti.assessment_items.process_responses("i", {"R": "A", "S": ["B"]}),
        IOResult[ProcessResponseResult, TimebackError],
    )
    assert_type(qti.assessment_items.exists("i"), IOResult[bool, TimebackError])
    assert_type(qti.assessment_tests.create_from_xml("<a/>"), IOResult[AssessmentTest, TimebackError])
    assert_type(qti.assessment_tests.get_questions("t"), IOResult[QuestionsResponse, TimebackError])
    assert_type(qti.lesson.get_lesson("l"), IOResult[Page[FeedbackRecord], TimebackError])
    assert_type(qti.general.delete_by_id("f"), IOResult[MessageResponse | None, TimebackError])
    assert_type(qti.validate.batch(batch), IOResult[BatchValidationResult, TimebackError])
    assert_type(qti.stimuli.delete("s"), IOResult[None, TimebackError])


def in_loops(client: AsyncTimebackClient, test: AssessmentTestInput, ref: AssessmentItemRefInput) -> None:
    """The same in loops, and what lies below a test."""
    tests = client.qti.assessment_tests
    sections = tests.test_parts.sections
    assert_type(tests.upsert("t", test), FutureResult[AssessmentTest, TimebackError])
    assert_type(tests.test_parts.list("t", navigation_mode="linear"), FutureResult[Page[TestPart], TimebackError])
    assert_type(tests.test_parts.get_xml("t", "p"), FutureResult[str, TimebackError])
    assert_type(sections.items.add("t", "p", "s", ref), FutureResult[AssessmentSection, TimebackError])
    assert_type(sections.items.remove("t", "p", "s", "i"), FutureResult[None, TimebackError])
    assert_type(client.qti.stimuli.list.stream(), AsyncIterator[Result[Stimulus, TimebackError | BadRow]])


def written_back(item: AssessmentItem, test: AssessmentTest) -> None:
    """What was read, as it is written."""
    assert_type(AssessmentItemInput.of(item), Result[AssessmentItemInput, InvalidInput])
    assert_type(AssessmentTestInput.of(test), Result[AssessmentTestInput, InvalidInput])
    assert_type(item.metadata, ItemMetadata | None)
    assert_type(AssessmentItemXmlInput(xml=item.raw_xml).xml, str)


def told_apart(interaction: Interaction) -> int:
    """The classes of interactions, which `match` narrows."""
    match interaction:
        case ChoiceInteraction(question_structure=question):
            return len(question.choices)
        case HotspotInteraction(question_structure=question):
            return len(question.hotspots)
        case Unknown(raw):
            return len(raw)
        case other:
            return len(other.response_identifier)


def chosen(interaction: ChoiceInteraction | Unknown) -> str:
    """None is missing."""
    match interaction:
        case ChoiceInteraction():
            return interaction.response_identifier
        case Unknown(raw):
            return str(raw)
        case other:
            assert_never(other)
