"""The tests that MasteryTrack has."""

from datetime import datetime

from timeback_core.engine.codec import Flag, Loose, model, wire
from timeback_core.masterytrack.models.common import Whole


@model
class TestMetadata(Loose):
    """What is known of a test besides; whatever else stands there is in `extra`."""

    url: str | None = None
    """Page of the test."""
    type: str | None = None
    """`qti` as a rule."""
    sub_type: str | None = None
    """`qti-test` as a rule."""
    year: str | None = None
    format: str | None = None
    """Such as `digital`."""
    question_types: tuple[str, ...] = ()
    """Such as `choice` and `text-entry`."""
    grade: str | None = None
    """Name of the grade, such as `Third Grade`."""
    state: str | None = None
    """Such as `TX`."""


@model
class InventoryTest(Loose):
    """A test of the inventory. A value that does not fit a field is in `extra`."""

    timeback_id: str = wire("timeback_id")
    """By which it is assigned."""
    id: Whole | None = None
    """The inventory's own number."""
    name: str | None = None
    subject: str | None = None
    grade: str | None = None
    """Name of the grade, such as `Third Grade`."""
    grade_rank: Whole | None = wire("grade_rank", default=None)
    """Number of the grade, 0 to 12."""
    version: Whole | None = None
    active: Flag | None = None
    metadata: TestMetadata | None = None
    supported: Flag | None = None
    """Whether it can be assigned: the player knows all its types of questions."""
    created_at: datetime | None = wire("created_at", default=None)
    updated_at: datetime | None = wire("updated_at", default=None)
    invalidated_on: datetime | None = wire("invalidated_on", default=None)
