"""Questions of lessons, what was answered to them, and what that was worth."""

from collections.abc import Mapping
from typing import TypeAlias

from timeback_core.engine.codec import Flag, JsonValue, LaxNumber, Loose, Model, Open, model
from timeback_core.oneroster.models.resource_metadata import Difficulty, QuestionType
from timeback_core.powerpath.models.common import Count

Answer: TypeAlias = str | tuple[str, ...]
"""What was answered: one text, or several."""


@model
class Feedback(Loose):
    """What a student is told of an answer."""

    identifier: str | None = None
    """Which of the item's own texts it is, such as `CORRECT`."""
    value: str | None = None
    """The text."""


@model
class Judged(Model):
    """What an answer was worth, and what is told of it."""

    score: LaxNumber | None = None
    """0 to 1."""
    feedback: Feedback | str | tuple[JsonValue, ...] | int | float | bool | None = None
    """In the form that the server has for it, mostly `Feedback` or a text; `feedback_text` is the text of either."""

    @property
    def feedback_text(self) -> str | None:
        """What the student is told; none where nothing is."""
        told = self.feedback.value if isinstance(self.feedback, Feedback) else self.feedback
        return (told or None) if isinstance(told, str) else None


@model
class QuestionResult(Judged):
    """What an answer was worth, as kept with its question."""

    outcomes: Mapping[str, JsonValue] | None = None
    """The outcome variables of the item, mostly as text."""


@model
class ResponseResult(Judged):
    """What an answer that was just given was worth."""

    is_correct: Flag | None = None


@model
class QuestionContent(Model):
    """How a question looks."""

    type: Open[QuestionType] | None = None
    raw_xml: str | None = None
    """The QTI item."""


@model
class PowerPathTestQuestion(Model):
    """A question of a lesson. While a test is not final, it does not tell what answers are worth."""

    id: str
    """Identifier of the QTI item, by which the question is answered."""
    index: Count | None = None
    """Its place in the test, from 0 on."""
    title: str | None = None
    url: str | None = None
    """Address of the QTI item."""
    difficulty: Open[Difficulty] = Difficulty.MEDIUM
    human_approved: Flag | None = None
    """Whether a person has approved it."""
    content: QuestionContent | None = None
    response: Answer | None = None
    """The older form of `responses`."""
    responses: Mapping[str, Answer] | None = None
    """What was answered, by the identifiers of the item's response variables."""
    correct: Flag | None = None
    result: QuestionResult | None = None
    result_id: str | None = None
    """Id of the assessment result of the answer."""
    learning_objectives: tuple[str, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether the student has answered it in this attempt, be it by nothing."""
        return bool(self.responses) or self.response is not None


@model
class NextQuestion(Model):
    """The question that a student gets next."""

    question: PowerPathTestQuestion
    score: LaxNumber | None = None
    """Of the attempt as it stands, 0 to 100."""
