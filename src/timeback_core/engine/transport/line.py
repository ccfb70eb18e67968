"""One connection without its socket: how it is made and how it carries a conversation, written once as scripts.

A script is a generator of acts, methods that take a deadline. Threads perform them by calling, event loops by awaiting.
"""

import os
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Generator, Iterable
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar, cast

from timeback_core.engine.transport.conversation import Conversation
from timeback_core.engine.transport.reasons import ExchangeError, reason

if TYPE_CHECKING:
    from timeback_core.engine.transport.opening import Way
    from timeback_core.engine.transport.tls import Tls

T = TypeVar("T")
Script: TypeAlias = Generator[Callable[[float], Any], Any, T]
Origin: TypeAlias = tuple[str, str, int]
"""Scheme, host and port of a server."""

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
