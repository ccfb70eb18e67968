"""A sandbox in a file: whatever is done, a kill loses nothing of it, and a snapshot is brought back exactly."""

import json
import shutil
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from property_tests.profiles import so_many
from tests.case.frameworks import framework
from tests.clr.records import RECORD
from tests.sandbox.caliper_bodies import activity, envelope
from tests.sandbox.staying import everything, killed
from tests.sandbox.test_sandbox_routes import EDUBRIDGE, ROWS

from timeback_core import encode
from timeback_core.sandbox import Request, Sandbox

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


class StayingAgainstWhatWasSeen(RuleBasedStateMachine):
    """All that is kept is as it was before a kill, and at each snapshot."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(mkdtemp())
        self.path = self.folder / "district.db"
        self.sandbox = Sandbox(data=self.path, students=1)
        self.named: dict[str, dict[str, object]] = {}
        self.saved: dict[str, dict[str, object]] = {}

    def teardown(self) -> None:
        self.sandbox.close()
        shutil.rmtree(self.folder)

    def call(self, verb: str, path: str, body: object) -> int:
        """The status of the answer to a request."""
        headers = (("content-type", "application/json"), ("authorization", f"Bearer {self.token}"), *self.admitted)
        return self.sandbox.handle(
            Request(verb, path, headers, b"" if body is None else json.dumps(body).encode())
        ).status

    def seen(self) -> dict[str, object]:
        """What a snapshot holds."""
        return {name: held for name, held in everything(self.sandbox).items() if name not in ("tokens", "snapshots")}

    @initialize()
    def begin(self) -> None:
        self.token = self.sandbox._world.tokens.issue(self.sandbox._world.clock.now(), 3600, None)
        key, body = (("x-api-key", "sandbox-key"), ("content-type", "application/json")), b'{"email":"app@example.com"}'
        jwt = json.loads(self.sandbox.handle(Request("POST", "/authorizer", key, body)).body)[
            "jwt"
        ]  # keeps both tokens
        self.admitted = (("x-auth-token", f"Bearer {jwt}"),)

    @rule(write=st.sampled_from(WRITES))
    def write(self, write: tuple[str, str, Any]) -> None:
        assert self.call(*write) < 500

    @rule(value=st.booleans())
    def turn(self, value: bool) -> None:
        self.call("POST", "/.sandbox/switches", {"short_pages": value})

    @rule()
    def reset(self) -> None:
        self.sandbox.reset()

    @rule(name=names)
    def take(self, name: str) -> None:
        assert self.call("POST", "/.sandbox/snapshot", {"name": name}) == 200
        self.named[name] = self.seen()

    @rule(name=names)
    def restore(self, name: str) -> None:
        there = self.call("POST", "/.sandbox/restore", {"name": name}) == 200
        assert there is (name in self.named)
        if there:
            assert self.seen() == self.named[name]

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
        self.sandbox = Sandbox(data=self.path)
        assert everything(self.sandbox) == before


TestStaying = StayingAgainstWhatWasSeen.TestCase
TestStaying.settings = settings(max_examples=so_many(4), stateful_step_count=16, deadline=None)
