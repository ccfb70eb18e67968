"""The sandbox as a transport for any httpx client, sync or async, without a socket."""

import time
from collections.abc import AsyncIterator, Callable, Iterator
from types import TracebackType
from typing import Any

import anyio
import httpx

from timeback_core.sandbox.messages import Reply, Request


class SandboxTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers in this process; a cut connection is the httpx error that it would be on a socket."""

    def __init__(self, handle: Callable[[Request], Reply]) -> None:
        self._handle = handle

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, waiting out delays in this thread."""
        reply = self._handle(_arrived(request, request.read()))
        wait(request, reply.delay)
        return _response(request, reply, _Body(request, reply))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer, waiting out delays in this task."""
        reply = self._handle(_arrived(request, await request.aread()))
        await wait_async(request, reply.delay)
        return _response(request, reply, _Body(request, reply))

    def close(self) -> None:
        """Nothing to close."""

    async def aclose(self) -> None:
        """Nothing to close."""

    def __enter__(self) -> "SandboxTransport":
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self.close()

    async def __aenter__(self) -> "SandboxTransport":
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.aclose()


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body, in pieces where a fault wants it so."""

    def __init__(self, request: httpx.Request, reply: Reply) -> None:
        self._request = request
        self._reply = reply

    def __iter__(self) -> Iterator[bytes]:
        for piece, pause in self._reply.pieces():
            yield piece
            wait(self._request, pause)
        if self._reply.cut == "half":
            raise httpx.RemoteProtocolError("The body broke off.", request=self._request)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece, pause in self._reply.pieces():
            yield piece
            await wait_async(self._request, pause)
        if self._reply.cut == "half":
            raise httpx.RemoteProtocolError("The body broke off.", request=self._request)


def _arrived(request: httpx.Request, body: bytes) -> Request:
    # A transport gets the exact target by extension where the URL would be normalised.
    target: Any = request.extensions.get("target", request.url.raw_path)
    headers = tuple((name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in request.headers.raw)
    return Request(request.method, target.decode("latin-1"), headers, body)


def _response(request: httpx.Request, reply: Reply, body: _Body) -> httpx.Response:
    if reply.cut == "reset":
        raise httpx.ReadError("Connection reset by peer", request=request)
    if reply.cut == "before":
        raise httpx.RemoteProtocolError("Server disconnected without sending a response.", request=request)
    return httpx.Response(reply.status, headers=reply.framed_headers, stream=body, request=request)


def _patience(request: httpx.Request) -> float | None:
    timeout: dict[str, float | None] = request.extensions.get("timeout", {})
    return timeout.get("read")


def wait(request: httpx.Request, seconds: float) -> None:
    if not seconds:
        return
    patience = _patience(request)
    if patience is not None and patience < seconds:
        time.sleep(patience)
        raise httpx.ReadTimeout("The sandbox was slow.", request=request)
    time.sleep(seconds)


async def wait_async(request: httpx.Request, seconds: float) -> None:
    if not seconds:
        return
    patience = _patience(request)
    if patience is not None and patience < seconds:
        await anyio.sleep(patience)
        raise httpx.ReadTimeout("The sandbox was slow.", request=request)
    await anyio.sleep(seconds)
