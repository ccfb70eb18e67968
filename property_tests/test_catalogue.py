"""Law 9 and law 2: whatever the arguments, a request is built, is data, and its path is its template filled."""

import pickle
from collections.abc import Sequence
from functools import cache, partial
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from tests.support import calls

from timeback_core import Operation, Request, TimebackClient
from timeback_core.compose import plain
from timeback_core.engine.platforms import LEARNWITH_AI
from timeback_core.engine.policy.plan import Plan, prepare, route_of
from timeback_core.engine.surface.catalogue import catalogue
from timeback_core.errors import InvalidInput, NotFound, ServiceNotConfigured, Unexpected, UnsupportedOperation
from timeback_core.oneroster import get_user, list_classes_for_user, remove_agent
from timeback_core.sandbox import Sandbox
from timeback_core.testing import arguments, requests

OPERATIONS = [entry.operation for entry in catalogue() if isinstance(entry.operation, Operation)]
every_operation = pytest.mark.parametrize("operation", OPERATIONS, ids=[each.full_name for each in OPERATIONS])

any_arguments = cache(partial(arguments, valid=False))
valid_requests = cache(requests)
"""Strategies made once for each operation, not for each example."""

SANDBOX = Sandbox(students=1)
CLIENT = TimebackClient.open(**SANDBOX.settings, environ={}).unwrap()
LACKING = Sandbox(students=1, platform="LEARNWITH_AI")
"""Of a platform that lacks operations, and whole services."""
OTHER = TimebackClient.open(**LACKING.settings, environ={}).unwrap()

hostile = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["..", ".", "../x", "a/b", "?", "#", "//", "%2f", "%2e%2e", "\\", "", " ", "\x00", "\ud800"]),
    st.text("./%?#;&= \\\u2024", min_size=1, max_size=6),
)


def prepared(request: Request[Any]) -> Plan[Any] | InvalidInput:
    """The exact bytes of a request, or what is wrong with it."""
    route = route_of(request.endpoint, CLIENT.config)
    assert not isinstance(route, tuple)
    told = prepare(request, route, (), "id")  # type: ignore[arg-type]  # all services are configured here
    assert not isinstance(told, Unexpected)
    return told


def segments_of(template: str, values: dict[str, str]) -> Sequence[str]:
    """The segments of a template with the values in place of its placeholders; `{one}?` may have none."""
    parts = [part for part in template.split("/") if not part.endswith("?") or part.strip("{}?") in values]
    return [values[part.strip("{}?")] if part.startswith("{") else part for part in parts]


def check_path(operation: Operation[..., Any], request: Request[Any], plan: Plan[Any]) -> None:
    """The path has the segments of the template, each id in one of them, unchanged when it is decoded."""
    path = plan.http.target.decode("ascii").partition("?")[0]
    assert [unquote(part, errors="strict") for part in path.split("/")] == list(
        segments_of(plan.route.template, dict(request.path))
    )
    assert not {".", ".."} & set(path.split("/"))
    assert plan.route.template.endswith(operation.template)


@every_operation
@settings(max_examples=so_many(5))
@given(data=st.data())
def test_any_arguments_make_a_request_that_is_data(operation: Operation[..., Any], data: st.DataObject) -> None:
    args, kwargs = data.draw(any_arguments(operation))
    request = operation.request(*args, **kwargs)
    assert request == operation.request(*args, **kwargs)
    assert hash(request) == hash(operation.request(*args, **kwargs))
    assert pickle.loads(pickle.dumps(request)) == request  # noqa: S301 -- our own bytes
    assert isinstance(repr(request), str)
    plan = prepared(request)
    if isinstance(plan, Plan):
        check_path(operation, request, plan)
    else:
        assert plan.problems


@every_operation
@settings(max_examples=so_many(5))
@given(data=st.data())
def test_valid_arguments_make_a_request_that_is_sent(operation: Operation[..., Any], data: st.DataObject) -> None:
    request = data.draw(valid_requests(operation))
    assert request.problems == ()
    plan = prepared(request)
    assert isinstance(plan, Plan), plan
    check_path(operation, request, plan)


@every_operation
@settings(max_examples=so_many(2))
@given(data=st.data())
def test_what_a_platform_lacks_is_told_before_anything_is_sent(
    operation: Operation[..., Any], data: st.DataObject
) -> None:
    LACKING.forget_requests()
    told = plain(OTHER.session.perform(data.draw(valid_requests(operation)))).swap().value_or(None)
    lacks = isinstance(told, ServiceNotConfigured | UnsupportedOperation)
    is_offered = LEARNWITH_AI.paths[operation.base.service].get(operation.base.key) is not None
    if not isinstance(told, InvalidInput):
        assert lacks is not is_offered
    assert (calls(LACKING) == []) is (lacks or isinstance(told, InvalidInput))


@given(hostile)
def test_a_hostile_id_is_one_segment_or_is_refused(sourced_id: str) -> None:
    SANDBOX.forget_requests()
    told = plain(get_user(CLIENT.session, sourced_id)).failure()
    if isinstance(told, InvalidInput):
        assert SANDBOX.requests() == ()
        return
    assert isinstance(told, NotFound)
    prefix = "/ims/oneroster/rostering/v1p2/users/"
    path = SANDBOX.requests()[-1].path
    assert path.startswith(prefix)
    assert unquote(path.removeprefix(prefix), errors="strict") == sourced_id
    assert "/" not in path.removeprefix(prefix)


@given(hostile, hostile)
def test_two_hostile_ids_stay_two_segments(one: str, other: str) -> None:
    request = remove_agent.request(one, other)
    plan = prepared(request)
    if isinstance(plan, Plan):
        check_path(remove_agent, request, plan)


@given(hostile)
def test_nothing_stays_of_a_list_below_a_hostile_id_but_its_own_path(sourced_id: str) -> None:
    request = list_classes_for_user.request(sourced_id, limit=1)
    plan = prepared(request)
    if isinstance(plan, Plan):
        check_path(list_classes_for_user, request, plan)
        assert plan.http.target.endswith(b"/classes?limit=1")
