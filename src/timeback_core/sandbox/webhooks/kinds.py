"""Webhooks and their filters: what may be written, how each refuses, what is answered."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import attrs

from timeback_core.sandbox.described import Either
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.refusals import RefusalError, unknown
from timeback_core.sandbox.schema import (
    ABSENT,
    Boolean,
    Choice,
    ListOf,
    MapOf,
    Member,
    Record,
    Text,
    kind_of,
    may_null,
    must,
    musts,
)
from timeback_core.sandbox.webhooks.matching import OPERATORS, TYPES, pattern
from timeback_core.sandbox.world import World

STAMPS: Final = {"created_at": "createdAt", "updated_at": "updatedAt", "deleted_at": "deletedAt"}
"""The times as they are answered, and as the published document spells them."""


_TEXT: Final = Text()
_STATUS: Final = must("status", Choice(("success", "error")))
STATUS: Final = Record((_STATUS, must("message", _TEXT), may_null("errors", MapOf(ListOf(_TEXT)))), name="StatusReply")
"""A message, as `status_reply` gives it."""
_ISSUE: Final = Record(
    (*musts(_TEXT, "code", "expected", "received", "message"), must("path", ListOf(_TEXT))), name="WebhookIssue"
)
_WRONG: Final = Record((must("error", _TEXT), must("details", ListOf(_ISSUE))), name="WebhookRefusal")
REFUSAL: Final = Either((STATUS, _WRONG))


@attrs.frozen
class Issue:
    """What is wrong with one member."""

    code: str
    expected: str
    received: str
    path: str
    message: str


@attrs.frozen(kw_only=True)
class Field:
    """A member that is written."""

    name: str
    type: str = "string"
    required: bool = True
    choices: Sequence[str] = ()
    also: str = ""
    """Another name of it; the published document has it."""

    def given(self, body: Document) -> Any:
        """What a body holds of it."""
        return body.get(self.name, body.get(self.also, ABSENT))

    def issue(self, value: Any) -> Issue | None:
        """What is wrong with its value; what need not be there may be null."""
        received = "undefined" if value is ABSENT else kind_of(value)
        if not self.required and received in ("undefined", "null"):
            return None
        if received != self.type:
            text = "Required" if value is ABSENT else f"Expected {self.type}, received {received}"
            return Issue("invalid_type", self.type, received, self.name, text)
        if self.required and value == "":
            return Issue("too_small", self.type, received, self.name, "String must contain at least 1 character(s)")
        if self.choices and value not in self.choices:
            expected = " | ".join(f"'{choice}'" for choice in self.choices)
            return Issue("invalid_enum_value", expected, value, self.name, f"Invalid enum value. Expected {expected}")
        return None

    @property
    def member(self) -> Member:
        """It as a member of a shape."""
        text = Choice(tuple(self.choices)) if self.choices else Text(min_length=int(self.required))
        shape = Boolean() if self.type == "boolean" else text
        return must(self.name, shape) if self.required else may_null(self.name, shape)


@attrs.frozen(kw_only=True)
class Kind:
    """One of the two resources."""

    collection: str
    singular: str
    """Key of one in answers."""
    plural: str
    """Key of lists."""
    noun: str
    name: str
    fields: Sequence[Field]
    rule: Callable[[World, Document], Issue | None] = lambda _world, _document: None
    """What is wrong with one whose members are right by themselves."""
    wrong: Callable[[Sequence[Issue]], Reply]
    """The answer to one with issues."""
    unpublished: Sequence[str] = ()
    """Members of answers that the published document lacks."""

    @property
    def written(self) -> Record:
        """The shape of what is written."""
        return Record([field.member for field in self.fields], name=f"{self.name}Input")

    @property
    def answered(self) -> Record:
        """The shape of what is answered."""
        members = (must("id", _TEXT), *self.written.members, *musts(_TEXT, "created_at", "updated_at"))
        return Record((*members, may_null("deleted_at", _TEXT)), name=self.name)

    def get(self, world: World, document_id: str) -> Document:
        """The one of that id; a deleted one is not there."""
        document = world.store.get(self.collection, document_id)
        if document is None or not in_use(document):
            raise unknown(f"{self.noun} not found")
        return document

    def rows(self, world: World) -> Iterator[Document]:
        """All that were not deleted."""
        return filter(in_use, world.store.rows(self.collection))

    def read(self, world: World, body: Document) -> tuple[Document, list[Issue]]:
        """The stored form of a body, and what is wrong with it."""
        given = {field.name: field.given(body) for field in self.fields}
        issues = [issue for field in self.fields if (issue := field.issue(given[field.name])) is not None]
        if not issues and (issue := self.rule(world, given)) is not None:
            issues = [issue]
        return {name: None if value is ABSENT else value for name, value in given.items()}, issues

    def show(self, world: World, document: Document) -> Document:
        """The answered form, or that of the published document."""
        shown = {"id" if name == "sourcedId" else name: value for name, value in document.items()}
        if not world.switches.published_webhooks:
            return shown
        names = {**STAMPS, **{field.name: field.also for field in self.fields if field.also}}
        return {names.get(name, name): value for name, value in shown.items() if name not in self.unpublished}


def in_use(document: Document) -> bool:
    """Whether a webhook or a filter was not deleted."""
    return document["deleted_at"] is None


def status_reply(status: int, text: str, errors: object = None) -> Reply:
    """A message with `status` `success` or `error`."""
    told = "success" if status < 300 else "error"
    return json_reply(status, {"status": told, "message": text, "errors": errors})


def refuse(refusal: RefusalError) -> Reply:
    """The error body of everything but what is wrong with the members of a webhook."""
    errors = {path: [text] for path, text in refusal.details if path}
    return status_reply(refusal.status, refusal.text, errors or None).with_headers(*refusal.headers)


def _wrong_webhook(issues: Sequence[Issue]) -> Reply:
    details = [{**attrs.asdict(issue), "path": [issue.path]} for issue in issues]
    return json_reply(400, {"error": "An error occurred", "details": details})


def _wrong_filter(issues: Sequence[Issue]) -> Reply:
    return status_reply(400, "Invalid webhook filter data", {issue.path: [issue.message] for issue in issues})


def _filter_issue(world: World, given: Document) -> Issue | None:
    if all(each["sourcedId"] != given["webhookId"] for each in WEBHOOK.rows(world)):
        return Issue("custom", "string", "string", "webhookId", "Webhook not found")
    if given["filterOperator"] == "regexp":
        try:
            pattern(given["filterValue"])
        except (re.error, OverflowError, RecursionError):
            return Issue("custom", "string", "string", "filterValue", "Invalid regular expression")
    return None


WEBHOOK: Final = Kind(
    collection="webhooks",
    singular="webhook",
    plural="webhooks",
    noun="Webhook",
    name="Webhook",
    fields=(
        Field(name="name"),
        Field(name="description", required=False),
        Field(name="targetUrl"),
        Field(name="secret"),
        Field(name="active", type="boolean"),
        Field(name="sensor", required=False),
    ),
    wrong=_wrong_webhook,
)
FILTER: Final = Kind(
    collection="webhookFilters",
    singular="filter",
    plural="filters",
    noun="Webhook filter",
    name="WebhookFilter",
    fields=(
        Field(name="webhookId"),
        Field(name="filterKey"),
        Field(name="filterValue"),
        Field(name="filterType", choices=TYPES),
        Field(name="filterOperator", choices=OPERATORS, also="filterOperation"),
        Field(name="active", type="boolean"),
    ),
    rule=_filter_issue,
    wrong=_wrong_filter,
    unpublished=("id",),
)
