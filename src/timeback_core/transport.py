"""The default pool of connections as a pair of httpx transports, for an application's own calls.

One transport serves any number of httpx clients, and clients of this package beside them
(`TimebackClient.open(transport=transport)`); several share their connections where they are given one `Connections`.
"""

import weakref
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Generator, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, Generic, Literal, TypeAlias, TypeVar, cast

import httpx

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.async_exchange import AsyncExchanger
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.conversation import DEFAULT_PORTS, Answer, forwarded, head_of
from timeback_core.engine.transport.exchange import Exchanger, SocketLine
from timeback_core.engine.transport.exchanging import LONGEST_WAIT, Exchanging, Line, Script, arun, run
from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER, LATE, ExchangeError
from timeback_core.engine.transport.send import AsyncDirectTransport, DirectTransport

__all__ = ["AsyncPooledTransport", "Connections", "PooledTransport"]

T = TypeVar("T")
L = TypeVar("L", bound=Line)
Phase: TypeAlias = Literal["write", "read"]


class PooledTransport(httpx.BaseTransport, DirectTransport):
    """Our connections under synchronous httpx clients; closing it ends its own calls at once."""

    def __init__(self, connections: Connections | None = None) -> None:
        """A transport over shared connections, or over its own where none are given."""
        self._exchanger = Exchanger(connections or Connections())

    def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """How clients of this package send: the answer as a value, before an instant of the monotonic clock."""
        return self._exchanger.exchange(request, until, cap)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body still to be read; raises httpx's exceptions, with httpx's timeouts."""
        stream = request.stream
        if not isinstance(stream, httpx.SyncByteStream):
            raise TypeError("the body of the request is an asynchronous stream")
        asking = _Asking(self._exchanger, request)
        try:
            with _httpx_errors("write"):
                run(asking.timed(asking.beginning()), 0)
                for data in stream:
                    run(asking.timed(asking.telling(data)), 0)
            with _httpx_errors("read"):
                run(asking.timed(asking.ending()), 0)
        except BaseException:
            asking.give_back()
            raise
        return asking.response(_Body(asking))

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._exchanger.abort()

    def close(self) -> None:
        """The same as `abort`."""
        self._exchanger.abort()


class AsyncPooledTransport(httpx.AsyncBaseTransport, AsyncDirectTransport):
    """Our connections under asynchronous httpx clients, on asyncio and trio; closing it ends its own calls at once."""

    def __init__(self, connections: Connections | None = None) -> None:
        """A transport over shared connections, or over its own where none are given."""
        self._exchanger = AsyncExchanger(connections or Connections())

    async def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """How clients of this package send: the answer as a value, before an instant of the monotonic clock."""
        return await self._exchanger.exchange(request, until, cap)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer with its body still to be read; raises httpx's exceptions, with httpx's timeouts."""
        stream = request.stream
        if not isinstance(stream, httpx.AsyncByteStream):
            raise TypeError("the body of the request is a synchronous stream")
        asking = _Asking(self._exchanger, request)
        parts = aiter(stream)
        try:
            with _httpx_errors("write"):
                await arun(asking.timed(asking.beginning()), 0)
                async for data in parts:
                    await arun(asking.timed(asking.telling(data)), 0)
            with _httpx_errors("read"):
                await arun(asking.timed(asking.ending()), 0)
        except BaseException:
            asking.give_back()
            raise
        finally:
            if isinstance(parts, AsyncGenerator):  # left unfinished, it would disturb the loop when collected
                await parts.aclose()
        return asking.response(_AsyncBody(self._exchanger, asking))

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._exchanger.abort()

    async def aclose(self) -> None:
        """The same as `abort`."""
        self._exchanger.abort()


class _Body(httpx.SyncByteStream):
    """A body still to be read; closing or forgetting it gives its connection back."""

    def __init__(self, asking: "_Asking[SocketLine]") -> None:
        self._asking = asking
        self._forgotten = weakref.finalize(self, asking.give_back)

    def __iter__(self) -> Iterator[bytes]:
        asking = self._asking
        with _httpx_errors("read"):
            yield from asking.answer.take()
            while not asking.answer.done:
                run(asking.timed(asking.hearing()), 0)
                yield from asking.answer.take()

    def close(self) -> None:
        self._forgotten()


class _AsyncBody(httpx.AsyncByteStream):
    """A body still to be read; closing it gives its connection back, forgetting it ends that."""

    def __init__(self, exchanger: AsyncExchanger, asking: "_Asking[Line]") -> None:
        self._asking = asking
        self._forgotten = weakref.finalize(self, asking.forget, exchanger.forget)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        asking = self._asking
        with _httpx_errors("read"):
            for part in asking.answer.take():
                yield part
            while not asking.answer.done:
                await arun(asking.timed(asking.hearing()), 0)
                for part in asking.answer.take():
                    yield part

    async def aclose(self) -> None:
        if self._forgotten.detach() is not None:
            self._asking.give_back()


class _Asking(Generic[L]):
    """One request of httpx's and its answer, as scripts for either kind of transport."""

    def __init__(self, exchanger: Exchanging[L], request: httpx.Request) -> None:
        self.answer = Answer(request.method)
        self._exchanger = exchanger
        self._request = request
        self._timeouts: dict[str, float | None] = dict(request.extensions.get("timeout", {}))
        self._chunked = "chunked" in request.headers.get("transfer-encoding", "")
        self._line: L | None = None
        self._told = True

    def beginning(self) -> Script[None]:
        """Take a connection and send the head."""
        url = self._request.url
        if url.scheme not in DEFAULT_PORTS:
            raise httpx.UnsupportedProtocol(f"no transport for {url.scheme!r}")
        host, port = url.raw_host.decode("ascii"), url.port or DEFAULT_PORTS[url.scheme]
        line = self._line = yield from self._exchanger.taking((url.scheme, host, port))
        headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in self._request.headers.raw]
        target = self._request.extensions.get("target", url.raw_path)
        if line.forward is not None:
            target = forwarded(host, port, target)
            headers += line.forward
        yield from self._tell(line, head_of(self._request.method, target, headers))

    def telling(self, data: bytes) -> Script[None]:
        """Send a part of the body."""
        if self._line is not None and self._told and data:
            yield from self._tell(self._line, b"%x\r\n%b\r\n" % (len(data), data) if self._chunked else data)

    def ending(self) -> Script[None]:
        """Send what is left, and read the head of the answer."""
        if self._line is not None and self._told and self._chunked:
            yield from self._tell(self._line, b"0\r\n\r\n")
        while not self.answer.status:
            yield from self.hearing()

    def hearing(self) -> Script[None]:
        """Read more of the answer."""
        if self._line is not None:
            self.answer.feed((yield from self._line.hearing()))

    def timed(self, script: Script[T]) -> Script[T]:
        """A script whose acts each have a time of their own, as httpx counts, whatever deadline they are given."""
        names = {"connect": "connect", "flush": "write", "receive": "read"}

        def within(act: Callable[[float], Any]) -> Callable[[float], Any]:
            seconds = self._timeouts.get(names[act.__name__])
            return lambda _: act(monotonic() + (LONGEST_WAIT if seconds is None else seconds))

        try:
            act = next(script)
            while True:
                try:
                    got = yield within(act)
                except BaseException as error:
                    act = script.throw(error)
                else:
                    act = script.send(got)
        except StopIteration as end:
            return cast(T, end.value)  # a generator's return value is untyped at run time

    def response(self, body: httpx.SyncByteStream | httpx.AsyncByteStream) -> httpx.Response:
        """The answer whose body is still to be read."""
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.answer.headers]
        return httpx.Response(self.answer.status, headers=headers, stream=body)

    def give_back(self) -> None:
        """Give the connection back, which is kept where all was said and heard."""
        line, self._line = self._line, None
        if line is not None:
            clean = self._told and self.answer.done and self.answer.keep
            self._exchanger.give_back(line, self.answer if clean else None)

    def forget(self, forget: Callable[[L], None]) -> None:
        """Have the connection closed."""
        line, self._line = self._line, None
        if line is not None:
            forget(line)

    def _tell(self, line: L, data: bytes) -> Script[None]:
        self._told = yield from line.telling([data], self.answer.feed)


@contextmanager
def _httpx_errors(phase: Phase) -> Generator[None, None, None]:
    """Raise what ends an exchange as httpx's own exception."""
    try:
        yield
    except ExchangeError as error:
        raise _native(error, phase) from error


def _native(error: ExchangeError, phase: Phase) -> httpx.TransportError:
    match error.kind:
        case "connect" if error.detail == LATE:
            return httpx.ConnectTimeout(LATE)
        case "connect" | "closed":
            return httpx.ConnectError(error.detail)
        case "timeout":
            return (httpx.WriteTimeout if phase == "write" else httpx.ReadTimeout)(LATE)
        case "broken" if error.detail != CLOSED_BY_SERVER:
            return (httpx.WriteError if phase == "write" else httpx.ReadError)(error.detail)
        case "unexpected":
            return httpx.LocalProtocolError(error.detail)
        case _:
            return httpx.RemoteProtocolError(error.detail)
