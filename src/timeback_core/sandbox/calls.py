"""One call as its handler sees it: the world, the request, the ids of its path, its query and its body."""

from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

import orjson

from timeback_core.sandbox.messages import Document, Request, is_object
from timeback_core.sandbox.refusals import bad_request
from timeback_core.sandbox.routing import Match, Route
from timeback_core.sandbox.world import World


class Call:
    """What a handler works with."""

    def __init__(self, world: World, request: Request, match: Match, now: float) -> None:
        self.world = world
        self.request = request
        self.route: Route = match.route
        self.ids: tuple[str, ...] = match.ids
        """The path parameters, decoded, in their order."""
        self.now = now
        """Seconds of the epoch."""

    @cached_property
    def query(self) -> dict[str, str]:
        """The query, decoded; of a name that comes twice the first value counts."""
        pairs = parse_qsl(self.request.query, keep_blank_values=True)
        return dict(reversed(pairs))

    @property
    def stamp(self) -> str:
        """Now, as the platform writes it."""
        return timestamp(self.now)

    def body(self) -> Document:
        """The body, which must be a JSON object."""
        try:
            value: Any = orjson.loads(self.request.body)
        except orjson.JSONDecodeError as error:
            raise bad_request("", "The body is not JSON.") from error
        if not is_object(value):
            raise bad_request("", "The body is not a JSON object.")
        return value

    def enveloped(self, key: str) -> Any:
        """What stands in the body under its envelope key."""
        body = self.body()
        if key not in body:
            raise bad_request(key, "Required")
        return body[key]


def timestamp(seconds: float) -> str:
    """A moment in UTC with milliseconds and `Z`."""
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
