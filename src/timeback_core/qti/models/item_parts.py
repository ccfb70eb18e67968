"""What an item holds besides its question: notes about it, feedback, rubrics, stimuli."""

from collections.abc import Iterable
from typing import Annotated, TypeAlias

from timeback_core.engine.codec import Kind, Loose, OneOrMany, Open, model, non_empty, one_of, wire
from timeback_core.problems import Problem
from timeback_core.qti.models.enums import Difficulty, RubricUse, RubricView, ShowHide

ItemGrade: TypeAlias = Annotated[str | int, Kind(str, str, ("string", "number"), "grade from -1 to 13")]
"""A school grade; text as read, also where the server has a number, and sent as text."""


def a_grade(value: object) -> str | None:
    """A grade from -1 to 13, as the server spells it."""
    known = str(value) in map(str, range(-1, 14))
    return None if known else "must be a grade from -1 (before kindergarten) to 13"


@model
class LearningObjectiveSet(Loose):
    """Learning objectives of one source."""

    source: str = wire(check=non_empty)
    """Who publishes the objectives, such as `CASE`."""
    learning_objective_ids: tuple[str, ...] = ()


@model
class ItemMetadata(Loose):
    """What is noted about an item; any other key is in `extra`, and sent as well."""

    subject: str | None = None
    grade: ItemGrade | None = wire(default=None, check=a_grade)
    difficulty: Open[Difficulty] | None = wire(default=None, check=one_of(Difficulty))
    learning_objective_set: tuple[LearningObjectiveSet, ...] = ()


@model
class AnyFeedback(Loose):
    """What every feedback in an item has."""

    outcome_identifier: str = wire(check=non_empty)
    """The outcome that it goes by."""
    identifier: str = wire(check=non_empty)
    """The value of that outcome for which it is meant."""
    show_hide: Open[ShowHide] = wire(check=one_of(ShowHide))
    content: str
    """HTML."""


@model
class ModalFeedback(AnyFeedback):
    """Feedback in a dialog."""

    title: str | None = None

    def problems(self) -> Iterable[Problem]:
        """What is sent has a title."""
        if self.title is None:
            yield Problem("title", "must be given")


@model
class FeedbackElement(AnyFeedback):
    """Feedback within a text, or as a block of its own."""

    class_: OneOrMany[str] = ()
    """Classes of style sheets."""


@model
class Rubric(Loose):
    """A note for those who see it."""

    use: Open[RubricUse] = wire(check=non_empty)
    """Other words than these are taken too."""
    view: Open[RubricView] = wire(check=one_of(RubricView))
    body: str
    """HTML."""


@model
class StimulusReference(Loose):
    """The stimulus that an item is about."""

    identifier: str = wire(check=non_empty)
    href: str | None = None
    """Where it lies; the server makes one where there is none."""
    title: str | None = None
