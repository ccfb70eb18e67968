"""A server that passes every request on to another one, gives its answer back as it is, and keeps the exchange."""

import asyncio
import logging
import os
import secrets
import time
import zlib
from collections.abc import Iterable
from typing import Final

import httpx

from timeback_core.sandbox.closing import Closing
from timeback_core.sandbox.control import CONTROL_PREFIX, WELL_KNOWN
from timeback_core.sandbox.faces.protocol import Work
from timeback_core.sandbox.messages import MAX_BODY, Headers, Reply, Request, json_reply
from timeback_core.sandbox.recording.concealing import concealed_body, concealed_headers, concealed_target
from timeback_core.sandbox.recording.exchanges import Exchange, RecordingFile
from timeback_core.sandbox.recording.personal import StandIns
from timeback_core.sandbox.recording.upstreams import Upstream, upstream
from timeback_core.sandbox.serving import Running
from timeback_core.sandbox.tokens import TOKEN_PATHS
from timeback_core.sandbox.world import Platform

MAX_ANSWER: Final = 64 << 20
"""Bytes that an answer may have, as they are sent."""

_HOP_BY_HOP: Final = frozenset(
    (
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
_OWN: Final = frozenset(("host", "content-length", "accept-encoding"))
"""Headers of a request that are made anew for the other server."""
_DECODED: Final = ("gzip", "deflate")
"""Compressions that can be undone, so that what is inside can be kept."""

_log = logging.getLogger("timeback_core.sandbox")


class Recorder(Closing):
    """Passes requests on and keeps the exchanges in a file; made by `record`."""

    def __init__(self, where: Upstream, file: RecordingFile, timeout: float) -> None:
        self.where: Upstream = where
        """The other server."""
        self.file: RecordingFile = file
        self.timeout: float = timeout
        """Seconds that it has for an answer."""
        self.stand_ins: StandIns = StandIns(secrets.token_bytes(32))

    def serve(self, port: int = 0, host: str = "127.0.0.1") -> "RecordingServer":
        """Start an HTTP server in a thread; port 0 takes a free one. Close it, or use it with `with`.

        Raises `OSError` when the address cannot be had.
        """
        return RecordingServer(self, host, port)

    def close(self) -> None:
        """Let the file go. Twice is once."""
        self.file.close()


class RecordingServer(Running):
    """A running recorder; it stops with `close()`, at the end of a `with` block, or with the process."""

    def __init__(self, recorder: Recorder, host: str, port: int) -> None:
        self._recorder = recorder
        self._transport = httpx.AsyncHTTPTransport()
        self._tasks: set[asyncio.Task[Reply]] = set()
        super().__init__(self._steps, host, port, besides=self._keep_connections)

    @property
    def token_url(self) -> str:
        """The URL of the token endpoint, which takes the credentials of the other server."""
        return self.base_url + TOKEN_PATHS[self.platform]

    @property
    def platform(self) -> Platform:
        """The platform of the other server."""
        return self._recorder.where.platform

    def _steps(self, request: Request) -> Work:
        task = asyncio.get_running_loop().create_task(self._answer(request))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        yield task
        return Reply(503, cut="before") if task.cancelled() else task.result()

    async def _keep_connections(self) -> None:
        """Have connections to the other server until this is cancelled; what is under way then ends as well."""
        async with self._transport:
            try:
                await asyncio.Event().wait()
            finally:
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _answer(self, request: Request) -> Reply:
        if not request.target.startswith("/"):
            return _failed(400, "invalid_request", "the target is no path")
        if request.path in ("/", WELL_KNOWN) or request.path.startswith(CONTROL_PREFIX):
            return _failed(404, "not_passed_on", "the page and the control calls of a sandbox are at its own address")
        if len(request.body) > MAX_BODY:  # of which not all is there
            return _failed(413, "invalid_request", f"the body has more than {MAX_BODY >> 20} MiB")
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(self._recorder.timeout):
                response, body = await self._passed_on(request)
        except TimeoutError:
            return _failed(504, "upstream_timeout", f"no answer within {self._recorder.timeout:g} seconds")
        except httpx.HTTPError as error:
            return _failed(502, "upstream_failed", str(error) or type(error).__name__)
        headers = _passed_headers(response)
        self._keep(request, response, body, headers, time.perf_counter() - begun)
        return Reply(response.status_code, headers, body, head_only=request.verb == "HEAD")

    async def _passed_on(self, request: Request) -> tuple[httpx.Response, bytes]:
        """The answer of the other server, its body as it was sent."""
        origin, target = self._recorder.where.find(request.target)
        response = await self._transport.handle_async_request(
            httpx.Request(
                request.verb,
                origin,
                headers=_sent_headers(request),
                content=request.body,
                extensions={"target": target.encode("latin-1")},  # the URL would be normalised
            )
        )
        body = bytearray()
        try:
            async for piece in response.aiter_raw():
                body += piece
                if len(body) > MAX_ANSWER:
                    raise httpx.ReadError(f"the answer has more than {MAX_ANSWER >> 20} MiB")
        finally:
            await response.aclose()
        return response, bytes(body)

    def _keep(self, request: Request, response: httpx.Response, body: bytes, headers: Headers, seconds: float) -> None:
        stand_ins = self._recorder.stand_ins
        kind = response.headers.get("content-type", "")
        whole = _decoded(response, body)
        exchange = Exchange(
            verb=request.verb,
            target=concealed_target(request.target, stand_ins),
            headers=concealed_headers(request.headers, stand_ins),
            body=concealed_body(request.body, request.header("content-type") or "", stand_ins),
            status=response.status_code,
            answer_headers=concealed_headers(headers, stand_ins),
            answer_body={"omitted": len(body)} if whole is None else concealed_body(whole, kind, stand_ins),
            seconds=seconds,
        )
        try:
            self._recorder.file.add(exchange)
        except OSError as error:  # whoever asked has the answer all the same
            _log.error("%s cannot be written: %s", self._recorder.file.path, error.strerror or error)


def record(
    url: str,
    to: str | os.PathLike[str],
    *,
    auth_url: str | None = None,
    masterytrack_url: str | None = None,
    platform: Platform | None = None,
    timeout: float = 60.0,
) -> Recorder:
    """A recorder before the server at `url`, which keeps what is exchanged in a new file.

    `auth_url` is the token endpoint and `masterytrack_url` the address of MasteryTrack where they are elsewhere; for
    the addresses of the platforms they are known, as are those of the other services. An answer has `timeout` seconds.

    Raises `ValueError` for what is no address, `RecordingError` where the file is there already or cannot be made.
    """
    where = upstream(url, platform, auth_url=auth_url, masterytrack_url=masterytrack_url)
    return Recorder(where, RecordingFile(to, where.platform), timeout)


def _sent_headers(request: Request) -> list[tuple[bytes, bytes]]:
    left_out = _HOP_BY_HOP | _OWN | _named(request.headers)
    asked = (request.header("accept-encoding") or "").lower()
    taken = [encoding for encoding in _DECODED if encoding in asked]
    headers = [(name, value) for name, value in request.headers if name not in left_out]
    headers.append(("accept-encoding", ", ".join(taken) or "identity"))
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def _passed_headers(response: httpx.Response) -> Headers:
    headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in response.headers.raw]
    left_out = _HOP_BY_HOP | _named(headers)
    return tuple((name, value) for name, value in headers if name not in left_out)


def _named(headers: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The headers that belong to the connection, as one of them says."""
    lists = (value for name, value in headers if name == "connection")
    return frozenset(name.strip().lower() for named in lists for name in named.split(","))


def _decoded(response: httpx.Response, body: bytes) -> bytes | None:
    """A body without its compression; None where that cannot be undone, or not within bounds."""
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding == "identity" or not body:
        return body
    if encoding not in _DECODED:
        return None
    inside = zlib.decompressobj(wbits=47)  # of either kind
    try:
        whole = inside.decompress(body, MAX_ANSWER)
    except zlib.error:
        return None
    return whole if inside.eof else None


def _failed(status: int, error: str, description: str) -> Reply:
    return json_reply(status, {"error": error, "error_description": description})
