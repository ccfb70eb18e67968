"""How operations and flows are described: what is wrong with a description is told when its module is imported."""

import pickle
from typing import Any, Unpack
from uuid import UUID

import pytest
from tests.support import calls, client_of, error

from timeback_core import Call, ListOptions, Model, flow, operation
from timeback_core.engine.call.expect import Many, Maybe, Nothing, One, Tagged
from timeback_core.engine.call.request import Base
from timeback_core.engine.codec import model
from timeback_core.engine.surface.operation import DELETE, GET, Operation
from timeback_core.errors import Unexpected
from timeback_core.flows.factories import existing
from timeback_core.problems import Problem
from timeback_core.sandbox import Server

THINGS = Base("oneroster", "rostering")


@model
class Thing(Model):
    """A document of our own."""

    sourced_id: str


@operation(GET, THINGS, "/things/{sourced_id}", One("thing", Thing))
def get_thing(sourced_id: str, fields: object = None) -> Call:
    """Fetch a thing."""
    return Call(query={"fields": fields})


thing_exists = flow(existing("thing_exists", get_thing))


def test_a_placeholder_is_an_argument() -> None:
    request = get_thing.request("t 1")
    assert request.path == (("sourced_id", "t 1"),)
    assert get_thing.request("").problems == (Problem("sourced_id", "must not be blank"),)


def test_a_placeholder_that_is_no_argument_is_told_at_once() -> None:
    def delete_thing(sourced_id: str, owner: str, **options: object) -> Call:
        """Delete a thing."""
        return Call()

    describe = operation(DELETE, THINGS, "/{kind}/{sourcedId}/{owner}", Nothing())
    with pytest.raises(TypeError, match="delete_thing: no argument is called kind, sourcedId"):
        describe(delete_thing)


def test_a_placeholder_may_be_computed() -> None:
    @operation(DELETE, THINGS, "/{kind}/{sourced_id}", Nothing(), computed=("kind",))
    def delete_thing(sourced_id: str, *, thorough: bool) -> Call:
        """Delete a thing."""
        return Call(path={"kind": "all" if thorough else "one"})

    request = delete_thing.request("t-1", thorough=True)
    assert dict(request.path) == {"kind": "all", "sourced_id": "t-1"}
    assert request.problems == ()


def test_a_flow_that_a_factory_makes_belongs_to_the_module_that_asked_for_it() -> None:
    described: Any = thing_exists
    assert (described.__module__, described.__qualname__) == (__name__, "thing_exists")
    assert thing_exists.operations == (get_thing,)
    assert pickle.dumps(thing_exists)


@model
class Odd(Model):
    """A document with a field that no hook reads."""

    key: UUID


@operation(GET, THINGS, "/odd/{sourced_id}", One("odd", Odd))
def get_odd(sourced_id: str) -> Call:
    """Fetch an odd thing."""
    return Call()


@operation(GET, THINGS, "/odd", Many("odds", Odd))
def list_odds(**options: Unpack[ListOptions]) -> Call:
    """List odd things."""
    return Call()


@operation(GET, THINGS, "/any/{sourced_id}", Maybe(Tagged[Odd | Thing]("kind", {"odd": Odd, "thing": Thing})))
def get_any(sourced_id: str) -> Call:
    """Fetch what may be odd."""
    return Call()


@pytest.mark.parametrize(
    ("described", "given"), [(get_odd, ("a",)), (list_odds, ()), (get_any, ("a",))], ids=["one", "many", "tagged"]
)
def test_a_model_that_cannot_be_read_is_told_before_anything_is_sent(
    server: Server, described: Operation[..., object], given: tuple[object, ...]
) -> None:
    with client_of(server) as client:
        for _ in range(2):
            failed = error(described(client.session, *given))
            assert isinstance(failed, Unexpected)
            assert "Odd.key" in failed.message
            assert "UUID" in failed.message
    assert calls(server.sandbox) == []


def test_options_of_a_list_whose_rows_cannot_be_read(server: Server) -> None:
    with client_of(server) as client:
        failed = error(list_odds(client.session, where={"key": "a"}, sort="key", fields=["key"]))
    assert isinstance(failed, Unexpected)
