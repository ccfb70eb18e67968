"""Faults: what goes wrong on purpose, how often, and for which requests."""

import re
from collections.abc import Callable
from fnmatch import fnmatchcase
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs
import orjson

from timeback_core.sandbox.messages import Request, is_object

FaultKind: TypeAlias = Literal[
    "latency",
    "unauthorized",
    "throttled",
    "unavailable",
    "status",
    "cut",
    "cut_body",
    "hangup",
    "malformed",
    "truncated",
    "html",
    "empty",
    "empty_page",
    "redirect",
    "drip",
    "big",
    "shape",
    "body",
]

_ALIASES: Final = {"401": "unauthorized", "429": "throttled", "503": "unavailable"}


@attrs.frozen
class Fault:
    """One kind of trouble.

    `latency` waits `seconds`; `unauthorized` is 401, `throttled` 429, `unavailable` 503, `status` any
    `status` (500), all with the error body of the API and `retry_after` where given; `cut` closes the
    connection without a byte, `cut_body` after half of the body, `hangup` after all of it; `malformed` and
    `truncated` break the JSON, `empty` drops the body, `empty_page` the rows of a list; `html` is a gateway's
    page (`status`, 502 by default); `redirect` leads to `location`; `drip` sends the body byte by byte,
    `seconds` apart; `big` is a body of `size` bytes (`gzip` compresses it); `shape` is JSON of another shape;
    `body` is `status` (200) with `body` as JSON. Raises `ValueError` for options that make no sense.
    """

    kind: FaultKind
    times: int | None = attrs.field(default=None, kw_only=True)
    """How many requests it meets; None for all of them."""
    verb: str | None = attrs.field(default=None, kw_only=True)
    path: str | None = attrs.field(default=None, kw_only=True)
    """A glob over the raw path. Without one, every request but those for tokens is met."""
    seconds: float = attrs.field(default=0.05, kw_only=True)
    retry_after: float | None = attrs.field(default=None, kw_only=True)
    """Seconds that `Retry-After` asks for."""
    retry_after_date: bool = attrs.field(default=False, kw_only=True)
    """Write `Retry-After` as an HTTP date."""
    location: str = attrs.field(default="https://elsewhere.test/", kw_only=True)
    status: int | None = attrs.field(default=None, kw_only=True)
    size: int = attrs.field(default=10_000_000, kw_only=True)
    gzip: bool = attrs.field(default=False, kw_only=True)
    body: str = attrs.field(default="", kw_only=True)
    processed: bool = attrs.field(default=False, kw_only=True)
    """Whether the request takes effect before the fault hides its answer."""

    def __attrs_post_init__(self) -> None:
        if self.kind not in get_args(FaultKind):
            raise ValueError(f"unknown fault {self.kind!r}; known are {', '.join(get_args(FaultKind))}")
        for name, (is_sensible, expected) in _OPTIONS.items():
            value = getattr(self, name)
            if value is not None and not is_sensible(value):
                raise ValueError(f"option {name} of a fault must be {expected}, not {value!r}")

    def meets(self, request: Request, *, is_token: bool) -> bool:
        """Whether it concerns this request."""
        if self.verb is not None and self.verb.upper() != request.verb:
            return False
        return not is_token if self.path is None else fnmatchcase(request.path, self.path)


@attrs.define
class ActiveFault:
    """A fault that waits for requests, and how many more it will meet."""

    fault: Fault
    left: int | None

    @classmethod
    def of(cls, fault: Fault) -> "ActiveFault":
        """The fault with all its times before it."""
        return cls(fault, fault.times)


def faults_for(active: list[ActiveFault], request: Request, *, is_token: bool) -> list[Fault] | str:
    """The faults that this request meets: every latency, and one trouble, its header's or the first standing one.

    What is met is counted down, what has to wait for another request is not. A header that cannot be read
    gives what is wrong with it, so that no test passes by a typing error.
    """
    met = _of_header(request)
    if isinstance(met, str):
        return met
    troubled = any(fault.kind != "latency" for fault in met)
    for entry in active:
        is_trouble = entry.fault.kind != "latency"
        if (is_trouble and troubled) or not entry.fault.meets(request, is_token=is_token):
            continue
        troubled = troubled or is_trouble
        met.append(entry.fault)
        if entry.left is not None:
            entry.left -= 1
    active[:] = [entry for entry in active if entry.left is None or entry.left > 0]
    return met


def _of_header(request: Request) -> list[Fault] | str:
    met: list[Fault] = []
    for text in (value for name, value in request.headers if name == "x-sandbox-fault"):
        for part in [text] if text.startswith("{") else text.split(","):
            fault = parse_fault(part)
            if isinstance(fault, str):
                return fault
            met.append(fault)
    return met


def parse_fault(text: str) -> Fault | str:
    """A fault as a header spells it (`throttled; retry_after=2`, or JSON), or what is wrong with it."""
    if text.startswith("{"):
        try:
            return read_fault(orjson.loads(text))
        except orjson.JSONDecodeError as error:
            return f"not JSON: {error}"
    name, *options = (part.strip() for part in text.split(";"))
    members: dict[str, Any] = {"fault": name}
    for option in options:
        key, _, value = option.partition("=")
        members[key.strip()] = _plain(value.strip())
    return read_fault(members)


def read_fault(value: object) -> Fault | str:
    """A fault as JSON spells it (`{"fault": "throttled", "times": 3}`), or what is wrong with it."""
    if not is_object(value):
        return "a fault is an object"
    members = dict(value)
    if "fault" not in members:
        return f"a fault is named under the key 'fault'; known are {', '.join(get_args(FaultKind))}"
    name = str(members.pop("fault"))
    kind = _ALIASES.get(name, name)
    if kind not in get_args(FaultKind):
        if re.fullmatch("[1-5][0-9][0-9]", kind) is None:
            return f"unknown fault {name!r}; known are {', '.join(get_args(FaultKind))}"
        members["status"], kind = int(kind), "status"
    unknown = members.keys() - _OPTIONS.keys()
    if unknown:
        return f"unknown options of a fault: {', '.join(sorted(unknown))}; known are {', '.join(_OPTIONS)}"
    empty = [option for option, given in members.items() if given is None]
    if empty:
        return f"options of a fault without a value: {', '.join(sorted(empty))}"
    try:
        return Fault(kind, **members)  # type: ignore[arg-type]  # checked against the names of the kinds above
    except ValueError as error:
        return str(error)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_whole(least: int, most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_time(most: float) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most


def _matches(pattern: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL | re.IGNORECASE) is not None


_DAY: Final = 86_400

_OPTIONS: Final[dict[str, tuple[Callable[[Any], bool], str]]] = {
    "times": (_is_whole(1, 10**9), "a whole number from 1 on"),
    "verb": (_matches("GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS"), "a verb of HTTP"),
    "path": (_matches(r"[/*?\[].*"), "a glob that begins like a path"),
    "seconds": (_is_time(_DAY), "a number of seconds from 0 to a day"),
    "retry_after": (_is_time(365 * _DAY), "a number of seconds from 0 to a year"),
    "retry_after_date": (_is_flag, "true or false"),
    "location": (_matches("[!-~]+"), "a URL in ASCII"),
    "status": (_is_whole(200, 599), "a status from 200 to 599"),
    "size": (_is_whole(1, 10**12), "a number of bytes from 1 on"),
    "gzip": (_is_flag, "true or false"),
    "body": (_matches(r"[^\ud800-\udfff]*"), "a text"),
    "processed": (_is_flag, "true or false"),
}
"""Of each option what it may be, as a rule and in words."""


def _plain(text: str) -> str | int | float | bool:
    if text in {"true", "false"}:
        return text == "true"
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return text
