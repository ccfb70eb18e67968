"""Control calls under `/.sandbox/`, for tests that reach the sandbox over HTTP only; without a token."""

from collections.abc import Callable
from typing import Any

import attrs
import orjson

from timeback_core.sandbox.faults import ActiveFault, Fault, read_fault
from timeback_core.sandbox.messages import Reply, Request, is_array, is_object, json_reply
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.world import World

CONTROL_PREFIX = "/.sandbox/"
WELL_KNOWN = "/.well-known/timeback-sandbox"


def answer_control(world: World, request: Request, reseed: Callable[[World], None]) -> Reply:
    """The answer to a control call: 200 with JSON, 400 for a body that makes no sense, 404 otherwise."""
    match request.verb, request.path.rstrip("/"):
        case "GET", "/.well-known/timeback-sandbox":
            return json_reply(200, how_to_reach(world))
        case "GET", "/.sandbox/requests":
            return json_reply(200, {"requests": [_logged(entry) for entry in world.log]})
        case "DELETE", "/.sandbox/requests":
            world.log.clear()
        case "GET", "/.sandbox/faults":
            return json_reply(200, {"faults": [_described(entry) for entry in world.faults]})
        case "POST", "/.sandbox/faults":
            return _add_faults(world, request)
        case "DELETE", "/.sandbox/faults":
            world.faults.clear()
        case "GET", "/.sandbox/switches":
            return json_reply(200, attrs.asdict(world.switches))
        case "POST", "/.sandbox/switches":
            return _change_switches(world, request)
        case "POST", "/.sandbox/revoke":
            world.tokens.revoke_all()
        case "POST", "/.sandbox/reset":
            reset(world, reseed)
        case _:
            return json_reply(404, {"error": "no such control call"})
    return json_reply(200, {})


def how_to_reach(world: World) -> dict[str, str]:
    """What a client needs to use this sandbox."""
    return {
        "base_url": world.base_url,
        "token_url": world.token_url,
        "client_id": world.credentials.client_id,
        "client_secret": world.credentials.client_secret,
    }


def reset(world: World, reseed: Callable[[World], None]) -> None:
    """Back to the start: the seeded district, no faults, an empty log, the first switches."""
    world.clear()
    reseed(world)


def _add_faults(world: World, request: Request) -> Reply:
    value = _json(request)
    read = [read_fault(entry) for entry in (value if is_array(value) else [value])]
    wrong = [entry for entry in read if isinstance(entry, str)]
    if wrong:
        return json_reply(400, {"error": wrong[0]})
    world.faults.extend(ActiveFault.of(entry) for entry in read if isinstance(entry, Fault))
    return json_reply(200, {"faults": [_described(entry) for entry in world.faults]})


def _change_switches(world: World, request: Request) -> Reply:
    value = _json(request)
    wrong = world.switches.change(value) if is_object(value) else ["the body"]
    if wrong:
        return json_reply(400, {"error": f"unknown switch or wrong value: {', '.join(wrong)}"})
    return json_reply(200, attrs.asdict(world.switches))


def _json(request: Request) -> Any:
    try:
        return orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return None


def _logged(entry: LoggedRequest) -> dict[str, object]:
    return {
        "verb": entry.verb,
        "target": entry.target,
        "path": entry.path,
        "headers": [list(header) for header in entry.headers],
        "body": entry.body.decode("utf-8", "replace"),
        "status": entry.status,
    }


def _described(entry: ActiveFault) -> dict[str, object]:
    members = {name: value for name, value in attrs.asdict(entry.fault).items() if value is not None}
    return {"fault": members.pop("kind"), **members, "left": entry.left}
