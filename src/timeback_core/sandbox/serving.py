"""What answers requests: in this process, and as a server."""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Final, TypeVar

from timeback_core.sandbox.closing import Closing
from timeback_core.sandbox.messages import Reply, Request, Steps, finish
from timeback_core.sandbox.reaching import Reachable, ServerSettings, settings_of
from timeback_core.sandbox.tokens import Credentials
from timeback_core.sandbox.world import Platform

if TYPE_CHECKING:
    from timeback_core.sandbox.faces.protocol import Answer
    from timeback_core.sandbox.faces.transport import SandboxTransport


R = TypeVar("R", bound="Running")

_WEB_ADDRESS: Final = re.compile(r"https?://[^/?#\s]+[^?#\s]*\Z")


class Answering(ABC):
    """Something that answers requests."""

    @abstractmethod
    def steps(self, request: Request) -> Steps[Reply]:
        """Answer one request with pauses, in which others may be answered."""

    def handle(self, request: Request) -> Reply:
        """Answer one request at once; delays and cuts of the reply are for a face to carry out."""
        return finish(self.steps(request))

    def transport(self) -> "SandboxTransport":
        """An httpx transport, sync and async, that leads here whatever the host of the URL."""
        from timeback_core.sandbox.faces.transport import SandboxTransport

        return SandboxTransport(self.handle)


class Running(Closing):
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

        if public_url is not None and not _WEB_ADDRESS.match(public_url):
            raise ValueError(f"a public URL is one such as https://sandbox.example, not {public_url!r}")
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


class ReachableServer(Running, Reachable):
    """A running server of one platform."""

    def __init__(
        self,
        served: Reachable,
        answer: "Answer",
        host: str,
        port: int,
        public_url: str | None = None,
        besides: Callable[[], Coroutine[None, None, None]] | None = None,
    ) -> None:
        super().__init__(answer, host, port, public_url, besides)
        self._served = served

    @property
    def credentials(self) -> Credentials:
        """Who gets tokens, of the platform and of MasteryTrack."""
        return self._served.credentials

    @property
    def platform(self) -> Platform:
        """The platform that it plays."""
        return self._served.platform

    @property
    def settings(self) -> ServerSettings:
        """What a client needs: `TimebackClient.open(**server.settings)`."""
        return settings_of(self)


def serve_until_told_to_end(begin: Callable[[], R], ready: Callable[[R], object]) -> None:
    """Begin to serve, and return on Ctrl-C, SIGTERM or once the server is closed; `ready` gets it when it listens."""
    from timeback_core.sandbox.faces.listener import until_told_to_end

    with until_told_to_end(), begin() as server:
        ready(server)
        server.wait()


async def _nothing() -> None:
    """What is done besides answering."""
