"""A recording against a sandbox: every request is put to it, and the answers are compared by their form."""

import base64
import os
from collections.abc import Iterator
from functools import cache
from typing import Any, Final
from urllib.parse import parse_qs, urlencode

import attrs
import orjson

from timeback_core.sandbox.box import APIS, Sandbox
from timeback_core.sandbox.calls import Routes
from timeback_core.sandbox.messages import Document, Reply, Request, is_array, is_object
from timeback_core.sandbox.recording.concealing import concealed_body, concealed_target
from timeback_core.sandbox.recording.exchanges import Exchange, bytes_of, read_recording
from timeback_core.sandbox.recording.forms import FormDifference, differences, form_of, media_type
from timeback_core.sandbox.recording.personal import Nothing, is_personal
from timeback_core.sandbox.tokens import TOKEN_PATHS

_TOLD_BY_HEADERS: Final = ("allow", "link", "location", "retry-after", "x-total-count")
"""Headers that are part of an answer's form."""
_IDS: Final = ("id", "sourcedid", "identifier", "uuid")
_AUTHORIZER: Final = "/authorizer"


@attrs.frozen
class Finding:
    """What differs in answers of one operation."""

    difference: FormDifference
    times: int
    """In how many answers."""
    example: str
    """The first request that shows it: `GET /ims/oneroster/rostering/v1p2/users/?limit=1`."""


@attrs.frozen
class OperationReport:
    """What became of the requests of one operation."""

    operation: str
    """Its name, or its verb and path where it has none."""
    compared: int
    agreeing: int
    findings: tuple[Finding, ...]


@attrs.frozen
class Report:
    """How the answers of a sandbox compare with those of a recording."""

    operations: tuple[OperationReport, ...]
    """By name."""
    problems: tuple[str, ...]
    """What of the recording could not be read."""

    @property
    def agrees(self) -> bool:
        """Whether no answer differs."""
        return not any(each.findings for each in self.operations)

    def as_text(self) -> str:
        """Lines to be read by people."""
        lines = [*self.problems]
        for each in self.operations:
            lines.append(f"{each.operation}: {each.agreeing} of {each.compared} agree")
            for finding in each.findings:
                lines.append(f"  {finding.difference}")
                lines.append(f"    {finding.times} times, first in {finding.example}")
        compared, agreeing = (
            sum(each.compared for each in self.operations),
            sum(each.agreeing for each in self.operations),
        )
        return "\n".join((*lines, f"{agreeing} of {compared} answers agree"))

    def as_json(self) -> dict[str, object]:
        """The same to be read by programs."""
        return {"agrees": self.agrees, **attrs.asdict(self)}


def compare(path: str | os.PathLike[str], sandbox: Sandbox) -> Report:
    """Put every request of a recording to a sandbox, in order, and compare what is answered.

    Status, type, members, types of values and spelling are compared, and the words in errors; ids and other values are
    not. Where the sandbox has other ids, they stand for those of the recording from then on. The sandbox should be a
    new one: it is changed by what was recorded.

    Raises `RecordingError` where the recording cannot be read, or holds no exchange.
    """
    recording = read_recording(path)
    caller = _Caller(sandbox)
    found: dict[str, _Tally] = {}
    for exchange in recording.exchanges:
        tally = found.setdefault(_operation(exchange), _Tally())
        tally.add(exchange, list(_unlike(exchange, caller.answer(exchange))))
    return Report(tuple(found[name].report(name) for name in sorted(found)), recording.problems)


class _Tally:
    def __init__(self) -> None:
        self._compared = 0
        self._agreeing = 0
        self._found: dict[FormDifference, Finding] = {}

    def add(self, exchange: Exchange, found: list[FormDifference]) -> None:
        self._compared += 1
        self._agreeing += not found
        for difference in found:
            before = self._found.get(difference) or Finding(difference, 0, f"{exchange.verb} {exchange.target}")
            self._found[difference] = attrs.evolve(before, times=before.times + 1)

    def report(self, name: str) -> OperationReport:
        return OperationReport(name, self._compared, self._agreeing, tuple(self._found.values()))


class _Known(Nothing):
    """What of the sandbox stands for what of the recording: its ids, and what is personal."""

    def __init__(self) -> None:
        super().__init__()
        self._ours: dict[str, str] = {}

    def of(self, text: str) -> str:
        return self._ours.get(text, text)

    addresses = prose = of

    def learn(self, recorded: Any, here: Any, name: str = "") -> None:
        if is_object(recorded) and is_object(here):
            for member, value in recorded.items():
                self.learn(value, here.get(member), member)
        elif is_array(recorded) and is_array(here):
            for one, other in zip(recorded, here, strict=False):
                self.learn(one, other, name)
        elif isinstance(recorded, str) and isinstance(here, str) and (name.lower().endswith(_IDS) or is_personal(name)):
            self._ours.setdefault(recorded, here)


class _Caller:
    """Asks a sandbox what was asked for in a recording, with credentials of its own."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._known = _Known()
        credentials = sandbox.credentials
        pair = f"{credentials.client_id}:{credentials.client_secret}".encode()
        self._basic = ("authorization", f"Basic {base64.b64encode(pair).decode()}")
        self._key = ("x-api-key", credentials.masterytrack_api_key)
        self._form = ("content-type", "application/x-www-form-urlencoded")
        token = sandbox.handle(self._token_request(sandbox.token_path, "grant_type=client_credentials"))
        jwt = sandbox.handle(self._authorizer_request())
        self._tokens = (
            ("authorization", f"Bearer {_member(token, 'access_token')}"),
            ("x-auth-token", f"Bearer {_member(jwt, 'jwt')}"),
        )

    def answer(self, exchange: Exchange) -> Reply:
        reply = self._sandbox.handle(self._request(exchange))
        if exchange.answer_body is not None:
            self._known.learn(exchange.answer_body.get("json"), _json(reply))
        return reply

    def _request(self, exchange: Exchange) -> Request:
        if exchange.verb == "POST" and exchange.path in TOKEN_PATHS.values():
            return self._token_request(exchange.path, bytes_of(exchange.body).decode())
        if exchange.verb == "POST" and exchange.path.rstrip("/") == _AUTHORIZER:
            return self._authorizer_request()
        request = exchange.request()
        body = concealed_body(request.body, request.header("content-type") or "", self._known)
        tokens = () if exchange.status == 401 else self._tokens
        target = concealed_target(request.target, self._known)
        return Request(request.verb, target, (*request.headers, *tokens), bytes_of(body))

    def _token_request(self, path: str, recorded: str) -> Request:
        asked = {name: value for name, (value, *_) in parse_qs(recorded).items() if name in ("grant_type", "scope")}
        return Request("POST", path, (self._form, self._basic), urlencode(asked).encode())

    def _authorizer_request(self) -> Request:
        body = orjson.dumps({"email": self._sandbox.credentials.masterytrack_email})
        return Request("POST", _AUTHORIZER, (("content-type", "application/json"), self._key), body)


def _json(reply: Reply) -> Any:
    try:
        return orjson.loads(reply.body)
    except orjson.JSONDecodeError:
        return None


def _member(reply: Reply, name: str) -> object:
    value = _json(reply)
    return value.get(name) if is_object(value) else None


def _unlike(exchange: Exchange, reply: Reply) -> Iterator[FormDifference]:
    recorded, here = dict(exchange.answer_headers), {name.lower(): value for name, value in reply.headers}
    if exchange.status != reply.status:
        yield FormDifference("status", str(exchange.status), str(reply.status))
        return
    if media_type(recorded) != media_type(here):
        yield FormDifference("content-type", media_type(recorded), media_type(here))
    for name in _TOLD_BY_HEADERS:
        if (name in recorded) != (name in here):
            yield FormDifference(name, *("something" if name in told else "nothing" for told in (recorded, here)))
    one = exchange.answer_body
    other = concealed_body(reply.body, here.get("content-type", ""), Nothing())
    if one is None or other is None or "json" not in one or "json" not in other:
        if exchange.verb != "HEAD" and _kind(one) != _kind(other):
            yield FormDifference("body", _kind(one), _kind(other))
        return
    yield from differences(form_of(one["json"]), form_of(other["json"]), words=exchange.status >= 400)


def _kind(body: Document | None) -> str:
    return "nothing" if body is None else next(iter(body))


@cache
def _routes() -> Routes:
    return Routes(route for make in APIS for route in make().routes)


def _operation(exchange: Exchange) -> str:
    verb = "GET" if exchange.verb == "HEAD" else exchange.verb
    match = _routes().match(verb, exchange.path)
    if match is None:
        return f"{verb} {exchange.path}"
    return match.route.operation or f"{verb} {match.route.template}"
