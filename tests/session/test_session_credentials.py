"""Token endpoints that refuse, talk nonsense, fail for a while or say nothing."""

import pytest
from tests.deadlines import DEADLINE, quickest
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.session.ways import Way, perform, perform_timed
from tests.support import error, settings_of, tokens_asked

from timeback_core.errors import AuthError, TimedOut
from timeback_core.oneroster import get_user
from timeback_core.sandbox import Sandbox, Server

USER = Reply({"user": {"sourcedId": "u", "givenName": "A", "familyName": "B"}})
HTML = Reply(b"<html>Sign in</html>", headers=(("Content-Type", "text/html"),))
NOW = (("Retry-After", "0"),)


def with_token(**members: object) -> Reply:
    """An answer of a token endpoint that holds these members."""
    return Reply(members)


REFUSED: dict[str, tuple[Reply, int | None, str]] = {
    "invalid client": (Reply({"error": "invalid_client"}, 401), 401, "stray blank"),
    "invalid scope": (Reply({"error": "invalid_scope"}, 400), 400, "scope"),
    "no right": (Reply(None, 403), 403, "refused"),
    "gone": (Reply(HTML.body, 404, HTML.headers), 404, "refused"),
    "HTML": (HTML, 200, "access_token"),
    "garbage": (Reply(b"\x00\xff\xfe"), 200, "access_token"),
    "nothing": (Reply(None), 200, "access_token"),
    "no token": (with_token(expires_in=60), 200, "access_token"),
    "an array": (Reply(["token"]), 200, "access_token"),
    "empty token": (with_token(access_token=""), 200, "access_token"),
    "token is null": (with_token(access_token=None), 200, "access_token"),
    "token is a number": (with_token(access_token=7), 200, "access_token"),
    "token breaks the header": (with_token(access_token="a\r\nX-Injected: 1"), 200, "access_token"),
    "token with a control character": (with_token(access_token="a\x07b"), 200, "access_token"),
    "token with a blank": (with_token(access_token="a b"), 200, "access_token"),
    "token beyond ASCII": (with_token(access_token="é"), 200, "access_token"),
    "another type": (with_token(access_token="a", token_type="mac"), 200, "Bearer"),
    "expiry in words": (with_token(access_token="a", expires_in="soon"), 200, "expires_in"),
    "expiry is a list": (with_token(access_token="a", expires_in=[60]), 200, "expires_in"),
    "expiry is an empty list": (with_token(access_token="a", expires_in=[]), 200, "expires_in"),
    "expiry is no JSON": (Reply(b'{"access_token": "a", "expires_in": Infinity}'), 200, "access_token"),
    "a code with a success": (Reply({"error": "invalid_client"}), 200, "stray blank"),
    "a code beside no token": (with_token(error="no_such_thing", access_token=None), 200, "no_such_thing"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_an_endpoint_that_gives_no_token(way: Way, case: str) -> None:
    reply, status, text = REFUSED[case]
    with ScriptedServer(in_turn(USER), in_turn(reply)) as server:
        [told] = perform(way, settings_of(server), get_user.request("u"))
        failed = error(told)
        assert isinstance(failed, AuthError)
        assert failed.status == status
        assert text in failed.reason
        assert not failed.retryable
        assert (server.tokens_asked(), server.calls()) == (1, [])


def test_wrong_credentials(way: Way, server: Server, sandbox: Sandbox) -> None:
    settings = settings_of(server)
    settings["client_secret"] = "wrong"
    [told] = perform(way, settings, get_user.request("student-1"))
    failed = error(told)
    assert isinstance(failed, AuthError)
    assert failed.code == "invalid_client"
    assert "wrong" not in failed.message.replace("wrong client id", "")
    assert len(sandbox.requests()) == tokens_asked(sandbox) == 1


GOOD = {
    "no expiry": with_token(access_token="a"),
    "expiry as text": with_token(access_token="a", expires_in="3600"),
    "expiry as a fraction": with_token(access_token="a", expires_in=3600.5),
    "expiry as a fraction as text": with_token(access_token="a", expires_in="3600.5"),
    "expiry is negative": with_token(access_token="a", expires_in=-1),
    "expiry is 0": with_token(access_token="a", expires_in=0),
    "expiry is null": with_token(access_token="a", expires_in=None),
    "expiry is blank": with_token(access_token="a", expires_in=""),
    "no end for ages": with_token(access_token="a", expires_in=10**30),
    "type in small letters": with_token(access_token="a", token_type="bearer"),
    "type with more letters": with_token(access_token="a", token_type="BearerToken"),
    "type is null": with_token(access_token="a", token_type=None),
    "type is blank": with_token(access_token="a", token_type=""),
    "a byte order mark": Reply(b'\xef\xbb\xbf{"access_token": "a"}'),
    "more than asked for": with_token(access_token="a", refresh_token="r", scope=None),
}


@pytest.mark.parametrize("case", GOOD)
def test_an_endpoint_with_ways_of_its_own(way: Way, case: str) -> None:
    with ScriptedServer(in_turn(USER), in_turn(GOOD[case])) as server:
        for told in perform(way, settings_of(server), *[get_user.request("u")] * 3):
            assert told.unwrap().sourced_id == "u"
        assert server.tokens_asked() == 1
        assert {call.headers["authorization"] for call in server.calls()} == {"Bearer a"}


@pytest.mark.parametrize(
    "trouble",
    [Reply(None, 502, NOW), Reply(None, 503, NOW), Reply(None, 429, NOW), Reply(cut=True)],
    ids=lambda reply: "cut" if reply.cut else str(reply.status),
)
def test_an_endpoint_that_fails_once(way: Way, trouble: Reply) -> None:
    token = in_turn(trouble, with_token(access_token="a"))
    with ScriptedServer(in_turn(USER), token) as server:
        [told] = perform(way, settings_of(server), get_user.request("u"))
        assert told.unwrap().sourced_id == "u"
        assert server.tokens_asked() == 2


def test_an_endpoint_with_a_fault_of_its_own(way: Way) -> None:
    """A 500 is not repeated, here as anywhere."""
    with ScriptedServer(in_turn(USER), in_turn(Reply(None, 500), with_token(access_token="a"))) as server:
        [told] = perform(way, settings_of(server), get_user.request("u"))
        failed = error(told)
        assert isinstance(failed, AuthError)
        assert (failed.status, failed.retryable) == (500, True)


def test_an_endpoint_that_never_answers(way: Way) -> None:
    with ScriptedServer(in_turn(USER), in_turn(Reply(delay=30))) as server:
        settings = settings_of(server)
        settings["timeout"] = DEADLINE

        def ask() -> float:
            told, seconds = perform_timed(way, settings, get_user.request("u"))
            failed = error(told)
            assert isinstance(failed, TimedOut)
            assert failed.waiting_for == "token"
            return seconds

        assert DEADLINE * 0.99 <= quickest(ask) <= DEADLINE * 1.25
        assert server.calls() == []


def test_credentials_do_not_follow_a_redirect(way: Way) -> None:
    with ScriptedServer(in_turn(USER)) as elsewhere:
        token = in_turn(Reply(None, 308, (("Location", elsewhere.token_url),)))
        with ScriptedServer(in_turn(USER), token) as server:
            [told] = perform(way, settings_of(server), get_user.request("u"))
            failed = error(told)
            assert isinstance(failed, AuthError)
            assert failed.status == 308
        assert elsewhere.connections == 0
