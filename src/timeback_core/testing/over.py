"""A transport over another one, which carries what it lets through."""

import httpx

from timeback_core.transport import AsyncPooledTransport, PooledTransport


def target_of(request: httpx.Request) -> str:
    """Path and query of a request as they are sent."""
    target: bytes = request.extensions.get("target", request.url.raw_path)
    return target.decode("latin-1")


class Over(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Of both kinds where the one below is; without one below, over connections of its own."""

    def __init__(self, over: httpx.BaseTransport | httpx.AsyncBaseTransport | None) -> None:
        own = PooledTransport() if over is None else over
        self._sync: httpx.BaseTransport | None = own if isinstance(own, httpx.BaseTransport) else None
        beside = AsyncPooledTransport(own) if over is None and isinstance(own, PooledTransport) else own
        self._async: httpx.AsyncBaseTransport | None = beside if isinstance(beside, httpx.AsyncBaseTransport) else None

    @property
    def _below(self) -> httpx.BaseTransport:
        """The one below, for threads."""
        if self._sync is None:
            raise TypeError("the transport below serves event loops alone")
        return self._sync

    @property
    def _below_async(self) -> httpx.AsyncBaseTransport:
        """The one below, for event loops."""
        if self._async is None:
            raise TypeError("the transport below serves threads alone")
        return self._async

    def close(self) -> None:
        """Close the one below."""
        self._below.close()

    async def aclose(self) -> None:
        """Close the one below."""
        await self._below_async.aclose()
