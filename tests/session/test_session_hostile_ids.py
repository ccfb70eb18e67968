"""Ids of any text: one segment of the path that arrives unchanged, or refused with nothing sent."""

from urllib.parse import quote

import pytest
from tests.session.ways import Way, perform
from tests.support import calls, client_of, error, settings_of

from timeback_core.errors import InvalidInput, NotFound
from timeback_core.oneroster import get_user, list_classes_for_user, remove_agent
from timeback_core.sandbox import Sandbox, Server

USERS = "/ims/oneroster/rostering/v1p2/users/"
ONE_SEGMENT = (
    "../x",
    "..\\x",
    "a/b",
    "a?b=c",
    "?",
    "a#b",
    "#",
    "a b",
    "%",
    "%2F",
    "%2e%2e",
    "a+b",
    "a&b=c",
    "a;b",
    "...",
    ".hidden",
    "/",
    "//elsewhere.test",
    "http://elsewhere.test/",
    "a\r\nX-Injected: 1",
    "a\x00b",
    "e\u0301",
    "\u00e9",
    "漢字",
    "🎓",
    "\u202e",
    "~" * 10_000,
    "é" * 10_000,
)
NO_SEGMENT = ("", ".", "..", " ", "\t", "\ud800", "a\udfff")


def test_an_id_arrives_as_one_segment(way: Way, server: Server, sandbox: Sandbox) -> None:
    told = perform(way, settings_of(server), *(get_user.request(each) for each in ONE_SEGMENT))
    assert {type(error(each)) for each in told} == {NotFound}
    arrived = calls(sandbox)
    assert [request.target for request in arrived] == [USERS + quote(each, safe="") for each in ONE_SEGMENT]
    assert not any(name.lower() == "x-injected" for request in arrived for name, _ in request.headers)


def test_what_is_no_segment_is_refused(way: Way, server: Server, sandbox: Sandbox) -> None:
    for told in perform(way, settings_of(server), *(get_user.request(each) for each in NO_SEGMENT)):
        failed = error(told)
        assert isinstance(failed, InvalidInput)
        assert [problem.path for problem in failed.problems] == ["sourced_id"]
    assert sandbox.requests() == ()


def test_every_wrong_id_of_a_call_is_told(server: Server, sandbox: Sandbox) -> None:
    with client_of(server) as client:
        failed = error(remove_agent(client.session, "..", ""))
        assert isinstance(failed, InvalidInput)
        assert len(failed.problems) == 2
    assert sandbox.requests() == ()


@pytest.mark.parametrize("hostile", ["../x", "a/b", "?x", "é" * 10_000])
def test_streams_keep_the_segment_on_every_page(server: Server, sandbox: Sandbox, hostile: str) -> None:
    with client_of(server) as client:
        told = list(list_classes_for_user.stream(client.session, hostile))
    assert len(told) == 1
    [arrived] = calls(sandbox)
    assert arrived.path == f"{USERS}{quote(hostile, safe='')}/classes"
