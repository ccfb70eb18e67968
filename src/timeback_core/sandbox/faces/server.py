"""The sandbox as a real HTTP server in a thread of its own."""

import asyncio
import socket
import threading
from types import TracebackType
from typing import TYPE_CHECKING

from timeback_core.sandbox.faces.protocol import HttpProtocol

if TYPE_CHECKING:
    from timeback_core.sandbox.box import Sandbox

_BACKLOG = 2048


class Server:
    """A running server; it stops with `close()`, at the end of a `with` block, or with the process."""

    def __init__(self, sandbox: "Sandbox", host: str, port: int) -> None:
        self._sandbox = sandbox
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        self.port: int = self._socket.getsockname()[1]
        """The port that it listens on."""
        self.base_url: str = f"http://{_reachable(host)}:{self.port}"
        """What clients take as base URL."""
        self._loop = asyncio.new_event_loop()
        self._serving = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"timeback-sandbox-{self.port}", daemon=True)
        self._thread.start()

    @property
    def sandbox(self) -> "Sandbox":
        """The sandbox that answers."""
        return self._sandbox

    @property
    def token_url(self) -> str:
        """The URL of the token endpoint."""
        return self.base_url + self._sandbox.token_path

    @property
    def client_id(self) -> str:
        """The client id that gets a token."""
        return self._sandbox.client_id

    @property
    def client_secret(self) -> str:
        """The secret that belongs to it."""
        return self._sandbox.client_secret

    def wait(self) -> None:
        """Return when the server is closed."""
        self._closed.wait()

    def close(self) -> None:
        """Stop listening, drop every connection, free the port. Twice is once."""
        if self._closed.is_set():
            return
        # A stop that comes earlier would interrupt the start, and nothing would be closed.
        self._serving.wait()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._closed.set()

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _run(self) -> None:
        connections: set[HttpProtocol] = set()
        listener = self._loop.run_until_complete(
            self._loop.create_server(
                lambda: HttpProtocol(self._sandbox.handle, self._loop, connections),
                sock=self._socket,
                backlog=_BACKLOG,
            )
        )
        self._serving.set()
        self._loop.run_forever()
        listener.close()
        for connection in list(connections):
            connection.drop()
        # One more turn lets the transports close their sockets.
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()


def _reachable(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 -- compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
