"""Profiles of trouble: the page tells them as they are, chance goes by a seed, and the client comes through each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import httpx
import pytest
from returns.io import IOResult, IOSuccess
from tests.support import value

from timeback_core import TimebackClient, TimebackError
from timeback_core.oneroster import OrgInput
from timeback_core.sandbox import Fault, FaultKind, Limit, Request, Sandbox
from timeback_core.sandbox.chaos import PROFILES, Chaos
from timeback_core.sandbox.faults import KINDS
from timeback_core.sandbox.options import rules_of

PAGE = (Path(__file__).parents[2] / "docs" / "sandbox-faults.md").read_text(encoding="utf-8")
ORGS = "/ims/oneroster/rostering/v1p2/orgs/"
COUNT = 6
MOST_TRIES = 25


def code(*names: str) -> str:
    """Names as a page writes them."""
    return ", ".join(f"`{name}`" for name in names)


@pytest.mark.parametrize(
    "rows",
    [
        [(code(name), kind.does, code(*kind.options)) for name, kind in KINDS.items()],
        *(
            [(code(name), rule.takes, rule.meaning) for name, rule in rules_of(options).items()]
            for options in (Fault, Limit, Chaos)
        ),
        [(code(name), profile.about) for name, profile in PROFILES.items()],
    ],
    ids=["kinds", "fault", "limit", "chaos", "profiles"],
)
def test_the_page_tells_every_kind_option_and_profile(rows: list[tuple[str, ...]]) -> None:
    told = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    assert f"---|\n{told}\n\n" in PAGE


def test_every_kind_has_its_name_and_every_option_its_rule() -> None:
    assert list(KINDS) == list(get_args(FaultKind))
    told = {name for kind in KINDS.values() for name in kind.options}
    assert told <= set(rules_of(Fault))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("scale", [0.001, 1000])
def test_a_profile_has_any_scale(sandbox: Sandbox, profile: str, scale: float) -> None:
    sandbox.chaos(profile, scale=scale)
    assert sandbox.handle(Request("GET", ORGS)).delay <= 86_400


def fates(sandbox: Sandbox, count: int = 60) -> list[tuple[object, ...]]:
    """What becomes of so many requests for rows and for tokens."""
    replies = (sandbox.handle(Request("GET", path)) for _ in range(count) for path in (ORGS, sandbox.token_path))
    return [(reply.status, reply.cut, reply.delay, len(reply.body)) for reply in replies]


@pytest.mark.parametrize("profile", PROFILES)
def test_chance_goes_by_the_seed(sandbox: Sandbox, profile: str) -> None:
    def told(seed: int | None) -> list[tuple[object, ...]]:
        sandbox.reset()
        sandbox.chaos(profile, seed=seed)
        return fates(sandbox)

    first = told(7)
    sandbox.chaos(profile, seed=7)
    assert fates(sandbox) == first == told(7)
    assert told(None) == told(1)
    if any(fault.probability < 1 for fault in PROFILES[profile].faults):
        assert told(7) != told(8)


def test_a_profile_takes_the_place_of_another_beside_faults_of_ones_own(sandbox: Sandbox, bare: httpx.Client) -> None:
    def in_force() -> tuple[Any, int, int]:
        told = [bare.get(f"/.sandbox/{what}").json() for what in ("chaos", "faults", "limit")]
        return told[0]["in_force"], len(told[1]["faults"]), len(told[2]["limits"])

    sandbox.faults(Fault("cut", path="/nowhere"))
    sandbox.chaos("rate-limited")
    assert in_force() == ({"profile": "rate-limited", "seed": None, "scale": 1.0}, 1, 1)
    begun = bare.post("/.sandbox/chaos", json={"profile": "half-open", "seed": 3, "scale": 0.5}).json()
    assert begun["in_force"] == {"profile": "half-open", "seed": 3, "scale": 0.5}
    assert begun["profiles"] == {name: profile.about for name, profile in PROFILES.items()}
    assert in_force() == (begun["in_force"], 4, 0)
    bare.delete("/.sandbox/chaos")
    assert in_force() == (None, 1, 0)
    sandbox.chaos("rate-limited")
    sandbox.limit(Limit(3))
    assert in_force()[1:] == (1, 2)
    sandbox.clear_faults()
    assert in_force() == (None, 0, 1)
    sandbox.limit()
    refused = bare.post("/.sandbox/chaos", json={"profile": "good-friday", "scale": 0, "speed": 1})
    problems = ["unknown options of chaos: speed", "option profile of chaos must be one of", "option scale of chaos"]
    assert (refused.status_code, [problem in refused.json()["error"] for problem in problems]) == (400, [True] * 3)
    for body in ("{}", "[]", "7"):
        assert bare.post("/.sandbox/chaos", content=body).status_code == 400
    with pytest.raises(ValueError, match="option profile of chaos must be one of slow-morning, "):
        sandbox.chaos("good-friday")


def test_a_profile_of_the_start_comes_back_with_a_reset() -> None:
    sandbox = Sandbox(students=1, chaos="flaky-mobile", chaos_seed=5)
    first = fates(sandbox)
    sandbox.chaos(None)
    assert fates(sandbox) != first
    sandbox.reset()
    assert fates(sandbox) == first


@pytest.fixture(scope="module")
def going() -> Sandbox:
    """A sandbox by whose clock a limit has room again after a while."""
    return Sandbox(students=1)


@pytest.mark.parametrize("profile", PROFILES)
def test_the_client_comes_through(going: Sandbox, profile: str) -> None:
    going.reset()
    before = {org["sourcedId"] for org in going.documents("orgs")}
    wanted = {f"org-{number}": f"Org {number}" for number in range(COUNT)}
    going.chaos(profile, seed=2, scale=0.001)
    failures = 0

    def until_it_is_done(call: Callable[[], IOResult[object, TimebackError]]) -> None:
        nonlocal failures
        for _ in range(MOST_TRIES):
            if isinstance(call(), IOSuccess):
                return
            failures += 1
        raise AssertionError

    with value(TimebackClient.open(**going.settings)) as client:
        orgs = client.oneroster.orgs
        for sourced_id, name in wanted.items():
            until_it_is_done(lambda: orgs.ensure(sourced_id, OrgInput(name="New", type="school")))  # noqa: B023 -- called at once
            until_it_is_done(lambda: orgs.upsert(sourced_id, OrgInput(name=name, type="school")))  # noqa: B023 -- called at once
        until_it_is_done(orgs.list.collect)
    documents = [org for org in going.documents("orgs") if org["sourcedId"] not in before]
    assert [(org["sourcedId"], org["name"]) for org in documents] == list(wanted.items())
    assert len({entry.status for entry in going.requests()}) > 1 or profile in {"slow-morning", "rate-limited"}
