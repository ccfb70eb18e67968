"""A receiver of webhooks on loopback."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import TracebackType
from typing import Self

PATIENCE = 10.0
"""Seconds that a delivery may take."""


class Receiver:
    """Takes whatever is posted to it, from entering to leaving it."""

    def __init__(self) -> None:
        arrived = self._arrived = threading.Condition()
        bodies = self._bodies = list[str]()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                self.send_response(200)
                self.send_header("content-length", "0")
                self.end_headers()
                with arrived:
                    bodies.append(body.decode())
                    arrived.notify_all()

            def log_message(self, *args: object) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/events"

    def wait_for(self, text: str) -> None:
        """Return once a body holds a text."""
        with self._arrived:
            found = self._arrived.wait_for(lambda: any(text in body for body in self._bodies), PATIENCE)
        assert found, f"nothing was delivered that holds {text}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
