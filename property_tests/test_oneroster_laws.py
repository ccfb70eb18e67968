"""Law 10 over all of OneRoster: every resource that can be written."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from returns.result import Failure, Success
from tests.wire.services import SERVICES

from timeback_core import TimebackClient, evolve
from timeback_core.compose import plain
from timeback_core.engine.codec import Model
from timeback_core.errors import Conflict, NotFound
from timeback_core.oneroster.models.enums import Status
from timeback_core.sandbox import Sandbox

BY_NAME = {case.operation.__name__: case for case in SERVICES["oneroster"].cases}
CREATING = ("categories", "score_scales", "line_items", "results", "assessment_line_items", "assessment_results")
"""Resources whose PUT creates what is missing."""
KEYS: Mapping[str, tuple[str, str]] = {"demographics": ("guardian-1", "administrator-1")}
"""Ids of new documents where not any will do: demographics have the id of their user."""


class Kind(NamedTuple):
    """A resource that can be written, by its namespace's members."""

    resource: str
    members: Mapping[str, Any]


def kinds() -> Iterator[Kind]:
    """The resources that can be created, read, updated, deleted and listed."""
    found: dict[str, dict[str, Any]] = {}
    for entry in SERVICES["oneroster"].entries:
        found.setdefault(entry.resource, {})[entry.member] = entry.operation
    for resource, members in found.items():
        if {"create", "get", "update", "delete", "list"} <= set(members):
            yield Kind(resource, members)


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(students=8)


@pytest.fixture(scope="module")
def client(sandbox: Sandbox) -> Iterator[TimebackClient]:
    with TimebackClient.open(**sandbox.settings, environ={}).unwrap() as opened:
        yield opened


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.resource)
@settings(max_examples=so_many(8))
@given(steps=st.lists(st.tuples(st.sampled_from(["create", "update", "delete"]), st.booleans()), max_size=6))
def test_what_is_written_is_what_a_dict_says(
    client: TimebackClient, sandbox: Sandbox, kind: Kind, steps: list[tuple[str, bool]]
) -> None:
    sandbox.reset()
    keys = KEYS.get(kind.resource, ("new-1", "new-2"))
    known: dict[str, Status] = {}
    for verb, second in steps:
        key = keys[second]
        result = client.session.result_of(request_of(kind, verb, key))
        if verb == "create" and key in known:
            assert isinstance(result.failure(), Conflict)
        elif verb != "create" and key not in known and not (verb == "update" and kind.resource in CREATING):
            assert isinstance(result.failure(), NotFound)
        else:
            assert isinstance(result, Success), result
            known[key] = status_after(kind, verb, known.get(key))
    for key in keys:
        read = client.session.result_of(kind.members["get"].request(key))
        if key in known:
            assert read.unwrap().status == known[key]
        else:
            assert isinstance(read, Failure)
    rows = plain(kind.members["list"].collect(client.session, sort="sourced_id")).unwrap()
    assert {row.sourced_id: row.status for row in rows if row.sourced_id in keys} == known


def request_of(kind: Kind, verb: str, key: str) -> Any:
    """The request of one step, made of the input of the operation's case under another id."""
    operation = kind.members[verb]
    if verb == "delete":
        return operation.request(key)
    given_input: Any = BY_NAME[operation.__name__].arguments[-1]
    assert isinstance(given_input, Model)
    own = {"sourced_id": key, "email": f"{key}@example.com"}
    body = evolve(given_input, **{name: value for name, value in own.items() if hasattr(given_input, name)})
    return operation.request(key, body) if verb == "update" else operation.request(body)


def status_after(kind: Kind, verb: str, before: Status | None) -> Status:
    """The status of a document after a step that succeeded."""
    if verb == "delete":
        return Status("tobedeleted")
    keeps = verb == "update" and kind.resource in ("classes", "resources")  # theirs changes given members only
    return before if keeps and before is not None else Status("active")
