"""A server that runs a script with each of its connections, byte by byte, and knows how many are open."""

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TypeAlias

from tests.deadlines import AT_ONCE

from timeback_core import Settings

Script: TypeAlias = Callable[[socket.socket], None]

USER = b'{"user": {"sourcedId": "u", "givenName": "A", "familyName": "B"}}'
TOKEN = b'{"access_token": "raw-token", "expires_in": 3600}'


class RawServer:
    """A server on loopback, a thread per connection, until the end of its `with` block."""

    def __init__(self, script: Script) -> None:
        self._script = script
        self._changed = threading.Condition()
        self._sockets: list[socket.socket] = []
        self.connections = 0
        self.open = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=512)
        self.port: int = self._listener.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def settings(self, *, auth: bool = False) -> Settings:
        """Settings that lead here, without tokens unless they are wanted."""
        settings = Settings(base_url=self.base_url, environ={})
        if auth:
            settings["auth_url"] = f"{self.base_url}/token"
            settings["client_id"], settings["client_secret"] = "raw", "secret"
        return settings

    def wait_until_open(self, count: int) -> bool:
        """Wait until so many connections are open, or it takes too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self.open == count, timeout=AT_ONCE)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._count(connection, 1)
            threading.Thread(target=self._run, args=(connection,), daemon=True).start()

    def _run(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._script(connection)
        self._count(connection, -1)

    def _count(self, connection: socket.socket, change: int) -> None:
        with self._changed:
            self.open += change
            if change > 0:
                self.connections += 1
                self._sockets.append(connection)
            self._changed.notify_all()

    def __enter__(self) -> "RawServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for sock in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


def read_head(connection: socket.socket) -> bytes:
    """The head of the next request, its body read and dropped; empty at the end of the connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return b""
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    missing = _content_length(head) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65536)) or missing
    return head


def _content_length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0


def answer(body: bytes, *headers: bytes, status: int = 200) -> bytes:
    """A whole answer."""
    lines = [b"HTTP/1.1 %d Told" % status, b"Content-Length: %d" % len(body), *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


def keep_answering(connection: socket.socket) -> None:
    """Answer requests for tokens and all others, as long as they come."""
    while head := read_head(connection):
        connection.sendall(answer(TOKEN if head.startswith(b"POST /token") else USER))
