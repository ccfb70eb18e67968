"""What a fault does to an answer."""

import gzip
from collections.abc import Callable, Sequence
from email.utils import formatdate

import attrs
import orjson

from timeback_core.sandbox.fault_book import Met
from timeback_core.sandbox.faults import Fault
from timeback_core.sandbox.messages import (
    JSON_TYPE,
    Document,
    Reply,
    Steps,
    empty_reply,
    is_array,
    is_object,
    json_bytes,
    json_reply,
)
from timeback_core.sandbox.refusals import RefusalError

_HTML = "<html><head><title>{status}</title></head><body><h1>{status}</h1><p>Gateway.</p></body></html>"
_REFUSED = {"unauthorized": 401, "throttled": 429, "unavailable": 503, "status": 500}
_TEXTS = {401: "Unauthorized", 403: "Forbidden", 429: "Too many requests", 503: "Service unavailable"}
_CHUNK = 1 << 16
_TICK = 0.05
"""Seconds between the chunks of a body that has a speed, as long as one has a byte."""


def apply_faults(
    met: Sequence[Met], answer: Callable[[], Steps[Reply]], refuse: Callable[[RefusalError], Reply], now: float
) -> Steps[Reply]:
    """The reply under these faults: every latency counts, of the others the first one decides."""
    delay = sum(each.seconds for each in met if not each.fault.is_trouble)
    trouble = next((each for each in met if each.fault.is_trouble), None)
    reply = yield from (answer() if trouble is None else _troubled(trouble, answer, refuse, now))
    return attrs.evolve(reply, delay=reply.delay + delay) if delay else reply


def _troubled(
    met: Met, answer: Callable[[], Steps[Reply]], refuse: Callable[[RefusalError], Reply], now: float
) -> Steps[Reply]:
    fault = met.fault
    change = _CHANGES.get(fault.kind)
    if change is not None:
        return change((yield from answer()), met)
    if fault.processed:
        yield from answer()
    if fault.kind in _REFUSED:
        status = fault.status or _REFUSED[fault.kind]
        text = _TEXTS.get(status, "Internal server error")
        return refuse(RefusalError(status, text, headers=_retry_after(fault, now)))
    return _invented(met, now)


def _invented(met: Met, now: float) -> Reply:
    fault = met.fault
    match fault.kind:
        case "cut":
            return Reply(200, cut="before")
        case "reset":
            return Reply(200, cut="reset")
        case "hang":
            return Reply(200, cut="before", delay=met.seconds)
        case "html":
            status = fault.status or 502
            headers = (("content-type", "text/html"), *_retry_after(fault, now))
            return Reply(status, headers, _HTML.format(status=status).encode())
        case "redirect":
            return Reply(fault.status or 302, (("location", fault.location),))
        case "big":
            return _big(fault)
        case "shape":
            return json_reply(fault.status or 200, {"data": [{"unexpected": True}, 7, None]})
        case _:
            return json_bytes(fault.status or 200, fault.body.encode())


def _retry_after(fault: Fault, now: float) -> tuple[tuple[str, str], ...]:
    if fault.retry_after is None:
        return ()
    if fault.retry_after_date:
        return (("retry-after", formatdate(now + fault.retry_after, usegmt=True)),)
    return (("retry-after", f"{fault.retry_after:.6f}".rstrip("0").rstrip(".")),)


def _big(fault: Fault) -> Reply:
    repeat = max(1, fault.size // _CHUNK)
    chunk = b" " * (fault.size // repeat)
    if not fault.gzip:
        return attrs.evolve(json_bytes(200, chunk), repeat=repeat)
    # A gzip stream may have any number of members, so one compressed chunk serves for all of them.
    return attrs.evolve(json_bytes(200, gzip.compress(chunk, mtime=0), ("content-encoding", "gzip")), repeat=repeat)


def _cut_body(reply: Reply, _: Met) -> Reply:
    return attrs.evolve(reply, cut="half")


def _hanging_up(reply: Reply, _: Met) -> Reply:
    return attrs.evolve(reply, cut="after")


def _malformed(reply: Reply, _: Met) -> Reply:
    return attrs.evolve(reply, body=reply.body[:-1] + b",]")


def _truncated(reply: Reply, _: Met) -> Reply:
    return attrs.evolve(reply, body=reply.body[: len(reply.body) // 2])


def _emptied(reply: Reply, met: Met) -> Reply:
    return empty_reply(met.fault.status or reply.status)


def _without_rows(reply: Reply, _: Met) -> Reply:
    if reply.status != 200 or reply.header("content-type") != JSON_TYPE:
        return reply
    page: object = orjson.loads(reply.body)
    if is_array(page):
        return attrs.evolve(reply, body=b"[]")
    if is_object(page):
        emptied: Document = {name: [] if is_array(value) else value for name, value in page.items()}
        return attrs.evolve(reply, body=orjson.dumps(emptied))
    return reply


def _stalled(reply: Reply, met: Met) -> Reply:
    before = 0 if met.fault.place == "head" else len(reply.body) // 2
    return attrs.evolve(reply, chunk=before, pause=met.seconds, pauses=1)


def _dripping(reply: Reply, met: Met) -> Reply:
    speed = met.fault.bytes_per_second
    if speed is None:
        return attrs.evolve(reply, chunk=1, pause=met.seconds)
    chunk = max(1, round(speed * _TICK))
    return attrs.evolve(reply, chunk=chunk, pause=chunk / speed)


_CHANGES: dict[str, Callable[[Reply, Met], Reply]] = {
    "cut_body": _cut_body,
    "hangup": _hanging_up,
    "malformed": _malformed,
    "truncated": _truncated,
    "empty": _emptied,
    "empty_page": _without_rows,
    "stall": _stalled,
    "drip": _dripping,
}
