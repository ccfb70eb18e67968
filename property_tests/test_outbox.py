"""An outbox against a server that may do anything: whatever is accepted is delivered once, refused, or waits.

What sends is driven in a world whose clock is a number: an outage of an hour takes no time. A kill leaves it where it
is, with the file as it is then.
"""

import tempfile
from collections.abc import Generator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias
from uuid import UUID

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from property_tests.profiles import so_many
from returns.result import Failure, Result, Success

from timeback_core import Now, Outbox, Request, encode
from timeback_core.error_parts import CallInfo, ServerReply
from timeback_core.errors import (
    AuthError,
    Conflict,
    ConnectionFailed,
    DecodeError,
    InvalidInput,
    NotFound,
    RateLimited,
    Rejected,
    ServerFault,
    TimedOut,
    UnexpectedStatus,
)
from timeback_core.outbox import SendReport, sending

CALL = CallInfo("caliper.send_envelope", "POST", "/caliper/event")
REPLY = ServerReply()
SENSORS = ("https://a.example", "https://b.example", "https://c.example")

TROUBLES: dict[str, Any] = {
    "no way there": ConnectionFailed(CALL, "refused", sent=False),
    "no answer in time": TimedOut(CALL, 30.0, "answer"),
    "500": ServerFault(CALL, 500, REPLY),
    "503": ServerFault(CALL, 503, REPLY, retry_after=90.0),
    "429": RateLimited(CALL, 429, REPLY, retry_after=3.0),
    "no token": AuthError("https://t.example", "refused"),
    "302": UnexpectedStatus(CALL, 302, REPLY),
    "not to be read": DecodeError(CALL, "$", "object", "array"),
}
"""What a server may say instead of an answer; the event may have arrived or not."""


Mishap: TypeAlias = tuple[str | None, bool]
"""A trouble by its name, or none, and whether the request arrived nevertheless."""


def event(number: int, kind: int) -> dict[str, Any]:
    """An event as JSON."""
    return {
        "@context": "http://purl.imsglobal.org/ctx/caliper/v1p2",
        "id": f"urn:uuid:{UUID(int=number)}",
        "type": "Event",
        "profile": "GeneralProfile",
        "actor": "https://a.example/users/u",
        "action": "Used",
        "object": "https://a.example/lessons/1",
        "eventTime": "2026-01-15T10:30:00.000Z",
        "extensions": {"kind": kind},
    }


class Outboxes(RuleBasedStateMachine):
    """One file, opened anew for each call as by ever other programs, and a server that remembers what it took."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "events.outbox"
        self.accepted: dict[str, list[str]] = {}
        """Ids by sensor, in order."""
        self.of: dict[str, tuple[str, int]] = {}
        self.stored: dict[str, list[str]] = {}
        """What the server took, by sensor, each id once, in the order of their first arrivals."""
        self.bad: set[str] = set()
        """Ids that the server refuses for now."""
        self.refuses_doubles = False
        self.most = 100
        self.retried: set[str] = set()
        self.delivered = 0
        self.clock = 0.0

    def teardown(self) -> None:
        self.folder.cleanup()

    @initialize(refuses_doubles=st.booleans(), most=st.sampled_from([1, 3, 100]))
    def begin(self, *, refuses_doubles: bool, most: int) -> None:
        self.refuses_doubles, self.most = refuses_doubles, most

    @rule(
        sensor=st.sampled_from(SENSORS),
        events=st.lists(st.tuples(st.integers(0, 99), st.sampled_from([0] * 15 + [1])), min_size=1, max_size=12),
    )
    def accept(self, sensor: str, events: list[tuple[int, int]]) -> None:
        documents = [event(*each) for each in events]
        told = Outbox.open(self.path).unwrap().accept(sensor, *documents)
        known: dict[str, tuple[str, int]] = {}
        for document in documents:
            what = sensor, document["extensions"]["kind"]
            if (self.of | known).get(document["id"], what) != what:
                assert isinstance(told.failure(), InvalidInput)
                return
            known[document["id"]] = what
        new = [each for each in known if each not in self.of]
        assert list(told.unwrap().new) == new
        assert len(told.unwrap().known) == len(events) - len(new)
        self.of |= known
        self.accepted.setdefault(sensor, []).extend(new)

    @rule(ids=st.sets(st.integers(0, 99), max_size=30))
    def change_what_is_refused(self, ids: set[int]) -> None:
        self.bad = {f"urn:uuid:{UUID(int=number)}" for number in ids}

    @rule()
    def retry_what_was_refused(self) -> None:
        outbox = Outbox.open(self.path).unwrap()
        refused = [each.id for each in outbox.refused().unwrap()]
        assert outbox.retry_refused(*refused) == Success(len(refused))
        self.retried |= set(refused)

    @rule(
        more=st.lists(st.sampled_from(SENSORS), max_size=12),
        script=st.lists(st.tuples(st.sampled_from([None, *TROUBLES]), st.booleans(), st.integers(1, 6)), max_size=6),
        kill=st.none() | st.none() | st.integers(0, 60),
        total_timeout=st.sampled_from([0.5, 60.0, 7200.0]),
        most_events=st.integers(1, 12),
        most_bytes=st.sampled_from([1, 1000, 1_000_000]),
    )
    def send(
        self,
        more: list[str],
        script: list[tuple[str | None, bool, int]],
        kill: int | None,
        total_timeout: float,
        most_events: int,
        most_bytes: int,
    ) -> None:
        for sensor in more:
            self.accept(sensor, [(100 + len(self.of), 0)])
        outbox = Outbox.open(self.path).unwrap()
        refused = {each.id for each in outbox.refused().unwrap()}
        work = sending.Sending(outbox._file, most_events, most_bytes, total_timeout)
        begun = self.clock
        with closing(work.steps()) as steps:
            report = self.driven(steps, [each[:2] for each in script for _ in range(each[2])], kill)
        assert {each.id for each in outbox.refused().unwrap()} - refused <= self.bad
        if report is None:
            return
        assert self.clock - begun <= total_timeout + 0.1
        waiting = outbox.status().unwrap().waiting
        assert report.waiting == waiting
        assert (report.error is None) == (waiting == 0)

    def driven(
        self,
        steps: Generator[Any, Any, Result[SendReport, Any]],
        script: list[tuple[str | None, bool]],
        kill: int | None,
    ) -> SendReport | None:
        """The report in the end; None after a kill."""
        answer: Any = None
        done = 0
        while done != kill:
            try:
                effect = steps.send(answer)
            except StopIteration as end:
                return end.value.unwrap()  # type: ignore[no-any-return]  # a generator's value is untyped at run time
            done += 1
            match effect:
                case Now():
                    answer = self.clock
                case sending.Pause():
                    (seconds,) = effect.request.arguments
                    self.clock += seconds  # type: ignore[operator]  # an argument of a flow is any object
                    answer = Success(None)
                case sending.Store():
                    answer = effect.work()
                case sending.SendAll():
                    answer = {sensor: self.answer(request, script) for sensor, request in effect.requests}
        return None

    def answer(self, request: Request[Any], script: list[Mishap]) -> Result[object, Any]:
        """What the server does and says; what the script has left says how that goes wrong."""
        self.clock += 0.01
        trouble, arrived = script.pop(0) if script else (None, True)
        told = self.served(request) if arrived or trouble is None else None
        return Failure(TROUBLES[trouble]) if trouble is not None else told or Success(None)

    def served(self, request: Request[Any]) -> Result[object, Any]:
        known = {each for ids in self.stored.values() for each in ids}
        if request.path:
            ((_, wanted),) = request.path
            return Success(None) if wanted in known else Failure(NotFound(CALL, 404, REPLY))
        body: Any = request.body
        envelope: Any = encode(body).unwrap()
        ids = [each["id"] for each in envelope["data"]]
        if self.bad & set(ids):
            return Failure(Rejected(CALL, 400, REPLY))
        if len(ids) > self.most:
            return Failure(UnexpectedStatus(CALL, 413, REPLY))
        if self.refuses_doubles and known & set(ids):
            return Failure(Conflict(CALL, 409, REPLY))
        self.stored.setdefault(envelope["sensor"], []).extend(each for each in ids if each not in known)
        return Success(None)

    @invariant()
    def nothing_is_lost(self) -> None:
        if not self.path.exists():
            return
        outbox = Outbox.open(self.path).unwrap()
        status = outbox.status().unwrap()
        assert status.waiting + status.delivered + status.refused == sum(map(len, self.accepted.values()))
        refused = {each.id for each in outbox.refused().unwrap()}
        assert len(refused) == status.refused
        stored = {each for ids in self.stored.values() for each in ids}
        assert status.delivered <= len(stored)
        for each in status.sensors:
            assert each.waiting + each.delivered + each.refused == len(self.accepted[each.sensor])

    @invariant()
    def the_order_of_each_sensor_is_kept(self) -> None:
        for sensor, ids in self.stored.items():
            assert len(set(ids)) == len(ids)
            usual = [each for each in ids if each not in self.retried]
            assert usual == [each for each in self.accepted[sensor] if each in usual]

    @rule()
    def all_goes_well_in_the_end(self) -> None:
        self.bad, self.most = set(), 100
        outbox = Outbox.open(self.path).unwrap()
        self.retried |= {each.id for each in outbox.refused().unwrap()}
        outbox.retry_refused(*self.retried).unwrap()
        self.send([], [], None, 7200.0, 12, 1_000_000)
        status = outbox.status().unwrap()
        assert (status.waiting, status.refused) == (0, 0)
        assert {name: set(ids) for name, ids in self.stored.items()} == {
            name: set(ids) for name, ids in self.accepted.items() if ids
        }


TestOutboxes = Outboxes.TestCase
TestOutboxes.settings = settings(max_examples=so_many(20), stateful_step_count=20)
