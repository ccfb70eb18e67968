"""Control calls for what has arrived: to look at it, to forget it, and to verify that it is as expected."""

from functools import partial
from typing import Final
from urllib.parse import parse_qsl

import orjson

from timeback_core.sandbox.bodies import read_shallow
from timeback_core.sandbox.containing import Difference
from timeback_core.sandbox.control import Controls, wrong
from timeback_core.sandbox.messages import Document, Reply, Request, Steps, is_object, json_bytes, json_reply
from timeback_core.sandbox.names import Known
from timeback_core.sandbox.patterns import select
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.verifying import Verification, verify, verify_in_order
from timeback_core.sandbox.world import World

NOT_VERIFIED: Final = 406
"""An error, so that a script fails by it, and one that a sandbox gives for nothing else."""

_NUMBERS: Final = ("since", "limit")
_DIGITS: Final = 18
"""Of the longest number that can mean a request."""


def _requests(known: Known, world: World, request: Request) -> Steps[Reply]:
    given: Document = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True):
        if name in given:
            return wrong(f"{name}: is said twice")
        given[name] = int(value) if name in _NUMBERS and _is_number(value) else value
    try:
        entries = yield from select(world.log.entries(), given, known)
    except ValueError as error:
        return wrong(str(error))
    told: list[bytes] = []
    for entry in entries:
        told.append(orjson.dumps(_logged(entry)))
        yield
    return json_bytes(200, b'{"requests":[%s]}' % b",".join(told))


def _request(world: World, request: Request) -> Reply:
    number = request.path.rstrip("/").rpartition("/")[2]
    entry = world.log.get(int(number)) if _is_number(number) else None
    if entry is None:
        return json_reply(404, {"error": "no request of this id is remembered"})
    return json_reply(200, _logged(entry))


def _forget_requests(world: World, _: Request) -> Reply:
    world.log.clear()
    return json_reply(200, {})


def _verify(known: Known, world: World, request: Request) -> Steps[Reply]:
    try:
        expected = read_shallow(request.body)
        compare = verify_in_order if is_object(expected) and "sequence" in expected else verify
        told = yield from compare(world.log.entries(), expected, known)
    except ValueError as error:  # what is no JSON among them
        return wrong(str(error))
    return json_reply(200 if told else NOT_VERIFIED, _verified(told))


def request_calls(known: Known) -> Controls:
    """The control calls of this chapter; docs/sandbox-over-http.md says what each takes and gives."""
    return {
        ("GET", "/.sandbox/requests"): partial(_requests, known),
        ("GET", "/.sandbox/requests/{id}"): _request,
        ("DELETE", "/.sandbox/requests"): _forget_requests,
        ("POST", "/.sandbox/verify"): partial(_verify, known),
    }


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= _DIGITS


def _logged(entry: LoggedRequest) -> Document:
    """A request and its answer as JSON."""
    members = ("id", "verb", "target", "path", "operation", "service", "status", "reply_size", "at", "seconds")
    return {
        **{name: getattr(entry, name) for name in members},
        "headers": [list(header) for header in entry.headers],
        "body": entry.body.decode("utf-8", "replace"),
        "reply_headers": [list(header) for header in entry.reply_headers],
        "reply_body": entry.reply_body.decode("utf-8", "replace"),
    }


def _verified(told: Verification) -> Document:
    """What a verification says as JSON."""
    return {
        "verified": told.is_verified,
        "message": str(told),
        "count": len(told.requests),
        "requests": [entry.id for entry in told.requests],
        "nearest": None if told.nearest is None else _logged(told.nearest),
        "differences": [_different(difference) for difference in told.differences],
    }


def _different(difference: Difference) -> Document:
    found = {} if difference.is_missing else {"found": difference.found}
    return {"path": difference.path, "expected": difference.expected, **found}
