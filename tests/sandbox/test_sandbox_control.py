"""Control calls and the request log."""

import httpx
import pytest

from timeback_core.sandbox import Sandbox, Server, Switches, cli_text

USERS = "/ims/oneroster/rostering/v1p2/users/"


def test_the_log_holds_requests_as_they_arrived(sandbox: Sandbox, api: httpx.Client) -> None:
    api.post(f"{USERS}%C3%A9%2F?a=%27+b", content=b'{"x": "\xc3\xa9"}', headers={"X-Mine": "1"})
    entry = sandbox.requests()[0]
    assert (entry.verb, entry.target) == ("POST", f"{USERS}%C3%A9%2F?a=%27+b")
    assert (entry.path, entry.body, entry.status) == (f"{USERS}%C3%A9%2F", b'{"x": "\xc3\xa9"}', 404)
    headers = dict(entry.headers)
    assert (headers["x-mine"], headers["authorization"]) == ("1", "Bearer ***")
    over_http = api.get("/.sandbox/requests").json()["requests"]
    assert len(over_http) == 1
    assert (over_http[0]["target"], over_http[0]["body"]) == (entry.target, '{"x": "é"}')
    api.delete("/.sandbox/requests")
    assert sandbox.requests() == ()


@pytest.mark.parametrize("basic", [True, False])
def test_the_log_holds_no_credentials(sandbox: Sandbox, bare: httpx.Client, basic: bool) -> None:
    form = {"grant_type": "client_credentials"}
    secret = {"client_id": sandbox.client_id, "client_secret": sandbox.client_secret}
    if basic:
        bare.post("/oauth2/token", data=form, auth=(sandbox.client_id, sandbox.client_secret))
    else:
        bare.post("/oauth2/token", data={**secret, **form})
    entry = sandbox.requests()[0]
    assert entry.status == 200
    assert sandbox.client_secret not in f"{entry} {bare.get('/.sandbox/requests').text}"
    assert b"grant_type=client_credentials" in entry.body


def test_the_well_known_page_says_how_to_reach_it(web: httpx.Client, server: Server) -> None:
    answer = httpx.get(f"{server.base_url}/.well-known/timeback-sandbox").json()
    assert answer == {
        "base_url": server.base_url,
        "token_url": server.token_url,
        "client_id": "sandbox-client",
        "client_secret": "sandbox-secret",
        "platform": "BEYOND_AI",
        "masterytrack_base_url": server.base_url,
        "masterytrack_email": "app@example.com",
        "masterytrack_api_key": "sandbox-key",
    }
    assert web.get(USERS).json()["users"][0]["roles"][0]["org"]["href"].startswith(answer["base_url"])


def test_the_other_platform_has_its_own_token_url() -> None:
    sandbox = Sandbox(students=1, platform="LEARNWITH_AI")
    assert sandbox.token_url == f"{sandbox.base_url}/auth/1.0/token"


def test_lines_for_a_shell(server: Server) -> None:
    lines = cli_text(server).splitlines()
    assert f"export TIMEBACK_API_BASE_URL={server.base_url}" in lines
    assert f"export TIMEBACK_API_AUTH_URL={server.base_url}/oauth2/token" in lines
    assert "export TIMEBACK_API_CLIENT_ID=sandbox-client" in lines
    assert f"export TIMEBACK_MASTERYTRACK_BASE_URL={server.base_url}" in lines
    assert "export TIMEBACK_MASTERYTRACK_EMAIL=app@example.com" in lines
    assert "export TIMEBACK_MASTERYTRACK_API_KEY=sandbox-key" in lines
    assert "export TIMEBACK_API_CLIENT_SECRET=sandbox-secret" in lines


def test_switches_by_control_call(sandbox: Sandbox, api: httpx.Client) -> None:
    changed = api.post("/.sandbox/switches", json={"short_pages": True, "token_seconds": 5}).json()
    assert (changed["short_pages"], changed["token_seconds"], changed["spec_keys"]) == (True, 5, False)
    assert sandbox.switches == Switches(short_pages=True, token_seconds=5)
    assert api.get("/.sandbox/switches").json() == changed
    for wrong in ({"nothing": True}, {"spec_keys": "yes"}, {"token_seconds": True}, {"spec_keys": True, "x": 1}, 7):
        assert api.post("/.sandbox/switches", json=wrong).status_code == 400
    assert sandbox.switches.spec_keys is False


def test_reset_restores_everything_but_tokens(api: httpx.Client) -> None:
    start = api.get(USERS).json()
    api.delete(f"{USERS}student-1")
    api.post("/.sandbox/switches", json={"strict_slash": True})
    api.post("/.sandbox/faults", json={"fault": "503", "path": "/nowhere"})
    assert api.post("/.sandbox/reset").json() == {}
    assert api.get("/.sandbox/requests").json() == {"requests": []}
    assert api.get("/.sandbox/faults").json() == {"faults": []}
    assert api.get("/.sandbox/switches").json()["strict_slash"] is False
    assert api.get(USERS).json() == start


NEST = f"{'[' * 1000}{']' * 1000}"
DEEP = [f'{{"{name}": {NEST}}}' for name in ("fault", "rate", "profile", "status", "spec_keys")]
CALLS = ("faults", "limit", "chaos", "verify", "switches", "clock", "snapshot", "restore", "deliveries/repeat")


def test_what_is_too_deep_or_too_long_is_refused(bare: httpx.Client) -> None:
    answers = [bare.post(f"/.sandbox/{call}", content=body) for call in CALLS for body in DEEP]
    answers += (bare.get(USERS, headers={"X-Sandbox-Fault": body}) for body in DEEP)
    answers += (bare.get(f"/.sandbox/requests?{name}={'9' * 5000}") for name in ("since", "limit"))
    assert {answer.status_code for answer in answers} == {400}
    assert bare.get(f"/.sandbox/requests/{'9' * 5000}").status_code == 404


def test_unknown_control_calls(bare: httpx.Client) -> None:
    assert bare.get("/.sandbox/nothing").status_code == 404
    assert bare.put("/.sandbox/reset").status_code == 404
