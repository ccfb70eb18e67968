"""How operations and flows are described: what is wrong with a description is told when its module is imported."""

import pickle
from collections.abc import Callable
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
from timeback_core.oneroster import list_users
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


@pytest.mark.parametrize("verb", ["FETCH", "get", None])
def test_a_verb_that_is_none_is_told_at_once(verb: Any) -> None:
    def fetch_thing() -> Call:
        """Fetch a thing."""
        return Call()

    with pytest.raises(TypeError, match=f"fetch_thing: {verb!r} is no verb; known: GET, POST, PUT, PATCH, DELETE"):
        operation(verb, THINGS, "/things", Nothing())(fetch_thing)


def test_an_operation_without_docstring_has_no_summary() -> None:
    @operation(GET, THINGS, "/things", Nothing())
    def read_things() -> Call:
        return Call()

    assert read_things.summary == ""
    assert (read_things.__doc__ or "").strip() == f"Source: GET {read_things.default_path}"


def test_a_call_shows_its_parts_and_no_secrets() -> None:
    call = Call(path={"kind": "all"}, query={"year": 3}, body={"thing": Thing(sourced_id="t"), "rest": ["secret"]})
    assert repr(call) == (
        "Call(path={'kind': 'all'}, query={'year': 3}, body={thing: Thing(sourced_id='t'), rest: <1 items>})"
    )
    assert repr(Call()) == "Call()"


USES: dict[str, Callable[[Any], object]] = {
    "called": lambda it: get_thing(it, "t"),
    "response": lambda it: get_thing.response(it, "t"),
    "stream": lambda it: list_users.stream(it),
    "collect": lambda it: list_users.collect(it),
    "take": lambda it: list_users.take(it, 3),
    "first": lambda it: list_users.first(it),
    "flow": lambda it: thing_exists(it, "t"),
}


@pytest.mark.parametrize("use", USES)
def test_what_is_no_session_is_told_as_a_mistake(server: Server, use: str) -> None:
    with client_of(server) as client:
        for mistaken in (client, None, "t"):
            with pytest.raises(
                TypeError, match=f"expected a session, such as `client.session`, not {type(mistaken).__name__}"
            ):
                USES[use](mistaken)


def test_arguments_that_are_not_those_of_the_function_are_a_mistake() -> None:
    call: Any = get_thing.request
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'sourced_id'"):
        call()


def test_what_the_function_raises_is_the_result_of_its_calls(server: Server) -> None:
    @operation(GET, THINGS, "/things/{sourced_id}", One("thing", Thing))
    def get_half(sourced_id: str) -> Call:
        """Fetch half of it."""
        return Call(query={"half": int(sourced_id) / 2})

    request = get_half.request("one")
    assert pickle.loads(pickle.dumps(request.raised)) == request.raised  # noqa: S301 -- our own bytes
    with client_of(server) as client:
        for failed in (error(get_half(client.session, "one")), error(client.session.perform(request))):
            assert isinstance(failed, Unexpected)
            assert (failed.exception, failed.call and failed.call.operation) == ("ValueError", "oneroster.get_half")
            assert "get_half" in failed.traceback
