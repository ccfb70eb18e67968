"""Arguments that cannot be sent are told as problems, and never raise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Unpack

import pytest
from tests.engine.content_apis import QTI, RowOptions, create_test_from_xml, get_event, list_events
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.session.ways import Way, perform

from timeback_core import Request, Settings
from timeback_core.engine.call.expect import Many
from timeback_core.engine.call.request import Call
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.surface.operation import GET, POST, operation
from timeback_core.errors import InvalidInput
from timeback_core.oneroster import User, list_users

HUGE = 10**5000
BEFORE_TIME = datetime.min.replace(tzinfo=timezone(timedelta(hours=5)))


@operation(GET, QTI, "/postponed", Many("items", User))
def list_postponed(names: Sequence[str], **options: Unpack[RowOptions]) -> Call:
    """An operation whose module postpones its annotations."""
    return Call(query={"names": names}, options=options)


@operation(GET, QTI, "/times", Many("items", User))
def list_since(since: object) -> Call:
    """An operation with a parameter of any kind."""
    return Call(query={"since": since})


@operation(POST, QTI, "/any", Many("items", User))
def post_any(body: object) -> Call:
    """An operation with a body of any kind."""
    return Call(body=body)


def nested(levels: int) -> list[object]:
    """A list in a list, so many levels deep."""
    made: list[object] = []
    for _ in range(levels):
        made = [made]
    return made


def problems_of(way: Way, request: Request[object]) -> list[str]:
    """The paths of what is wrong with a request; nothing may be sent."""
    with ScriptedServer(in_turn(Reply({}))) as server:
        services = {"qti": server.base_url, "oneroster": server.base_url, "caliper": server.base_url}
        (told,) = perform(way, Settings(services=services, environ={}), request)
        assert server.calls() == []
    error = told.failure()
    assert isinstance(error, InvalidInput), error
    assert all(len(str(problem)) < 200 for problem in error.problems)
    return [problem.path for problem in error.problems]


@pytest.mark.parametrize("name", ["limit", "offset"])
def test_numbers_that_python_would_not_print(way: Way, name: str) -> None:
    assert problems_of(way, list_users.request(**{name: HUGE})) == [name]  # type: ignore[arg-type]  # numbers
    assert problems_of(way, list_events.request(**{name: HUGE})) == [name]  # type: ignore[arg-type]  # numbers


def test_a_request_of_a_huge_limit_put_in_by_hand(way: Way) -> None:
    request = list_users.request().with_query("limit", "9" * 5000)
    with ScriptedServer(in_turn(Reply({"users": []}))) as server:
        (told,) = perform(way, Settings(base_url=server.base_url, environ={}), request)
    assert len(told.unwrap()) == 0


UNSENDABLE: dict[str, object] = {
    "huge": HUGE,
    "hugely negative": -HUGE,
    "before all time": BEFORE_TIME,
    "without zone": datetime(2026, 1, 1),
    "no number": float("nan"),
    "half a letter": "\ud800",
}


@pytest.mark.parametrize("kind", UNSENDABLE)
def test_parameters_that_cannot_be_sent(way: Way, kind: str) -> None:
    assert problems_of(way, list_since.request(UNSENDABLE[kind])) == ["since"]


def test_a_value_of_the_path_is_told_under_the_name_that_it_was_given_by(way: Way) -> None:
    assert problems_of(way, get_event.request(" ")) == ["external_id"]
    assert problems_of(way, get_event.request("\ud800")) == ["external_id"]


def test_parameters_at_their_bounds_are_sent() -> None:
    assert list_since.request(2**63 - 1).query == (("since", str(2**63 - 1)),)
    assert list_since.request(datetime.min.replace(tzinfo=UTC)).problems == ()


def test_a_body_that_is_too_deep_or_holds_itself(way: Way) -> None:
    itself: list[object] = []
    itself.append(itself)
    for body in (nested(5000), {"rows": nested(5000)}, itself):
        assert problems_of(way, post_any.request(body)) == ["body"]


def test_names_of_members_are_text(way: Way) -> None:
    assert problems_of(way, post_any.request({"a": {None: 1, 2: 2}})) == ["a", "a"]


def test_text_that_has_no_bytes(way: Way) -> None:
    assert problems_of(way, create_test_from_xml.request("\ud800")) == ["body"]


def test_postponed_annotations_are_checked_as_well(way: Way) -> None:
    assert problems_of(way, list_postponed.request("ab")) == ["names"]
    wrong: dict[str, JsonValue] = {"limits": 3}
    assert problems_of(way, list_postponed.request(["a"], **wrong)) == ["limits"]  # type: ignore[arg-type]  # wrong
