"""The idle connections of event loops, each loop with its own, closed when it ends."""

from timeback_core.engine.transport.async_lease import AsyncLease
from timeback_core.engine.transport.loops import Loop, call_at_end, call_in, forget_at_end, is_closed
from timeback_core.engine.transport.shelf import Shelf


class LoopShelves:
    """Idle connections by event loop, for the loops of one process."""

    def __init__(self, keepalive: float, max_idle: int) -> None:
        """No connections yet; the arguments are those of every `Shelf`."""
        self._keepalive = keepalive
        self._max_idle = max_idle
        self._by_loop: dict[Loop, Shelf[AsyncLease]] = {}

    async def shelf(self, loop: Loop) -> Shelf[AsyncLease]:
        """The shelf of the running loop."""
        shelf = self._by_loop.get(loop)
        if shelf is None:
            self._drop_closed()
            shelf = self._by_loop[loop] = Shelf(self._keepalive, self._max_idle)
            await call_at_end(loop, shelf.close)
        return shelf

    def close(self) -> None:
        """Close all connections; from any thread."""
        for loop in list(self._by_loop):
            shelf = self._by_loop.pop(loop, None)
            if shelf is not None:
                call_in(loop, shelf.close)
                forget_at_end(loop, shelf.close)

    def _drop_closed(self) -> None:
        for loop in list(self._by_loop):
            if is_closed(loop):
                self._by_loop.pop(loop, None)
