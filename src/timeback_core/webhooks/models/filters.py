"""Filters of webhooks: which events are sent."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from typing import Annotated, TypeAlias

from timeback_core.engine.codec import Flag, Input, Kind, Model, Open, model, non_empty, one_of, wire
from timeback_core.engine.codec.kinds import read_number, write_number
from timeback_core.problems import Problem


class FilterType(StrEnum):
    """What the values are that a filter compares."""

    STRING = "string"
    NUMBER = "number"
    BOOLEAN = "boolean"


class FilterOperator(StrEnum):
    """How a filter compares; `in` and `notIn` take values with commas between them."""

    EQ = "eq"
    NEQ = "neq"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    CONTAINS = "contains"
    NOT_CONTAINS = "notContains"
    IN = "in"
    NOT_IN = "notIn"
    STARTS_WITH = "startsWith"
    ENDS_WITH = "endsWith"
    REGEXP = "regexp"


def write_filter_value(value: str | float) -> str:
    """Text as it is, a number or a boolean as JSON writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(write_number(value))


FilterValue: TypeAlias = Annotated[
    str | int | float | bool,
    Kind(write_filter_value, write_filter_value, ("string", "number", "boolean"), "text, a number or a boolean"),
]
"""What a filter compares with; a number or a boolean is sent as its text."""


def has_value(value: str | float) -> str | None:
    """A value whose text is more than white space."""
    return non_empty(write_filter_value(value))


@model
class WebhookFilter(Model):
    """A condition on the events of a webhook; all that are active have to hold."""

    id: str | None = None
    """Its id, by which it is read, replaced and deleted; the published document does not have it."""
    webhook_id: str
    filter_key: str
    """The field of the event, such as `type`."""
    filter_value: str
    filter_type: Open[FilterType]
    filter_operator: Open[FilterOperator] = wire(also=("filterOperation",))
    active: Flag
    created_at: datetime | None = wire("created_at", default=None, also=("createdAt",))
    updated_at: datetime | None = wire("updated_at", default=None, also=("updatedAt",))
    deleted_at: datetime | None = wire("deleted_at", default=None, also=("deletedAt",))


@model
class WebhookFilterInput(Input, reads=WebhookFilter, drops=("id", "created_at", "updated_at", "deleted_at")):
    """A filter of a webhook, as created or replaced; its value has to be of its type."""

    webhook_id: str = wire(check=non_empty)
    filter_key: str = wire(check=non_empty)
    """The field of the event, such as `type`."""
    filter_value: FilterValue = wire(check=has_value)
    filter_type: Open[FilterType] = wire(check=one_of(FilterType))
    filter_operator: Open[FilterOperator] = wire(check=one_of(FilterOperator), also=("filterOperation",))
    active: Flag

    def problems(self) -> Iterable[Problem]:
        """The value is of the type, each one where there are several; a pattern is a regular expression."""
        text = write_filter_value(self.filter_value)
        if self.filter_operator == FilterOperator.REGEXP:
            if not is_pattern(text):
                yield Problem("filter_value", "must be a regular expression")
            return
        several = self.filter_operator in (FilterOperator.IN, FilterOperator.NOT_IN)
        if not all(fits(each, self.filter_type) for each in (text.split(",") if several else [text])):
            yield Problem("filter_value", f"must be of the type {self.filter_type}, as filter_type says")


def fits(text: str, kind: str) -> bool:
    """Whether a text is a value of a filter's type."""
    if kind == FilterType.BOOLEAN:
        return text.strip() in ("true", "false")
    if kind == FilterType.NUMBER:
        try:
            read_number(text)
        except ValueError:
            return False
        return text.isascii()  # digits of other scripts are numbers to Python alone
    return True


def is_pattern(text: str) -> bool:
    """Whether a text is a regular expression, whose groups may be named as in JavaScript."""
    with suppress(Warning):  # of what a later Python may read otherwise
        try:
            re.compile(re.sub(r"\(\?<(?=\w)", "(?P<", text))
        except (re.error, OverflowError, RecursionError):
            return False
    return True
