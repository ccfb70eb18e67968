"""What services need beside their answers: hosts, tokens, credentials, platforms with dialects, and jobs."""

import json

from tests.engine import content_apis as content, learning_apis as learning
from tests.engine.asking import ITEM, client_work, given_once, told
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.session.ways import Way, perform

from timeback_core import Request, Settings
from timeback_core.engine.codec.json import JsonObject
from timeback_core.errors import Conflict, InvalidInput, JobFailed, TimedOut, UnsupportedOperation

LEARNWITH = Settings(
    platform="LEARNWITH_AI",
    masterytrack_api_key=None,
    masterytrack_email=None,
    masterytrack_base_url=None,
    paths={"edubridge": {"base": "/e"}, "powerpath": {"base": "/p"}, "clr": {"credentials": "/c"}},
)
"""Another platform, which does not offer some services."""


def test_a_body_in_a_dialect_of_the_platform(way: Way) -> None:
    envelope: JsonObject = {"sensor": "s", "data": [{"id": "e", "value": 1}]}
    request = content.send_events.request(envelope)
    _, seen = told(way, in_turn(Reply({})), request)
    assert (seen[0].path, json.loads(seen[0].body)) == ("/caliper/event", envelope)
    results, seen = told(way, in_turn(Reply({"jobId": "1"})), request, **LEARNWITH)
    assert results[0].unwrap() == content.Sent(job_id="1")
    (event,) = json.loads(seen[0].body)["data"]
    assert (seen[0].path, event["session"]) == ("/caliper/v1p2", "urn:tag:auto-attach")


def test_what_a_dialect_cannot_say_is_not_sent(way: Way) -> None:
    request = content.send_events.request({"data": [{"id": "a"}, {"id": "e", "value": -1}]})
    results, seen = told(way, in_turn(Reply({})), request, **LEARNWITH)
    error = results[0].failure()
    assert isinstance(error, InvalidInput)
    assert [problem.path for problem in error.problems] == ["data[1].value"]
    assert seen == []


def test_an_operation_that_the_platform_lacks(way: Way) -> None:
    results, seen = told(way, in_turn(Reply({})), content.get_event.request("e"), **LEARNWITH)
    assert results[0].failure() == UnsupportedOperation("caliper.get_event", "LEARNWITH_AI")
    assert seen == []


def test_a_path_of_the_settings_may_end_with_a_slash(way: Way) -> None:
    paths: dict[str, dict[str, str]] = {
        "edubridge": {"base": "/e/"},
        "caliper": {"send": "/sent/"},
        "masterytrack": {"base": "/m/"},
    }
    requests: list[Request[object]] = [
        learning.delete_group.request("g"),
        content.send_events.request({"data": []}),
        learning.search_inventory.request(),
    ]
    _, seen = told(way, in_turn(Reply({"jwt": "j"})), *requests, paths=paths)
    whole = "/sent/"  # nothing follows it: it is sent as it stands
    assert [call.path for call in seen][:3] == ["/e/subject-track/groups", whole, "/m/authorizer"]


def test_a_flow_waits_for_a_job(way: Way) -> None:
    def state(text: str) -> Reply:
        return Reply({"job": {"id": "1", "state": text}})

    replies = in_turn(state("waiting"), Reply({"id": "1", "state": "active"}), state("completed"))
    result, seen = client_work(way, replies, lambda client: content.wait_for_job(client.session, "1", interval=0.01))
    assert result.unwrap().state == "completed"
    assert [call.path for call in seen] == ["/jobs/1/status"] * 3
    result, _ = client_work(way, in_turn(state("failed")), lambda client: content.wait_for_job(client.session, "1"))
    assert isinstance(result.failure(), JobFailed)
    result, _ = client_work(
        way,
        in_turn(state("waiting")),
        lambda client: content.wait_for_job(client.session, "1", timeout=0.03, interval=0.01),
    )
    assert isinstance(result.failure(), TimedOut)


def mastery_track(seen: Seen) -> Reply:
    """MasteryTrack's four calls."""
    if seen.path == "/authorizer":
        return Reply({"success": True, "jwt": "json-web-token"})
    if seen.headers.get("x-auth-token") != "Bearer json-web-token" or "authorization" in seen.headers:
        return Reply({"success": False, "code": "UNAUTHORIZED"}, 401)
    if seen.verb == "GET":
        return Reply({"success": True, "data": [ITEM]})
    existing = {"success": False, "code": "ASSIGNMENT_EXISTS", "data": {"existing_assignment": {"id": 5}}}
    return Reply(existing, 409)


def test_a_second_credential_with_a_token_and_a_header_of_its_own(way: Way) -> None:
    results, seen = told(way, mastery_track, learning.search_inventory.request(), learning.search_inventory.request())
    assert [len(result.unwrap()) for result in results] == [1, 1]
    assert [call.path for call in seen] == ["/authorizer", *["/authoring/inventory/search"] * 2]
    assert (seen[0].headers["x-api-key"], json.loads(seen[0].body)) == ("key", {"email": "app@example.com"})
    assert all("x-api-key" not in call.headers for call in seen[1:])


def test_an_operation_that_proves_itself_by_the_key(way: Way) -> None:
    value, seen = given_once(way, Reply({"success": True, "jwt": "j"}), learning.get_pass.request("x@example.com"))
    assert value.jwt == "j"
    assert "j'" not in repr(value)
    assert (seen.headers["x-api-key"], json.loads(seen.body)) == ("key", {"email": "x@example.com"})
    assert "x-auth-token" not in seen.headers


def test_a_conflict_that_holds_what_is_there_already(way: Way) -> None:
    body = learning.AssignmentInput(student_email="kid@example.com")
    results, seen = told(way, mastery_track, learning.get_or_assign.request(body))
    assert results[0].unwrap() == learning.Assignment(id=5)
    assert json.loads(seen[1].body) == {"student_email": "kid@example.com"}
    other = in_turn(Reply({"success": True, "jwt": "j"}), Reply({"success": False, "error": "no"}, 409))
    results, _ = told(way, other, learning.get_or_assign.request(body))
    assert isinstance(results[0].failure(), Conflict)


def test_services_on_hosts_with_token_endpoints_of_their_own(way: Way) -> None:
    with ScriptedServer(in_turn(Reply(ITEM))) as qti, ScriptedServer(in_turn(Reply({"data": ITEM}))) as other:
        given = Settings(
            services={
                "qti": {"base_url": f"{qti.base_url}/api", "auth_url": qti.token_url},
                "edubridge": other.base_url,
                "clr": {"base_url": other.base_url, "auth_url": None},
            },
            auth_url=other.token_url,
            client_id="id",
            client_secret="secret",
            environ={},
        )
        requests: tuple[Request[object], ...] = (
            content.get_item.request("i"),
            learning.get_default_class.request("c"),
            learning.discover.request(),
        )
        results = perform(way, given, *requests)
        assert all(result.unwrap() is not None for result in results)
        assert [seen.path for seen in qti.seen] == ["/token", "/api/assessment-items/i"]
        assert [seen.path for seen in other.seen] == [
            "/token",
            "/edubridge/enrollments/defaultClass/c",
            "/ims/clr/v2p0/discovery/",
        ]
        assert "authorization" not in other.seen[2].headers


def test_what_is_public_is_asked_without_a_token(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({"openapi": "3.0.0"}))) as server:
        given = Settings(
            base_url=server.base_url, auth_url=server.token_url, client_id="i", client_secret="s", environ={}
        )
        (result,) = perform(way, given, learning.discover.request())
        assert result.unwrap() == {"openapi": "3.0.0"}
        assert server.tokens_asked() == 0
