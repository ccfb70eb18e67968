"""What one tenant does, no other sees: each answers as a sandbox that stands alone and gets the same requests."""

import json
import re
from typing import Any

import attrs
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from tests.sandbox.staying import everything
from tests.sandbox.test_sandbox_routes import ROWS

from timeback_core.sandbox import Reply, Request, Sandbox, Tenants

NAMES = ("north", "south")
TOKEN = re.compile(rb"sandbox-[0-9a-f]{40}")
FORM = (("content-type", "application/x-www-form-urlencoded"),)

calls = st.sampled_from([(verb, path, body) for _, verb, path, body, *_ in ROWS])
control_calls = st.sampled_from(
    [
        ("POST", "faults", {"fault": "throttled", "probability": 0.5}),
        ("POST", "faults", {"fault": "html", "every": 2, "times": 3}),
        ("POST", "faults", {"fault": "status", "for_seconds": 60, "verb": "GET"}),
        ("GET", "faults", None),
        ("DELETE", "faults", None),
        ("POST", "limit", {"rate": 0.1, "burst": 4}),
        ("DELETE", "limit", None),
        ("POST", "chaos", {"profile": "lying-gateway"}),
        ("POST", "clock", {"advance": 45}),
        ("POST", "clock", {"frozen": True}),
        ("POST", "switches", {"short_pages": True}),
        ("POST", "snapshot", {"name": "a"}),
        ("POST", "restore", {"name": "a"}),
        ("POST", "revoke", None),
        ("POST", "reset", None),
        ("GET", "requests", None),
        ("GET", "deliveries", None),
    ]
)
actions = st.one_of(
    calls.map(lambda call: ("call", *call)),
    control_calls.map(lambda call: ("control", *call)),
    st.just(("token", "POST", "/oauth2/token", None)),
)


def made(name: str) -> Sandbox:
    """A sandbox of a tenant."""
    own = {"client_id": f"{name}-client", "client_secret": f"{name}-secret", "masterytrack_api_key": f"{name}-key"}
    return Sandbox(students=1, clock=lambda: 1_790_000_000.0, **own)  # type: ignore[arg-type]  # texts


class Pair:
    """A tenant, and the same sandbox alone, which are sent the same."""

    def __init__(self, name: str, tenants: Tenants) -> None:
        self.name = name
        self.tenants = tenants
        self.tenant = tenants.sandboxes[name]
        self.lone = made(name)
        self.tokens = ["", ""]

    def send(self, kind: str, verb: str, path: str, body: Any) -> tuple[Reply, Reply]:
        """What both answer."""
        content = b"" if body is None else json.dumps(body).encode()
        if kind == "control":
            lone = Request(verb, f"/.sandbox/{path}", (), content)
            return self.tenants.handle(
                attrs.evolve(lone, target=f"{lone.target}?tenant={self.name}")
            ), self.lone.handle(lone)
        if kind == "token":
            form = f"grant_type=client_credentials&client_id={self.name}-client&client_secret={self.name}-secret"
            asked = Request(verb, path, FORM, form.encode())
            answers = self.tenants.handle(asked), self.lone.handle(asked)
            told = [TOKEN.search(answer.body) for answer in answers]
            if None not in told:
                self.tokens = [found[0].decode() for found in told if found is not None]
            return answers
        requests = [Request(verb, path, (("authorization", f"Bearer {token}"),), content) for token in self.tokens]
        return self.tenants.handle(requests[0]), self.lone.handle(requests[1])


TENANTS = Tenants({name: made(name) for name in NAMES})
PAIRS = {name: Pair(name, TENANTS) for name in NAMES}


def told(reply: Reply) -> Reply:
    """An answer without the token in it, and without how long others took."""
    body = re.sub(rb'"seconds":[0-9.e-]+', b"", TOKEN.sub(b"", reply.body))
    headers = tuple(header for header in reply.headers if header[0] != "content-length")
    return attrs.evolve(reply, body=body, headers=headers)


@settings(max_examples=so_many(10))
@given(st.lists(st.tuples(st.sampled_from(NAMES), actions), min_size=10, max_size=30))
def test_what_one_tenant_does_no_other_sees(work: list[tuple[str, Any]]) -> None:
    for pair in PAIRS.values():
        pair.send("control", "POST", "reset", None)
        pair.send("token", "POST", "/oauth2/token", None)
    for name, action in work:
        of_tenant, of_lone = PAIRS[name].send(*action)
        assert told(of_tenant) == told(of_lone)
    for pair in PAIRS.values():
        held, alone = everything(pair.tenant), everything(pair.lone)
        assert {**held, "tokens": None} == {**alone, "tokens": None}
