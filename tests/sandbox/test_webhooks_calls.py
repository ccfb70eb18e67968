"""Webhooks and their filters on the sandbox, as they answer on the wire."""

from typing import Any

import httpx
import pytest
from tests.sandbox.conftest import authorized

from timeback_core.sandbox import Sandbox

HOOK = {"name": "A", "targetUrl": "https://x.test", "secret": "s", "active": True}
CALIPER = "https://purl.imsglobal.org/spec/caliper/v1p1/scope/"


def made(api: httpx.Client) -> str:
    """The id of a new webhook."""
    found: str = api.post("/webhooks/", json=HOOK).json()["webhook"]["id"]
    return found


def condition(webhook_id: str, **changes: Any) -> dict[str, Any]:
    """The body of a filter."""
    body = {"webhookId": webhook_id, "filterKey": "type", "filterValue": "x", "active": True}
    return {**body, "filterType": "string", "filterOperator": "eq", **changes}


@pytest.mark.parametrize(
    ("changes", "issue"),
    [
        ({"targetUrl": ...}, ("invalid_type", "string", "undefined", "targetUrl", "Required")),
        ({"secret": None}, ("invalid_type", "string", "null", "secret", "Expected string, received null")),
        ({"active": "true"}, ("invalid_type", "boolean", "string", "active", "Expected boolean, received string")),
        ({"sensor": 7}, ("invalid_type", "string", "number", "sensor", "Expected string, received number")),
        ({"name": ""}, ("too_small", "string", "string", "name", "String must contain at least 1 character(s)")),
    ],
)
def test_a_webhook_is_refused_with_issues(api: httpx.Client, changes: dict[str, Any], issue: tuple[str, ...]) -> None:
    body = {name: value for name, value in {**HOOK, **changes}.items() if value is not ...}
    code, expected, received, name, message = issue
    told = {"code": code, "expected": expected, "received": received, "path": [name], "message": message}
    for answer in (api.post("/webhooks/", json=body), api.put(f"/webhooks/{made(api)}", json=body)):
        assert answer.status_code == 400
        assert answer.json() == {"error": "An error occurred", "details": [told]}


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"filterType": "date"}, {"filterType": "Invalid enum value. Expected 'string' | 'number' | 'boolean'"}),
        ({"filterOperator": ...}, {"filterOperator": "Required"}),
        ({"filterValue": 5}, {"filterValue": "Expected string, received number"}),
        ({"filterOperator": "regexp", "filterValue": "("}, {"filterValue": "Invalid regular expression"}),
        ({"webhookId": "nobody"}, {"webhookId": "Webhook not found"}),
        ({"filterKey": "", "active": None}, {"filterKey": "String", "active": "Expected boolean, received null"}),
    ],
)
def test_a_filter_is_refused_with_a_message(api: httpx.Client, changes: dict[str, Any], errors: dict[str, str]) -> None:
    whole = condition(made(api))
    filter_id = api.post("/webhook-filters/", json=whole).json()["filter"]["id"]
    body = {name: value for name, value in {**whole, **changes}.items() if value is not ...}
    for answer in (api.post("/webhook-filters/", json=body), api.put(f"/webhook-filters/{filter_id}", json=body)):
        told = answer.json()
        assert (answer.status_code, told["status"]) == (400, "error")
        assert told["message"] == "Invalid webhook filter data"
        assert told["errors"].keys() == errors.keys()
        assert all(told["errors"][name][0].startswith(text) for name, text in errors.items())


@pytest.mark.parametrize("path", ["/webhooks/", "/webhook-filters/"])
@pytest.mark.parametrize("body", [b"{", b"[]", b""])
def test_a_body_that_is_none_is_refused(api: httpx.Client, path: str, body: bytes) -> None:
    answer = api.post(path, content=body)
    assert (answer.status_code, answer.json()["status"]) == (400, "error")


@pytest.mark.parametrize("path", ["/webhooks/{}", "/webhook-filters/{}"])
def test_nobody_is_not_found(sandbox: Sandbox, api: httpx.Client, path: str) -> None:
    answers = [api.get(path.format("nobody")), api.delete(path.format("nobody"))]
    assert {answer.status_code for answer in answers} == {404}
    noun = "Webhook filter" if "filter" in path else "Webhook"
    assert answers[0].json() == {"status": "error", "message": f"{noun} not found", "errors": None}
    sandbox.switches.missing_as_200 = True
    again = api.get(path.format("nobody"))
    assert (again.status_code, again.json()) == (200, {})


def test_paths_are_served_with_and_without_a_slash(sandbox: Sandbox, api: httpx.Client) -> None:
    for path in ("/webhooks", "/webhook-filters"):
        assert api.get(path).json() == api.get(f"{path}/").json()
        sandbox.switches.strict_slash = True
        assert (api.get(path).status_code, api.get(f"{path}/").status_code) == (404, 200)
        sandbox.switches.strict_slash = False


def test_what_is_answered_can_be_spelled_as_published(sandbox: Sandbox, api: httpx.Client) -> None:
    webhook_id = made(api)
    usual = api.post("/webhook-filters/", json=condition(webhook_id)).json()["filter"]
    sandbox.switches.published_webhooks = True
    body = {
        ("filterOperation" if name == "filterOperator" else name): each for name, each in condition(webhook_id).items()
    }
    published = api.post("/webhook-filters/", json=body).json()["filter"]
    renamed = {"filterOperator": "filterOperation"} | {
        f"{each}_at": f"{each}At" for each in ("created", "updated", "deleted")
    }
    expected = {renamed.get(name, name): value for name, value in usual.items() if name != "id"}
    assert published == expected
    shown = api.get(f"/webhooks/{webhook_id}").json()["webhook"]
    assert {"id", "createdAt", "updatedAt", "deletedAt"} <= shown.keys()


def test_who_deletes_a_webhook_deletes_its_filters(api: httpx.Client) -> None:
    first, second = made(api), made(api)
    for webhook_id in (first, second):
        api.post("/webhook-filters/", json=condition(webhook_id))
    assert api.delete(f"/webhooks/{first}").json()["message"] == "Webhook deleted successfully"
    assert api.get(f"/webhook-filters/webhook/{first}").json() == {"filters": []}
    assert [each["webhookId"] for each in api.get("/webhook-filters/").json()["filters"]] == [second]
    assert [each["id"] for each in api.get("/webhooks/").json()["webhooks"]] == [second]
    assert api.put(f"/webhooks/{first}/activate").status_code == 404


def test_scopes_open_reads_and_writes() -> None:
    sandbox = Sandbox(students=1, scopes=[f"{CALIPER}webhook.readonly"])
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        assert client.get("/webhooks/").json() == {"status": "error", "message": "Unauthorized", "errors": None}
        authorized(client, sandbox)
        assert client.get("/webhooks/").status_code == 200
        assert client.post("/webhooks/", json=HOOK).status_code == 403


def test_the_other_platform_has_none(other_api: httpx.Client) -> None:
    assert other_api.get("/webhooks/").status_code == 404
