"""How a connection is made, carries a conversation and is given back: written once, for threads and event loops.

It is told in coroutines. Event loops await them; the lines of threads never suspend, so that `run` is enough for them.
"""

import os
import weakref
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, TypeAlias, TypeVar, cast

from timeback_core.engine.call.http import HttpRequest, SendFailed, SendOutcome
from timeback_core.engine.transport.connections import Connections, Origin, Pool
from timeback_core.engine.transport.conversation import Answer, Conversation
from timeback_core.engine.transport.reasons import CLOSED_BY_US, LATE, SILENT, ExchangeError, reason

if TYPE_CHECKING:
    from timeback_core.engine.transport.tls import Tls
    from timeback_core.engine.transport.ways import Way

T = TypeVar("T")
L = TypeVar("L", bound="Line")
Phase: TypeAlias = Literal["connect", "write", "read"]  # what a connection can wait for, in httpx's words
Until: TypeAlias = Callable[[Phase], float]  # the instant before which a wait that now begins has to end

WRITE_SIZE = 256 * 1024  # bytes that are written at once


def run(work: Coroutine[Any, Any, T]) -> T:
    """What a coroutine gives that never suspends."""
    try:
        work.send(None)
    except StopIteration as end:
        return cast(T, end.value)  # what a coroutine returns is untyped at run time
    work.close()
    raise RuntimeError("there is no event loop to wait for")


class Line(ABC):
    """One connection, which one call uses at a time."""

    def __init__(self, origin: Origin, way: "Way") -> None:
        self.origin: Origin = origin
        self.way: Way = way
        self.forward: Sequence[tuple[str, str]] | None = way.forward
        self.pid: int = os.getpid()
        self.made: bool = False  # whether it leads to its server already
        self.reused: bool = False  # whether it served a request before the present one
        self.until: Until = lambda _: 0.0  # the deadline of the present request
        self.sent: bool = False  # whether a byte of the present request was sent
        self.full: bool = False  # whether it takes no more bytes at the moment
        self.aborted: bool = False
        self._unsent: memoryview = memoryview(b"")
        self._tls: Tls | None = None

    async def make(self) -> None:
        """Make the connection; raises `ExchangeError`: `connect`, `barred`, or `timeout` where the deadline passes."""
        try:
            await self.wait("connect")
            self._tls = await self.way.open(self._ask)
            self.made = True
        except (ExchangeError, OSError, UnicodeError) as error:
            barred = isinstance(error, ExchangeError) and error.kind == "barred"
            detail = reason(error)
            raise ExchangeError("barred" if barred else "timeout" if detail == LATE else "connect", detail) from error

    async def carry(self, talk: Conversation) -> None:
        """Have a conversation, or as much of it as there can be."""
        self.sent = False
        try:
            talk.told = await self.tell(talk.output, talk.receive)
            while not talk.over:
                talk.receive(await self.hear())
        except ExchangeError as trouble:
            talk.trouble = trouble
        talk.sent = self.sent

    async def tell(self, parts: Iterable[bytes], hear: Callable[[bytes], bool]) -> bool:
        """Send something, and listen meanwhile; False where the rest cannot be sent, or `hear` says so."""
        try:
            for part in parts:
                for start in range(0, len(part), WRITE_SIZE):
                    self._write(part[start : start + WRITE_SIZE])
                    while not await self._flushed():
                        told = self._pulled()
                        if told is not None and hear(told):
                            return False
        except OSError:  # there may be an answer nevertheless
            return False
        return True

    async def hear(self) -> bytes:
        """Wait for what comes next, empty at the end; raises `ExchangeError`."""
        told = b"" if self._tls is not None and self._tls.ended else None
        try:
            while told is None:
                await self.wait("read")
                told = self._pulled()
        except OSError as error:
            raise ExchangeError("broken", reason(error)) from error
        return told

    @property
    def quiet(self) -> bool:
        """Whether nothing waits to be read."""
        return (self._tls is None or (self._tls.clean and not self._tls.ended)) and not self.readable()

    async def _ask(self, data: bytes) -> bytes:
        self._write(data)
        await self._flushed()
        return await self.hear()

    def _write(self, data: bytes) -> None:
        raw = data if self._tls is None else self._tls.encrypt(data)
        self._unsent = memoryview(b"".join((self._unsent, raw)) if self._unsent else raw)

    async def _flushed(self) -> bool:
        """Send what is unsent; False as soon as there is something to read instead."""
        while self._unsent:
            if await self.wait("write"):
                return False
            self.full = False
            try:
                self._unsent = self._unsent[self.push(self._unsent) :]
                self.sent = True
            except BlockingIOError:
                self.full = True
        return True

    def _pulled(self) -> bytes | None:
        try:
            raw = self.pull()
        except BlockingIOError:
            return None
        return raw if self._tls is None else self._tls.decrypt(raw)

    @abstractmethod
    async def wait(self, phase: Phase) -> bool:
        """Connect, or wait for something to read, or for that or room to write; whether there is something to read.

        Raises `ExchangeError` when the deadline passes, `OSError` where no address answers or the connection is broken.
        """

    @abstractmethod
    def push(self, data: memoryview) -> int:
        """Send some bytes at once, and say how many; raises `OSError`."""

    @abstractmethod
    def pull(self) -> bytes:
        """The bytes that came, empty at the end; raises `OSError`."""

    @abstractmethod
    def readable(self) -> bool:
        """Whether bytes of the server, or its end, wait to be read."""

    def interrupt(self) -> None:
        """Wake whoever waits on the connection, which is of no use then; from any thread."""
        self.close()

    @abstractmethod
    def close(self) -> None:
        """Close the connection; from any thread."""


class Exchanging(ABC, Generic[L]):
    """Carries the requests of one owner over connections that several may share, and can abort its own.

    Taking and giving back awaits nothing: no cancellation can hurt it. There is no lock: a signal handler may abort.
    """

    def __init__(self, connections: Connections) -> None:
        """It owns its part of the connections until it is aborted or forgotten."""
        owner = object()
        connections.owners.add(owner)
        self._connections = connections
        self._live: dict[L, Pool[L]] = {}
        self._closed = False
        self._release = weakref.finalize(self, connections.release, owner)

    async def carried(self, request: HttpRequest, until: float, cap: int, silent_until: float) -> SendOutcome:
        """One exchange, from taking a connection to giving it back; see `DirectTransport.exchange`."""
        line: L | None = None
        ended: Answer | None = None
        try:
            line = await self.take((request.scheme, request.host, request.port), lambda _: until)
            talk = Conversation(request, cap, forward=line.forward, reused=line.reused)
            if line.reused and silent_until < until:
                line.until = lambda phase: until if talk.received or phase != "read" else silent_until
            await line.carry(talk)
            if line.reused and silent_until < until and talk.silent:
                talk.trouble = ExchangeError("broken", SILENT)
                self._here()[0].drop(line.origin)  # those beside it are no better
            ended = talk.answer if talk.clean else None
            if self._closed and not talk.answer.done:
                talk.trouble = ExchangeError("closed", CLOSED_BY_US)
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

    async def take(self, origin: Origin, until: Until) -> L:
        """A connection to that server: an idle one that lives, else a new one; raises `ExchangeError`."""
        pool, kind = self._here()
        line = pool.take(origin) or kind(origin, self._connections.way(origin))
        line.until = until
        self._live[line] = pool
        try:
            # Only now, so that an abort either sees the connection or is seen here.
            if not line.made and not self._closed:
                await line.make()
        except BaseException:
            self.give_back(line, None)
            raise
        if self._closed:
            self.give_back(line, None)
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

    def forget(self, line: L) -> None:
        """Close a connection that nobody gave back; from any thread."""
        if line.pid == os.getpid():
            self.give_back(line, None)

    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
        self._closed = True
        for line in list(self._live):
            if line.pid == os.getpid():
                line.interrupt()
        self._release()

    @abstractmethod
    def _here(self) -> "tuple[Pool[L], Callable[[Origin, Way], L]]":
        """Where the caller's idle connections wait, and what makes a new one."""
