"""Profiles of trouble by name: faults and limits together, as they come in life."""

from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from timeback_core.sandbox.fault_book import FaultBook
from timeback_core.sandbox.faults import Fault
from timeback_core.sandbox.limiter import Limit, Limiter
from timeback_core.sandbox.names import NOTHING_KNOWN, Known
from timeback_core.sandbox.options import choice, number, problems_of, seed_number
from timeback_core.sandbox.selecting import refuse_unknown_names


@attrs.frozen(kw_only=True)
class Profile:
    """Faults and limits that come together."""

    about: str
    faults: Sequence[Fault] = ()
    limits: Sequence[Limit] = ()


_TOKEN_PATHS: Final = "*/token"  # noqa: S105 -- a glob over the paths at which tokens are had

PROFILES: Final[Mapping[str, Profile]] = {
    "slow-morning": Profile(
        about="Everybody logs in at once: answers take 0.4 s, one in a hundred above 4 s; some stop half way, or drip",
        faults=(
            Fault("latency", distribution="lognormal", p50=0.4, p99=4.0),
            Fault("stall", probability=0.04, seconds=5.0),
            Fault("drip", probability=0.05, bytes_per_second=20_000),
        ),
    ),
    "bad-friday": Profile(
        about="A deployment goes wrong: bursts of 503 with `Retry-After`, 429, bodies that break off, slow answers",
        faults=(
            Fault("latency", distribution="lognormal", p50=0.2, p99=3.0),
            Fault("unavailable", probability=0.05, in_a_row=3, retry_after=1.0),
            Fault("throttled", probability=0.05, retry_after=2.0),
            Fault("cut_body", probability=0.04),
        ),
    ),
    "flaky-mobile": Profile(
        about="A train through tunnels: connections are cut or reset, before or after a request took effect, and drip",
        faults=(
            Fault("latency", distribution="normal", seconds=0.3, spread=0.1),
            Fault("cut", probability=0.05),
            Fault("cut", probability=0.05, processed=True),
            Fault("reset", probability=0.05),
            Fault("cut_body", probability=0.05),
            Fault("drip", probability=0.1, bytes_per_second=4_000),
        ),
    ),
    "rate-limited": Profile(
        about="Others use the platform too: five requests a second and ten at once, the rest is 429 with `Retry-After`",
        limits=(Limit(5.0, burst=10.0),),
    ),
    "half-open": Profile(
        about="A firewall forgets connections: nothing comes for a minute, before or after a request took effect",
        faults=(
            Fault("hang", probability=0.05, seconds=60.0),
            Fault("hang", probability=0.05, seconds=60.0, processed=True),
            Fault("hangup", probability=0.2),
        ),
    ),
    "lying-gateway": Profile(
        about="Something between answers instead: pages of HTML, also with 200, half bodies, no bodies, redirects",
        faults=(
            Fault("html", probability=0.05),
            Fault("html", probability=0.05, status=200, verb="GET"),
            Fault("truncated", probability=0.05),
            Fault("malformed", probability=0.05),
            Fault("empty", probability=0.05),
            Fault("redirect", probability=0.05),
        ),
    ),
    "forgetful-login": Profile(
        about="Tokens are forgotten before they end: 401 for some requests, and the token endpoint fails at times",
        faults=(
            Fault("unauthorized", probability=0.1),
            Fault("unavailable", path=_TOKEN_PATHS, probability=0.3, retry_after=1.0),
            Fault("cut", path=_TOKEN_PATHS, probability=0.1),
        ),
    ),
}


@attrs.frozen
class Chaos:
    """A profile that is to be in force. Raises `ValueError` with all that makes no sense."""

    profile: str = attrs.field(metadata=choice(tuple(PROFILES), "Which one"))
    seed: int | None = attrs.field(default=None, kw_only=True, metadata=seed_number())
    scale: float = attrs.field(
        default=1.0,
        kw_only=True,
        metadata=number(0.001, 1000, "a number from 0.001 to 1000", "How many times as long everything takes"),
    )

    def __attrs_post_init__(self) -> None:
        problems = problems_of(self, "chaos")
        if problems:
            raise ValueError("; ".join(problems))


@attrs.frozen
class Trouble:
    """What goes wrong from the start, to which a reset leads back."""

    faults: Sequence[Fault] = ()
    limits: Sequence[Limit] = ()
    chaos: Chaos | None = None


class Adversity:
    """All that goes wrong on purpose: faults, limits, and a profile of both."""

    def __init__(self, seed: int, first: Trouble, known: Known = NOTHING_KNOWN) -> None:
        refuse_unknown_names((*first.faults, *first.limits), known)
        self.faults: FaultBook = FaultBook(seed, known)
        self.limits: Limiter = Limiter(known)
        self.chaos: Chaos | None = None
        """The profile that is in force."""
        self._first = first

    def reset(self, now: float) -> None:
        """Let go wrong what went wrong at first, counted and drawn from the beginning."""
        self.faults.begin(self._first.faults, now)
        self.limits.begin(self._first.limits, now)
        self.begin_chaos(self._first.chaos, now)

    def clear_faults(self, now: float) -> None:
        """Let no fault happen any more, nor anything of a profile."""
        self.begin_chaos(None, now)
        self.faults.begin((), now)

    def begin_chaos(self, chaos: Chaos | None, now: float) -> None:
        """Let a profile be in force, or none, in place of that which was."""
        self.faults.end_profile()
        self.limits.end_profile()
        self.chaos = chaos
        if chaos is None:
            return
        profile = PROFILES[chaos.profile]
        faults = [attrs.evolve(fault.scaled(chaos.scale), seed=chaos.seed) for fault in profile.faults]
        self.faults.add(faults, now, is_of_profile=True)
        self.limits.add((limit.scaled(chaos.scale) for limit in profile.limits), now, is_of_profile=True)
