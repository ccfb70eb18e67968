"""What errors say: the call, what came, the remedy; short whatever was given."""

import pickle
from collections.abc import Callable
from copy import copy, deepcopy
from typing import Any

import pytest
from tests.answering import Answering
from tests.scripted_server import Reply
from tests.support import PERSON, error, new_user

from timeback_core import Base, Call, Perform, Session, Steps, flow, operation
from timeback_core.errors import CallInfo, SessionClosed, TimebackError, Unexpected
from timeback_core.expect import Json
from timeback_core.oneroster import (
    RefInput,
    ResultInput,
    create_results_for_academic_session_in_class,
    create_results_for_line_item,
    get_user,
    list_users,
    read_users_by_ids,
    upsert_user,
)

HTML = Reply(b"\n <!DOCTYPE html><title>Login</title>", 200, (("Content-Type", "text/html"),))
ANY: Any = object()
WRONG = ResultInput(
    line_item=RefInput(sourced_id=""), student=RefInput(sourced_id="s"), score_status="x", score_date=ANY
)
PATH = "/ims/oneroster/rostering/v1p2/users/"


@operation("GET", Base("oneroster", "nowhere"), "/x/{x}", Json())
def unknown_place(x: str) -> Call:
    """An operation at a path that the platform lacks."""
    return Call()


@operation("GET", Base("case", "base"), "/x", Json())
def get_raising() -> Call:
    """An operation whose function raises."""
    raise ZeroDivisionError("mine")


@flow
def two_users(first: str, second: str) -> Steps[object]:
    """A flow that fails by itself, after a request."""
    yield from Perform(get_user.request(first))
    raise LookupError(second)


MESSAGES: dict[str, tuple[Callable[[Session], Any], Reply, str]] = {
    "refused": (
        lambda s: get_user(s, "u 1"),
        Reply({"message": "Gone."}, 410),
        f"GET {PATH}u 1 (oneroster.get_user): 410 Gone.",
    ),
    "wait": (
        lambda s: get_user(s, "u"),
        Reply({}, 429, (("Retry-After", "100"),)),
        f"GET {PATH}u (oneroster.get_user): 429; the server asks to wait 100 s",
    ),
    "a page of HTML": (
        lambda s: get_user(s, "u"),
        HTML,
        f"GET {PATH}u (oneroster.get_user): expected JSON at $, found a page of HTML",
    ),
    "a page of HTML instead of a list": (
        list_users,
        HTML,
        f"GET {PATH} (oneroster.list_users): expected JSON at $, found a page of HTML",
    ),
    "a blank id": (
        lambda s: get_user(s, " "),
        HTML,
        f"GET {PATH}  (oneroster.get_user): invalid input: sourced_id: must not be blank",
    ),
    "a descending sort": (
        lambda s: list_users(s, sort="-family_name"),
        HTML,
        "sort: names the field alone: give sort='family_name' and order_by='desc'",
    ),
    "a sort in words": (
        lambda s: list_users(s, sort="givenName ASC"),
        HTML,
        "sort: names the field alone: give sort='givenName' and order_by='asc'",
    ),
    "an unknown sort": (lambda s: list_users(s, sort="-nme"), HTML, "sort: unknown field '-nme'; "),
    "an option of the view": (
        lambda s: get_user(s.using(timeout=-1), "u"),
        HTML,
        f"GET {PATH}u (oneroster.get_user): invalid input: timeout: must be more than 0",
    ),
    "a path that is not offered": (
        lambda s: unknown_place(s, "1"),
        HTML,
        "GET /x/1 (oneroster.unknown_place): oneroster.unknown_place is not offered",
    ),
    "rows of another kind": (
        lambda s: create_results_for_line_item(s, "x", [ANY] * 5000),
        HTML,
        "expected ResultInput, found object, at 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, ... (4990 more)",
    ),
    "very many wrong rows": (
        lambda s: create_results_for_academic_session_in_class(s, "c", "s", [WRONG] * 500),
        HTML,
        "; ... (1490 more)",
    ),
    "a flow": (lambda s: two_users(s, "u", "v"), Reply({}, 404), "tests.two_users: LookupError: v"),
    "a call within a flow": (
        lambda s: upsert_user(s, "u", new_user()),
        Reply({}, 403),
        f"PUT {PATH}u (oneroster.update_user, a step of oneroster.upsert_user): 403",
    ),
    "a function of the caller's": (get_raising, HTML, "(case.get_raising): ZeroDivisionError: mine"),
}


@pytest.mark.parametrize("case", MESSAGES)
def test_a_message_names_the_call_and_the_remedy(answering: Answering, case: str) -> None:
    run, reply, told = MESSAGES[case]
    failed: TimebackError = error(run(answering(reply)))
    assert told in failed.message
    assert len(failed.message) < 2000
    assert failed.call is not None
    assert str(failed) == failed.message


@pytest.mark.parametrize("case", MESSAGES)
def test_errors_are_values_still(answering: Answering, case: str) -> None:
    run, reply, _ = MESSAGES[case]
    failed: TimebackError = error(run(answering(reply)))
    for again in (copy(failed), deepcopy(failed), pickle.loads(pickle.dumps(failed))):  # noqa: S301 -- written above
        assert (again, hash(again), again.call) == (failed, hash(failed), failed.call)


def test_an_error_that_needs_no_call_is_equal_whichever_call_it_was(answering: Answering) -> None:
    session = answering(HTML)
    session.close()
    assert error(get_user(session, "u")) == error(read_users_by_ids(session, ["u"])) == SessionClosed()


def test_an_exception_of_endless_text_is_told_shortly() -> None:
    assert len(Unexpected.of(ValueError("x" * 10**6)).message) < 600


@pytest.mark.parametrize(("bad", "told"), [(1, ""), (3, " (and 2 more rows)"), (150, " (and at least 99 more rows)")])
def test_a_message_counts_the_rows_that_it_knows_of(answering: Answering, bad: int, told: str) -> None:
    session = answering(Reply({"users": [{**PERSON, "givenName": None}] * bad}))
    assert error(list_users(session)).message.endswith(f"expected string at $.users[0].givenName, found null{told}")


def test_a_flow_that_wrote_much_is_told_shortly() -> None:
    done = tuple(f"oneroster.create_user {'u' * 255}{number}" for number in range(1000))
    message = SessionClosed(call=CallInfo("oneroster.get_user", "GET", "/users/{id}", done=done)).message

    assert "after oneroster.create_user uuu" in message
    assert message.endswith("... (997 more)): the session is closed")
    assert len(message) < 600


def test_an_id_is_shown_in_its_own_place_whatever_it_spells() -> None:
    call = CallInfo("x.get", "GET", "/a/{x}/b/{y}", ids=(("x", "{y}"), ("y", "2")))
    assert call.filled == "GET /a/{y}/b/2 (x.get)"


@pytest.mark.parametrize(
    ("ids", "path"),
    [((), "/a/{x}"), ((("x", "1"),), "/a/1"), ((("y", "2"),), "/a/{x}/2"), ((("x", "1"), ("y", "2")), "/a/1/2")],
)
def test_a_segment_that_may_be_missing_is_shown_as_it_was_sent(ids: tuple[tuple[str, str], ...], path: str) -> None:
    assert CallInfo("x.get", "GET", "/a/{x}/{y}?", ids=ids).filled == f"GET {path} (x.get)"
