"""One HTTP/1.1 connection to the sandbox: replies go out at once, late, slowly, in part or not at all."""

import asyncio
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any, Final, TypeAlias

import h11

from timeback_core.sandbox.messages import MAX_BODY, Reply, Request

Work: TypeAlias = Generator["asyncio.Future[Any] | None", None, Reply]
"""Steps to a reply: after each others have their turn; a future that one gives is waited for before the next."""

Answer: TypeAlias = Callable[[Request], Work]

_MAX_HEAD: Final = 1 << 20
"""Ids of ten thousand characters, percent-encoded, still fit."""
_TURN: Final = 0.004
"""Seconds that one answer may take before others have their turn."""


class HttpProtocol(asyncio.Protocol):
    """Reads requests one after another and answers each before it looks at the next."""

    def __init__(self, answer: Answer, loop: asyncio.AbstractEventLoop, connections: "set[HttpProtocol]") -> None:
        self._answer = answer
        self._loop = loop
        self._connections = connections
        self._http = h11.Connection(h11.SERVER, max_incomplete_event_size=_MAX_HEAD)
        self._transport: asyncio.Transport | None = None
        self._peer = ""
        self._head: h11.Request | None = None
        self._body = bytearray()
        self._steps: Work | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._unsent: Iterator[bytes] | None = None
        self._reply: Reply | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """A client has come."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 -- asyncio's own promise
        self._transport = transport
        self._peer = transport.get_extra_info("peername")[0]
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
        self._http.receive_data(data)
        self._read()

    def pause_writing(self) -> None:
        """The client reads too slowly: send no more for now."""
        self._paused = True

    def resume_writing(self) -> None:
        """Go on where sending stopped."""
        self._paused = False
        if self._unsent is not None and self._timer is None:
            self._send_on()

    def drop(self) -> None:
        """Close the connection, whatever is going on."""
        if self._transport is not None:
            self._transport.abort()

    def _read(self) -> None:
        while self._transport is not None and self._steps is None and self._reply is None:
            try:
                event = self._http.next_event()
            except h11.RemoteProtocolError as error:
                self._refuse(error)
                return
            if isinstance(event, h11.Request):
                self._head = event
                self._body = bytearray()
            elif isinstance(event, h11.Data):
                # A body that is too large is read to its end, so that its sender gets the answer, but not kept.
                if len(self._body) <= MAX_BODY:
                    self._body += event.data
            elif isinstance(event, h11.EndOfMessage) and self._head is not None:
                self._begin_answer(self._head)
            else:
                if self._http.they_are_waiting_for_100_continue:
                    self._write(h11.InformationalResponse(status_code=100, headers=[]))
                return

    def _begin_answer(self, head: h11.Request) -> None:
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in head.headers)
        target = head.target.decode("latin-1")
        request = Request(head.method.decode("latin-1"), target, headers, bytes(self._body), self._peer)
        self._body = bytearray()
        self._steps = self._answer(request)
        self._work_on()

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
        self._read()

    def _on_time(self) -> None:
        self._timer = None
        if self._reply is not None:
            self._begin(self._reply)
        self._read()

    def _begin(self, reply: Reply) -> None:
        if self._transport is None:
            return
        if reply.cut == "before":
            self._transport.close()
            return
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.framed_headers]
        head = self._http.send(h11.Response(status_code=reply.status, headers=headers)) or b""
        if reply.cut != "half" and not reply.drip and reply.repeat == 1:
            body = self._http.send(h11.Data(data=next(reply.pieces(), b""))) or b""
            self._transport.write(head + body)
            self._end()
            return
        self._transport.write(head)
        self._unsent = reply.pieces()
        self._send_on()

    def _send_on(self) -> None:
        self._timer = None
        reply, unsent = self._reply, self._unsent
        if reply is None or unsent is None:
            return
        while not self._paused:
            piece = next(unsent, None)
            if piece is None:
                self._unsent = None
                self._end_or_cut(reply)
                return
            self._write(h11.Data(data=piece))
            if reply.drip:
                self._timer = self._loop.call_later(reply.drip, self._send_on)
                return

    def _end_or_cut(self, reply: Reply) -> None:
        if self._transport is None:
            return
        if reply.cut == "half":
            self._transport.close()
            return
        self._end()
        self._read()

    def _end(self) -> None:
        hangs_up = self._reply is not None and self._reply.cut == "after"
        self._write(h11.EndOfMessage())
        self._reply = None
        if self._transport is None:
            return
        if hangs_up or self._http.our_state is h11.MUST_CLOSE:
            self._transport.close()
        else:
            self._http.start_next_cycle()

    def _refuse(self, error: h11.RemoteProtocolError) -> None:
        if self._http.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            headers = [("content-length", "0"), ("connection", "close")]
            self._write(h11.Response(status_code=error.error_status_hint, headers=headers))
            self._write(h11.EndOfMessage())
        if self._transport is not None:
            self._transport.close()

    def _write(self, event: h11.Event) -> None:
        data = self._http.send(event)
        if data and self._transport is not None:
            self._transport.write(data)
