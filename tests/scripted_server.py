"""A raw HTTP server that says exactly what a test scripts, and keeps what arrived and over how many connections."""

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import NamedTuple, TypeAlias
from urllib.parse import parse_qsl


class Seen(NamedTuple):
    """A request as it arrived; header names in lower case."""

    verb: str
    target: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def path(self) -> str:
        """The path exactly as received."""
        return self.target.partition("?")[0]

    @property
    def query(self) -> Mapping[str, str]:
        """The query parameters, decoded."""
        return dict(parse_qsl(self.target.partition("?")[2], keep_blank_values=True))


class Reply(NamedTuple):
    """An answer: JSON, or bytes as they are, after `delay` seconds; with `cut` the connection just ends."""

    body: object = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    cut: bool = False

    @property
    def content(self) -> bytes:
        """The bytes of the body."""
        if self.body is None:
            return b""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


Script: TypeAlias = Callable[[Seen], Reply]

TOKEN = Reply({"access_token": "scripted-token", "token_type": "Bearer", "expires_in": 3600})


class _QuietServer(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients of these tests go away in the middle of answers."""


class ScriptedServer:
    """A server on loopback; token requests are answered with `TOKEN` unless `token` says otherwise."""

    def __init__(self, script: Script, token: Script | None = None) -> None:
        self.script = script
        self._token = token
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._now = 0
        self.seen: list[Seen] = []
        self.connections = 0
        self.most_at_once = 0
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            wbufsize = -1

            def setup(self) -> None:
                super().setup()
                with outer._lock:
                    outer.connections += 1

            def handle_one_request(self) -> None:
                self.raw_requestline = self.rfile.readline(65537)
                if not self.raw_requestline or not self.parse_request():
                    self.close_connection = True
                    return
                length = int(self.headers.get("content-length", "0"))
                headers = {name.lower(): value for name, value in self.headers.items()}
                target = self.raw_requestline.split()[1].decode("ascii")
                seen = Seen(self.command, target, headers, self.rfile.read(length))
                outer._answer(self, seen)

            def log_message(self, *args: object) -> None:
                """Say nothing."""

        self._server = _QuietServer(("127.0.0.1", 0), Handler)
        self.base_url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.token_url = f"{self.base_url}/token"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)
        self._thread.start()

    def _answer(self, handler: BaseHTTPRequestHandler, seen: Seen) -> None:
        with self._lock:
            self.seen.append(seen)
            self._now += 1
            self.most_at_once = max(self.most_at_once, self._now)
        try:
            reply = self._reply(seen)
            self._ended.wait(reply.delay)
        finally:
            with self._lock:
                self._now -= 1
        if reply.cut:
            handler.close_connection = True
            return
        handler.send_response_only(reply.status)
        kind = "application/octet-stream" if isinstance(reply.body, bytes) else "application/json"
        if not any(name.lower() == "content-type" for name, _ in reply.headers):
            handler.send_header("Content-Type", kind)
        for name, value in reply.headers:
            handler.send_header(name, value)
        if reply.status != 204:
            handler.send_header("Content-Length", str(len(reply.content)))
        handler.end_headers()
        handler.wfile.write(reply.content)
        handler.wfile.flush()

    def _reply(self, seen: Seen) -> Reply:
        if seen.path != "/token":
            return self.script(seen)
        return TOKEN if self._token is None else self._token(seen)

    def calls(self) -> list[Seen]:
        """The requests that were no token requests."""
        return [seen for seen in self.seen if seen.path != "/token"]

    def tokens_asked(self) -> int:
        """How many token requests came."""
        return len(self.seen) - len(self.calls())

    def __enter__(self) -> "ScriptedServer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


def in_turn(*replies: Reply) -> Script:
    """A script that gives these answers one after another, the last one again and again."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]
