"""Preparation: from a request and a configuration to exact bytes, or to everything that is wrong. Pure."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar
from urllib.parse import quote, urlencode

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendOutcome
from timeback_core.engine.call.paging import whole_number
from timeback_core.engine.config.values import AccessToken, is_token
from timeback_core.engine.platforms import PLATFORMS, SERVICES
from timeback_core.problems import Problem
from timeback_core.version import USER_AGENT

if TYPE_CHECKING:
    from timeback_core.engine.call.bodies import Rewrite
    from timeback_core.engine.call.request import Endpoint, Request
    from timeback_core.engine.config import Config, ServiceConfig, TokenSource
    from timeback_core.engine.policy.throttle import Throttle
    from timeback_core.errors import InvalidInput, ServiceNotConfigured, Unexpected, UnsupportedOperation

T = TypeVar("T")

JSON: Final = "application/json"


class Route:
    """What a configuration makes of an operation: its service, the body's dialect, and its path cut at placeholders."""

    def __init__(self, service: ServiceConfig, template: str, rewrite: Rewrite | None = None) -> None:
        self.service = service
        self.template = template
        self.rewrite = rewrite
        self.ready = False
        """Whether answers are known to be readable."""
        self.refreshes_from: float = 0.0
        """The instant from which a 401 is answered with a fresh token."""
        self.host_header: str = service.base.authority
        pieces = (service.base.path + template).replace("}", "{").split("{")
        self.pieces: Sequence[str] = [piece.removeprefix("?") for piece in pieces[::2]]
        self.names: Sequence[str] = pieces[1::2]
        followed = zip(self.names, pieces[2::2], strict=True)
        self.optional: frozenset[str] = frozenset(name for name, piece in followed if piece.startswith("?"))
        """Names whose segments are left out where they have no value."""


class Plan(Generic[T]):
    """One call, ready to be sent; `http` is complete but for the token's header."""

    def __init__(self, request: Request[T], route: Route, http: HttpRequest, request_id: str) -> None:
        self.request = request
        self.route = route
        self.http = http
        self.request_id = request_id
        self.token: TokenSource | None = route.service.token if request.endpoint.auth == "token" else None
        """Where the call's token is fetched; None where the service or the operation takes none, or it was given."""

    def told_id(self, response: HttpResponse | None) -> str:
        """The server's id of the request where it told one, else the one that was sent."""
        told = response and (response.header("x-request-id") or response.header("x-amzn-requestid"))
        return told or self.request_id


class Rules(NamedTuple):
    """What bounds a call: the deadline in seconds, and how often it may be tried."""

    timeout: float
    max_attempts: int
    total: float | None = None
    """The deadline of the list or the flow of which the call is a part, where that ends before the call's own."""


class Progress:
    """How far a call has come: what its errors and its answer tell of it."""

    def __init__(self, started: float, throttle: Throttle | None) -> None:
        self.started: float = started
        self.now: float = started
        self.throttle: Throttle | None = throttle
        self.ticket: int = 0
        """In the queue of the throttle."""
        self.attempts: int = 0
        self.put_off: int = 0
        """How many of the attempts were answered by 429."""
        self.asked: float | None = None
        """Seconds that the newest answer asked to wait."""
        self.last: SendOutcome | None = None
        """What the attempt before the present one gave."""
        self.last_asked: float | None = None


def route_of(endpoint: Endpoint[Any], config: Config) -> Route | ServiceNotConfigured | UnsupportedOperation:
    """Where calls of an endpoint go under a configuration, or why they cannot."""
    service = config.service(endpoint.base.service)
    if service is None:
        from timeback_core.errors import ServiceNotConfigured

        lacking = endpoint.base.service in {*SERVICES} - {*PLATFORMS[config.platform].hosts["production"].services}
        return ServiceNotConfigured(endpoint.base.service, config.configured, config.platform if lacking else None)
    start = service.path(endpoint.base.key)
    if start is None:
        from timeback_core.errors import UnsupportedOperation

        return UnsupportedOperation(endpoint.full_name, config.platform)
    template = start.rstrip("/") + endpoint.template if endpoint.template else start
    return Route(service, template, endpoint.dialects.get(config.platform))


def prepare(
    request: Request[T], route: Route, headers: Sequence[tuple[str, str]], request_id: str
) -> Plan[T] | InvalidInput | Unexpected:
    """A call's exact bytes, with further headers of the session, or every problem of its input."""
    service, endpoint = route.service, request.endpoint
    given = endpoint.auth == "token" and service.access_token
    try:
        if not route.ready:
            endpoint.expect.make_ready()
            route.ready = True
        token = [given_token(given)] if given else []
    except Exception as error:  # a model that cannot be read, or whatever a function of the caller's raises
        from timeback_core.errors import Unexpected

        return Unexpected.of(error)
    if request.raised is not None:
        return request.raised
    problems = list(request.misused)
    body, proof = b"", service.token if endpoint.auth == "credentials" else None
    told = proof.introduction if proof is not None and request.body is None else request.body
    if told is not None:
        from timeback_core.engine.call.bodies import body_bytes

        body = body_bytes(told, problems, route.rewrite)
    target = _path(route, dict(request.path), problems) + (_query(request, service, problems) if request.query else "")
    if problems:
        from timeback_core.errors import InvalidInput

        return InvalidInput(tuple(problems))
    own = [("Host", route.host_header), ("User-Agent", USER_AGENT), *token]
    own += [("Accept", request.accept), ("X-Request-ID", request_id)]
    if (content_type := request.content_type or (JSON if body else None)) is not None:
        own.append(("Content-Type", content_type))
    own += [] if proof is None else [credentials_header(proof)]
    if headers:
        replaced = {name.lower() for name, _ in headers}
        own = [header for header in own if header[0].lower() not in replaced]
    base, sent = service.base, (*own, *headers)
    http = HttpRequest(endpoint.verb, base.scheme, base.host, base.port, target.encode("ascii"), sent, body)
    return Plan(request, route, http, request_id)


def _path(route: Route, values: dict[str, str], problems: list[Problem]) -> str:
    path = route.pieces[0]
    for name, piece in zip(route.names, route.pieces[1:], strict=True):
        if name in values:
            path += quote(values[name], safe="") + piece
        elif name in route.optional:
            path = path.removesuffix("/") + piece
        else:
            problems.append(Problem(name, "is missing in the path"))
    return path or "/"


def _query(request: Request[Any], service: ServiceConfig, problems: list[Problem]) -> str:
    most, expect = service.page_limits.maximum, request.endpoint.expect
    asked = request.query_value(expect.rows.paging.limit) if expect.paged else None
    if most is not None and asked is not None and (whole_number(asked) or 0) > most:
        problems.append(Problem("limit", f"must be at most {most}"))
    pairs: list[tuple[str, str]] = []
    for name, part in request.query:
        if isinstance(part, str):
            pairs.append((name, part))
        elif isinstance(part, tuple):
            pairs += ((name, text) for text in part)
        else:
            from timeback_core.engine.filters import refused, render

            problems.extend(refused(part, service.dialect))
            pairs.append((name, render(part)))
    # What is wrong cannot always be spelled.
    return "" if problems else "?" + urlencode(pairs)


def credentials_header(source: TokenSource, spell: Callable[[str], str] = str) -> tuple[str, str]:
    """The header by which who asks for a token proves himself, id and secret spelled so."""
    if source.kind == "masterytrack":
        return ("x-api-key", source.client_secret)
    basic = b64encode(f"{spell(source.client_id)}:{spell(source.client_secret)}".encode()).decode("ascii")
    return ("Authorization", f"Basic {basic}")


def given_token(token: AccessToken) -> tuple[str, str]:
    """The header of a token of the caller's; raises what a function of the caller's raises."""
    text = token() if callable(token) else token
    if not is_token(text):
        raise TypeError(f"access_token gave no token: it must be ASCII text without blanks, not {type(text).__name__}")
    return ("Authorization", f"Bearer {text}")
