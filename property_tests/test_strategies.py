"""The strategies for tests of users: what they make keeps the rules of the models, and reaches their corners."""

from collections.abc import Iterator
from typing import Any, Required, Unpack

import pytest
from hypothesis import Phase, find, given, settings, strategies as st
from property_tests.profiles import so_many
from property_tests.strategies_models import MODELS
from returns.result import Success
from tests.wire.qti_cases import item, stimulus

from timeback_core import (
    UNSET,
    Call,
    ListOptions,
    Operation,
    TimebackClient,
    catalogue,
    decode,
    edubridge,
    oneroster,
    operation,
    powerpath,
    webhooks,
)
from timeback_core.engine.call.request import Base
from timeback_core.engine.codec import Model
from timeback_core.engine.codec.runtime import check, encode
from timeback_core.engine.surface.operation import GET
from timeback_core.expect import Json, Many
from timeback_core.oneroster import EnrollmentPatch, User, UserInput, list_users
from timeback_core.sandbox import Sandbox
from timeback_core.testing import arguments, models as instances_of, register_models, requests
from timeback_core.testing.strategies import all_models


@pytest.mark.parametrize("cls", MODELS, ids=[each.__name__ for each in MODELS])
@settings(max_examples=so_many(2))
@given(data=st.data())
def test_valid_instances_can_be_sent_and_are_read_back_the_same(cls: type[Model], data: st.DataObject) -> None:
    made = data.draw(instances_of(cls))
    assert isinstance(made, cls)
    assert check(made) == ()
    assert decode(cls, encode(made)).unwrap() == made


CREATES = {
    each.operation.__name__: each.operation
    for each in catalogue()
    if each.member.startswith("create") and isinstance(each.operation, Operation)
}
PARENTS = {  # of what is created below something, or for somebody
    "application_sourced_id": "application-1",
    "class_id": "class-1",
    "course_id": "course-1",
    "lesson": "course-1-unit-1-lesson-2-link",
    "line_item_id": "class-1-item-1",
    "part_id": "part-1",
    "school_id": "school-1",
    "session_id": "session-1-term-1",
    "student": "student-1",
    "student_id": "student-1",
    "subject": "Math",
    "term_id": "session-1-term-1",
    "test_id": "course-1-unit-1-lesson-1",
    "user_id": "student-1",
}


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    return Sandbox(students=2)


@pytest.fixture(scope="module")
def client(sandbox: Sandbox) -> Iterator[TimebackClient]:
    with TimebackClient.open(
        base_url=sandbox.base_url,
        auth_url=sandbox.token_url,
        client_id=sandbox.client_id,
        client_secret=sandbox.client_secret,
        transport=sandbox.transport(),
        environ={},
    ).unwrap() as opened:
        yield opened


@pytest.mark.parametrize("name", CREATES)
@settings(max_examples=so_many(2))
@given(data=st.data())
def test_what_is_drawn_is_created(sandbox: Sandbox, client: TimebackClient, name: str, data: st.DataObject) -> None:
    sandbox.reset()
    operation = CREATES[name]
    fixed: dict[str, Any] = {each: PARENTS[each] for each in operation.parameters if each in PARENTS}
    if name in ("create_assessment_item", "create_item_from_metadata"):
        fixed["item"] = item("drawn")  # its HTML has to be well-formed, as that of a stimulus
    if name == "create_stimulus":
        fixed["stimulus"] = stimulus("drawn")
    if name == "create_test_out_assignment":
        client.session.result_of(edubridge.enroll.request("student-1", "course-2")).unwrap()
        fixed["subject"] = "Reading"
    if name == "create_webhook_filter":
        webhook = client.session.result_of(data.draw(requests(webhooks.create_webhook))).unwrap()
        fixed["webhook_filter"] = instances_of(webhooks.WebhookFilterInput, webhook_id=webhook.id)
    if name == "create_lesson_plan_operation":
        plan = powerpath.create_lesson_plan.request("course-1", "student-1")
        fixed["lesson_plan_id"] = client.session.result_of(plan).unwrap().value.lesson_plan_id
    if name == "create_stimulus":
        fixed["stimulus"] = stimulus("drawn")
    if name == "create_test_out_assignment":
        fixed["student_id"] = "student-2"  # who takes Math
    if name == "create_hole_filling_course":
        student = client.session.result_of(oneroster.get_user.request("student-1")).unwrap()
        fixed["course"] = instances_of(edubridge.HoleFillingCourseInput, email=student.email, lesson_ids=("1",))
    request = data.draw(requests(operation, **fixed))
    told = client.session.result_of(request)
    assert isinstance(told, Success), told


@given(data=st.data())
def test_members_can_be_fixed(data: st.DataObject) -> None:
    user = data.draw(instances_of(UserInput, given_name="Ada", grades=st.sampled_from([("1",), ("2",)])))
    assert user.given_name == "Ada"
    assert user.grades in (("1",), ("2",))
    assert {role.org.sourced_id for role in user.roles} == {"school-1"}


def test_a_fixed_member_that_is_none_is_told() -> None:
    with pytest.raises(TypeError, match="did you mean 'given_name'"):
        instances_of(UserInput, given_nam="Ada")


class PageOptions(ListOptions, total=False):
    page: Required[int]
    deep: bool


@operation(GET, Base("oneroster", "rostering"), "/things/{sourced_id}", Json())
def get_thing(sourced_id: str, *, depth: int, deep: bool = False) -> Call:
    """Fetch a thing."""
    return Call(query={"depth": depth, "deep": deep})


@operation(GET, Base("oneroster", "rostering"), "/things", Many("things", User))
def list_things(kind: str | None = None, **options: Unpack[PageOptions]) -> Call:
    """List things."""
    return Call(query={"kind": kind, "page": options["page"]})


def test_arguments_by_name_are_given_where_they_must_be() -> None:
    for deep in (True, False):
        find(arguments(get_thing), lambda given, deep=deep: ("deep" in given[1]) == deep, settings=QUICK)  # type: ignore[misc]  # a lambda's default
    find(arguments(get_thing), lambda given: "depth" in given[1], settings=QUICK)
    find(requests(list_things), lambda request: request.query_value("page") is not None, settings=QUICK)
    for option in ("deep", "where", "limit"):
        find(arguments(list_things), lambda given, option=option: option in given[1], settings=QUICK)  # type: ignore[misc]  # a lambda's default


QUICK = settings(max_examples=200, phases=[Phase.generate], database=None, derandomize=True)
"""What is found need not be the smallest."""


def test_optional_fields_are_given_and_left_out() -> None:
    find(instances_of(UserInput), lambda user: user.pronouns is not None, settings=QUICK)
    find(instances_of(UserInput), lambda user: user.pronouns is None, settings=QUICK)
    find(instances_of(EnrollmentPatch), lambda patch: patch.role is UNSET, settings=QUICK)


def test_models_are_drawn_by_their_types() -> None:
    assert set(all_models()) == set(MODELS)  # of which it registers all where none is named
    register_models(UserInput)
    assert check(find(st.from_type(UserInput), lambda user: user.email != "", settings=QUICK)) == ()


def test_instances_that_need_not_be_valid_break_rules() -> None:
    find(instances_of(UserInput, valid=False), lambda user: bool(check(user)), settings=QUICK)


def test_requests_name_every_option() -> None:
    for option in ("where", "sort", "order_by", "fields", "limit", "offset", "search"):
        find(arguments(list_users), lambda given, option=option: option in given[1], settings=QUICK)  # type: ignore[misc]  # a lambda's default
    find(requests(list_users, valid=False), lambda request: bool(request.problems), settings=QUICK)
