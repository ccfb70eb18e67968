"""Learning objectives, as line items name them and as results score them."""

from collections.abc import Sequence

from timeback_core.engine.codec import UNSET, Input, Model, Number, Unset, model, non_empty, wire


@model
class LearningObjectiveIds(Model):
    """Learning objectives of one source."""

    source: str | None = None
    """Who publishes the objectives, such as `CASE`."""
    learning_objective_ids: tuple[str, ...] = ()


@model
class LearningObjectiveIdsInput(Input, reads=LearningObjectiveIds):
    """Learning objectives of one source, as written."""

    source: str = wire(check=non_empty)
    """Who publishes the objectives, such as `CASE`."""
    learning_objective_ids: Sequence[str]


@model
class LearningObjectiveResult(Model):
    """How well one learning objective was reached."""

    learning_objective_id: str
    score: Number | None = None
    text_score: str | None = None


@model
class LearningObjectiveResultInput(Input, reads=LearningObjectiveResult):
    """How well one learning objective was reached, as written."""

    learning_objective_id: str = wire(check=non_empty)
    score: Number | Unset = UNSET
    text_score: str | Unset = UNSET


@model
class LearningObjectiveResults(Model):
    """How well the learning objectives of one source were reached."""

    source: str | None = None
    """Who publishes the objectives, such as `CASE`."""
    learning_objective_results: tuple[LearningObjectiveResult, ...] = ()


@model
class LearningObjectiveResultsInput(Input, reads=LearningObjectiveResults):
    """How well the learning objectives of one source were reached, as written."""

    source: str = wire(check=non_empty)
    """Who publishes the objectives, such as `CASE`."""
    learning_objective_results: Sequence[LearningObjectiveResultInput]
