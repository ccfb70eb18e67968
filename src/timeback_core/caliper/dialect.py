"""How a platform wants an envelope: pure functions over its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from timeback_core.engine.codec.kinds import read_datetime
from timeback_core.engine.codec.text import write_moment

if TYPE_CHECKING:
    from timeback_core.engine.codec.json import JsonValue
    from timeback_core.problems import Problem

TIMES: Final = frozenset(
    (
        *("sendTime", "eventTime", "startedAtTime", "endedAtTime", "startDate", "endDate", "dateTimeSelected"),
        *("dateCreated", "dateModified", "datePublished", "dateSent", "minDateTime", "maxDateTime"),
        *("dateToActivate", "dateToShow", "dateToStartOn", "dateToSubmit"),
    )
)
"""The members of events and entities that are times."""


def exact(body: JsonValue, _: list[Problem]) -> JsonValue:
    """An envelope without nulls, which no platform takes, and with times to the millisecond; extensions stay."""
    return _exact(body)


def _exact(value: JsonValue) -> JsonValue:
    if isinstance(value, Mapping):
        return {name: _member(name, each) for name, each in value.items() if each is not None}
    return value if isinstance(value, str) or not isinstance(value, Sequence) else [_exact(each) for each in value]


def _member(name: str, value: JsonValue) -> JsonValue:
    if name in TIMES and isinstance(value, str):
        return to_milliseconds(value)
    return value if name == "extensions" else _exact(value)


def to_milliseconds(time: str) -> str:
    """A time in UTC, cut to three decimals; one without a zone is in UTC already, and what is no time stays."""
    try:
        moment = read_datetime(time)
    except ValueError:
        return time
    return write_moment(moment.replace(microsecond=moment.microsecond // 1000 * 1000))
