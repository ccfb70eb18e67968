"""The one place where a request is sent, whatever transport carries it."""

from typing import TYPE_CHECKING

from timeback_core.engine.call.http import HttpRequest, SendOutcome
from timeback_core.engine.transport.direct import AsyncDirectTransport, DirectTransport

if TYPE_CHECKING:
    import httpx


def send(
    transport: "DirectTransport | httpx.BaseTransport", request: HttpRequest, until: float, cap: int
) -> SendOutcome:
    """The answer, or what happened instead of it; never raises an `Exception`.

    Args:
        transport: ours, or any of httpx's kind; those get the deadline as well as they can keep it.
        request: what to send.
        until: the deadline, an instant of `time.monotonic`.
        cap: bytes that a body may have, before and after decompression.
    """
    if isinstance(transport, DirectTransport):
        return transport.exchange(request, until, cap)
    from timeback_core.engine.transport.foreign import send_foreign

    return send_foreign(transport, request, until, cap)


async def asend(
    transport: "AsyncDirectTransport | httpx.AsyncBaseTransport", request: HttpRequest, until: float, cap: int
) -> SendOutcome:
    """The answer, or what happened instead of it; raises nothing but cancellation.

    Args:
        transport: ours, or any of httpx's kind; those get the deadline as well as they can keep it.
        request: what to send.
        until: the deadline, an instant of `time.monotonic`.
        cap: bytes that a body may have, before and after decompression.
    """
    if isinstance(transport, AsyncDirectTransport):
        return await transport.exchange(request, until, cap)
    from timeback_core.engine.transport.async_foreign import asend_foreign

    return await asend_foreign(transport, request, until, cap)
