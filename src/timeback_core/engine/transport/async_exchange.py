"""Exchanges over shared connections, for event loops."""

import asyncio
import os
from abc import abstractmethod
from typing import TYPE_CHECKING

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.exchange import Exchanging
from timeback_core.engine.transport.line import Line, Origin, arun
from timeback_core.engine.transport.loops import Loop, call_in, running_loop
from timeback_core.engine.transport.pool import Pool
from timeback_core.engine.transport.send import AsyncDirectTransport

if TYPE_CHECKING:
    from timeback_core.engine.transport.opening import Way


class AsyncLine(Line):
    """One connection in the hands of an event loop."""

    def __init__(self, origin: Origin, way: "Way") -> None:
        """A connection of the running loop that is still to be made."""
        super().__init__(origin, way)
        self._loop: Loop = running_loop()

    def interrupt(self) -> None:
        """Wake whoever waits on the connection, which is of no use then; from any thread."""
        call_in(self._loop, self.close)

    @abstractmethod
    def close(self) -> None:
        """Wake whoever waits on the connection and close it, without waiting; in its own loop only."""


class AsyncExchanger(Exchanging[AsyncLine], AsyncDirectTransport):
    """An exchanger for any number of event loops."""

    async def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; see `AsyncDirectTransport`."""
        return await arun(self.exchanging(request, cap), until)

    def forget(self, line: AsyncLine) -> None:
        """Close a connection that nobody gave back; from any thread."""
        self._live.pop(line, None)
        if line.pid == os.getpid():
            line.interrupt()

    def _pool(self) -> Pool[AsyncLine]:
        return self._connections.loop_pool(running_loop())

    def _new_line(self, origin: Origin) -> AsyncLine:
        way = self._connections.way(origin)
        if isinstance(running_loop(), asyncio.AbstractEventLoop):
            from timeback_core.engine.transport.asyncio_line import AsyncioLine

            return AsyncioLine(origin, way)
        from timeback_core.engine.transport.trio_line import TrioLine

        return TrioLine(origin, way)
