"""Exchanges for event loops."""

import asyncio

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.connections import Origin, Pool
from timeback_core.engine.transport.exchanging import Exchanging, Line
from timeback_core.engine.transport.loops import running_loop
from timeback_core.engine.transport.send import AsyncDirectTransport


class AsyncExchanger(Exchanging[Line], AsyncDirectTransport):
    """An exchanger for any number of event loops."""

    async def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; see `AsyncDirectTransport`."""
        return await self.carried(request, until, cap)

    def _pool(self) -> Pool[Line]:
        return self._connections.loop_pool(running_loop())

    def _new_line(self, origin: Origin) -> Line:
        way = self._connections.way(origin)
        if isinstance(running_loop(), asyncio.AbstractEventLoop):
            from timeback_core.engine.transport.asyncio_line import AsyncioLine

            return AsyncioLine(origin, way)
        from timeback_core.engine.transport.trio_line import TrioLine

        return TrioLine(origin, way)
