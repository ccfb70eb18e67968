"""Several sandboxes at one address: whose a request is, and that none sees what another does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.sandbox.conftest import authorized
from tests.support import value

from timeback_core import TimebackClient
from timeback_core.sandbox import Fault, Request, Sandbox, Tenants
from timeback_core.sandbox.command import main

ORGS = "/ims/oneroster/rostering/v1p2/orgs/"


def sandbox_of(name: str, **options: Any) -> Sandbox:
    """A sandbox with credentials of its own."""
    own = {"client_id": f"{name}-client", "client_secret": f"{name}-secret", "masterytrack_api_key": f"{name}-key"}
    return Sandbox(students=1, id_prefix=f"{name}-", **{**own, **options})


@pytest.fixture(scope="module")
def tenants() -> Iterator[Tenants]:
    """A tenant of each platform, and a third one."""
    made = {"north": sandbox_of("north"), "south": sandbox_of("south", platform="LEARNWITH_AI")}
    with Tenants({**made, "west": sandbox_of("west")}) as tenants:
        yield tenants


@pytest.fixture
def bare(tenants: Tenants) -> Iterator[httpx.Client]:
    """A client that is nobody's."""
    with httpx.Client(transport=tenants.transport(), base_url="https://sandbox.timeback.test") as client:
        yield client


def test_whose_credentials_or_token_a_request_presents(tenants: Tenants) -> None:
    for name, settings in tenants.settings.items():
        with value(TimebackClient.open(**settings)) as client:
            ids = [org.sourced_id for org in value(client.oneroster.orgs.list.collect())]
        assert ids
        assert {sourced_id.partition("-")[0] for sourced_id in ids} == {name}
    with tenants.serve() as server:
        for name, served in server.settings.items():
            assert served["base_url"] == server.base_url
            with value(TimebackClient.open(**served)) as client:
                assert value(client.oneroster.orgs.list())[0].sourced_id.startswith(name)


def test_the_other_token_is_known_too_also_once_it_is_worth_nothing(tenants: Tenants, bare: httpx.Client) -> None:
    west = tenants.sandboxes["west"]
    login = {"json": {"email": "app@example.com"}, "headers": {"x-api-key": "west-key"}}
    token = bare.post("/authorizer", **login).json()["jwt"]  # type: ignore[arg-type]  # names of httpx
    authorized(bare, west)
    for headers in ({"x-auth-token": f"Bearer {token}"}, {}):
        bare.headers.update(headers)
        west.forget_requests()
        assert bare.get("/delivery/assignments/1").status_code in {401, 404}
        assert bare.get(ORGS).status_code == 200
        assert len(west.requests()) == 2
        bare.headers.pop("x-auth-token", None)
    west.revoke_tokens()
    west.faults(Fault("status", status=418, times=1))
    assert bare.get(ORGS).status_code == 418
    assert bare.get(ORGS).status_code == 401


def test_what_presents_nothing_known_is_for_the_first_one(tenants: Tenants, bare: httpx.Client) -> None:
    north = tenants.sandboxes["north"]
    north.forget_requests()
    assert bare.get(ORGS).status_code == 401
    assert bare.post("/oauth2/token", data={"grant_type": "client_credentials"}, auth=("x", "y")).status_code == 400
    assert bare.post("/authorizer", json={"email": "a@b.c"}, headers={"x-api-key": "x"}).status_code == 401
    assert len(north.requests()) == 3


def test_control_calls_name_whose_they_are(tenants: Tenants, bare: httpx.Client) -> None:
    told = bare.get("/.sandbox/tenants").json()["tenants"]
    assert told == [
        {"name": name, "client_id": f"{name}-client", "platform": sandbox.platform}
        for name, sandbox in tenants.sandboxes.items()
    ]
    assert bare.get("/.well-known/timeback-sandbox").json()["client_id"] == "north-client"
    assert bare.get("/.well-known/timeback-sandbox", params={"tenant": "south"}).json()["client_id"] == "south-client"
    named = {"x-sandbox-tenant": "west"}
    bare.post("/.sandbox/faults", json={"fault": "429"}, headers=named)
    counts = {name: len(bare.get(f"/.sandbox/faults?tenant={name}").json()["faults"]) for name in tenants.sandboxes}
    assert counts == {"north": 0, "south": 0, "west": 1}
    bare.delete("/.sandbox/faults?tenant=west", headers=named)
    assert tenants.sandboxes["west"].handle(Request("GET", ORGS)).status == 401
    unknown = bare.get("/.sandbox/faults?tenant=east")
    assert (unknown.status_code, unknown.json()["error"]) == (
        404,
        "no tenant is called east; known are north, south, west",
    )
    assert bare.get("/.sandbox/faults?tenant=north", headers=named).status_code == 400
    assert bare.get("/.sandbox/requests?status=4xx&tenant=west&limit=1").status_code == 200
    assert 'tenant=west"' in bare.get("/", params={"tenant": "south"}).text


@pytest.mark.parametrize(
    ("made", "problems"),
    [
        ({}, ["there must be one tenant at least"]),
        ({"-north": {}}, ["the name of a tenant has at most 64 letters"]),
        ({"a": {}, "b": {"client_id": "a-client", "masterytrack_api_key": "a-key"}}, ["client_id", "masterytrack_api"]),
    ],
)
def test_tenants_that_could_not_be_told_apart_are_refused(made: dict[str, Any], problems: list[str]) -> None:
    sandboxes = {name: sandbox_of(name, **options) for name, options in made.items()}
    with pytest.raises(ValueError, match=r"tenant|same") as refused:
        Tenants(sandboxes)
    assert [problem for problem in problems if problem not in str(refused.value)] == []


def test_the_command_serves_tenants_each_in_a_file_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def look(tenants: Tenants, *_: object, ready: Any, **__: object) -> None:
        with tenants.serve() as server:
            ready(server)
            for name, sandbox in tenants.sandboxes.items():
                assert f"{sandbox.documents('users')[0]['sourcedId']}".startswith(f"{name}-")

    monkeypatch.setattr(Tenants, "serve_forever", look)
    words = ["--tenant", "north", "--tenant", "south", "--size", "1", "--data", str(tmp_path / "district.db")]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert all(f"TIMEBACK_API_CLIENT_SECRET={name}-secret" in told for name in ("north", "south"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["district.north.db", "district.south.db"]
    assert main([*words, "--tenant", "south"]) == 1
    assert capsys.readouterr().err == "tenants that are named twice: south\n"
    with pytest.raises(SystemExit):
        main(["--tenant", "no/rth"])
    assert "letters, digits" in capsys.readouterr().err
