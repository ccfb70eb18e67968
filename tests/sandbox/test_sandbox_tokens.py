"""The token endpoint, the bearer check, scopes, lifetime and revocation."""

import base64
from typing import Any

import httpx
import pytest

from timeback_core.sandbox import Sandbox, Switches
from timeback_core.sandbox.tokens import TokenBook

USERS = "/ims/oneroster/rostering/v1p2/users/"
READ = "https://purl.imsglobal.org/spec/or/v1p1/scope/roster.readonly"
CORE = "https://purl.imsglobal.org/spec/or/v1p1/scope/roster-core.readonly"
WRITE = "https://purl.imsglobal.org/spec/or/v1p1/scope/roster.createput"
ADMIN = "https://purl.imsglobal.org/spec/or/v1p1/scope/admin"
GRANT = {"grant_type": "client_credentials"}
BASIC = ("sandbox-client", "sandbox-secret")
FORM = {**GRANT, "client_id": "sandbox-client", "client_secret": "sandbox-secret"}


def client_of(sandbox: Sandbox) -> httpx.Client:
    return httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url)


def token(client: httpx.Client, **form: str) -> str:
    answer = client.post("/oauth2/token", data={**GRANT, **form}, auth=BASIC)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["access_token"])


def status(client: httpx.Client, bearer: str, verb: str = "GET") -> int:
    return client.request(verb, USERS, headers={"authorization": f"Bearer {bearer}"}).status_code


@pytest.mark.parametrize("how", [{"data": GRANT, "auth": BASIC}, {"data": FORM}], ids=["basic", "form"])
def test_a_token_for_an_hour(bare: httpx.Client, how: dict[str, Any]) -> None:
    answer = bare.post("/oauth2/token", **how)
    assert answer.status_code == 200
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 3600)
    assert status(bare, body["access_token"]) == 200


def test_a_blank_and_a_colon_in_the_secret_arrive() -> None:
    sandbox = Sandbox(students=1, client_secret=" a:b ")
    with client_of(sandbox) as client:
        answer = client.post("/oauth2/token", data=GRANT, auth=("sandbox-client", " a:b "))
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("form", "headers", "error"),
    [
        (FORM | {"client_secret": "wrong"}, {}, "invalid_client"),
        (FORM | {"client_id": "wrong"}, {}, "invalid_client"),
        (GRANT, {}, "invalid_client"),
        (FORM, {"authorization": "Basic !!!"}, "invalid_client"),
        (FORM, {"authorization": "Basic " + base64.b64encode(b"\xff:x").decode()}, "invalid_client"),
        (FORM, {"authorization": "Bearer x"}, "invalid_client"),
        (FORM, {"authorization": "Basic é"}, "invalid_client"),
        (FORM | {"grant_type": "password"}, {}, "unsupported_grant_type"),
        (FORM, {"content-type": "application/json"}, "invalid_request"),
    ],
)
def test_refused(bare: httpx.Client, form: dict[str, str], headers: dict[str, str], error: str) -> None:
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    answer = bare.post("/oauth2/token", data=form, headers=raw)
    assert (answer.status_code, answer.json()) == (400, {"error": error})


def test_only_posts_get_a_token(bare: httpx.Client) -> None:
    assert bare.get("/oauth2/token").status_code == 405


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer nonsense", "Basic abc", "nonsense"])
def test_without_a_valid_token(bare: httpx.Client, header: str | None) -> None:
    answer = bare.get(USERS, headers={} if header is None else {"authorization": header})
    assert answer.status_code == 401
    minor = answer.json()["imsx_CodeMinor"]["imsx_codeMinorField"][0]
    assert minor["imsx_codeMinorFieldValue"] == "unauthorisedrequest"


def test_a_token_dies_with_its_time() -> None:
    now = [1000.0]
    sandbox = Sandbox(students=1, token_seconds=60, clock=lambda: now[0])
    with client_of(sandbox) as client:
        bearer = token(client)
        now[0] += 59.9
        assert status(client, bearer) == 200
        now[0] += 0.1
        assert status(client, bearer) == 401


def test_revoked_tokens_are_worthless(sandbox: Sandbox, bare: httpx.Client) -> None:
    first = token(bare)
    sandbox.revoke_tokens()
    second = token(bare)
    assert (status(bare, first), status(bare, second)) == (401, 200)
    bare.post("/.sandbox/revoke")
    assert status(bare, second) == 401


def test_tokens_open_only_the_sandbox_that_gave_them(bare: httpx.Client) -> None:
    bearer = token(bare)
    with client_of(Sandbox(students=12)) as other:
        assert token(other) != bearer
        assert (status(bare, bearer), status(other, bearer)) == (200, 401)


@pytest.mark.parametrize("seconds", [0, -1, float("nan"), float("inf"), 1e308, 10**400, True, "60"])
def test_a_life_that_is_none_is_refused(sandbox: Sandbox, seconds: Any) -> None:
    with pytest.raises(ValueError, match="token_seconds"):
        Sandbox(students=1, token_seconds=seconds)
    with pytest.raises(ValueError, match="token_seconds"):
        sandbox.switches.token_seconds = seconds


def test_tokens_that_ended_are_forgotten_and_the_others_are_not_looked_at() -> None:
    book = TokenBook(set())
    lasting = book.issue(0, 1e6, None)
    for second in range(1000):
        book.issue(second, 10, None)
    assert (len(book._grants), len(book._endings)) == (11, 11)
    assert book.grant(lasting, 1000) is not None
    book.revoke_all()
    assert (len(book._grants), len(book._endings)) == (0, 0)


def test_expiry_can_be_left_out() -> None:
    sandbox = Sandbox(students=1, switches=Switches(token_without_expiry=True))
    with client_of(sandbox) as client:
        assert "expires_in" not in client.post("/oauth2/token", data=FORM).json()


def test_any_scope_is_granted_when_none_are_configured(bare: httpx.Client) -> None:
    answer = bare.post("/oauth2/token", data=FORM | {"scope": f"{WRITE} {READ}"})
    assert set(answer.json()["scope"].split()) == {READ, WRITE}
    assert status(bare, answer.json()["access_token"], "POST") == 400


def test_configured_scopes_limit_and_open() -> None:
    sandbox = Sandbox(students=1, scopes=(READ, WRITE))
    with client_of(sandbox) as client:
        refused = client.post("/oauth2/token", data=FORM | {"scope": "https://x.test/scope/other"})
        assert (refused.status_code, refused.json()) == (400, {"error": "invalid_scope"})
        reading, everything = token(client, scope=READ), token(client)
        assert status(client, reading) == 200
        assert status(client, reading, "POST") == 403
        assert status(client, everything, "POST") == 400
        missing = client.get(
            "/ims/oneroster/gradebook/v1p2/results/", headers={"authorization": f"Bearer {everything}"}
        )
        minor = missing.json()["imsx_CodeMinor"]["imsx_codeMinorField"][0]
        assert (missing.status_code, minor["imsx_codeMinorFieldValue"]) == (403, "forbidden")


def test_the_core_scope_opens_the_reading_of_rosters_but_not_of_demographics() -> None:
    with client_of(Sandbox(students=2, scopes=(CORE,))) as client:
        headers = {"authorization": f"Bearer {token(client)}"}
        for path in ("users/", "orgs/", "classes/", "enrollments/", "users/student-1"):
            assert client.get(f"/ims/oneroster/rostering/v1p2/{path}", headers=headers).status_code == 200
        assert client.post(USERS, headers=headers, json={}).status_code == 403
        for path in ("rostering/v1p2/demographics/", "gradebook/v1p2/results/", "resources/v1p2/resources/"):
            assert client.get(f"/ims/oneroster/{path}", headers=headers).status_code == 403


def test_the_admin_scope_opens_everything() -> None:
    with client_of(Sandbox(students=1, scopes=(ADMIN,))) as client:
        headers = {"authorization": f"Bearer {token(client)}"}
        assert client.get(USERS, headers=headers).status_code == 200
        assert client.delete(f"{USERS}student-1", headers=headers).status_code == 204
        assert client.get("/ims/oneroster/resources/v1p2/resources/", headers=headers).status_code == 200
