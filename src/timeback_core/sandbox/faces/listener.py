"""The socket of a sandbox that is served over HTTP: it listens in a thread of its own."""

import asyncio
import logging
import signal
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager, suppress
from typing import Any, Final

from timeback_core.sandbox.faces.protocol import Answer, HttpProtocol

_BACKLOG: Final = 2048
_ACCEPTED_AT_ONCE: Final = 16
"""asyncio reports each of so many failures in a row when no file descriptor is left."""
_SILENCE: Final = 60.0
"""Seconds in which the same trouble is told once."""

_log = logging.getLogger("timeback_core.sandbox")


@contextmanager
def until_told_to_end() -> Generator[None]:
    """Let Ctrl-C and SIGTERM end what is done within; SIGTERM only where the main thread asks for it."""
    is_main = threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGTERM, signal.default_int_handler) if is_main else None
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        if is_main:
            signal.signal(signal.SIGTERM, before or signal.SIG_DFL)


class Listener:
    """Listens from the start until it is closed, or until the process ends; does something `besides` meanwhile."""

    def __init__(
        self, answer: Answer, host: str, port: int, besides: Callable[[], Coroutine[None, None, None]]
    ) -> None:
        self._answer = answer
        self._besides = besides
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=_BACKLOG)
        self.port: int = self._socket.getsockname()[1]
        self.origin: str = f"http://{_reachable(host)}:{self.port}"
        self._told: tuple[str, float] = ("", 0.0)
        self._loop = asyncio.new_event_loop()
        self._loop.set_exception_handler(self._tell)
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
                lambda: HttpProtocol(self._answer, self._loop, connections),
                sock=self._socket,
                backlog=_ACCEPTED_AT_ONCE,
            )
        )
        self._socket.listen(_BACKLOG)
        besides = self._loop.create_task(self._besides())
        self._serving.set()
        self._loop.run_forever()
        listener.close()
        besides.cancel()
        self._loop.run_until_complete(asyncio.wait((besides,)))
        for connection in list(connections):
            connection.drop()
        # One more turn lets the transports close their sockets.
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    def _tell(self, _loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Log what went wrong in the loop: one line, and the same one not again and again."""
        text, now = f"{context['message']}: {context.get('exception')!r}", time.monotonic()
        told, at = self._told
        if text != told or now - at >= _SILENCE:
            self._told = (text, now)
            _log.error("%s", text)


def _reachable(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 -- compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
