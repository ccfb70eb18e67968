"""The faults that are in force: which requests meet them, by counting and by chance."""

from collections import Counter
from collections.abc import Iterable
from random import Random

import attrs

from timeback_core.sandbox.faults import Fault, describe_fault, parse_fault
from timeback_core.sandbox.messages import Request
from timeback_core.sandbox.names import NOTHING_KNOWN, Known
from timeback_core.sandbox.selecting import refuse_unknown_names

HEADER = "x-sandbox-fault"


@attrs.frozen
class Met:
    """A fault that a request meets, and how long it takes this time."""

    fault: Fault
    seconds: float


@attrs.define
class ActiveFault:
    """A fault that is in force."""

    fault: Fault
    told: str
    """The fault and its seed in words, by which its chance goes."""
    since: float
    """When it came into force, by the clock of the sandbox."""
    is_of_profile: bool
    random: Random
    """Its own: what other faults draw changes nothing here."""
    fitted: int = 0
    """How many requests were of those that it is about."""
    met: int = 0
    in_a_row: int = 0
    """How many of those that come next are met because another was."""

    @property
    def left(self) -> int | None:
        """How many requests it will meet; None where there is no end."""
        return None if self.fault.times is None else self.fault.times - self.met

    def has_ended(self, now: float) -> bool:
        """Whether it meets nothing any more."""
        lasts = self.fault.for_seconds
        return self.left == 0 or (lasts is not None and now - self.since >= lasts)

    def is_due(self) -> bool:
        """Whether it is to meet the next one of the requests that it is about."""
        fault = self.fault
        self.fitted += 1
        if self.in_a_row:
            self.in_a_row -= 1
            return True
        counted = self.fitted - fault.after
        if counted <= 0 or counted % fault.every or not _happens(self.random, fault.probability):
            return False
        self.in_a_row = fault.in_a_row - 1
        return True

    def meet(self) -> Met:
        """Let a request meet it."""
        self.met += 1
        return Met(self.fault, self.fault.draw_seconds(self.random))


class FaultBook:
    """The faults that are in force, in the order in which they were told."""

    def __init__(self, seed: int, known: Known = NOTHING_KNOWN) -> None:
        self._seed = seed
        self._known = known
        self.begin((), 0.0)

    def begin(self, faults: Iterable[Fault], now: float) -> None:
        """Let these happen, and no others, as chance has it from its beginning."""
        self._active: list[ActiveFault] = []
        self._of_headers = Random(f"{self._seed} header")  # noqa: S311 -- reproducible on purpose
        self.add(faults, now)

    def add(self, faults: Iterable[Fault], now: float, *, is_of_profile: bool = False) -> None:
        """Let these happen too, from now on; raises `ValueError` for names that no API has."""
        faults = tuple(faults)
        refuse_unknown_names(faults, self._known)
        count = Counter(entry.told for entry in self._active)
        for fault in faults:
            seed = self._seed if fault.seed is None else fault.seed
            told = f"{seed} {describe_fault(attrs.evolve(fault, seed=None))}"
            # Equal faults have streams of their own as well, or all of them would always meet the same requests.
            random = Random(f"{told} {count[told]}")  # noqa: S311 -- reproducible on purpose
            count[told] += 1
            self._active.append(ActiveFault(fault, told, now, is_of_profile, random))

    def end_profile(self) -> None:
        """Let nothing of a profile happen any more."""
        self._active[:] = [entry for entry in self._active if not entry.is_of_profile]

    def entries(self, now: float) -> tuple[ActiveFault, ...]:
        """Those that may still meet a request."""
        self._active[:] = [entry for entry in self._active if not entry.has_ended(now)]
        return tuple(self._active)

    def met_by(self, request: Request, operation: str, service: str, *, is_token: bool, now: float) -> list[Met] | str:
        """The faults that a request meets: every latency, and one trouble, its header's or the first one that is due.

        A header that cannot be read gives what is wrong with it, so that no test passes by a typing error.
        """
        met = self._of_header(request)
        if isinstance(met, str) or not self._active:
            return met
        troubled = any(each.fault.is_trouble for each in met)
        for entry in self.entries(now):
            fault = entry.fault
            if (is_token and fault.path is None) or not fault.fits(request, operation, service) or not entry.is_due():
                continue
            if not (fault.is_trouble and troubled):
                troubled = troubled or fault.is_trouble
                met.append(entry.meet())
        return met

    def _of_header(self, request: Request) -> list[Met] | str:
        met: list[Met] = []
        for text in (value for name, value in request.headers if name == HEADER):
            for part in [text] if text.startswith("{") else text.split(","):
                fault = parse_fault(part)
                if isinstance(fault, str):
                    return fault
                if problem := fault.unknown_names(self._known):
                    return problem
                if _happens(self._of_headers, fault.probability):
                    met.append(Met(fault, fault.draw_seconds(self._of_headers)))
        return met


def _happens(random: Random, probability: float) -> bool:
    return probability == 1 or random.random() < probability
