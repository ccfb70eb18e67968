"""Headers and bodies that no honest server sends give a value or an error, and never an exception."""

import sys

import pytest
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.session.ways import Way, perform

from timeback_core import Settings
from timeback_core.errors import Rejected
from timeback_core.oneroster import export_resource, get_user, list_users


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename*=undefined''x", None),
        ("attachment; filename*=idna''%ff", None),
        ("attachment; filename*=punycode''%ff", None),
        ("attachment; filename*=a; filename*0=b", None if sys.version_info < (3, 14) else "b"),
        (f"attachment; filename*{'9' * 5000}=x", None),
        ("attachment; filename*=utf-8''..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("attachment; filename*=utf-8''a%00%0a.pdf", "a.pdf"),
    ],
)
def test_the_name_of_a_file(way: Way, disposition: str, name: str | None) -> None:
    reply = Reply(b"content", headers=(("Content-Disposition", disposition),))
    with ScriptedServer(in_turn(reply)) as server:
        (told,) = perform(way, Settings(base_url=server.base_url, environ={}), export_resource.request("r"))
    assert (told.unwrap().name, told.unwrap().content) == (name, b"content")


@pytest.mark.parametrize("count", ["9" * 5000, "-1", "1.5", "\u00b2".encode().decode("latin-1")])
def test_a_total_that_is_no_number(way: Way, count: str) -> None:
    reply = Reply({"users": []}, headers=(("X-Total-Count", count),))
    with ScriptedServer(in_turn(reply)) as server:
        (told,) = perform(way, Settings(base_url=server.base_url, environ={}), list_users.request())
    assert (told.unwrap().total, told.unwrap().next) == (None, None)


def test_a_total_below_zero_is_none(way: Way) -> None:
    with ScriptedServer(in_turn(Reply({"users": [], "totalCount": -5.0, "limit": -1.0}))) as server:
        (told,) = perform(way, Settings(base_url=server.base_url, environ={}), list_users.request())
    assert (told.unwrap().total, told.unwrap().limit) == (None, None)


def test_a_refusal_keeps_no_more_of_a_text_than_its_beginning(way: Way) -> None:
    long = "x" * 10_000
    body = {
        "message": long,
        "code": long,
        "imsx_CodeMinor": {
            "imsx_codeMinorField": [{"imsx_codeMinorFieldName": long, "imsx_codeMinorFieldValue": long}]
        },
        "imsx_error_details": [{"path": long, "message": long}, {long: long}],
        "errors": [{"path": [long], "message": long}],
    }
    with ScriptedServer(in_turn(Reply(body, 400))) as server:
        (told,) = perform(way, Settings(base_url=server.base_url, environ={}), get_user.request("u"))
    error = told.failure()
    assert isinstance(error, Rejected)
    assert len(error.reply.codes) == 2
    assert len(error.reply.problems) == 3
    texts = [text for pair in error.reply.codes for text in pair]
    texts += [text for problem in error.reply.problems for text in (problem.path, problem.text)]
    assert all(len(text) <= 500 for text in texts)
