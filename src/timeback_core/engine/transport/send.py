"""What a transport of ours offers, and the one place where a request is sent, whatever transport carries it."""

from abc import ABC, abstractmethod
from math import inf
from typing import TYPE_CHECKING

from timeback_core.engine.call.http import HttpRequest, SendOutcome

if TYPE_CHECKING:
    import httpx


class DirectTransport(ABC):
    """Exchanges a request for an answer, from any thread, without httpx's objects in between."""

    @abstractmethod
    def exchange(self, request: HttpRequest, until: float, cap: int, silent_until: float = inf) -> SendOutcome:
        """The answer, or what happened instead of it; never raises an `Exception`.

        until: the deadline, an instant of `time.monotonic`. cap: bytes of a body, before and after decompression.
        silent_until: the instant from which a connection that was kept counts as broken if nothing has come.
        """


class AsyncDirectTransport(ABC):
    """The same on any event loop."""

    @abstractmethod
    async def exchange(self, request: HttpRequest, until: float, cap: int, silent_until: float = inf) -> SendOutcome:
        """The answer, or what happened instead of it, as in `DirectTransport`; raises nothing but cancellation."""


def send(
    transport: "DirectTransport | httpx.BaseTransport",
    request: HttpRequest,
    until: float,
    cap: int,
    silent_until: float = inf,
) -> SendOutcome:
    """What `DirectTransport.exchange` gives, over any transport; httpx's keep the deadline as well as they can."""
    if isinstance(transport, DirectTransport):
        return transport.exchange(request, until, cap, silent_until)
    from timeback_core.engine.transport.foreign import send_foreign

    return send_foreign(transport, request, until, cap)


async def asend(
    transport: "AsyncDirectTransport | httpx.AsyncBaseTransport",
    request: HttpRequest,
    until: float,
    cap: int,
    silent_until: float = inf,
) -> SendOutcome:
    """What `AsyncDirectTransport.exchange` gives, over any transport; httpx's keep the deadline as well as they can."""
    if isinstance(transport, AsyncDirectTransport):
        return await transport.exchange(request, until, cap, silent_until)
    from timeback_core.engine.transport.foreign import asend_foreign

    return await asend_foreign(transport, request, until, cap)
