"""What is found and what is measured: searches, and how far somebody got."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from timeback_core.caliper.models.base import ApplicationRef, Entity, PersonRef, Ref, Thing, of_kind
from timeback_core.engine.codec import Number, Open, model, non_negative, wire
from timeback_core.problems import Problem


@model
class Query(Entity):
    """What is searched for."""

    type: Literal["Query"] = "Query"
    creator: PersonRef | None = None
    search_target: Ref | None = None
    search_terms: str | None = None


@model
class SearchResponse(Entity):
    """What a search gave."""

    needs: ClassVar[tuple[str, ...]] = ("search_provider", "search_target")

    type: Literal["SearchResponse"] = "SearchResponse"
    search_provider: ApplicationRef | None = None
    search_target: Ref | None = None
    query: str | Thing | None = wire(default=None, check=of_kind("Query"))
    """A `Query`, or its text."""
    search_results_item_count: int | None = wire(default=None, check=non_negative)


class Metric(StrEnum):
    """What is measured."""

    ASSESSMENTS_PASSED = "AssessmentsPassed"
    ASSESSMENTS_SUBMITTED = "AssessmentsSubmitted"
    MINUTES_ON_TASK = "MinutesOnTask"
    SKILLS_MASTERED = "SkillsMastered"
    STANDARDS_MASTERED = "StandardsMastered"
    UNITS_COMPLETED = "UnitsCompleted"
    UNITS_PASSED = "UnitsPassed"
    WORDS_READ = "WordsRead"


@model
class AggregateMeasure(Entity):
    """How far somebody got in something.

    A `metric` of one's own, which the platform takes, has the same text as its `name`; any other that is not known is
    taken for a mistake.
    """

    closed = True
    needs: ClassVar[tuple[str, ...]] = ("metric", "metric_value")

    type: Literal["AggregateMeasure"] = "AggregateMeasure"
    metric: Open[Metric] | None = None
    metric_value: Number | None = wire(default=None, check=non_negative)
    max_metric_value: Number | None = wire(default=None, check=non_negative)
    started_at_time: datetime | None = None
    ended_at_time: datetime | None = None

    def problems(self) -> Iterable[Problem]:
        yield from super().problems()
        if self.metric is not None and self.metric not in (*Metric, self.name):
            yield Problem("metric", f"must be one of {', '.join(Metric)}, or the same text as the name")


@model
class AggregateMeasureCollection(Entity):
    """How far somebody got, in several things."""

    closed = True
    needs: ClassVar[tuple[str, ...]] = ("items",)

    type: Literal["AggregateMeasureCollection"] = "AggregateMeasureCollection"
    items: tuple[Annotated[Ref, of_kind("AggregateMeasure")], ...] | None = None
