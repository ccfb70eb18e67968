"""Our requests in httpcore's form, its answers in ours."""

from collections.abc import Iterator, Sequence

import httpcore

from timeback_core.engine.call.http import HttpRequest
from timeback_core.engine.transport.bodies import ACCEPTED_CODINGS
from timeback_core.engine.transport.proxies import ProxyAddress
from timeback_core.engine.transport.shelf import Origin

DEFAULT_PORTS = {"http": 80, "https": 443}
WITH_BODY = ("POST", "PUT", "PATCH")
"""Verbs whose length is told even where there is no body."""


class Content:
    """A body to be sent once, in one piece.

    httpcore's own is an asynchronous generator, which a failed upload would leave unfinished.
    """

    def __init__(self, body: bytes) -> None:
        self._left = [body] if body else []

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._left)

    def __aiter__(self) -> "Content":
        return self

    async def __anext__(self) -> bytes:
        if not self._left:
            raise StopAsyncIteration
        return self._left.pop()


def core_request(request: HttpRequest, until: float) -> httpcore.Request:
    """The request, each of its operations limited by the instant `until`."""
    url = httpcore.URL(scheme=request.scheme, host=request.host, port=request.port, target=request.target)
    limits = {"connect": until, "read": until, "write": until}
    headers = [(name.encode("ascii"), value.encode("latin-1")) for name, value in complete_headers(request)]
    return httpcore.Request(
        request.verb, url, headers=headers, content=Content(request.body), extensions={"timeout": limits}
    )


def complete_headers(request: HttpRequest) -> list[tuple[str, str]]:
    """The headers and those that HTTP and we need besides, where they are not given."""
    given = {name.lower() for name, _ in request.headers}
    headers = list(request.headers)
    if "host" not in given:
        host = f"[{request.host}]" if ":" in request.host else request.host
        usual = DEFAULT_PORTS.get(request.scheme) == request.port
        headers.insert(0, ("Host", host if usual else f"{host}:{request.port}"))
    if "accept-encoding" not in given:
        headers.append(("Accept-Encoding", ACCEPTED_CODINGS))
    if "content-length" not in given and (request.body or request.verb in WITH_BODY):
        headers.append(("Content-Length", str(len(request.body))))
    return headers


def plain_headers(headers: Sequence[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    """An answer's headers as text, names in lower case."""
    return [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in headers]


def content_coding(headers: Sequence[tuple[str, str]]) -> str:
    """The coding of a body, empty for none."""
    return ", ".join(value for name, value in headers if name == "content-encoding")


def core_origin(origin: Origin) -> httpcore.Origin:
    """A server, as httpcore names it."""
    scheme, host, port = origin
    return httpcore.Origin(scheme.encode("ascii"), host.encode("ascii"), port)


def core_proxy(proxy: ProxyAddress | None) -> httpcore.Proxy | None:
    """A proxy, as httpcore takes it."""
    if proxy is None:
        return None
    url = httpcore.URL(scheme=proxy.scheme, host=proxy.host, port=proxy.port, target="/")
    return httpcore.Proxy(url, auth=proxy.auth)
