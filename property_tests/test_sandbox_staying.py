"""A sandbox in a file: whatever is done, a kill loses nothing of it, and a snapshot is brought back exactly."""

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from property_tests.profiles import so_many
from tests.case.frameworks import framework
from tests.clr.records import RECORD
from tests.sandbox.caliper_bodies import activity, envelope
from tests.sandbox.staying import everything, killed
from tests.sandbox.test_sandbox_routes import EDUBRIDGE, ROWS

from timeback_core import encode
from timeback_core.sandbox import Reply, Request, Sandbox

LEARNER = next(each["email"] for each in Sandbox(students=1).documents("users") if each["sourcedId"] == "student-1")
HOOK = {"name": "A", "targetUrl": "http://127.0.0.1:1/", "secret": "s", "active": True}
WRITES = [(verb, path, body) for _, verb, path, body, *_ in (*ROWS, *EDUBRIDGE) if verb != "GET"]
WRITES += [
    ("POST", "/webhooks/", HOOK),
    *(("POST", "/caliper/event", envelope(activity(at))) for at in range(1, 4)),
    *(
        ("POST", "/ims/case/v1p1/CFPackages", framework(parents))
        for parents in ({"a": ["d"]}, {"a": ["d"], "b": ["a"]})
    ),
    ("POST", "/ims/clr/v2p0/credentials/", encode(RECORD).unwrap()),
    ("POST", "/delivery/assignments/assign", {"student_email": LEARNER, "timeback_id": "_math-3-1"}),
] * 9
names = st.sampled_from(["a", "b"])
spans = st.sampled_from([-90_000.0, -0.5, 0.0, 1799.5, 1801.0, 90_000.0])
LIFE = 3600.0
"""Of a token, in seconds."""


class StayingAgainstWhatWasSeen(RuleBasedStateMachine):
    """All that is kept is as it was before a kill, at each snapshot and at the start; tokens end by the clock."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.path = self.folder / "district.db"
        self.wall = 1_790_000_000.0
        """The time around the sandbox."""
        self.sandbox = self.opened()
        self.first = self.seen()
        self.ends: dict[str, float] = {}
        """When each token ends that was not forgotten."""
        self.named: dict[str, tuple[datetime, int, dict[str, object]]] = {}
        self.saved: dict[str, dict[str, object]] = {}

    def teardown(self) -> None:
        self.sandbox.close()
        shutil.rmtree(self.folder)

    def opened(self) -> Sandbox:
        """What stays in the file."""
        return Sandbox(data=self.path, students=1, clock=lambda: self.wall)

    def answer(self, verb: str, path: str, body: object) -> Reply:
        """The answer to a request."""
        headers = (("content-type", "application/json"), ("authorization", f"Bearer {self.token}"), *self.admitted)
        return self.sandbox.handle(Request(verb, path, headers, b"" if body is None else json.dumps(body).encode()))

    def call(self, verb: str, path: str, body: object) -> int:
        """The status of the answer to a request."""
        return self.answer(verb, path, body).status

    def seen(self) -> dict[str, object]:
        """What a snapshot holds."""
        return {name: held for name, held in everything(self.sandbox).items() if name not in ("tokens", "snapshots")}

    @initialize()
    def begin(self) -> None:
        self.issue()
        key, body = (("x-api-key", "sandbox-key"), ("content-type", "application/json")), b'{"email":"app@example.com"}'
        jwt = json.loads(self.sandbox.handle(Request("POST", "/authorizer", key, body)).body)[
            "jwt"
        ]  # keeps both tokens
        self.admitted = (("x-auth-token", f"Bearer {jwt}"),)

    @rule()
    def issue(self) -> None:
        now = self.sandbox._world.clock.now()
        self.ends = {token: end for token, end in self.ends.items() if end > now}
        self.token = self.sandbox._world.tokens.issue(now, LIFE, None)
        self.ends[self.token] = now + LIFE

    @rule(seconds=st.sampled_from([0.25, LIFE]))
    def time_passes(self, seconds: float) -> None:
        before = self.sandbox.clock.now
        self.wall += seconds
        stands = self.sandbox.clock.is_frozen
        assert self.sandbox.clock.now == (before if stands else before + timedelta(seconds=seconds))

    @rule(seconds=spans, frozen=st.none() | st.booleans())
    def move(self, seconds: float, frozen: bool | None) -> None:
        expected = self.sandbox.clock.now + timedelta(seconds=seconds)
        asked = {"advance": seconds} if frozen is None else {"advance": seconds, "frozen": frozen}
        assert self.call("POST", "/.sandbox/clock", asked) == 200
        assert self.sandbox.clock.now == expected
        assert frozen in {None, self.sandbox.clock.is_frozen}

    @rule()
    def set_back(self) -> None:
        self.sandbox.clock.set_back()
        assert self.sandbox.clock.now.timestamp() == self.wall

    @invariant()
    def tokens_end_by_the_clock(self) -> None:
        now = self.sandbox._world.clock.now()
        for token, end in self.ends.items():
            headers = (("authorization", f"Bearer {token}"),)
            status = self.sandbox.handle(
                Request("GET", "/ims/oneroster/rostering/v1p2/orgs/district-1", headers)
            ).status
            assert status == (200 if end > now else 401)

    @rule(places=st.lists(st.integers(0, len(WRITES) - 1), max_size=4))
    def repeat(self, places: list[int]) -> None:
        writes = [WRITES[place] for place in places]
        self.issue()
        self.sandbox.clock.freeze()
        self.sandbox.snapshot(self.folder / "repeat")
        told = [self.answer(*write) for write in writes]
        after = self.seen()
        self.sandbox.restore(self.folder / "repeat")
        again = [self.answer(*write) for write in writes]
        assert [(reply.status, reply.body) for reply in again] == [(reply.status, reply.body) for reply in told]
        assert self.seen() == after

    @rule(write=st.sampled_from(WRITES))
    def write(self, write: tuple[str, str, Any]) -> None:
        assert self.call(*write) < 500

    @rule(value=st.booleans())
    def turn(self, value: bool) -> None:
        self.call("POST", "/.sandbox/switches", {"short_pages": value})

    @rule()
    def reset(self) -> None:
        self.sandbox.reset()
        assert self.seen() == self.first

    @rule(name=names)
    def take(self, name: str) -> None:
        assert self.call("POST", "/.sandbox/snapshot", {"name": name}) == 200
        count = sum(map(self.sandbox._world.store.count, self.sandbox._world.store.collections()))
        self.named[name] = self.sandbox.clock.now, count, self.seen()

    @rule(name=names)
    def delete(self, name: str) -> None:
        there = self.call("DELETE", f"/.sandbox/snapshots?name={name}", None) == 200
        assert there is (self.named.pop(name, None) is not None)

    @invariant()
    def snapshots_are_listed(self) -> None:
        told = {each.name: (each.taken_at, each.documents) for each in self.sandbox.snapshots.list()}
        assert told == {name: (at, count) for name, (at, count, _) in self.named.items()}

    @rule(name=names)
    def restore(self, name: str) -> None:
        there = self.call("POST", "/.sandbox/restore", {"name": name}) == 200
        assert there is (name in self.named)
        if there:
            assert self.seen() == self.named[name][2]

    @rule(name=names)
    def save(self, name: str) -> None:
        self.sandbox.snapshot(self.folder / name)
        self.saved[name] = self.seen()

    @rule(name=names)
    def bring_back(self, name: str) -> None:
        if name in self.saved:
            self.sandbox.restore(self.folder / name)
            assert self.seen() == self.saved[name]

    @rule()
    def kill(self) -> None:
        before = everything(self.sandbox)
        left = killed(self.path)
        self.sandbox.close()
        self.path = left.rename(self.folder / "district.db")
        shutil.move(f"{left}-wal", f"{self.path}-wal")
        self.sandbox = self.opened()
        assert everything(self.sandbox) == before


TestStaying = StayingAgainstWhatWasSeen.TestCase
TestStaying.settings = settings(max_examples=so_many(4), stateful_step_count=16, deadline=None)
