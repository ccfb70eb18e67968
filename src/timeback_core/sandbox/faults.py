"""Faults: what goes wrong on purpose, how often, for which requests, and how headers and JSON spell it."""

import re
import sys
from collections.abc import Mapping, Sequence
from math import exp, log
from random import Random
from typing import Any, Final, Literal, TypeAlias, get_args

import attrs

from timeback_core.sandbox.bodies import read_shallow
from timeback_core.sandbox.messages import is_object
from timeback_core.sandbox.options import (
    DAY,
    build,
    choice,
    flag,
    number,
    options_of,
    problems_of,
    seed_number,
    text,
    whole,
)
from timeback_core.sandbox.selecting import Selection

FaultKind: TypeAlias = Literal[
    "latency",
    "unauthorized",
    "throttled",
    "unavailable",
    "status",
    "cut",
    "reset",
    "hang",
    "cut_body",
    "hangup",
    "stall",
    "drip",
    "malformed",
    "truncated",
    "empty",
    "shape",
    "empty_page",
    "html",
    "redirect",
    "body",
    "big",
]
Distribution: TypeAlias = Literal["uniform", "normal", "exponential", "lognormal"]
Place: TypeAlias = Literal["head", "middle"]


@attrs.frozen(kw_only=True)
class Kind:
    """What faults of a kind do, and the options that are for them."""

    does: str
    options: Sequence[str] = ()
    seconds: float = 0.0
    """Those of a fault that tells none."""


_REFUSING: Final = ("retry_after", "retry_after_date")

KINDS: Final[Mapping[FaultKind, Kind]] = {
    "latency": Kind(
        does="The answer comes later, by so many `seconds`, or by a time drawn from a `distribution`",
        options=("seconds", "distribution", "spread", "p50", "p99"),
        seconds=0.05,
    ),
    "unauthorized": Kind(does="401 in the form of the API", options=_REFUSING),
    "throttled": Kind(does="429 in the form of the API", options=_REFUSING),
    "unavailable": Kind(does="503 in the form of the API", options=_REFUSING),
    "status": Kind(does="Any `status` (500) in the form of the API", options=("status", *_REFUSING)),
    "cut": Kind(does="The connection ends without a byte of an answer"),
    "reset": Kind(does="The connection is reset, without a byte of an answer"),
    "hang": Kind(
        does="Nothing comes for `seconds` (an hour), then the connection ends", options=("seconds",), seconds=3600.0
    ),
    "cut_body": Kind(does="The connection ends after half of the body"),
    "hangup": Kind(does="The connection ends after the answer, which did not say so"),
    "stall": Kind(
        does="The answer stops for `seconds` (5), after its head or in the middle of its body, and goes on",
        options=("seconds", "place"),
        seconds=5.0,
    ),
    "drip": Kind(
        does="The body comes byte by byte, `seconds` (0.05) apart, or so many `bytes_per_second`",
        options=("seconds", "bytes_per_second"),
        seconds=0.05,
    ),
    "malformed": Kind(does="The body is no JSON"),
    "truncated": Kind(does="The body is half of what it should be, and its length says so"),
    "empty": Kind(does="There is no body", options=("status",)),
    "shape": Kind(does="The body is JSON of another shape", options=("status",)),
    "empty_page": Kind(does="A list comes without its rows"),
    "html": Kind(does="The page of a gateway, with a `status` (502)", options=("status", *_REFUSING)),
    "redirect": Kind(does="A redirect to `location`, with a `status` (302)", options=("status", "location")),
    "body": Kind(does="The answer is `body` as JSON, with a `status` (200)", options=("status", "body")),
    "big": Kind(does="A body of `size` bytes, a few less where there are many", options=("size", "gzip")),
}
"""Of each kind what it does; the options of a kind make no sense for others."""

_ALIASES: Final = {"401": "unauthorized", "429": "throttled", "503": "unavailable"}
_SECONDS: Final = "a number of seconds from 0 to a day"
_TINY: Final = sys.float_info.min
_P99: Final = 2.3263478740408408
"""How many standard deviations above the middle of a normal distribution 99 of 100 end."""


@attrs.frozen
class Fault(Selection):
    """One kind of trouble, and whom it meets: every request but those for tokens, where no `path` is told.

    `KINDS` says what each kind does. Of the requests that fit, `after` are let through first, then each one is met,
    or each `every`-th, or by `probability`, and with it those that follow, so many `in_a_row`; `times` at most, and
    for `for_seconds` at most. Raises `ValueError` with all that makes no sense.
    """

    kind: FaultKind
    times: int | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=whole(1, 10**9, "a whole number from 1 on", "How many requests are met at most; all without it"),
    )
    after: int = attrs.field(
        default=0,
        kw_only=True,
        metadata=whole(0, 10**9, "a whole number from 0 on", "How many requests that fit are let through first"),
    )
    every: int = attrs.field(
        default=1,
        kw_only=True,
        metadata=whole(1, 10**9, "a whole number from 1 on", "Of so many requests that fit, the last one is met"),
    )
    probability: float = attrs.field(
        default=1.0,
        kw_only=True,
        metadata=number(0, 1, "a number from 0 to 1", "How likely it is that a request is met"),
    )
    in_a_row: int = attrs.field(
        default=1,
        kw_only=True,
        metadata=whole(
            1, 10**9, "a whole number from 1 on", "How many are met in a row once `every` or `probability` meets one"
        ),
    )
    for_seconds: float | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=number(
            0, 3650 * DAY, "a number of seconds from 0 to ten years", "How long it is in force, by the sandbox's clock"
        ),
    )
    seed: int | None = attrs.field(default=None, kw_only=True, metadata=seed_number())
    processed: bool = attrs.field(
        default=False, kw_only=True, metadata=flag("The request takes effect before its answer is spoilt")
    )
    seconds: float | None = attrs.field(
        default=None, kw_only=True, metadata=number(0, DAY, _SECONDS, "How long it takes; the middle of a distribution")
    )
    distribution: Distribution | None = attrs.field(
        default=None, kw_only=True, metadata=choice(get_args(Distribution), "How times of waiting are spread")
    )
    spread: float | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=number(
            0, DAY, _SECONDS, "How far `uniform` times are from the middle at most; the standard deviation of `normal`"
        ),
    )
    p50: float | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=number(
            _TINY, DAY, "a number of seconds above 0 and up to a day", "Half of the `lognormal` times are shorter"
        ),
    )
    p99: float | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=number(
            _TINY, DAY, "a number of seconds above 0 and up to a day", "99 of 100 `lognormal` times are shorter"
        ),
    )
    place: Place = attrs.field(
        default="middle", kw_only=True, metadata=choice(get_args(Place), "After what the answer stops")
    )
    bytes_per_second: float | None = attrs.field(
        default=None, kw_only=True, metadata=number(1, 10**12, "a number from 1 on", "How fast the body comes")
    )
    retry_after: float | None = attrs.field(
        default=None,
        kw_only=True,
        metadata=number(0, 365 * DAY, "a number of seconds from 0 to a year", "What `Retry-After` asks for"),
    )
    retry_after_date: bool = attrs.field(
        default=False, kw_only=True, metadata=flag("Writes `Retry-After` as a date of HTTP")
    )
    status: int | None = attrs.field(
        default=None, kw_only=True, metadata=whole(200, 599, "a status from 200 to 599", "What is answered")
    )
    location: str = attrs.field(
        default="https://elsewhere.test/",
        kw_only=True,
        metadata=text("[!-~]+", "a URL in ASCII", "Where a redirect leads"),
    )
    body: str = attrs.field(
        default="", kw_only=True, metadata=text(r"[^\ud800-\udfff]*", "a text", "The JSON that is answered")
    )
    size: int = attrs.field(
        default=10_000_000, kw_only=True, metadata=whole(1, 10**12, "a number of bytes from 1 on", "How big a body is")
    )
    gzip: bool = attrs.field(default=False, kw_only=True, metadata=flag("Compresses a big body"))

    def __attrs_post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"unknown fault {self.kind!r}; known are {', '.join(KINDS)}")
        problems = problems_of(self, "a fault") or [*self._of_others(), *self._together()]
        if problems:
            raise ValueError("; ".join(problems))

    @property
    def is_trouble(self) -> bool:
        """Whether it spoils an answer; a request meets one of those at most, and every latency."""
        return self.kind != "latency"

    def scaled(self, factor: float) -> "Fault":
        """The same with every time so many times as long."""
        times = {name: getattr(self, name) for name in ("seconds", "spread", "p50", "p99", "retry_after")}
        changes: dict[str, Any] = {name: value * factor for name, value in times.items() if value is not None}
        if self.bytes_per_second is not None:
            changes["bytes_per_second"] = self.bytes_per_second / factor
        return attrs.evolve(self, **changes)

    def draw_seconds(self, random: Random) -> float:
        """How long it takes this time."""
        seconds = KINDS[self.kind].seconds if self.seconds is None else self.seconds
        spread = self.spread or 0.0
        match self.distribution:
            case "uniform":
                seconds = random.uniform(seconds - spread, seconds + spread)
            case "normal":
                seconds = random.normalvariate(seconds, spread)
            case "exponential":
                seconds = -seconds * log(1.0 - random.random())
            case "lognormal":
                middle, far = log(self.p50 or 1.0), log(self.p99 or 1.0)
                seconds = exp(min(log(DAY), middle + random.normalvariate() * (far - middle) / _P99))
            case None:
                pass
        return min(max(0.0, seconds), DAY)

    def _of_others(self) -> list[str]:
        own = {name for kind in KINDS.values() for name in kind.options} - set(KINDS[self.kind].options)
        return [f"option {name} of a fault is not for {self.kind}" for name in options_of(self) if name in own]

    def _together(self) -> list[str]:
        percentiles = [name for name in ("p50", "p99") if getattr(self, name) is not None]
        is_lognormal = self.distribution == "lognormal"
        checks = {
            "in_a_row needs every or probability": self.in_a_row > 1 and self.every == 1 and self.probability == 1,
            "retry_after_date needs retry_after": self.retry_after_date and self.retry_after is None,
            "seconds and bytes_per_second exclude each other": self.seconds is not None
            and self.bytes_per_second is not None,
            "lognormal needs p50 and p99": is_lognormal and len(percentiles) < 2,
            "lognormal has p50 and p99 and neither seconds nor spread": is_lognormal
            and (self.seconds, self.spread) != (None, None),
            "p50 and p99 are for lognormal": bool(percentiles) and not is_lognormal,
            "p99 must be at least p50": len(percentiles) == 2 and (self.p99 or 0.0) < (self.p50 or 0.0),
            f"{self.distribution} needs spread": self.distribution in {"uniform", "normal"} and self.spread is None,
            "spread is for uniform and normal": self.spread is not None
            and self.distribution not in {"uniform", "normal"}
            and not is_lognormal,
        }
        return [f"of the options of a fault {problem}" for problem, is_so in checks.items() if is_so]


def parse_fault(told: str) -> Fault | str:
    """A fault as a header spells it (`throttled; retry_after=2`, or JSON), or what is wrong with it."""
    if told.startswith("{"):
        try:
            return read_fault(read_shallow(told))
        except ValueError as error:
            return f"not JSON: {error}"
    name, *options = (part.strip() for part in told.split(";"))
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
        return f"a fault is named under the key 'fault'; known are {', '.join(KINDS)}"
    name = str(members.pop("fault"))
    kind = _ALIASES.get(name, name)
    if kind not in KINDS:
        if re.fullmatch("[1-5][0-9][0-9]", kind) is None:
            return f"unknown fault {name!r}; known are {', '.join(KINDS)}"
        members["status"], kind = int(kind), "status"
    return build(Fault, members, "a fault", kind=kind)


def describe_fault(fault: Fault) -> dict[str, object]:
    """A fault as JSON spells it."""
    return {"fault": fault.kind, **options_of(fault)}


def _plain(told: str) -> str | int | float | bool:
    if told in {"true", "false"}:
        return told == "true"
    try:
        return int(told)
    except ValueError:
        pass
    try:
        return float(told)
    except ValueError:
        return told
