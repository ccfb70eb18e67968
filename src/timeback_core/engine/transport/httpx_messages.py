"""httpx's requests in httpcore's form, for our transports when an httpx client uses them."""

from collections.abc import Mapping

import httpcore
import httpx

from timeback_core.engine.transport.limits import LONGEST_WAIT, Seconds
from timeback_core.engine.transport.shelf import Origin

PORTS = {"http": 80, "https": 443}


def origin_of(url: httpx.URL) -> Origin:
    """The server that a URL leads to.

    Raises:
        httpx.UnsupportedProtocol: the URL is neither of http nor of https.
    """
    if url.scheme not in PORTS:
        raise httpx.UnsupportedProtocol(f"no transport for {url.scheme!r}")
    return url.scheme, url.raw_host.decode("ascii"), url.port or PORTS[url.scheme]


def core_request(request: httpx.Request) -> httpcore.Request:
    """The request; httpx's durations stay durations."""
    scheme, host, port = origin_of(request.url)
    url = httpcore.URL(scheme=scheme, host=host, port=port, target=request.url.raw_path)
    extensions = {**request.extensions, "timeout": durations(request.extensions.get("timeout", {}))}
    return httpcore.Request(
        request.method, url, headers=request.headers.raw, content=request.stream, extensions=extensions
    )


def streamed(
    response: httpcore.Response, stream: httpx.SyncByteStream | httpx.AsyncByteStream
) -> httpx.Response:
    """The answer whose body that stream reads."""
    return httpx.Response(
        response.status,
        headers=response.headers,
        stream=stream,
        extensions=response.extensions,  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType] - untyped
    )


def durations(timeouts: Mapping[str, float | None]) -> dict[str, Seconds]:
    """The timeouts, marked as durations."""
    given = {name: timeouts.get(name) for name in ("connect", "read", "write")}
    return {name: Seconds(LONGEST_WAIT if value is None else value) for name, value in given.items()}
