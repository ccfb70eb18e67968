"""Control calls under `/.sandbox/`, for tests that reach the sandbox over HTTP only; without a token."""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

import attrs
import orjson

from timeback_core.sandbox.bodies import read_shallow
from timeback_core.sandbox.deliveries import delivery_json
from timeback_core.sandbox.messages import Document, Reply, Request, Steps, is_object, json_bytes, json_reply, mapped
from timeback_core.sandbox.reaching import masterytrack_of
from timeback_core.sandbox.schema import Findings, Member, Record, Text
from timeback_core.sandbox.world import World

Control: TypeAlias = Callable[[World, Request], Reply | Steps[Reply]]
Controls: TypeAlias = Mapping[tuple[str, str], Control]
"""Control calls by verb and path."""

CONTROL_PREFIX: Final = "/.sandbox/"
TENANT: Final = "tenant"
"""The parameter that says whose a control call is, where there are several sandboxes."""
WELL_KNOWN: Final = "/.well-known/timeback-sandbox"
OPENAPI: Final = "/openapi.json"

_IDENTIFIED: Final = Record((Member(name="id", shape=Text(), required=True),), closed=True)


def is_control(request: Request) -> bool:
    """Whether a request is a control call."""
    return request.path.startswith(CONTROL_PREFIX) or request.path in ("/", WELL_KNOWN, OPENAPI)


def answer_control(world: World, request: Request, controls: Controls) -> Reply | Steps[Reply]:
    """The answer to a control call: 200 with JSON, 400 for a body that makes no sense, 404 otherwise."""
    verb = "GET" if request.verb == "HEAD" else request.verb
    path = request.path.rstrip("/")
    answer = controls.get((verb, path)) or controls.get((verb, f"{path.rpartition('/')[0]}/{{id}}"))
    return json_reply(404, {"error": "no such control call"}) if answer is None else answer(world, request)


def hook(record: Record, act: Callable[[World, Document], None]) -> Control:
    """A control call that takes an object of this shape and gives nothing."""

    def answer(world: World, request: Request) -> Reply:
        given = body_of(request, record)
        if isinstance(given, Reply):
            return given
        act(world, given)
        return json_reply(200, {})

    return answer


def body_of(request: Request, record: Record) -> Document | Reply:
    """The body, where it has this shape, or the refusal that tells everything that is wrong with it."""
    findings = Findings()
    given: Document = record.check(json_of(request), "", findings)
    if not findings.problems:
        return given
    return wrong("; ".join(f"{path or 'the body'}: {message}" for path, message in findings.problems))


def wrong(text: str) -> Reply:
    """The refusal of what makes no sense."""
    return json_reply(400, {"error": text})


def _how_to_reach(world: World, request: Request) -> Reply:
    base_url = world.address(request)
    return json_reply(
        200,
        {
            "base_url": base_url,
            "token_url": base_url + world.token_path,
            "client_id": world.credentials.client_id,
            "client_secret": world.credentials.client_secret,
            "platform": world.platform,
            **masterytrack_of(world.credentials, world.platform, base_url),
        },
    )


def _tenants(world: World, _: Request) -> Reply:
    told = [
        {"name": name, "client_id": each.credentials.client_id, "platform": each.platform}
        for name, each in world.tenants.items()
    ]
    return json_reply(200, {"tenants": told})


def _deliveries(world: World, _: Request) -> Steps[Reply]:
    entries = yield from mapped(world.deliveries.entries(), lambda delivery: orjson.dumps(delivery_json(delivery)))
    return json_bytes(200, b'{"deliveries":[%s]}' % b",".join(entries))


def _repeat_delivery(world: World, request: Request) -> Reply:
    given = body_of(request, _IDENTIFIED)
    if isinstance(given, Reply):
        return given
    again = world.deliveries.repeat(given["id"], world.clock.now())
    if again is None:
        return json_reply(404, {"error": f"no delivery has the id {given['id']}"})
    return json_reply(200, {"delivery": delivery_json(again)})


def _switches(world: World, _: Request) -> Reply:
    return json_reply(200, attrs.asdict(world.switches))


def _change_switches(world: World, request: Request) -> Reply:
    value = json_of(request)
    if not is_object(value):
        return wrong("the body: an object is needed")
    problems = world.switches.change(value)
    if problems:
        return wrong("; ".join(problems.values()))
    return _switches(world, request)


def _revoke(world: World, _: Request) -> Reply:
    world.tokens.revoke_all()
    return json_reply(200, {})


CONTROL_CALLS: Final[Controls] = {
    ("GET", WELL_KNOWN): _how_to_reach,
    ("GET", "/.sandbox/tenants"): _tenants,
    ("GET", "/.sandbox/deliveries"): _deliveries,
    ("POST", "/.sandbox/deliveries/repeat"): _repeat_delivery,
    ("GET", "/.sandbox/switches"): _switches,
    ("POST", "/.sandbox/switches"): _change_switches,
    ("POST", "/.sandbox/revoke"): _revoke,
}
"""The control calls that belong to no API; docs/sandbox-over-http.md says what each takes and gives."""


def json_of(request: Request) -> Any:
    """The JSON in the body; None where there is none that makes sense."""
    try:
        return read_shallow(request.body)
    except ValueError:
        return None
