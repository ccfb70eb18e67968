"""How a connection is made, carries a conversation and is given back: written once, as scripts.

A script is a generator of acts, methods that take a deadline. Threads perform them by calling, event loops by awaiting.
"""

import os
import weakref
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar, cast

from timeback_core.engine.call.http import HttpRequest, SendFailed, SendOutcome
from timeback_core.engine.transport.connections import Connections, Origin, Pool
from timeback_core.engine.transport.conversation import Answer, Conversation
from timeback_core.engine.transport.reasons import CLOSED_BY_US, ExchangeError, reason

if TYPE_CHECKING:
    from timeback_core.engine.transport.opening import Way
    from timeback_core.engine.transport.tls import Tls

T = TypeVar("T")
L = TypeVar("L", bound="Line")
Script: TypeAlias = Generator[Callable[[float], Any], Any, T]

READ_SIZE = 64 * 1024
WRITE_SIZE = 256 * 1024
"""Bytes that are read, or written, at once."""
LONGEST_WAIT = 86_400.0
"""Seconds; sockets and timers refuse infinity."""


class Line(ABC):
    """One connection, which one call uses at a time."""

    def __init__(self, origin: Origin, way: "Way") -> None:
        """A connection that is still to be made."""
        self.origin = origin
        self.forward = way.forward
        self.pid: int = os.getpid()
        self.made = False
        """Whether it leads to its server already."""
        self.reused = False
        """Whether it served a request before the present one."""
        self.sent = False
        """Whether a byte of the present request was sent."""
        self.aborted = False
        self.unsent: memoryview = memoryview(b"")
        self._way = way
        self._tls: Tls | None = None

    def making(self) -> Script[None]:
        """Make the connection.

        Raises:
            ExchangeError: of the kind `connect`.
        """
        steps = self._way.steps()
        try:
            yield self.connect
            data = next(steps)
            while True:
                self._write(data)
                yield self.flush
                data = steps.send((yield self.receive))
        except StopIteration as end:
            self._tls = end.value
            self.made = True
        except (ExchangeError, OSError, UnicodeError) as error:
            raise ExchangeError("connect", reason(error)) from error

    def carrying(self, talk: Conversation) -> Script[None]:
        """Have a conversation, or as much of it as there can be."""
        self.sent = False
        try:
            talk.told = yield from self.telling(talk.output, talk.receive)
            while not talk.over:
                talk.receive((yield from self.hearing()))
        except ExchangeError as trouble:
            talk.stop(trouble)
        talk.sent = self.sent

    def telling(self, parts: Iterable[bytes], hear: Callable[[bytes], bool]) -> Script[bool]:
        """Send something, and listen meanwhile; False where that ended it, or nothing can be sent any more.

        hear: takes what comes, and says whether the rest need not be sent.
        """
        try:
            for part in parts:
                for start in range(0, len(part), WRITE_SIZE):
                    self._write(part[start : start + WRITE_SIZE])
                    while not (yield self.flush):
                        told = self._read((yield self.receive))
                        if told is not None and hear(told):
                            return False
        except OSError:  # there may be an answer nevertheless
            return False
        return True

    def hearing(self) -> Script[bytes]:
        """Wait for what comes next; empty at the end.

        Raises:
            ExchangeError: the deadline passed, or the connection is broken.
        """
        told = b"" if self._tls is not None and self._tls.ended else None
        while told is None:
            told = self._read((yield self.receive))
        return told

    @property
    def quiet(self) -> bool:
        """Whether nothing waits to be read."""
        return (self._tls is None or (self._tls.clean and not self._tls.ended)) and not self.readable()

    def _write(self, data: bytes) -> None:
        raw = data if self._tls is None else self._tls.encrypt(data)
        self.unsent = memoryview(b"".join((self.unsent, raw)) if self.unsent else raw)

    def _read(self, raw: bytes) -> bytes | None:
        return raw if self._tls is None else self._tls.decrypt(raw)

    @abstractmethod
    def connect(self, until: float) -> Any:
        """Connect to the address that answers first.

        Raises:
            ExchangeError: the deadline passed.
            OSError: none does.
        """

    @abstractmethod
    def flush(self, until: float) -> Any:
        """Send what is unsent; False as soon as there is something to read instead.

        Raises:
            ExchangeError: the deadline passed.
            OSError: the connection is broken.
        """

    @abstractmethod
    def receive(self, until: float) -> Any:
        """The bytes that came, waiting for them; empty at the end.

        Raises:
            ExchangeError: the deadline passed, or the connection is broken.
        """

    @abstractmethod
    def readable(self) -> bool:
        """Whether bytes of the server, or its end, wait to be read."""

    @abstractmethod
    def interrupt(self) -> None:
        """Wake whoever waits on the connection, which is of no use then; from any thread."""

    @abstractmethod
    def close(self) -> None:
        """Close the socket, on which nobody waits any more."""

    @property
    def address(self) -> tuple[str, int]:
        """Host and port to connect to, the server's or a proxy's."""
        return self._way.address


class Exchanging(Generic[L]):
    """Carries the requests of one owner over connections that several may share, and can abort its own.

    Nothing is awaited between taking a connection and using it, nor when it is given back, so that a cancellation
    can hurt no bookkeeping; and there is no lock, so that a signal handler may abort.
    """

    def __init__(self, connections: Connections) -> None:
        """An exchanger that owns its part of the connections until it is aborted or forgotten."""
        self._connections = connections
        self._live: dict[L, Pool[L]] = {}
        self._token = connections.acquire()
        self._closed = False
        weakref.finalize(self, connections.release, self._token)

    def exchanging(self, request: HttpRequest, cap: int) -> Script[SendOutcome]:
        """One exchange, from taking a connection to giving it back."""
        line: L | None = None
        ended: Answer | None = None
        try:
            line = yield from self.taking((request.scheme, request.host, request.port))
            talk = Conversation(request, cap, forward=line.forward, reused=line.reused)
            yield from line.carrying(talk)
            ended = talk.answer if talk.clean else None
            if self._closed and not talk.answer.done:
                talk.stop(ExchangeError("closed", CLOSED_BY_US))
            return talk.outcome()
        except ExchangeError as error:
            told = ExchangeError("closed", CLOSED_BY_US) if self._closed else error
            return SendFailed(told.kind, sent=False, detail=told.detail)
        except Exception as error:
            sent = line is not None and line.sent
            return SendFailed("unexpected", sent=sent, detail=f"{type(error).__name__}: {error}")
        finally:
            if line is not None:
                self.give_back(line, ended)

    def taking(self, origin: Origin) -> Script[L]:
        """A connection to that server: an idle one that lives, else a new one.

        Raises:
            ExchangeError: there is none, or the exchanger was aborted.
        """
        pool = self._pool()
        line = pool.take(origin) or self._new_line(origin)
        self._live[line] = pool
        taken = False
        try:
            # Only now, so that an abort either sees the connection or is seen here.
            if not self._closed:
                if not line.made:
                    yield from line.making()
                taken = not self._closed
        finally:
            if not taken:
                self.give_back(line, None)
        if not taken:
            raise ExchangeError("closed", CLOSED_BY_US)
        return line

    def give_back(self, line: L, ended: Answer | None) -> None:
        """Keep a connection for the next request where an answer has ended cleanly on it, else close it."""
        pool = self._live.pop(line, None)
        if pool is not None and ended is not None and line.quiet and not self._closed:
            line.reused = True
            pool.put(line, ended.patience)
        else:
            line.close()

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._closed = True
        for line in list(self._live):
            if line.pid == os.getpid():
                line.interrupt()
        self._connections.release(self._token)

    @abstractmethod
    def _pool(self) -> Pool[L]:
        """Where idle connections wait."""

    @abstractmethod
    def _new_line(self, origin: Origin) -> L:
        """A connection that is still to be made.

        Raises:
            ExchangeError: what leads to the server cannot be used.
        """


def run(script: Script[T], until: float) -> T:
    """Perform the acts of a script, each before an instant, and give what the script gives."""
    try:
        act = next(script)
        while True:
            try:
                got = act(until)
            except BaseException as error:
                act = script.throw(error)
            else:
                act = script.send(got)
    except StopIteration as end:
        return cast(T, end.value)  # a generator's return value is untyped at run time


async def arun(script: Script[T], until: float) -> T:
    """Perform the acts of a script, each before an instant, and give what the script gives."""
    try:
        act: Callable[[float], Awaitable[Any]] = next(script)
        while True:
            try:
                got = await act(until)
            except BaseException as error:
                act = script.throw(error)
            else:
                act = script.send(got)
    except StopIteration as end:
        return cast(T, end.value)  # a generator's return value is untyped at run time
