"""A server of something that answers requests."""

from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from timeback_core.sandbox.faces.protocol import Answer


R = TypeVar("R", bound="Running")


class Running:
    """A running server; it stops with `close()`, at the end of a `with` block, or with the process."""

    def __init__(
        self,
        answer: "Answer",
        host: str,
        port: int,
        public_url: str | None = None,
        besides: Callable[[], Coroutine[None, None, None]] | None = None,
    ) -> None:
        from timeback_core.sandbox.faces.listener import Listener

        self._listener = Listener(answer, host, port, besides=besides or _nothing)
        self.port: int = self._listener.port
        """The port that it listens on."""
        self._base_url = self._listener.origin if public_url is None else public_url.rstrip("/")

    @property
    def base_url(self) -> str:
        """What clients take as base URL."""
        return self._base_url

    def wait(self) -> None:
        """Return when the server is closed."""
        self._listener.wait()

    def close(self) -> None:
        """Stop listening, drop every connection, free the port. Twice is once."""
        self._listener.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def serve_until_told_to_end(begin: Callable[[], R], ready: Callable[[R], object]) -> None:
    """Begin to serve, and return on Ctrl-C, SIGTERM or once the server is closed; `ready` gets it when it listens."""
    from timeback_core.sandbox.faces.listener import until_told_to_end

    with until_told_to_end(), begin() as server:
        ready(server)
        server.wait()


async def _nothing() -> None:
    """What is done besides answering."""
