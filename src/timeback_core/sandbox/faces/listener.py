"""The socket of a sandbox that is served over HTTP: it listens in a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable

from timeback_core.sandbox.faces.protocol import HttpProtocol
from timeback_core.sandbox.messages import Reply, Request

_BACKLOG = 2048


class Listener:
    """Listens from the start until it is closed, or until the process ends."""

    def __init__(self, handle: Callable[[Request], Reply], host: str, port: int) -> None:
        self._handle = handle
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        self.port: int = self._socket.getsockname()[1]
        self.origin: str = f"http://{_reachable(host)}:{self.port}"
        self._loop = asyncio.new_event_loop()
        self._serving = threading.Event()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"timeback-sandbox-{self.port}", daemon=True)
        self._thread.start()

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

    def _run(self) -> None:
        connections: set[HttpProtocol] = set()
        listener = self._loop.run_until_complete(
            self._loop.create_server(
                lambda: HttpProtocol(self._handle, self._loop, connections), sock=self._socket, backlog=_BACKLOG
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
