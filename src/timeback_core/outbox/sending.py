"""How an outbox is emptied: steps over effects, the same for threads and for event loops.

Sensors are sent side by side, the envelopes of one sensor in turn. An envelope that is refused is halved until the
event is alone that is refused. What may have arrived and is not known to have is sent again, with the same ids.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from functools import partial
from random import random
from sqlite3 import Connection
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

import attrs
from returns.result import Failure, Result, Success

from timeback_core.caliper.events import get_event
from timeback_core.caliper.sending import enveloped, send_envelope
from timeback_core.engine.call.effects import Effect, Now, Sleep, Steps
from timeback_core.engine.call.request import FlowRequest, Request
from timeback_core.engine.surface.flow import flow
from timeback_core.error_parts import CallInfo
from timeback_core.errors import (
    Conflict,
    InvalidInput,
    NotFound,
    RefusedForNow,
    Rejected,
    StorageFailed,
    TimebackError,
    TimedOut,
    UnexpectedStatus,
    UnsupportedOperation,
)
from timeback_core.outbox.file import OutboxFile, not_counts
from timeback_core.outbox.store import Settled, Waiting, first_waiting, settle, status, waiting_sensors
from timeback_core.outbox.values import SendReport

if TYPE_CHECKING:
    from timeback_core.engine.session.base import BaseSession
    from timeback_core.engine.session.options import Options

T = TypeVar("T")

Told: TypeAlias = Result[Any, TimebackError]
Story: TypeAlias = Generator[Effect[Any], Any, T]

TOTAL_TIMEOUT: Final = 60.0
"""Seconds that a call of `send` takes at most, where its session does not say."""
MOST_EVENTS: Final = 100
MOST_BYTES: Final = 1_000_000
"""How much an envelope holds."""
SIDE_BY_SIDE: Final = 8
"""Sensors that are sent at once."""
FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 60.0
"""Seconds between two attempts of one sensor, which double up to here."""
SHORTEST: Final = 0.001
LOOK_AGAIN: Final = 0.1
"""Seconds after which it is seen whether another program still sends."""


class Store(Effect[Result[Any, StorageFailed]]):
    """Work on the file, which may have to wait for a disk."""

    def __init__(self, work: Callable[[], Result[Any, StorageFailed]]) -> None:
        self.work = work


class SendAll(Effect[dict[str, Told]]):
    """Send a request for each sensor, until a moment of the clock at most."""

    def __init__(self, requests: Sequence[tuple[str, Request[Any]]], until: float) -> None:
        self.requests = requests
        self._until = until

    def timeout(self, session: BaseSession[Any]) -> float:
        """Seconds that each of them may take."""
        own = session.options.timeout or session.config.timeout
        return max(min(own, self._until - monotonic()), SHORTEST)


class Pause(Effect[Result[None, TimebackError]]):
    """Wait for so many seconds, unless the session is closed meanwhile."""

    def __init__(self, seconds: float) -> None:
        self.request: FlowRequest[None] = wait.request(seconds)


@flow
def wait(seconds: float) -> Steps[None]:
    """Wait as any flow does, which ends with its session."""
    yield from Sleep(seconds)
    return Success(None)


@attrs.define
class Lane:
    """How it goes with the events of one sensor."""

    suspects: int = 0
    """The first so many events of it hold one that is refused."""
    failures: int = 0
    opens: float = 0.0
    """When it may be tried again."""
    error: TimebackError | None = None
    ended: bool = False

    def count(self, most: int) -> int:
        """How many events to send next."""
        return max(1, self.suspects // 2) if self.suspects else most

    def settled(self, events: Sequence[Waiting], told: Told, now: float) -> Settled | None:
        """What is known of events after they were sent; None where they are to be sent again."""
        before, self.error = self.error, None
        if isinstance(told, Success):
            self.suspects, self.failures = max(0, self.suspects - len(events)), 0
            return Settled(events)
        error: TimebackError = told.failure()
        if is_refusal(error):
            alone = len(events) == 1
            self.suspects = 0 if alone else len(events)
            told_why = error.message.encode(errors="replace").decode()  # a server may say half an emoji
            return Settled(events, told_why) if alone else None
        self.error = before if before and isinstance(error, TimedOut) else error  # time being up explains less
        self.ended = not error.retryable
        asked = error.retry_after if isinstance(error, RefusedForNow) else None
        longest = min(FIRST_WAIT * 2**self.failures, LONGEST_WAIT)
        self.opens = now + max(asked or 0.0, longest * (0.5 + random() / 2))  # noqa: S311 -- jitter, no secret
        self.failures += 1
        return None


def is_refusal(error: TimebackError) -> bool:
    """Whether an error is about the events that were sent, so that the next ones may do better."""
    return isinstance(error, Rejected | InvalidInput | Conflict) or (
        isinstance(error, UnexpectedStatus) and error.status == 413
    )


def fails_with(told: Told, *kinds: type[TimebackError]) -> bool:
    """Whether an answer is a failure of one of these kinds."""
    return isinstance(told, Failure) and isinstance(told.failure(), kinds)


class Turn:
    """The right to send what lies in a file, which one program has at a time."""

    def __init__(self, file: OutboxFile) -> None:
        self._file = file
        self._lock: Connection | None = None

    def take(self) -> Result[bool, StorageFailed]:
        """Try to get it."""
        told = self._file.turn()
        self._lock = told.value_or(None)
        return told.map(lambda lock: lock is not None)

    def close(self) -> None:
        """Leave it to others."""
        if self._lock is not None:
            self._lock.close()


@attrs.frozen
class Sending:
    """One call of `send`."""

    file: OutboxFile
    most_events: int
    most_bytes: int
    total_timeout: float

    def steps(self) -> Story[Result[SendReport, StorageFailed]]:
        """Send what lies in the file, and tell what became of it."""
        until = (yield from Now()) + self.total_timeout
        try:
            with closing(Turn(self.file)) as turn:
                while not (yield from stored(turn.take)):
                    left = until - (yield from Now())
                    paused = (yield from Pause(min(LOOK_AGAIN, left))) if left > 0 else self._too_late("turn")
                    if isinstance(paused, Failure):
                        return Success((yield from self._report([], paused.failure())))
                return Success((yield from self._emptied(until)))
        except StorageFailed as failed:
            return Failure(failed)

    def _emptied(self, until: float) -> Story[SendReport]:
        lanes: dict[str, Lane] = {}
        done: list[Settled] = []
        while (now := (yield from Now())) < until:
            if all(lane.ended for lane in lanes.values()):
                sensors = yield from stored(partial(waiting_sensors, self.file))
                fresh = {sensor: Lane() for sensor in sensors if sensor not in lanes}
                if not fresh:
                    break
                lanes |= fresh
            going = {sensor: lane for sensor, lane in lanes.items() if not lane.ended}
            pause = min(lane.opens for lane in going.values()) - now
            if pause <= 0:
                ready = [sensor for sensor, lane in going.items() if lane.opens <= now][:SIDE_BY_SIDE]
                done += yield from self._round({sensor: going[sensor] for sensor in ready}, lanes, until)
            elif now + pause >= until or isinstance((yield from Pause(pause)), Failure):
                break
        errors = [lane.error for lane in lanes.values() if lane.error]
        return (yield from self._report(done, errors[0] if errors else self._too_late("outbox").failure()))

    def _round(self, ready: dict[str, Lane], lanes: dict[str, Lane], until: float) -> Story[list[Settled]]:
        """Send one envelope of each sensor, and keep what became of it; a sensor without events leaves the lanes."""
        counts = {sensor: lane.count(self.most_events) for sensor, lane in ready.items()}
        batches = yield from stored(partial(first_waiting, self.file, counts, self.most_bytes))
        requests: list[tuple[str, Request[Any]]] = []
        for sensor, batch in batches.items():
            if batch:
                envelope = enveloped(sensor, [each.event for each in batch])
                requests.append((sensor, send_envelope.request(envelope)))
            else:
                del lanes[sensor]
        answers = yield from SendAll(requests, until)
        if doubtful := [
            sensor for sensor, told in answers.items() if len(batches[sensor]) == 1 and fails_with(told, Conflict)
        ]:
            found = yield from SendAll([(each, get_event.request(batches[each][0].id)) for each in doubtful], until)
            answers |= {
                sensor: told for sensor, told in found.items() if not fails_with(told, NotFound, UnsupportedOperation)
            }
        now = yield from Now()
        told = [ready[sensor].settled(batches[sensor], answer, now) for sensor, answer in answers.items()]
        settled = [each for each in told if each is not None]
        if settled:
            yield from stored(partial(settle, self.file, settled))
        return settled

    def _report(self, done: Sequence[Settled], error: TimebackError) -> Story[SendReport]:
        waiting = (yield from stored(partial(status, self.file))).waiting
        delivered = sum(len(each.events) for each in done if each.refused_for is None)
        refused = sum(len(each.events) for each in done) - delivered
        return SendReport(delivered, refused, waiting, error if waiting else None)

    def _too_late(self, waiting_for: str) -> Failure[TimedOut]:
        call = CallInfo("outbox.send", "", "", elapsed=self.total_timeout)
        return Failure(TimedOut(call, self.total_timeout, waiting_for))


def plan(file: OutboxFile, options: Options, most_events: int, most_bytes: int) -> Result[Sending, InvalidInput]:
    """What sending takes, within the `total_timeout` of a session; or what is wrong with its options."""
    wrong = options.problems + not_counts(most_events=most_events, most_bytes=most_bytes)
    if wrong:
        return Failure(InvalidInput(wrong))
    return Success(Sending(file, most_events, most_bytes, options.total_timeout or TOTAL_TIMEOUT))


def stored(work: Callable[[], Result[T, StorageFailed]]) -> Story[T]:
    """The value of work on the file; its failure is raised, for `Sending` alone."""
    told: Result[T, StorageFailed] = yield from Store(work)
    if isinstance(told, Failure):
        raise told.failure()
    return told.unwrap()
