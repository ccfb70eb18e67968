"""The limit on requests: a token bucket that answers 429 with `Retry-After`."""

import httpx
import pytest
from returns.result import Success
from tests.support import client_of

from timeback_core.errors import RateLimited
from timeback_core.oneroster import get_user
from timeback_core.sandbox import Limit, Request, Sandbox


def statuses(sandbox: Sandbox, count: int) -> list[int]:
    """What so many requests without a token are answered with."""
    request = Request("GET", "/ims/oneroster/rostering/v1p2/users/student-1")
    return [sandbox.handle(request).status for _ in range(count)]


def test_a_bucket_refuses_what_is_too_much_and_fills_again() -> None:
    now = [1000.0]
    sandbox = Sandbox(students=1, rate=0.5, burst=3, clock=lambda: now[0])
    assert statuses(sandbox, 5) == [401, 401, 401, 429, 429]
    refused = sandbox.handle(Request("GET", "/ims/oneroster/rostering/v1p2/users/student-1"))
    assert dict(refused.headers)["retry-after"] == "2"
    assert b"server_busy" in refused.body
    now[0] += 2
    assert statuses(sandbox, 2) == [401, 429]
    now[0] += 3600
    assert statuses(sandbox, 4) == [401, 401, 401, 429]


@pytest.mark.parametrize("wrong", [{"rate": 0}, {"rate": -1}, {"rate": 5, "burst": 0}])
def test_a_limit_that_lets_nothing_through_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"option (rate|burst) of a limit must be"):
        Sandbox(students=1, **wrong)  # type: ignore[arg-type]  # numbers, by the names of the limit


def test_limits_are_set_while_it_runs_for_some_requests_or_all(sandbox: Sandbox, api: httpx.Client) -> None:
    def taken(count: int, path: str = "/ims/oneroster/rostering/v1p2/orgs/") -> int:
        return sum(api.get(path).status_code == 200 for _ in range(count))

    sandbox.limit(Limit(1, burst=4, service="oneroster"), Limit(1, burst=2, operation="oneroster.orgs.*"))
    assert taken(3) == 2
    told = api.get("/.sandbox/limit").json()["limits"]
    assert [(limit["burst"], limit["left"]) for limit in told] == [(4, 2), (2, 0)]
    assert taken(3, "/ims/oneroster/rostering/v1p2/classes/") == 2
    told = api.post("/.sandbox/limit", json={"rate": 2.5, "path": "*/orgs/*"}).json()
    assert told == {"limits": [{"path": "*/orgs/*", "rate": 2.5, "left": 2.5}]}
    assert [taken(4), taken(4, "/ims/oneroster/rostering/v1p2/classes/")] == [2, 4]
    refused = api.post("/.sandbox/limit", json=[{"rate": 0, "burst": 0}, {"burst": 3}, {"rate": 1, "x": 1}, 7])
    problems = [
        "[0]: option rate of a limit must be",
        "option burst of a limit must be",
        "[1]: a limit needs a rate",
        "[2]: unknown options of a limit: x",
        "[3]: a limit is an object",
    ]
    assert (refused.status_code, [each for each in problems if each not in refused.json()["error"]]) == (400, [])
    api.delete("/.sandbox/limit")
    assert taken(9) == 9


def test_a_reset_brings_back_the_limit_of_the_start() -> None:
    sandbox = Sandbox(students=1, rate=1, burst=2, clock=lambda: 1000.0)
    assert statuses(sandbox, 3) == [401, 401, 429]
    sandbox.limit()
    assert statuses(sandbox, 3) == [401, 401, 401]
    sandbox.reset()
    assert statuses(sandbox, 3) == [401, 401, 429]


def test_a_bulk_loses_no_row_to_the_limit_and_one_in_a_hurry_is_told_when_to_come_back() -> None:
    with Sandbox(students=1, rate=200, burst=20).serve() as server, client_of(server, max_attempts=1) as client:
        work = [(number, get_user.request("student-1")) for number in range(300)]
        told = dict(client.session.perform_all(work, concurrency=16))
        assert sum(isinstance(result, Success) for result in told.values()) == 300
        hasty = client.using(timeout=0.05).session
        late = [hasty.result_of(get_user.request("student-1")) for _ in range(20)]
    refused = [result.failure() for result in late if not isinstance(result, Success)]
    assert all(isinstance(error, RateLimited) and error.retry_after for error in refused)
