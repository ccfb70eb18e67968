"""The access log: a line for each request, written in a thread of its own."""

import threading
from collections import deque
from collections.abc import Callable, Mapping
from typing import Final, TextIO
from urllib.parse import quote

import orjson

from timeback_core.sandbox.calls import timestamp
from timeback_core.sandbox.closing import Closing
from timeback_core.sandbox.request_log import LoggedRequest, without_sides

MOST_WAITING: Final = 10_000
_PAUSE: Final = 0.05
"""Seconds in which lines gather, to be written at once."""
_PATIENCE: Final = 2.0
"""Seconds that whoever reads has at the end."""
_VISIBLE: Final = "".join(map(chr, range(0x21, 0x7F)))
_MEMBERS: Final = ("id", "at", "verb", "target", "operation", "service", "status", "reply_size", "seconds")


def as_text(request: LoggedRequest) -> str:
    """The line for people; what a terminal could take for a command is percent-encoded."""
    took = f"{request.seconds * 1000:.1f} ms"
    asked = f"{quote(request.verb, _VISIBLE)} {quote(request.target, _VISIBLE)} {request.operation or '-'}"
    return f"{timestamp(request.at)} {asked} {request.status or 'cut'} {request.reply_size} B {took}"


def as_json(request: LoggedRequest) -> str:
    """The line for programs."""
    return orjson.dumps({name: getattr(request, name) for name in _MEMBERS}).decode()


FORMATS: Final[Mapping[str, Callable[[LoggedRequest], str]]] = {"text": as_text, "json": as_json}


class AccessLog(Closing):
    """Writes a line for each request that it is told of, as long as it is not closed.

    Requests do not wait for whoever reads the lines: where more than 10,000 lines would wait, they are left out, and
    how many is written in their place.
    """

    def __init__(self, stream: TextIO, line: Callable[[LoggedRequest], str]) -> None:
        self._stream = stream
        self._line = line
        self._waiting: deque[LoggedRequest] = deque()
        self._left_out = 0
        self._news = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="timeback-sandbox-access-log", daemon=True)
        self._thread.start()

    def tell(self, request: LoggedRequest) -> None:
        """Have a line written soon."""
        if not self._thread.is_alive():
            return
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append(without_sides(request))
        else:
            self._left_out += 1
        self._news.set()

    def close(self) -> None:
        """Write what waits, unless nobody reads it any more."""
        self._ending.set()
        self._news.set()
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        is_ending = False
        while not is_ending:
            self._news.wait()
            self._news.clear()
            is_ending = self._ending.wait(_PAUSE)
            try:
                self._write()
            except (OSError, ValueError):  # whoever reads has gone, or the stream is closed
                self._waiting.clear()
                return

    def _write(self) -> None:
        lines = [f"{self._line(self._waiting.popleft())}\n" for _ in range(len(self._waiting))]
        left_out, self._left_out = self._left_out, 0
        if left_out:
            lines.append(f"{left_out} requests left out\n")
        self._stream.write("".join(lines))
        self._stream.flush()
