"""What a transport offers that takes our own requests, without httpx's objects in between."""

from abc import ABC, abstractmethod

from timeback_core.engine.call.http import HttpRequest, SendOutcome


class ClosedError(Exception):
    """The transport was closed; raised inside the package only."""

    def __init__(self) -> None:
        super().__init__("the transport is closed")


class DirectTransport(ABC):
    """Exchanges a request for an answer, from any thread."""

    @abstractmethod
    def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; never raises an `Exception`.

        Args:
            request: what to send.
            until: the deadline, an instant of `time.monotonic`.
            cap: bytes that a body may have, before and after decompression.
        """

    @abstractmethod
    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""


class AsyncDirectTransport(ABC):
    """Exchanges a request for an answer, on any event loop."""

    @abstractmethod
    async def exchange(self, request: HttpRequest, until: float, cap: int) -> SendOutcome:
        """The answer, or what happened instead of it; raises nothing but cancellation.

        Args:
            request: what to send.
            until: the deadline, an instant of `time.monotonic`.
            cap: bytes that a body may have, before and after decompression.
        """

    @abstractmethod
    def abort(self) -> None:
        """End all calls that are under way, at once, and refuse further ones; from any thread."""
