"""What a fault does to an answer."""

import gzip
from collections.abc import Callable, Sequence
from email.utils import formatdate

import attrs
import orjson

from timeback_core.sandbox.faults import Fault
from timeback_core.sandbox.messages import Document, Reply, Steps, empty_reply, is_array, json_bytes, json_reply
from timeback_core.sandbox.refusals import RefusalError

_HTML = "<html><head><title>{status}</title></head><body><h1>{status}</h1><p>Gateway.</p></body></html>"
_REFUSED = {"unauthorized": 401, "throttled": 429, "unavailable": 503, "status": 500}
_TEXTS = {401: "Unauthorized", 403: "Forbidden", 429: "Too many requests", 503: "Service unavailable"}
_CHUNK = 1 << 16


def apply_faults(
    faults: Sequence[Fault], answer: Callable[[], Steps[Reply]], refuse: Callable[[RefusalError], Reply], now: float
) -> Steps[Reply]:
    """The reply under these faults: every latency counts, of the others the first one decides."""
    delay = sum(fault.seconds for fault in faults if fault.kind == "latency")
    trouble = next((fault for fault in faults if fault.kind != "latency"), None)
    reply = yield from (answer() if trouble is None else _troubled(trouble, answer, refuse, now))
    return attrs.evolve(reply, delay=delay) if delay else reply


def _troubled(
    fault: Fault, answer: Callable[[], Steps[Reply]], refuse: Callable[[RefusalError], Reply], now: float
) -> Steps[Reply]:
    change = _CHANGES.get(fault.kind)
    if change is not None:
        return change((yield from answer()), fault)
    if fault.processed:
        yield from answer()
    if fault.kind in _REFUSED:
        status = fault.status or _REFUSED[fault.kind]
        text = _TEXTS.get(status, "Internal server error")
        return refuse(RefusalError(status, text, headers=_retry_after(fault, now)))
    return _invented(fault, now)


def _invented(fault: Fault, now: float) -> Reply:
    match fault.kind:
        case "cut":
            return Reply(200, cut="before")
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
    return (("retry-after", f"{fault.retry_after:g}"),)


def _big(fault: Fault) -> Reply:
    chunk = b" " * _CHUNK
    repeat = max(1, fault.size // _CHUNK)
    if not fault.gzip:
        return attrs.evolve(json_bytes(200, chunk), repeat=repeat)
    # A gzip stream may have any number of members, so one compressed chunk serves for all of them.
    return attrs.evolve(json_bytes(200, gzip.compress(chunk, mtime=0), ("content-encoding", "gzip")), repeat=repeat)


def _cut_body(reply: Reply, _: Fault) -> Reply:
    return attrs.evolve(reply, cut="half")


def _hanging_up(reply: Reply, _: Fault) -> Reply:
    return attrs.evolve(reply, cut="after")


def _malformed(reply: Reply, _: Fault) -> Reply:
    return attrs.evolve(reply, body=reply.body[:-1] + b",]")


def _truncated(reply: Reply, _: Fault) -> Reply:
    return attrs.evolve(reply, body=reply.body[: len(reply.body) // 2])


def _emptied(reply: Reply, fault: Fault) -> Reply:
    return empty_reply(fault.status or reply.status)


def _without_rows(reply: Reply, _: Fault) -> Reply:
    if reply.status != 200 or not reply.body:
        return reply
    page: Document = orjson.loads(reply.body)
    emptied: Document = {name: [] if is_array(value) else value for name, value in page.items()}
    return attrs.evolve(reply, body=orjson.dumps(emptied))


def _dripping(reply: Reply, fault: Fault) -> Reply:
    return attrs.evolve(reply, drip=fault.seconds)


_CHANGES: dict[str, Callable[[Reply, Fault], Reply]] = {
    "cut_body": _cut_body,
    "hangup": _hanging_up,
    "malformed": _malformed,
    "truncated": _truncated,
    "empty": _emptied,
    "empty_page": _without_rows,
    "drip": _dripping,
}
