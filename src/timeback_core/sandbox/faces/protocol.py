"""One HTTP/1.1 connection to the sandbox: replies go out at once, late, slowly, in part or not at all."""

import asyncio
import socket
import struct
import time
from collections.abc import Callable, Generator, Iterator
from http import HTTPStatus
from typing import Final, TypeAlias

from timeback_core.sandbox.faces.arriving import Arrivals
from timeback_core.sandbox.messages import Reply, Request

Work: TypeAlias = Generator["asyncio.Future[Reply] | None", None, Reply]
"""Steps to a reply: after each others have their turn; a future that one gives is waited for before the next."""

Answer: TypeAlias = Callable[[Request], Work]

_CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_STATUS_LINES: Final = {int(status): f"HTTP/1.1 {status} {status.phrase}\r\n" for status in HTTPStatus}
_NO_TIME: Final = struct.pack("ii", 1, 0)
"""To linger on closing, so that the other side is told of a reset."""
_TURN: Final = 0.004
"""Seconds that one answer may take before others have their turn."""


class HttpProtocol(asyncio.Protocol):
    """Reads requests one after another and answers each before it looks at the next."""

    def __init__(self, answer: Answer, loop: asyncio.AbstractEventLoop, connections: "set[HttpProtocol]") -> None:
        self._answer = answer
        self._loop = loop
        self._connections = connections
        self._transport: asyncio.Transport | None = None
        self._arrivals = Arrivals("")
        self._is_deaf = False
        """Whether no more is read until what has arrived is answered."""
        self._lasts = True
        """Whether the connection lasts beyond the answer that is under way."""
        self._steps: Work | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._unsent: Iterator[tuple[bytes, float]] | None = None
        self._reply: Reply | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 -- asyncio's own promise
        self._transport = transport
        peer = transport.get_extra_info("peername")
        self._arrivals = Arrivals(peer[0] if peer else "gone")
        self._connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- asyncio's signature
        """The client has gone; whatever was still to be sent is not."""
        if self._timer is not None:
            self._timer.cancel()
        self._unsent = None
        self._transport = None
        self._connections.discard(self)

    def data_received(self, data: bytes) -> None:
        """Take in bytes and answer what they complete."""
        self._arrivals.feed(data)
        self._go_on()
        if self._arrivals.whole and self._transport is not None:
            # Who sends more before the first answer is there may wait.
            self._is_deaf = True
            self._transport.pause_reading()

    def pause_writing(self) -> None:
        """The client reads too slowly: send no more for now."""
        self._paused = True

    def resume_writing(self) -> None:
        """Go on where sending stopped."""
        self._paused = False
        if self._timer is None:
            self._send_on()
            self._go_on()

    def drop(self) -> None:
        """Close the connection, whatever is going on."""
        if self._transport is not None:
            self._transport.abort()

    def _go_on(self) -> None:
        """Begin what is to be answered next, unless an answer is under way."""
        arrivals = self._arrivals
        while (transport := self._open()) is not None and self._steps is None and self._reply is None:
            if arrivals.whole:
                request, self._lasts = arrivals.whole.popleft()
                self._steps = self._answer(request)
                self._work_on()
            elif arrivals.refusal is not None:
                self._lasts = False
                self._begin(arrivals.refusal)
            else:
                if arrivals.expects:
                    arrivals.expects = False
                    transport.write(_CONTINUE)
                if self._is_deaf:
                    self._is_deaf = False
                    transport.resume_reading()
                return

    def _open(self) -> asyncio.Transport | None:
        """The transport, while anything may be sent on it."""
        return None if self._transport is None or self._transport.is_closing() else self._transport

    def _work_on(self) -> None:
        """Work on the answer until it is there, also when its client has gone, or until others have waited enough."""
        steps, end = self._steps, time.perf_counter() + _TURN
        if steps is None:
            return
        try:
            while time.perf_counter() < end:
                waiting = next(steps)
                if waiting is not None:
                    waiting.add_done_callback(lambda _: self._continue())
                    return
        except StopIteration as done:
            reply: Reply = done.value
            self._steps, self._reply = None, reply
            if reply.delay:
                self._timer = self._loop.call_later(reply.delay, self._on_time)
            else:
                self._begin(reply)
            return
        except Exception:
            self.drop()
            raise
        self._loop.call_soon(self._continue)

    def _continue(self) -> None:
        self._work_on()
        self._go_on()

    def _on_time(self) -> None:
        self._timer = None
        if self._reply is not None:
            self._begin(self._reply)
        self._go_on()

    def _begin(self, reply: Reply) -> None:
        transport = self._open()
        if transport is None:
            return
        self._reply = reply
        if not reply.is_answered:
            if reply.cut == "reset":
                transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_TIME)
            transport.close()
            return
        head = _head(reply, lasts=self._lasts)
        if reply.cut != "half" and not reply.pause and reply.repeat == 1:
            transport.write(head + reply.sent_body)
            self._end(reply)
            return
        transport.write(head)
        self._unsent = reply.pieces()
        self._send_on()

    def _on_drip(self) -> None:
        self._timer = None
        self._send_on()
        self._go_on()

    def _send_on(self) -> None:
        reply, unsent, transport = self._reply, self._unsent, self._open()
        if reply is None or unsent is None or transport is None:
            return
        while not self._paused:
            piece, pause = next(unsent, (None, 0.0))
            if piece is None:
                self._unsent = None
                self._end(reply)
                return
            transport.write(piece)
            if pause:
                self._timer = self._loop.call_later(pause, self._on_drip)
                return

    def _end(self, reply: Reply) -> None:
        self._reply = None
        transport = self._open()
        if transport is not None and (reply.cut != "never" or not self._lasts):
            transport.close()


def _head(reply: Reply, *, lasts: bool) -> bytes:
    """The status line and the headers; raises `ValueError` where one of them is more than a line."""
    headers = reply.framed_headers if lasts else [*reply.framed_headers, ("connection", "close")]
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers])
    if not len(headers) == lines.count("\r") == lines.count("\n"):
        raise ValueError(f"a header of an answer has a line break: {headers}")
    start = _STATUS_LINES.get(reply.status) or f"HTTP/1.1 {reply.status} \r\n"
    return f"{start}{lines}\r\n".encode("latin-1")
