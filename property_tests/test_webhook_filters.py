"""Webhooks and filters against plain dicts (law 10): what is listed is what they hold, and who is told is who asks."""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, TypeVar

import httpx
from hypothesis import given, settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from property_tests.profiles import so_many
from returns.io import IOResult
from tests.sandbox.caliper_bodies import envelope, urn, viewed

from timeback_core import TimebackClient, TimebackError, check, evolve
from timeback_core.compose import plain
from timeback_core.errors import InvalidInput, NotFound, Rejected
from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.webhooks.matching import passes
from timeback_core.webhooks import FilterOperator, FilterType, WebhookFilterInput, WebhookInput

T = TypeVar("T")

WORDS = [
    "red",
    "red green",
    "in red",
    "12",
    "12.0",
    "-3.5",
    "true",
    "false",
    "1e2",
    "null",
    "^r",
    "[0-9]+$",
    "(?<x>e)",
    "(",
]
KEYS = [*["extensions.a", "extensions.b"] * 3, "extensions.a.b", "extensions", "type", "sensor", "actor", "x"]
SENSORS = [None, "", "https://app.example/sensor", "https://other.example"]

words = st.sampled_from(WORDS)
scalars = words | st.integers(-4, 13) | st.sampled_from([12.0, -3.5, 0.1]) | st.booleans() | st.none()
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abd"), inner)
)
extensions = st.fixed_dictionaries({"a": scalars, "b": scalars | values}, optional={"c": values})
filters = st.builds(
    WebhookFilterInput,
    webhook_id=st.just("none"),
    filter_key=st.sampled_from(KEYS),
    filter_value=words | st.lists(words, min_size=2, max_size=3).map(", ".join) | st.integers(-4, 13) | st.booleans(),
    filter_type=st.sampled_from([each.value for each in FilterType]),
    filter_operator=st.sampled_from([each.value for each in FilterOperator]),
    active=st.sampled_from([True, True, False]),
)

sound_filters = filters.filter(lambda row: not check(row))


def reached(value: Any, path: list[str]) -> Iterator[Any]:
    """Everything that a path leads to, through every list on its way."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, list):
            yield from reached(each, path)
        elif not path:
            yield each
        elif isinstance(each, dict) and path[0] in each:
            yield from reached(each[path[0]], path[1:])


def as_kind(value: Any, kind: str) -> list[Any]:
    """A value as one of a filter's type, if it is one."""
    if kind == "string":
        return [] if isinstance(value, dict | None) else [value if isinstance(value, str) else json.dumps(value)]
    if isinstance(value, str):
        with suppress(ValueError):
            value = json.loads(value)
    wanted: Any = bool if kind == "boolean" else (int, float)
    return [value] if isinstance(value, wanted) and (kind == "boolean" or not isinstance(value, bool)) else []


def holds(how: str, value: Any, text: str, kind: str) -> bool:
    """Whether one value of an event is as a filter wants it."""
    told = value if isinstance(value, str) else json.dumps(value)
    if how in ("contains", "startsWith", "endsWith"):
        return {"contains": text in told, "startsWith": told.startswith(text), "endsWith": told.endswith(text)}[how]
    if how == "regexp":
        return re.search(text.replace("(?<", "(?P<"), told) is not None
    if how == "in":
        return any(value == each for part in text.split(",") for each in as_kind(part.strip(), kind))
    orders = {"eq": lambda a, b: a == b, "gt": lambda a, b: a > b, "lt": lambda a, b: a < b}
    orders |= {"gte": lambda a, b: a >= b, "lte": lambda a, b: a <= b}
    return any(orders[how](value, each) for each in as_kind(text, kind))


def wants(row: WebhookFilterInput, event: dict[str, Any]) -> bool:
    """Whether a filter lets an event of a sensor through."""
    path = [row.filter_key] if row.filter_key in event else row.filter_key.split(".")
    found = [each for value in reached(event, path) for each in as_kind(value, row.filter_type)]
    text = text_of(row)
    positive = {"neq": "eq", "notContains": "contains", "notIn": "in"}.get(row.filter_operator)
    if positive is not None:
        return not any(holds(positive, each, text, row.filter_type) for each in found)
    return any(holds(row.filter_operator, each, text, row.filter_type) for each in found)


def sent(row: WebhookFilterInput) -> dict[str, Any]:
    """A filter as it is sent."""
    names = {"filterKey": row.filter_key, "filterType": row.filter_type, "filterOperator": row.filter_operator}
    return {**names, "filterValue": text_of(row)}


def text_of(row: WebhookFilterInput) -> str:
    """The value of a filter as it is sent."""
    return row.filter_value if isinstance(row.filter_value, str) else json.dumps(row.filter_value)


some_hook = precondition(lambda machine: machine.hooks)
some_filter = precondition(lambda machine: machine.rows)


class ClientAgainstDicts(RuleBasedStateMachine):
    """Webhooks and filters come, change and go; events are delivered to whom the dicts say."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = Sandbox(students=1)
        self.client = TimebackClient.open(**self.sandbox.settings, environ={}).unwrap()
        self.web = httpx.Client(transport=self.sandbox.transport(), base_url=self.sandbox.base_url)
        form = {"grant_type": "client_credentials"}
        answer = self.web.post(
            self.sandbox.token_path, data=form, auth=(self.sandbox.client_id, self.sandbox.client_secret)
        )
        self.web.headers["authorization"] = f"Bearer {answer.json()['access_token']}"
        self.hooks: dict[str, WebhookInput] = {}
        self.rows: dict[str, WebhookFilterInput] = {}
        self.sent = 0

    def teardown(self) -> None:
        self.client.close()
        self.web.close()

    def succeeds(self, told: IOResult[T, TimebackError]) -> T:
        return plain(told).unwrap()

    def fails(self, told: IOResult[object, TimebackError], kind: type[TimebackError]) -> None:
        assert isinstance(plain(told).failure(), kind)

    @rule(sensor=st.sampled_from(SENSORS), active=st.sampled_from([True, True, False]))
    def create(self, sensor: str | None, active: bool) -> None:
        hook = WebhookInput(name="A", target_url="https://x.test", secret="s", active=active, sensor=sensor)
        made = self.succeeds(self.client.webhooks.webhooks.create(hook))
        assert made.id not in self.hooks
        self.hooks[made.id] = hook

    @initialize()
    def begin(self) -> None:
        for sensor in SENSORS[:3]:
            self.create(sensor, active=True)

    @some_hook
    @rule(data=st.data(), active=st.booleans())
    def switch(self, data: st.DataObject, active: bool) -> None:
        named, webhooks = self.some(data, self.hooks), self.client.webhooks.webhooks
        assert self.succeeds((webhooks.activate if active else webhooks.deactivate)(named)).active is active
        self.hooks[named] = evolve(self.hooks[named], active=active)

    @some_hook
    @rule(data=st.data(), sensor=st.sampled_from(SENSORS))
    def modify(self, data: st.DataObject, sensor: str | None) -> None:
        named = self.some(data, self.hooks)
        changed = self.succeeds(self.client.webhooks.webhooks.modify(named, lambda it: evolve(it, sensor=sensor)))
        assert (changed.sensor, changed.secret) == (sensor, "s")
        self.hooks[named] = evolve(self.hooks[named], sensor=sensor)

    @some_hook
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        named = self.some(data, self.hooks)
        self.succeeds(self.client.webhooks.webhooks.delete(named))
        self.fails(self.client.webhooks.webhooks.get(named), NotFound)
        self.fails(self.client.webhooks.webhooks.delete(named), NotFound)
        del self.hooks[named]
        self.rows = {row_id: row for row_id, row in self.rows.items() if row.webhook_id != named}

    @some_hook
    @rule(data=st.data(), row=filters)
    def create_filter(self, data: st.DataObject, row: WebhookFilterInput) -> None:
        row = evolve(row, webhook_id=self.some(data, self.hooks))
        if check(row):
            self.fails(self.client.webhooks.webhook_filters.create(row), InvalidInput)
        else:
            made = self.succeeds(self.client.webhooks.webhook_filters.create(row))
            assert made.id is not None
            self.rows[made.id] = row

    @some_filter
    @rule(data=st.data(), other=filters)
    def replace_filter(self, data: st.DataObject, other: WebhookFilterInput) -> None:
        named, update = self.some(data, self.rows), self.client.webhooks.webhook_filters.update
        of_a_webhook = evolve(other, webhook_id=self.some(data, self.hooks))
        if check(other):
            self.fails(update(named, of_a_webhook), InvalidInput)
        else:
            self.fails(update(named, other), Rejected)
            assert self.succeeds(update(named, of_a_webhook)).filter_value == text_of(other)
            self.rows[named] = of_a_webhook

    @some_filter
    @rule(data=st.data())
    def delete_filter(self, data: st.DataObject) -> None:
        named = self.some(data, self.rows)
        self.succeeds(self.client.webhooks.webhook_filters.delete(named))
        self.fails(self.client.webhooks.webhook_filters.get(named), NotFound)
        del self.rows[named]

    @rule(extensions=extensions, sensor=st.sampled_from(SENSORS[2:]))
    def send(self, extensions: dict[str, Any], sensor: str) -> None:
        self.sent += 1
        event = viewed(self.sent, extensions=extensions)
        before = len(self.sandbox.deliveries())
        answer = self.web.post("/caliper/event", json=envelope(event, sensor=sensor))
        assert answer.status_code == 200, answer.text
        told = self.sandbox.deliveries()[before:]
        asking = {
            named
            for named, hook in self.hooks.items()
            if hook.active
            and hook.sensor in (None, "", sensor)
            and all(
                wants(row, {**event, "sensor": sensor})
                for row in self.rows.values()
                if row.webhook_id == named and row.active
            )
        }
        assert sorted(each.webhook_id for each in told) == sorted(asking)
        assert {each.event_id for each in told} <= {urn(self.sent)}

    @invariant()
    def lists_are_the_dicts(self) -> None:
        listed = {each.id: each for each in self.succeeds(self.client.webhooks.webhooks.list())}
        assert {named: each.sensor for named, each in listed.items()} == {
            named: hook.sensor for named, hook in self.hooks.items()
        }
        rows = {each.id: each for each in self.succeeds(self.client.webhooks.webhook_filters.list())}
        assert {named: (each.webhook_id, each.filter_value) for named, each in rows.items()} == {
            named: (row.webhook_id, text_of(row)) for named, row in self.rows.items()
        }

    def some(self, data: st.DataObject, known: dict[str, Any]) -> str:
        """One of the ids that the dicts know."""
        return data.draw(st.sampled_from(sorted(known)))


@settings(max_examples=so_many(200))
@given(held=extensions, rows=st.lists(sound_filters, min_size=1, max_size=8))
def test_an_event_passes_whose_filters_let_it_through(held: dict[str, Any], rows: list[WebhookFilterInput]) -> None:
    event = {**viewed(extensions=held), "sensor": SENSORS[2]}
    for row in rows:
        assert passes(event, [sent(row)]) is wants(row, event), (row, event)
    assert passes(event, map(sent, rows)) is all(wants(row, event) for row in rows)


TestClientAgainstDicts = ClientAgainstDicts.TestCase
TestClientAgainstDicts.settings = settings(max_examples=so_many(10), stateful_step_count=20)
