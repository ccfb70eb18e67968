"""How a sandbox is set: the size of its district, and the known variants of the platform."""

import re
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import attrs

_LONGEST = 10.0 * 365 * 86_400


def _number(bounds: str, *, least: float, most: float) -> Callable[[object, "attrs.Attribute[float]", object], None]:
    def check(_switches: object, switch: "attrs.Attribute[float]", value: object) -> None:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError(f"{switch.name} must be a number {bounds}, not {value!r}")

    return check


def _seconds(bounds: str, *, least: float) -> Callable[[object, "attrs.Attribute[float]", object], None]:
    return _number(f"{bounds} and at most ten years", least=least, most=_LONGEST)


def _whole(least: int, most: int = 10_000_000) -> Callable[[object, "attrs.Attribute[int]", int], None]:
    def check(_plan: object, member: "attrs.Attribute[int]", value: int) -> None:
        if not least <= value <= most:
            raise ValueError(f"{member.name} must be a whole number from {least} to {most}, not {value!r}")

    return check


def _part_of_ids(_plan: object, _member: object, value: str) -> None:
    if not re.fullmatch(r"[A-Za-z0-9._~:-]{0,200}", value):
        raise ValueError(f"id_prefix must be at most 200 letters, digits and `.`, `_`, `~`, `:`, `-`, not {value!r}")


@attrs.frozen(kw_only=True)
class SeedPlan:
    """The school year of the district and its size; equal plans give equal documents."""

    first_year: int = attrs.field(validator=_whole(1900, 2999))
    """The year in which its school year begins."""
    seed: int = 1
    students: int = attrs.field(default=50, validator=_whole(0))
    students_per_school: int = attrs.field(default=500, validator=_whole(1))
    courses_per_student: int = attrs.field(default=3, validator=_whole(0))
    class_size: int = attrs.field(default=25, validator=_whole(1))
    gradebook_classes: int = attrs.field(default=12, validator=_whole(0))
    """How many classes have line items and results."""
    id_prefix: str = attrs.field(default="", validator=_part_of_ids)
    """Begins every id."""
    source: str = ""
    """The digest of the files that the district is from, whose size then says nothing; empty where it is made up."""

    @property
    def made(self) -> datetime:
        """When the first of its documents was made: in the summer before its school year."""
        return datetime(self.first_year, 7, 1, 8, tzinfo=UTC)

    @property
    def schools(self) -> int:
        """The number of schools: two at least, so that there is something to tell apart."""
        return max(2, -(-self.students // self.students_per_school))


@attrs.define(kw_only=True)
class Switches:
    """What differs from the default behaviour: all off at first, to be changed while the sandbox runs.

    Raises `ValueError` for numbers out of their bounds, here and when they are set.
    """

    strict_slash: bool = False
    """Answer only the path as documented, with or without its trailing slash; 404 otherwise."""
    spec_keys: bool = False
    """List the people of a class under `students` and `teachers` instead of `users`."""
    standard_conflict: bool = False
    """Answer 409 instead of 404 when an id exists already."""
    live_errors: bool = False
    """Answer 500 where the live platform was seen to do so: duplicate links, unknown resources."""
    live_status: bool = False
    """Answer a course's PUT with 201."""
    pairs_as_list: bool = False
    """Always give `sourcedIdPairs` as a list."""
    pairs_always_object: bool = False
    """Always give `sourcedIdPairs` as one object, the first of them."""
    header_totals: bool = False
    """Add `X-Total-Count` and `Link` to lists."""
    strict_limits: bool = False
    """Refuse a `limit` above the maximum instead of clamping it."""
    strict_filters: bool = False
    """Take at most two comparisons, no mixing of AND and OR, and no unknown member names."""
    short_pages: bool = False
    """Leave one row out of every other page that is not the last."""
    empty_put_bodies: bool = False
    """Answer every PUT without a body."""
    terms_include_semesters: bool = False
    """Let `terms` hold semesters too."""
    missing_as_200: bool = False
    """Answer 200 with an empty object where a stored event, a webhook or a filter does not exist."""
    job_seconds: float = attrs.field(default=0.0, validator=_seconds("from 0 on", least=0))
    """How long the jobs take that store events from now on."""
    failing_jobs: bool = False
    """Let the jobs fail that are begun from now on; their events are not stored."""
    published_webhooks: bool = False
    """Spell webhooks and filters as the published document does: `filterOperation`, `createdAt`, filters without id."""
    live_qti: bool = False
    """Answer QTI as the live platform was seen to: in `content` a single child is no array, and what is told of a
    document lags behind the XML that replaces it."""
    strict_records: bool = False
    """Refuse learner records with fewer contexts than the standard has, or with no credential in them."""
    free_text_score: float = attrs.field(default=1.0, validator=_number("from 0 to 1", least=0, most=1))
    """The score of an answer that nothing tells right from wrong, such as a text that a person would have to read."""
    token_seconds: float = attrs.field(default=3600.0, validator=_seconds("above 0", least=sys.float_info.min))
    """Lifetime of the tokens issued from now on."""
    token_without_expiry: bool = False
    """Leave `expires_in` out of the token answer."""

    def change(self, changes: Mapping[str, object]) -> dict[str, str]:
        """Set switches by name and give what is wrong with each that makes no sense; none of them is then set."""
        told = {name: self._problem(name, value) for name, value in changes.items()}
        wrong = {name: problem for name, problem in told.items() if problem}
        if not wrong:
            for name, value in changes.items():
                setattr(self, name, value)
        return wrong

    def _problem(self, name: str, value: object) -> str:
        known = {field.name: field for field in attrs.fields(Switches)}
        if name not in known:
            return f"there is no switch {name}"
        switch = known[name]
        if switch.validator is None:
            return "" if isinstance(value, bool) else f"{name} must be true or false, not {value!r}"
        try:
            switch.validator(self, switch, value)
        except ValueError as error:
            return str(error)
        return ""
