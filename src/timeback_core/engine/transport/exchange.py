"""Exchanges over shared connections: what threads and event loops have in common, and those of threads."""

import os
import weakref
from abc import abstractmethod
from typing import Generic, TypeVar

from timeback_core.engine.call.http import HttpRequest, SendFailed, SendOutcome
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.conversation import Answer, Conversation
from timeback_core.engine.transport.line import Line, Origin, Script, run
from timeback_core.engine.transport.pool import Pool
from timeback_core.engine.transport.reasons import CLOSED_BY_US, ExchangeError
from timeback_core.engine.transport.send import DirectTransport
from timeback_core.engine.transport.sockets import SocketLine

L = TypeVar("L", bound=Line)


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


class Exchanger(Exchanging[SocketLine], DirectTransport):
    """An exchanger for threads."""

    def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; see `DirectTransport`."""
        return run(self.exchanging(request, cap), until)

    def _pool(self) -> Pool[SocketLine]:
        return self._connections.pool()

    def _new_line(self, origin: Origin) -> SocketLine:
        return SocketLine(origin, self._connections.way(origin))
