"""The default pool of connections as a pair of httpx transports, for an application's own calls.

One transport serves any number of httpx clients, and clients of this package beside them
(`TimebackClient.open(transport=transport)`); all of them share its connections.
"""

import weakref
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import contextmanager
from math import inf
from time import monotonic
from typing import Any, Generic, TypeVar, Unpack

import httpx

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.config.urls import DEFAULT_PORTS
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import ConnectionOptions, Connections
from timeback_core.engine.transport.conversation import Answer, forwarded, head_of
from timeback_core.engine.transport.exchange import Exchanger
from timeback_core.engine.transport.exchanging import Exchanging, Line, Phase, run
from timeback_core.engine.transport.foreign import Stream, read
from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER, ExchangeError
from timeback_core.engine.transport.send import AsyncDirectTransport, DirectTransport

__all__ = ["AsyncPooledTransport", "ConnectionOptions", "PooledTransport"]

L = TypeVar("L", bound=Line)


class _Pooled:
    def __init__(self, beside: "_Pooled | None", options: ConnectionOptions) -> None:
        self._connections: Connections = Connections(**options) if beside is None else beside._connections


class PooledTransport(_Pooled, httpx.BaseTransport, DirectTransport):
    """Our connections under synchronous httpx clients; closing it ends its own calls at once."""

    def __init__(
        self, beside: "PooledTransport | AsyncPooledTransport | None" = None, **options: Unpack[ConnectionOptions]
    ) -> None:
        """A transport with connections of its own, or with those (and the options) of another one of either kind."""
        super().__init__(beside, options)
        self._exchanger = Exchanger(self._connections)

    def exchange(self, request: HttpRequest, until: float, cap: int, silent_until: float = inf) -> SendOutcome:
        """How clients of this package send: the answer as a value, before an instant of the monotonic clock."""
        return self._exchanger.exchange(request, until, cap, silent_until)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body still to be read; raises httpx's exceptions, with httpx's timeouts."""
        asking = _Asking(self._exchanger, request)
        run(asking.ask(httpx.SyncByteStream))
        return asking.response()

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._exchanger.abort()

    def close(self) -> None:
        """The same as `abort`."""
        self.abort()


class AsyncPooledTransport(_Pooled, httpx.AsyncBaseTransport, AsyncDirectTransport):
    """Our connections under asynchronous httpx clients, on asyncio and trio; closing it ends its own calls at once."""

    def __init__(
        self, beside: "PooledTransport | AsyncPooledTransport | None" = None, **options: Unpack[ConnectionOptions]
    ) -> None:
        """A transport with connections of its own, or with those (and the options) of another one of either kind."""
        super().__init__(beside, options)
        self._exchanger = AsyncExchanger(self._connections)

    async def exchange(self, request: HttpRequest, until: float, cap: int, silent_until: float = inf) -> SendOutcome:
        """How clients of this package send: the answer as a value, before an instant of the monotonic clock."""
        return await self._exchanger.exchange(request, until, cap, silent_until)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body still to be read; raises httpx's exceptions, with httpx's timeouts."""
        asking = _Asking(self._exchanger, request)
        await asking.ask(httpx.AsyncByteStream)
        return asking.response()

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._exchanger.abort()

    async def aclose(self) -> None:
        """The same as `abort`."""
        self.abort()


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body still to be read; closing it gives its connection back, forgetting it ends that."""

    def __init__(self, asking: "_Asking[Any]") -> None:
        self._asking = asking
        self._forgotten = weakref.finalize(self, asking.forget)

    def __iter__(self) -> Iterator[bytes]:
        while data := run(self._asking.hear()):
            yield data

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while data := await self._asking.hear():
            yield data

    def close(self) -> None:
        if self._forgotten.detach():
            self._asking.give_back()

    async def aclose(self) -> None:
        self.close()


class _Answer(Answer):
    """An answer that keeps what httpx shows besides: the names as they were written, and the reason."""

    def __init__(self, verb: str) -> None:
        self.raw: list[tuple[bytes, bytes]] = []
        self.reason = b""
        super().__init__(verb)

    def on_status(self, reason: bytes) -> None:
        self.reason = reason

    def on_header(self, name: bytes, value: bytes) -> None:
        super().on_header(name, value)
        if not self.status:
            self.raw.append((name, value.strip(b" \t\r\n")))


class _Asking(Generic[L]):
    """One request of httpx's and its answer, told for threads and event loops alike."""

    def __init__(self, exchanger: Exchanging[L], request: httpx.Request) -> None:
        self._exchanger = exchanger
        self._request = request
        self._answer = _Answer(request.method)
        self._timeouts: dict[str, float | None] = dict(request.extensions.get("timeout", {}))
        self._phase: Phase = "connect"
        self._line: L | None = None
        self._told = True

    async def ask(self, kind: type[Stream]) -> None:
        """Send the request, whose body has to be a stream of that kind, and read the head of the answer."""
        url, stream = self._request.url, self._request.stream
        if url.scheme not in DEFAULT_PORTS:
            raise httpx.UnsupportedProtocol(f"no transport for {url.scheme!r}")
        if not isinstance(stream, kind):
            raise TypeError("the body of the request is a stream of the other kind")
        chunked = "chunked" in self._request.headers.get("transfer-encoding", "")
        try:
            with self._httpx_errors():
                await self._begin(url.scheme, url.raw_host.decode("ascii"), url.port or DEFAULT_PORTS[url.scheme])
                await read(stream, kind, self._tell_chunk if chunked else self._tell)
                if chunked:
                    await self._tell(b"0\r\n\r\n")
                while not self._answer.status:
                    await self._hear()
        except BaseException:
            self.give_back()
            raise

    async def hear(self) -> bytes:
        """The next part of the body; empty at its end."""
        with self._httpx_errors():
            while not (data := b"".join(self._answer.take())) and not self._answer.done:
                await self._hear()
        return data

    def response(self) -> httpx.Response:
        """The answer whose body is still to be read."""
        answer = self._answer
        headers = answer.raw[len(answer.raw) - len(answer.headers) :]  # those before belong to interim answers
        extensions = {"http_version": b"HTTP/1.1", "reason_phrase": answer.reason}
        return httpx.Response(answer.status, headers=headers, stream=_Body(self), extensions=extensions)

    def give_back(self) -> None:
        """Give the connection back, which is kept where all was said and heard."""
        line, self._line = self._line, None
        if line is not None:
            clean = self._told and self._answer.done and self._answer.keep
            self._exchanger.give_back(line, self._answer if clean else None)

    def forget(self) -> None:
        """Have the connection closed; from any thread."""
        line, self._line = self._line, None
        if line is not None:
            self._exchanger.forget(line)

    async def _begin(self, scheme: str, host: str, port: int) -> None:
        line = self._line = await self._exchanger.take((scheme, host, port), self._until)
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in self._request.headers.raw]
        target = self._request.extensions.get("target", self._request.url.raw_path)
        if line.way.forward is not None:
            target = forwarded(host, port, target)
            headers += line.way.forward
        await self._tell(head_of(self._request.method, target, headers))

    async def _tell_chunk(self, data: bytes) -> None:
        if data:
            await self._tell(b"%x\r\n%b\r\n" % (len(data), data))

    async def _tell(self, data: bytes) -> None:
        if self._line is not None and self._told:
            self._told = await self._line.tell([data], self._answer.feed)

    async def _hear(self) -> None:
        if self._line is not None:
            self._answer.feed(await self._line.hear())

    def _until(self, phase: Phase) -> float:
        """The instant before which a wait has to end: each has a time of its own, as httpx counts."""
        self._phase = phase
        seconds = self._timeouts.get(phase)
        return float("inf") if seconds is None else monotonic() + seconds

    @contextmanager
    def _httpx_errors(self) -> Generator[None, None, None]:
        """Raise what ends an exchange as httpx's own exception."""
        try:
            yield
        except ExchangeError as error:
            writing = self._phase == "write"
            family: type[httpx.TransportError]
            match error.kind:
                case "connect" | "barred" | "closed":
                    family = httpx.ConnectError
                case "timeout" if self._line is None:
                    family = httpx.ConnectTimeout
                case "timeout":
                    family = httpx.WriteTimeout if writing else httpx.ReadTimeout
                case "broken" if error.detail != CLOSED_BY_SERVER:
                    family = httpx.WriteError if writing else httpx.ReadError
                case "unexpected":
                    family = httpx.LocalProtocolError
                case _:
                    family = httpx.RemoteProtocolError
            raise family(error.detail) from error
