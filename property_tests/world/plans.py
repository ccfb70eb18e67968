"""The calls that are made in the world: one per nature of operation, with and without a token."""

from timeback_core.engine.call.expect import Json, Nothing
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.config import ServiceConfig, TokenSource
from timeback_core.engine.config.urls import Url
from timeback_core.engine.platforms import PLATFORMS, PageLimits
from timeback_core.engine.policy.plan import Plan, Route, prepare
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, UNSAFE, Operation, operation

THINGS = Base("oneroster", "things")
SOURCE = TokenSource("oauth", Url("https", "auth.example.org", 443, "/token"), "id", "secret")
PATHS: tuple[tuple[str, str | None], ...] = (("things", "/things"),)
DIALECT = PLATFORMS["BEYOND_AI"].dialect


@operation(GET, THINGS, "/{id}", Json())
def read_thing(id: str) -> Call:  # noqa: A002 -- the template's own name
    """Read a thing."""
    return Call()


@operation(GET, THINGS, "/{id}/next", Json(), repeat=UNSAFE)
def next_thing(id: str) -> Call:  # noqa: A002
    """Read what comes next, and count that it was read."""
    return Call()


@operation(PUT, THINGS, "/{id}", Json())
def replace_thing(id: str) -> Call:  # noqa: A002
    """Replace a thing."""
    return Call(body={"id": id})


@operation(POST, THINGS, "/", Json())
def create_thing(id: str) -> Call:  # noqa: A002
    """Create a thing."""
    return Call(body={"id": id})


@operation(DELETE, THINGS, "/{id}", Nothing())
def delete_thing(id: str) -> Call:  # noqa: A002
    """Delete a thing."""
    return Call()


KINDS: dict[str, Operation[..., JsonValue]] = {
    "read": read_thing,
    "next": next_thing,
    "replace": replace_thing,
    "create": create_thing,
    "delete": delete_thing,
}


def plan_of(kind: str, *, token: bool = True) -> Plan[JsonValue]:
    """A call of a kind, ready to be sent."""
    chosen = KINDS[kind]
    service = ServiceConfig(
        "oneroster",
        Url("https", "api.example.org", 443),
        PATHS,
        SOURCE if token else None,
        DIALECT,
        PageLimits(None, None),
    )
    plan = prepare(chosen.request("x"), Route(service, "/things" + chosen.template), (), "request-1")
    assert isinstance(plan, Plan)
    return plan
