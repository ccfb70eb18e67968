"""What was sent, as a transport keeps it and as a sandbox received it, and what assertions about it say."""

import re
from collections.abc import Iterator

import httpx
import pytest
from tests.session.ways import Way, perform
from tests.support import new_user
from tests.testing.over_box import settings_over

from timeback_core import Request, catalogue
from timeback_core.oneroster import create_user, get_user, list_users
from timeback_core.sandbox import Sandbox
from timeback_core.testing import (
    Answer,
    FaultyTransport,
    Mishap,
    RecordingTransport,
    ScriptedTransport,
    SentRequests,
    assert_sent,
    sent_to,
)
from timeback_core.testing.places import operations_at

BOX = Sandbox(students=2)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """The sandbox as it was."""
    yield
    BOX.reset()


def worked(way: Way = "threads") -> SentRequests:
    """What a transport keeps of three calls, of which the first is sent twice and the last does not arrive."""
    busy = Mishap.status(503, headers={"Retry-After": "0"}, times=1)
    recording = RecordingTransport(FaultyTransport(busy, Mishap.reset(verb="POST"), over=BOX.transport()))
    requests: list[Request[object]] = [
        get_user.request("student-1"),
        list_users.request(limit=3, where={"role": "student"}),
        create_user.request(new_user("new")),
    ]
    perform(way, settings_over(BOX, recording), *requests)
    return recording.sent


def test_every_attempt_is_kept_in_order(way: Way) -> None:
    sent = worked(way)
    assert [(each.verb, each.operations, each.status) for each in sent] == [
        *(("GET", ("oneroster.users.get",), status) for status in (503, 200)),
        ("GET", ("oneroster.users.list",), 200),
        ("POST", ("oneroster.users.create",), None),
    ]
    assert sent.of(get_user).count == sent.of("oneroster.users.get").count == sent.of("oneroster.get_user").count == 2


def test_what_was_sent_can_be_read() -> None:
    sent = worked()
    listed = sent.of(list_users).only
    assert listed.path == "/ims/oneroster/rostering/v1p2/users/"
    assert (listed.query["limit"], listed.query["filter"], listed.body) == ("3", "role='student'", None)
    assert listed.headers["Authorization"] == "Bearer ***"
    created = sent.of(create_user).last
    assert created.at("user", "roles", 0, "role") == "student"
    assert created.body == {"user": created.at("user")}
    assert sent[0] is sent.first
    assert [each.verb for each in sent[1:4]] == ["GET", "GET", "POST"]


def test_a_sandbox_tells_the_same() -> None:
    sent, received = worked(), sent_to(BOX)
    arrived = [each for each in sent if each.status == 200]
    assert list(map(str, received)) == list(map(str, arrived))
    assert [dict(each.query) for each in received] == [dict(each.query) for each in arrived]
    with BOX.serve() as server:
        assert str(sent_to(server)) == str(received)


def test_failed_assertions_tell_what_was_sent() -> None:
    sent = worked()
    with pytest.raises(AssertionError, match=r"4 requests were sent:\nGET .*student-1 \(oneroster.users.get\): 503\n"):
        _ = sent.only
    with pytest.raises(AssertionError, match="no such request"):
        _ = sent.of("oneroster.orgs.list").last
    with pytest.raises(AssertionError, match=re.escape("nothing at user.roles[7] in the body of POST")):
        sent.last.at("user", "roles", 7, "role")
    with pytest.raises(ValueError, match=r"did you mean 'oneroster\.users\.get'"):
        sent.of("oneroster.users.gett")
    assert repr(sent.of(list_users)).startswith("<1 requests\n  GET /ims/oneroster")


def test_what_was_sent_is_asserted(way: Way) -> None:
    sent = worked(way)
    assert str(assert_sent(sent, get_user, times=2, headers={"authorization": "Bearer ***"})) == str(sent.of(get_user))
    assert assert_sent(BOX, "oneroster.list_users", query={"limit": "3"}, status=200).only.path.endswith("/users/")
    assert assert_sent(BOX, create_user, times=0).count == 0
    with BOX.serve() as server:
        assert assert_sent(server, verb="GET", at_least=2, at_most=3).count == 2
    new = sent.of(verb="POST", containing={"user": {"roles": [{"role": "student"}]}})
    assert (str(new), str(sent.of(create_user))) == (str(sent[-1:]), str(sent[-1:]))
    assert sent.verify(create_user, status=0)


def test_what_differs_from_an_assertion_is_told() -> None:
    sent = worked()
    with pytest.raises(AssertionError) as told:
        assert_sent(sent, create_user, containing={"user": {"givenName": "Eve", "roles": [{"role": "student"}]}})
    assert str(told.value).splitlines() == [
        f"expected at least 1 of these requests, found 0; the nearest is {sent.last}",
        '  containing.user.givenName: expected "Eve", found "Ada"',
    ]
    with pytest.raises(AssertionError, match=r"operation: expected \"oneroster.orgs.list\", found \"oneroster.users"):
        assert_sent(BOX, "oneroster.orgs.list")
    with pytest.raises(
        AssertionError, match=r"exactly 1 of these requests, found 2:\n  GET .*student-1 \(oneroster.users"
    ):
        assert_sent(sent, get_user, times=1)
    with pytest.raises(ValueError, match=r"did you mean 'oneroster\.users\.get'"):
        assert_sent(BOX, "oneroster.users.gett", times=0)
    with pytest.raises(ValueError, match="times: says all"):
        sent.verify(times=1, at_least=1)


def test_any_client_of_httpx_is_recorded_and_secrets_are_not() -> None:
    recording = RecordingTransport(ScriptedTransport([Answer(201)]))
    with httpx.Client(transport=recording) as client:
        client.post("http://a.test/x?token=s3cret&page=1", json={"password": "s3cret", "name": "Ada"})
        client.post("http://a.test/x", content="<a/>")
        client.post("http://a.test/oauth2/token", data={"client_secret": "s3cret"})
    first, second = recording.sent
    assert (dict(first.query), first.body) == ({"token": "***", "page": "1"}, {"password": "***", "name": "Ada"})
    assert (second.body, second.operations, str(second)) == ("<a/>", (), "POST /x: 201")
    recording.forget()
    assert recording.sent.count == 0


def test_each_operation_is_known_by_where_it_goes() -> None:
    """And those that go to one place, by which only what they send or read differs, are known as each of them."""
    there: dict[tuple[str | None, str], set[str]] = {}
    for entry in catalogue():
        if entry.path is not None:
            path = "/below" + re.sub(r"\{\w+\}\??", "a%2Fb", entry.path).rstrip("/")
            there.setdefault((entry.verb, path), set()).add(entry.qualified)
    for (verb, path), names in there.items():
        assert set(operations_at(str(verb), path)) == set(operations_at(str(verb), f"{path}/")) == names
    assert len(there) > 200
