"""An item while it is built: what is wrong with its arguments, and both of its forms where nothing is."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Final, TypeAlias, TypedDict

import attrs
from returns.result import Failure, Result, Success

from timeback_core.documents import check
from timeback_core.engine.codec import UNSET, Open, evolve
from timeback_core.errors import InvalidInput
from timeback_core.problems import Inspector, Problem, shortened
from timeback_core.qti.models.declarations import (
    CorrectResponseInput,
    InlineFeedbackConfig,
    OutcomeDeclarationInput,
    ResponseDeclarationInput,
    ResponseProcessingInput,
)
from timeback_core.qti.models.enums import BaseType, Cardinality, ShowHide, TemplateType
from timeback_core.qti.models.graphics import Choice, Hotspot
from timeback_core.qti.models.item_parts import FeedbackElement, ItemMetadata, Rubric, StimulusReference
from timeback_core.qti.models.items import AssessmentItemInput, AssessmentItemXmlInput
from timeback_core.qti.recognition import is_item
from timeback_core.qti.roots import MalformedError, read_root
from timeback_core.qti.writing import SCORE, Written, item_xml

__all__ = ["AnswerFeedback", "BuiltItem", "Choices", "ItemNotes"]

RESPONSE: Final = "RESPONSE"
FEEDBACK: Final = "FEEDBACK"
INLINE: Final = "FEEDBACK-INLINE"
RIGHT, WRONG = "CORRECT", "INCORRECT"

Choices: TypeAlias = Mapping[str, str] | Sequence[Choice]
"""What can be chosen: HTML by identifier, or choices that say more of themselves."""


@attrs.frozen
class AnswerFeedback:
    """What a student is told about an answer; HTML."""

    correct: str
    incorrect: str


class ItemNotes(TypedDict, total=False):
    """What any item can have besides its question."""

    metadata: ItemMetadata
    stimulus: str | StimulusReference
    """What it is about, by its identifier alone as well."""


@attrs.frozen
class BuiltItem:
    """An item in both of its forms, which say the same."""

    json: AssessmentItemInput
    """For `assessment_items.create`; servers make XML of it, reliably of choices, orders and texts only."""
    xml: str
    """A whole document of QTI 3.0."""

    @property
    def xml_input(self) -> AssessmentItemXmlInput:
        """For `assessment_items.create_from_xml`, with the metadata, which no XML holds."""
        return AssessmentItemXmlInput(xml=self.xml, metadata=self.json.metadata)


class Draft(Inspector):
    """Looks at the arguments of a builder, and builds."""

    def __init__(self, prompt: str, notes: ItemNotes, feedback: AnswerFeedback | None = None) -> None:
        super().__init__()
        self.notes: ItemNotes = notes
        self.feedback: AnswerFeedback | None = feedback
        self.is_inline: bool = False
        """Whether choices have feedback of their own."""
        self.look_at_html("prompt", prompt)
        if feedback is not None:
            self.look_at_html("feedback.correct", feedback.correct)
            self.look_at_html("feedback.incorrect", feedback.incorrect)

    def look_at_html(self, path: str, html: str) -> None:
        """A problem, with its place, where HTML is no well-formed XML."""
        try:
            read_root(f"<x>{html}</x>")
        except MalformedError as error:
            line, column = error.place
            at = f"line {line}, column {column - len('<x>') if line == 1 else column}"
            self.refuse(path, f"must be HTML that is well-formed XML; {at}: {error.found}")

    def look_at_text(self, path: str, text: str) -> None:
        """A problem where XML cannot hold a text, as it cannot hold most control characters."""
        try:
            read_root(f"<x>{escape(text)}</x>")
        except MalformedError as error:
            self.refuse(path, f"must be text that XML can hold, has {error.found}")

    def choices(self, path: str, given: Choices, least: int = 1, taken: Sequence[Choice] = ()) -> tuple[Choice, ...]:
        """Choices as models, looked at.

        taken: choices of another set, whose identifiers cannot be used again.
        """
        if isinstance(given, Mapping):
            made = tuple(Choice(identifier=name, content=content) for name, content in given.items())
        else:
            made = tuple(each if each.feedback_inline is None else going_by_inline(each) for each in given)
        self.is_inline = self.is_inline or any(each.feedback_inline is not None for each in made)
        for index, choice in enumerate(made):
            self.look_at_html(f"{path}[{index}].content", choice.content)
            self.look_at_html(f"{path}[{index}].feedback_inline", choice.feedback_inline or "")
        self.look_at_identifiers(path, identifiers_of(made), identifiers_of(taken))
        if len(made) < least:
            self.refuse(path, f"must be at least {least}")
        return made

    def look_at_identifiers(self, path: str, identifiers: Sequence[str], taken: Sequence[str] = ()) -> None:
        """Problems where identifiers cannot be told apart: from each other, or within a pair."""
        seen = {*taken}
        for index, identifier in enumerate(identifiers):
            if any(character.isspace() for character in identifier):
                self.refuse(f"{path}[{index}].identifier", "must not hold white space")
            if identifier in seen:
                self.refuse(f"{path}[{index}].identifier", f"must not be {shortened(identifier, 60)!r} again")
            seen.add(identifier)

    def look_at_answers(self, correct: Sequence[str], known: Iterable[str], of: str, most: tuple[str, int]) -> None:
        """Problems where nothing is correct, something is twice, or is unknown, or more than can be answered.

        of: what the known ones are called. most: the argument that says how much can be answered, any with 0.
        """
        names, seen = frozenset(known), set[str]()
        if not correct:
            self.refuse("correct", "must be at least 1")
        for index, each in enumerate(correct):
            if each not in names:
                self.refuse(f"correct[{index}]", f"must be one of the {of}, is {shortened(each, 60)!r}")
            elif each in seen:
                self.refuse(f"correct[{index}]", f"must not be {shortened(each, 60)!r} again")
            seen.add(each)
        if 0 < most[1] < len(correct):
            self.refuse(most[0], f"must leave room for {len(correct)} that are correct")

    def built(
        self,
        identifier: str,
        title: str,
        interaction: Written,
        kind: tuple[Cardinality, Open[BaseType]],
        correct: Sequence[str],
        rubrics: Sequence[Rubric] = (),
    ) -> Result[BuiltItem, InvalidInput]:
        """The item, or every problem of it under the names of the arguments.

        kind: cardinality and base type of the response. correct: its values; none where nothing tells right from wrong.
        """
        for path, text in (("identifier", identifier), ("title", title), *(("correct", each) for each in correct)):
            self.look_at_text(path, text)
        cardinality, base_type = kind
        stimulus = self.notes.get("stimulus")
        outcomes = [OutcomeDeclarationInput(identifier=SCORE, cardinality="single", base_type="float")]
        if self.gives_feedback:
            outcomes.append(OutcomeDeclarationInput(identifier=FEEDBACK, cardinality="single", base_type="identifier"))
        if self.is_inline:
            outcomes.append(OutcomeDeclarationInput(identifier=INLINE, cardinality=cardinality, base_type=base_type))
        item = AssessmentItemInput(
            identifier=identifier,
            title=title,
            type=interaction.type,
            interaction=interaction,
            response_declarations=[
                ResponseDeclarationInput(
                    identifier=RESPONSE,
                    cardinality=cardinality,
                    base_type=base_type,
                    correct_response=CorrectResponseInput(value=[*correct] or [""]),
                )
            ],
            outcome_declarations=outcomes,
            response_processing=self.processing() if correct else UNSET,
            feedback_block=[
                FeedbackElement(outcome_identifier=FEEDBACK, identifier=value, show_hide=ShowHide.SHOW, content=html)
                for value, html in ((RIGHT, self.feedback.correct), (WRONG, self.feedback.incorrect))
            ]
            if self.feedback
            else UNSET,
            rubrics=rubrics or UNSET,
            stimulus=(StimulusReference(identifier=stimulus) if isinstance(stimulus, str) else stimulus) or UNSET,
            metadata=self.notes.get("metadata", UNSET),
        )
        self.problems.extend(Problem(argument_at(each.path), each.text) for each in check(item))
        xml = "" if self.problems else item_xml(item, interaction)
        if not self.problems and (problem := is_item(xml)) is not None:
            self.refuse("", problem)
        problems = tuple(dict.fromkeys(self.problems))
        return Failure(InvalidInput(problems)) if problems else Success(BuiltItem(item, xml))

    @property
    def gives_feedback(self) -> bool:
        """Whether an outcome beside the score says what was right: feedback of either kind goes with one."""
        return self.is_inline or self.feedback is not None

    def processing(self) -> ResponseProcessingInput:
        """The standard template; what it sets is the score, or what feedback goes by."""
        inline = InlineFeedbackConfig(outcome_identifier=INLINE, variable_identifier=RESPONSE)
        return ResponseProcessingInput(
            template_type=TemplateType.MATCH_CORRECT,
            response_declaration_identifier=RESPONSE,
            outcome_identifier=FEEDBACK if self.gives_feedback else SCORE,
            correct_response_identifier=RIGHT if self.gives_feedback else "1",
            incorrect_response_identifier=WRONG if self.gives_feedback else "0",
            inline_feedback=inline if self.is_inline else UNSET,
        )


def identifiers_of(choices: Iterable[Choice | Hotspot]) -> list[str]:
    return [each.identifier for each in choices]


def going_by_inline(choice: Choice) -> Choice:
    return evolve(choice, feedback_outcome_identifier=INLINE)


def argument_at(path: str) -> str:
    """Where an argument stands that became a member of an item: questions and attributes are flat there."""
    for level in ("interaction.", "question_structure.", "attributes."):
        path = path.removeprefix(level)
    return f"picture{path.removeprefix('object')}" if path.partition(".")[0] == "object" else path
