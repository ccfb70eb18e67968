"""Assessment items: single questions, and what comes of a response to one."""

from collections.abc import Iterable, Sequence
from typing import Literal

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    JsonValue,
    LaxNumber,
    Loose,
    OneOrMany,
    Open,
    Unknown,
    Unset,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.problems import Problem
from timeback_core.qti.models.declarations import (
    OutcomeDeclaration,
    OutcomeDeclarationInput,
    ResponseDeclaration,
    ResponseDeclarationInput,
    ResponseProcessing,
    ResponseProcessingInput,
)
from timeback_core.qti.models.enums import ItemType
from timeback_core.qti.models.interactions import Interaction
from timeback_core.qti.models.item_parts import FeedbackElement, ItemMetadata, ModalFeedback, Rubric, StimulusReference
from timeback_core.qti.models.stored import KEPT_BY_SERVER, StoredDocument
from timeback_core.qti.recognition import is_item


@model
class AssessmentItem(StoredDocument):
    """A question as stored; `raw_xml` is what holds, the other members may lag behind it.

    What does not fit a member is in `extra` as it came, so that an odd item is read all the same.
    """

    type: Open[ItemType]
    qti_version: str | None = None
    time_dependent: Flag | None = None
    adaptive: Flag | None = None
    response_declarations: tuple[ResponseDeclaration, ...] = ()
    outcome_declarations: tuple[OutcomeDeclaration, ...] = ()
    response_processing: ResponseProcessing | None = None
    metadata: ItemMetadata | None = None
    modal_feedback: tuple[ModalFeedback, ...] = ()
    """This and the two others: empty in items that came as XML, whatever that holds."""
    feedback_inline: tuple[FeedbackElement, ...] = ()
    feedback_block: tuple[FeedbackElement, ...] = ()
    interaction: Interaction | None = None
    """This and the following: of items that came as JSON, where the server tells them at all."""
    pre_interaction: str | None = None
    post_interaction: str | None = None
    rubrics: tuple[Rubric, ...] = ()
    stimulus: OneOrMany[StimulusReference] = wire(default=(), also=("stimulusRef",))
    custom_interaction_type_identifier: str | None = None


@model
class AssessmentItemInput(Input, reads=AssessmentItem, drops=(*KEPT_BY_SERVER, "custom_interaction_type_identifier")):
    """A question, as created or replaced from JSON. Only choice, order and text entry become XML reliably."""

    format: Literal["json"] | Unset = UNSET
    identifier: str = wire(check=non_empty)
    title: str = wire(check=non_empty)
    type: Open[ItemType] = wire(check=one_of(ItemType))
    """The same as that of the interaction."""
    qti_version: str | Unset | None = UNSET
    time_dependent: Flag | Unset | None = UNSET
    adaptive: Flag | Unset | None = UNSET
    pre_interaction: str | Unset | None = UNSET
    """HTML that is shown before the interaction."""
    interaction: Interaction
    post_interaction: str | Unset | None = UNSET
    """HTML that is shown after the interaction."""
    response_declarations: Sequence[ResponseDeclarationInput] | Unset = UNSET
    outcome_declarations: Sequence[OutcomeDeclarationInput] | Unset = UNSET
    response_processing: ResponseProcessingInput | Unset | None = UNSET
    metadata: ItemMetadata | Unset | None = UNSET
    modal_feedback: Sequence[ModalFeedback] | Unset = UNSET
    feedback_inline: Sequence[FeedbackElement] | Unset = UNSET
    feedback_block: Sequence[FeedbackElement] | Unset = UNSET
    rubrics: Sequence[Rubric] | Unset = UNSET
    stimulus: StimulusReference | Sequence[StimulusReference] | Unset | None = UNSET
    """The stimulus that it is about, or several; they have to exist."""

    def problems(self) -> Iterable[Problem]:
        """The interaction is of the item's type."""
        kind: JsonValue = (
            self.interaction.raw.get("type") if isinstance(self.interaction, Unknown) else self.interaction.type
        )
        if kind != self.type:
            yield Problem("interaction.type", f"must be {self.type}, as type says")


@model
class AssessmentItemXmlInput(Input):
    """A question, as created or replaced from XML, which goes out as it is."""

    format: Literal["xml"] = "xml"
    xml: str = wire(check=is_item)
    """An item of QTI 3.0, which says identifier and title itself."""
    metadata: ItemMetadata | Unset | None = UNSET
    """What is stored beside it."""


@model
class ItemFeedback(Loose):
    """What is said about a response."""

    identifier: str | None = None
    """Such as `correct`, `incorrect`, or of the item's own."""
    value: str | None = None
    """Such as `Correct`, or what a grader wrote."""


@model
class ProcessResponseResult(Loose):
    """What a response was worth."""

    score: LaxNumber | None = None
    """From 0 (wrong) to 1 (right); None while it is being graded elsewhere."""
    feedback: ItemFeedback | None = None
    is_correct: Flag | None = None
    requires_async_grading: Flag | None = None
    """Whether another grader will answer later."""
    grader_url: str | None = None
    """That grader."""
