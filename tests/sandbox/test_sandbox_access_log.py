"""A line for each request: what it tells, and that nobody waits for whoever reads it."""

import io
import json
import threading

import httpx
import pytest

from timeback_core.sandbox import Fault, Sandbox
from timeback_core.sandbox.access_log import MOST_WAITING, AccessLog, as_json, as_text
from timeback_core.sandbox.messages import Reply, Request
from timeback_core.sandbox.request_log import logged


def test_a_line_tells_of_a_request(sandbox: Sandbox, api: httpx.Client) -> None:
    found = api.get("/ims/oneroster/rostering/v1p2/users/student-1")
    sandbox.faults(Fault("cut", times=1))
    with pytest.raises(httpx.RemoteProtocolError):
        api.get("/nowhere?access_token=s3cret")
    first, second = map(as_text, sandbox.requests())
    asked = "GET /ims/oneroster/rostering/v1p2/users/student-1 oneroster.users.get"
    assert first.startswith(f"2026-09-21T14:13:20.125Z {asked} 200 {len(found.content)} B ")
    assert second.startswith("2026-09-21T14:13:20.125Z GET /nowhere?access_token=*** - cut 0 B ")
    entry = sandbox.requests()[0]
    told = json.loads(as_json(entry))
    assert {name: getattr(entry, name) for name in told} == told


def test_a_line_is_one_line_whatever_is_asked() -> None:
    entry = logged(1, Request("G\nT", "/a\x1b[31m\u00e9\n%2F?b='c'"), Reply(200), 0.0, 0.0)
    assert as_text(entry) == "1970-01-01T00:00:00.000Z G%0AT /a%1B[31m%C3%A9%0A%2F?b='c' - 200 0 B 0.0 ms"


def test_lines_are_written_in_order_before_the_end() -> None:
    stream = io.StringIO()
    with AccessLog(stream, lambda request: request.target) as log:
        for number in range(1, 301):
            log.tell(logged(number, Request("GET", f"/{number}"), Reply(200), 0.0, 0.0))
    assert stream.getvalue().splitlines() == [f"/{number}" for number in range(1, 301)]


class Held(io.StringIO):
    """A stream that nobody reads for a while."""

    def __init__(self) -> None:
        super().__init__()
        self.is_held = threading.Event()
        self.is_read = threading.Event()

    def write(self, text: str) -> int:
        self.is_held.set()
        self.is_read.wait()
        return super().write(text)


def test_nobody_waits_for_whoever_reads_the_lines() -> None:
    stream, entry = Held(), logged(1, Request("GET", "/x"), Reply(200), 0.0, 0.0)
    with AccessLog(stream, lambda request: request.target) as log:
        log.tell(entry)
        stream.is_held.wait()
        for _ in range(MOST_WAITING + 7):
            log.tell(entry)
        stream.is_read.set()
    assert stream.getvalue().splitlines() == ["/x"] * (MOST_WAITING + 1) + ["7 requests left out"]


def test_lines_that_wait_hold_no_bodies() -> None:
    stream, body = io.StringIO(), b"x" * 99_999
    entry = logged(1, Request("POST", "/x", (), body), Reply(200, (), body), 0.0, 0.0)
    with AccessLog(stream, lambda request: f"{as_text(request)} {len(request.body + request.reply_body)}") as log:
        log.tell(entry)
    assert stream.getvalue() == f"{as_text(entry)} 0\n"


def test_lines_that_nobody_reads_any_more_are_dropped() -> None:
    stream = io.StringIO()
    log = AccessLog(stream, lambda request: request.target)
    stream.close()
    log.tell(logged(1, Request("GET", "/x"), Reply(200), 0.0, 0.0))
    log.close()
    log.tell(logged(2, Request("GET", "/x"), Reply(200), 0.0, 0.0))
