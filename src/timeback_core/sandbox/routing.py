"""Which route a raw path leads to: segments are decoded once, fixed ones win over parameters."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import unquote

import attrs

from timeback_core.sandbox.messages import Reply

if TYPE_CHECKING:
    from timeback_core.sandbox.calls import Call

Handler: TypeAlias = "Callable[[Call], Reply]"


@attrs.frozen
class Route:
    """One operation: its verb, its path template as documented, and who answers it."""

    verb: str
    template: str
    handler: Handler
    scope: str = ""
    """The scope that opens it, such as `roster.readonly`; empty when none is asked for."""
    platform: str = "BEYOND_AI"


@attrs.frozen
class Match:
    """A route, the values of its path parameters, and whether the path is spelt as documented."""

    route: Route
    ids: tuple[str, ...]
    exact: bool


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
        decoded = [unquote(segment) for segment in segments]
        found = _find(self._root, decoded, 0, verb, ())
        if found is None:
            return None
        route, ids = found
        return Match(route, ids, exact=slash == route.template.endswith("/"))

    def _add(self, route: Route) -> None:
        node = self._root
        for segment in _segments(route.template)[0]:
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
