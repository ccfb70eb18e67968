"""Servers that fail, talk nonsense, send elsewhere or are not there."""

import socket

import pytest
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.session.asking import Ask, open_client, told_by
from tests.session.raw_server import USER, RawServer, answer, read_head
from tests.session.ways import Way, perform
from tests.support import PERSON, calls, error, settings_of

from timeback_core import Settings
from timeback_core.errors import (
    ConnectionFailed,
    DecodeError,
    NotFound,
    Rejected,
    ServerFault,
    TimebackError,
    UnexpectedStatus,
)
from timeback_core.oneroster import delete_user, get_user, list_users
from timeback_core.sandbox import Sandbox, Server

FAILURE = {
    "imsx_codeMajor": "failure",
    "imsx_severity": "error",
    "imsx_description": "The request could not be completed.",
}

ANSWERS: dict[str, tuple[Reply, type[TimebackError], str | None]] = {
    "500": (Reply({"message": "boom"}, 500), ServerFault, None),
    "500 without a body": (Reply(None, 500), ServerFault, None),
    "599": (Reply(b"\xff\xff", 599), ServerFault, None),
    "empty": (Reply(None), DecodeError, "$"),
    "204": (Reply(None, 204), DecodeError, "$"),
    "blanks": (Reply(b"  \r\n"), DecodeError, "$"),
    "truncated": (Reply(b'{"user": {"sourcedId": "u", "givenN'), DecodeError, "$"),
    "two values": (Reply(b'{"user": {}} {}'), DecodeError, "$"),
    "not UTF-8": (Reply(b'{"user": "\xff"}'), DecodeError, "$"),
    "NaN": (Reply(b'{"user": NaN}'), DecodeError, "$"),
    "HTML": (Reply(b"<html></html>", headers=(("Content-Type", "text/html"),)), DecodeError, "$"),
    "null": (Reply(b"null"), DecodeError, "$"),
    "array": (Reply([]), DecodeError, "$"),
    "another key": (Reply({"org": {}}), DecodeError, "$"),
    "another shape": (Reply({"user": ["u"]}), DecodeError, "$.user"),
    "missing member": (Reply({"user": {"sourcedId": "u"}}), DecodeError, "$.user.givenName"),
    "wrong type": (
        Reply({"user": {"sourcedId": 7, "givenName": "A", "familyName": "B"}}),
        DecodeError,
        "$.user.sourcedId",
    ),
    "an error as 200": (Reply(FAILURE), DecodeError, "$"),
    "nested": (Reply(b'{"user":' + b"[" * 100_000 + b"]" * 100_000 + b"}"), DecodeError, "$"),
    "nested objects": (Reply(b'{"user":' * 100_000 + b"1" + b"}" * 100_000), DecodeError, "$"),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_an_answer_that_holds_no_user(way: Way, case: str) -> None:
    reply, kind, path = ANSWERS[case]
    with ScriptedServer(in_turn(reply)) as server:
        settings = settings_of(server)
        settings["max_attempts"] = 1
        [told] = perform(way, settings, get_user.request("u"))
        failed = error(told)
        assert type(failed) is kind
        assert failed.message
        if isinstance(failed, DecodeError):
            assert failed.path == path


def test_lists_of_another_shape(way: Way) -> None:
    replies = [Reply({"users": {}}), Reply({"users": None}), Reply({"orgs": []}), Reply({"users": [1, "a", None]})]
    for reply in replies:
        with ScriptedServer(in_turn(reply)) as server:
            [told] = perform(way, settings_of(server), list_users.request())
            assert isinstance(error(told), DecodeError), reply


SKIPPING: dict[str, Ask] = {
    "page": lambda client: client.oneroster.users.list(),
    "answer": lambda client: client.oneroster.users.list.response().map(lambda answer: answer.value),
    "request": lambda client: client.session.perform(list_users.request()),
    "collect": lambda client: client.oneroster.users.list.collect(),
    "take": lambda client: client.oneroster.users.list.take(2),
}


@pytest.mark.parametrize("use", SKIPPING)
def test_bad_rows_are_left_out_in_every_way(way: Way, use: str) -> None:
    rows = [PERSON, {**PERSON, "sourcedId": "bad", "email": 7}]
    with ScriptedServer(in_turn(Reply({"users": rows, "totalCount": 2}))) as server:
        client = open_client(way, settings_of(server))
        for skipping in (client.using(bad_rows="skip"), client.using(bad_rows="skip").using(bad_rows=None, prefetch=2)):
            told = told_by(way, skipping, SKIPPING[use]).unwrap()
            assert ([row.sourced_id for row in told], [row.id for row in told.bad]) == (["u"], ["bad"])
        for strict in (client, skipping.using(bad_rows="fail")):
            assert isinstance(error(told_by(way, strict, SKIPPING[use])), DecodeError)
        client.close()


def test_a_refusal_says_what_the_server_said(way: Way) -> None:
    with ScriptedServer(in_turn(Reply(FAILURE, 400))) as server:
        [told] = perform(way, settings_of(server), get_user.request("u"))
        failed = error(told)
        assert isinstance(failed, Rejected)
        assert FAILURE["imsx_description"] in failed.message


def test_an_unknown_id(way: Way, server: Server, sandbox: Sandbox) -> None:
    for told in perform(way, settings_of(server), get_user.request("nobody"), get_user.request("no-one")):
        assert isinstance(error(told), NotFound)
    assert len(calls(sandbox)) == 2
    [told_of_delete] = perform(way, settings_of(server), delete_user.request("nobody"))
    assert isinstance(error(told_of_delete), NotFound)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_does_not_follow_a_redirect(way: Way, status: int) -> None:
    with ScriptedServer(in_turn(Reply({}))) as elsewhere:
        moved = Reply(None, status, (("Location", f"{elsewhere.base_url}/users/u"),))
        with ScriptedServer(in_turn(moved)) as server:
            [told] = perform(way, settings_of(server), get_user.request("u"))
            failed = error(told)
            assert isinstance(failed, UnexpectedStatus)
            assert failed.status == status
            assert len(server.calls()) == 1
        assert (elsewhere.connections, elsewhere.seen) == (0, [])


@pytest.mark.parametrize("coding", [b"UTF-8", b"identity", b"none", b"application/json", b"", b"x-unheard-of"])
def test_a_coding_that_is_none(way: Way, coding: bytes) -> None:
    def script(connection: socket.socket) -> None:
        while read_head(connection):
            connection.sendall(answer(USER, b"Content-Encoding: " + coding))

    with RawServer(script) as server:
        [told] = perform(way, server.settings(), get_user.request("u"))
        assert told.unwrap().sourced_id == "u"


NO_HTTP = {
    "another protocol": b"220 mail.test ready\r\n\r\n",
    "endless header": b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 1_000_000 + b"\r\n\r\n",
    "two lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    "negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
    "no chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n\r\n",
    "packed nonsense": answer(b"nonsense", b"Content-Encoding: gzip"),
    "unknown packing": answer(USER, b"Content-Encoding: br"),
}


@pytest.mark.parametrize("case", NO_HTTP)
def test_what_is_no_answer_of_http(way: Way, case: str) -> None:
    def script(connection: socket.socket) -> None:
        if read_head(connection):
            connection.sendall(NO_HTTP[case])
            connection.recv(1)

    with RawServer(script) as server:
        [told] = perform(way, server.settings(), get_user.request("u"))
        assert isinstance(error(told), DecodeError)


def test_nobody_listens(way: Way) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        settings = Settings(base_url=f"http://127.0.0.1:{unused.getsockname()[1]}", environ={}, max_attempts=2)
        [told] = perform(way, settings, get_user.request("u"))
        failed = error(told)
        assert isinstance(failed, ConnectionFailed)
        assert not failed.sent
        assert failed.call.attempts == 2


def test_a_name_that_does_not_exist(way: Way) -> None:
    settings = Settings(base_url="https://nowhere.invalid", environ={}, max_attempts=1)
    [told] = perform(way, settings, get_user.request("u"))
    failed = error(told)
    assert isinstance(failed, ConnectionFailed)
    assert not failed.sent


def test_a_connection_that_breaks_before_the_answer(way: Way) -> None:
    with ScriptedServer(in_turn(Reply(cut=True))) as server:
        [told] = perform(way, settings_of(server), get_user.request("u"))
        failed = error(told)
        assert isinstance(failed, ConnectionFailed)
        assert failed.sent
        assert len(server.calls()) == failed.call.attempts == 3
