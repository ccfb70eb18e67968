"""A receiver of webhooks on this machine, which believes only what was signed."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import TYPE_CHECKING
from wsgiref.simple_server import WSGIRequestHandler, make_server

from returns.result import Result, Success

from timeback_core.errors import SignatureInvalid
from timeback_core.webhooks import SANDBOX_SCHEME, verify

if TYPE_CHECKING:
    from typing import Self
    from wsgiref.types import StartResponse, WSGIEnvironment

SECRET = "demo-secret"  # noqa: S105 -- guards nothing
PATIENCE = 5.0
"""Seconds that deliveries may take."""


class Receiver:
    """Listens from entering to leaving it."""

    def __init__(self) -> None:
        self._told = threading.Condition()
        self._deliveries: list[Result[bytes, SignatureInvalid]] = []
        self._server = make_server("127.0.0.1", 0, self._answer, handler_class=_Silent)
        self.url: str = f"http://127.0.0.1:{self._server.server_port}/"

    def wait(self, count: int) -> tuple[Result[bytes, SignatureInvalid], ...]:
        """The deliveries, once there are so many or no more come."""
        with self._told:
            self._told.wait_for(lambda: len(self._deliveries) >= count, PATIENCE)
            return tuple(self._deliveries)

    def _answer(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        delivery = verify(body, environ, SECRET, SANDBOX_SCHEME)
        with self._told:
            self._deliveries.append(delivery)
            self._told.notify_all()
        start_response("204 No Content" if isinstance(delivery, Success) else "401 Unauthorized", [])
        return []

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Silent(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the name that it overrides
        pass
