"""A call as its handler sees it, and the routes that lead a raw path to its handler.

Segments of a path are decoded once; fixed ones win over parameters.
"""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any, TypeAlias
from urllib.parse import parse_qsl, unquote

import attrs

from timeback_core.sandbox.bodies import read_json
from timeback_core.sandbox.messages import Document, Reply, Request, Steps, is_object
from timeback_core.sandbox.moments import write_moment
from timeback_core.sandbox.refusals import bad_request
from timeback_core.sandbox.world import World

Handler: TypeAlias = "Callable[[Call], Reply | Steps[Reply]]"
"""Answers at once, or in steps where it may take a while."""


@attrs.frozen
class Route:
    """One operation: its name, its verb, its path template as documented, and who answers it."""

    operation: str
    """Such as `oneroster.users.get`; each platform and each further path has the operation under the same name."""
    verb: str
    template: str
    """Its last segment may be left out where a `?` follows it."""
    handler: Handler
    scope: str = ""
    """The scope that opens it, such as `roster.readonly`; empty when none is asked for."""
    platform: str = "BEYOND_AI"
    """Where it is found; empty when that is on each."""
    security: str = "timeback"
    """The kind of credentials that it asks for."""


@attrs.frozen
class Match:
    """A route, the values of its path parameters, and whether the path is spelt as documented."""

    route: Route
    ids: tuple[str, ...]
    exact: bool


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
    def parameters(self) -> list[tuple[str, str]]:
        """The query as it came, decoded: a name may come several times."""
        query = self.request.query
        return parse_qsl(query, keep_blank_values=True) if query else []

    @cached_property
    def query(self) -> dict[str, str]:
        """The query; of a name that comes twice the first value counts."""
        return dict(reversed(self.parameters))

    def values(self, name: str) -> list[str]:
        """Every value that a parameter of the query was given."""
        return [value for given, value in self.parameters if given == name]

    @cached_property
    def base_url(self) -> str:
        """Where the caller finds the sandbox."""
        return self.world.address(self.request)

    @property
    def stamp(self) -> str:
        """Now, as the platform writes it."""
        return timestamp(self.now)

    @property
    def today(self) -> date:
        """The day that it is in UTC."""
        return datetime.fromtimestamp(self.now, UTC).date()

    def body(self) -> Document:
        """The body, which must be a JSON object."""
        value = read_json(self.request.body)
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
    return write_moment(datetime.fromtimestamp(seconds, UTC))


@attrs.define
class _Node:
    fixed: "dict[str, _Node]" = attrs.Factory(lambda: dict[str, _Node]())
    parameter: "_Node | None" = None
    routes: dict[str, Route] = attrs.Factory(dict[str, Route])


class Routes:
    """All routes of the sandbox."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._root = _Node()
        for route in routes:
            self._add(route)

    def match(self, verb: str, path: str) -> Match | None:
        """The route of a path with or without its trailing slash; None when there is none."""
        segments, slash = _segments(path)
        decoded = [unquote(segment) for segment in segments] if "%" in path else segments
        found = _find(self._root, decoded, 0, verb, ())
        if found is None:
            return None
        route, ids = found
        return Match(route, ids, exact=slash == route.template.endswith("/"))

    def _add(self, route: Route) -> None:
        node = self._root
        for segment in _segments(route.template)[0]:
            if segment.endswith("?"):
                node.routes[route.verb] = route
            if segment.startswith("{"):
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.fixed.setdefault(segment, _Node())
        node.routes[route.verb] = route


def _segments(path: str) -> tuple[list[str], bool]:
    segments = path.split("/")[1:]
    if segments and segments[-1] == "":
        return segments[:-1], True
    return segments, False


def _find(
    node: _Node, segments: list[str], depth: int, verb: str, ids: tuple[str, ...]
) -> tuple[Route, tuple[str, ...]] | None:
    if depth == len(segments):
        route = node.routes.get(verb)
        return None if route is None else (route, ids)
    segment = segments[depth]
    fixed = node.fixed.get(segment)
    if fixed is not None:
        found = _find(fixed, segments, depth + 1, verb, ids)
        if found is not None:
            return found
    if node.parameter is not None and segment:
        return _find(node.parameter, segments, depth + 1, verb, (*ids, segment))
    return None
