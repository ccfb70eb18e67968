"""Preparation: from a request and a configuration to exact bytes, or to everything that is wrong. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar
from urllib.parse import quote, quote_plus

from timeback_core.engine.call.http import HttpRequest
from timeback_core.engine.policy.tokens import credentials_header
from timeback_core.version import USER_AGENT

if TYPE_CHECKING:
    from timeback_core.engine.call.request import QueryPart, Request
    from timeback_core.engine.config import Config, ServiceConfig, TokenSource
    from timeback_core.engine.surface.operation import Operation, Rewrite
    from timeback_core.errors import InvalidInput, ServiceNotConfigured, UnsupportedOperation
    from timeback_core.problems import Problem

T = TypeVar("T")

JSON: Final = "application/json"


class Route:
    """What a configuration makes of an operation: its service, and its path cut at the placeholders."""

    __slots__ = ("host_header", "names", "optional", "pieces", "rewrite", "service", "template")

    def __init__(self, service: ServiceConfig, template: str, rewrite: Rewrite | None = None) -> None:
        self.service: ServiceConfig = service
        self.template: str = template
        """Full path template, the base's own path included."""
        self.rewrite: Rewrite | None = rewrite
        """What makes the body one of the platform's dialect, where it has one."""
        self.host_header: str = service.base.authority
        pieces = (service.base.path + template).replace("}", "{").split("{")
        self.pieces: Sequence[str] = [piece.removeprefix("?") for piece in pieces[::2]]
        self.names: Sequence[str] = pieces[1::2]
        self.optional: frozenset[str] = frozenset(
            name for name, piece in zip(self.names, pieces[2::2], strict=True) if piece.startswith("?")
        )
        """Names whose segments are left out where they have no value."""


class Plan(Generic[T]):
    """One call, ready to be sent."""

    __slots__ = ("http", "request", "request_id", "route")

    def __init__(self, request: Request[T], route: Route, http: HttpRequest, request_id: str) -> None:
        self.request: Request[T] = request
        self.route: Route = route
        self.http: HttpRequest = http
        """Complete but for the token's header."""
        self.request_id: str = request_id

    @property
    def token(self) -> TokenSource | None:
        """Where the call's token comes from; None where the service or the operation takes none."""
        return self.route.service.token if self.request.operation.auth == "token" else None


def route_of(
    operation: Operation[..., Any], config: Config
) -> Route | ServiceNotConfigured | UnsupportedOperation:
    """Where an operation goes under a configuration, or why it cannot."""
    service = config.service(operation.base.service)
    if service is None:
        from timeback_core.errors import ServiceNotConfigured

        return ServiceNotConfigured(operation.base.service, config.configured)
    start = service.path(operation.base.key)
    if start is None:
        from timeback_core.errors import UnsupportedOperation

        return UnsupportedOperation(operation.full_name, config.platform)
    return Route(service, start + operation.template, operation.dialects.get(config.platform))


def prepare(
    request: Request[T], route: Route, headers: Sequence[tuple[str, str]], request_id: str
) -> Plan[T] | InvalidInput:
    """A call's exact bytes, or every problem of its input.

    headers: further headers of the session. request_id: sent as `X-Request-ID`, the same over all attempts.
    """
    problems = list(request.problems)
    query = _query(request, route.service, problems) if request.query else ""
    body = b""
    if request.body is not None:
        from timeback_core.engine.policy.bodies import body_bytes

        body = body_bytes(request.body, problems, route.rewrite)
    values = dict(request.path)
    problems.extend(_unfilled(route, values))
    if problems:
        from timeback_core.errors import InvalidInput

        return InvalidInput(tuple(problems))
    path = route.pieces[0]
    for name, piece in zip(route.names, route.pieces[1:], strict=True):
        path = (path + quote(values[name], safe="") if name in values else path.removesuffix("/")) + piece
    own = [
        ("Host", route.host_header),
        ("User-Agent", USER_AGENT),
        ("Accept", request.accept),
        ("X-Request-ID", request_id),
    ]
    content_type = request.content_type or (JSON if body else None)
    if content_type is not None:
        own.append(("Content-Type", content_type))
    if request.operation.auth == "credentials" and route.service.token is not None:
        own.append(credentials_header(route.service.token))
    if headers:
        replaced = {name.lower() for name, _ in headers}
        own = [header for header in own if header[0].lower() not in replaced]
    base = route.service.base
    target = (path or "/") + query
    http = HttpRequest(
        request.operation.verb,
        base.scheme,
        base.host,
        base.port,
        target.encode("ascii"),
        (*own, *headers),
        body,
    )
    return Plan(request, route, http, request_id)


def _unfilled(route: Route, values: Mapping[str, str]) -> list[Problem]:
    from timeback_core.problems import Problem

    missing = (name for name in route.names if name not in values and name not in route.optional)
    return [Problem(name, "is missing in the path") for name in missing]


def _query(request: Request[T], service: ServiceConfig, problems: list[Problem]) -> str:
    _check_limit(request, service, problems)
    pairs: list[str] = []
    for name, part in request.query:
        pairs.extend(f"{quote_plus(name)}={quote_plus(text)}" for text in _texts(part, service, problems))
    return "?" + "&".join(pairs)


def _texts(part: QueryPart, service: ServiceConfig, problems: list[Problem]) -> tuple[str, ...]:
    if isinstance(part, str):
        return (part,) if not problems else ()
    if isinstance(part, tuple):
        return part if not problems else ()
    from timeback_core.engine.filters import refused, render

    problems.extend(refused(part, service.dialect))
    return (render(part),)


def _check_limit(request: Request[T], service: ServiceConfig, problems: list[Problem]) -> None:
    from timeback_core.engine.call.expect import Many
    from timeback_core.engine.call.paging import whole_number
    from timeback_core.problems import Problem

    expect, most = request.operation.expect, service.page_limits.maximum
    if most is None or not isinstance(expect, Many):
        return
    asked = request.query_value(expect.paging.limit)
    if asked is not None and (whole_number(asked) or 0) > most:
        problems.append(Problem("limit", f"must be at most {most}"))
