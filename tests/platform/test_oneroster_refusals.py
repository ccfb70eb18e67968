"""How OneRoster says no, and what it means by it."""

import json
from collections.abc import Callable
from datetime import date
from typing import TypeAlias

import pytest
from returns.io import IOResult
from tests.answering import FAILURE, RESULT, Answering, refused
from tests.scripted_server import Reply
from tests.support import error, new_user

from timeback_core import Session, TimebackClient, TimebackError, evolve
from timeback_core.errors import (
    Conflict,
    Forbidden,
    NotFound,
    RateLimited,
    Refusal,
    Rejected,
    ServerFault,
    Unauthorized,
    UnexpectedStatus,
)
from timeback_core.oneroster import (
    CategoryInput,
    ClassEnrollInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    GradingPeriodInput,
    OrgInput,
    add_student_to_class,
    create_component_resource,
    create_course,
    create_results_for_academic_session_in_class,
    create_user,
    delete_course,
    get_course,
    get_user,
    ref_to,
    update_category,
    update_component_resource,
    update_course,
    update_course_component,
    update_grading_period,
    update_org,
    update_result,
)
from timeback_core.sandbox import Sandbox


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, Rejected),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (410, NotFound),
        (409, Conflict),
        (418, UnexpectedStatus),
        (422, Rejected),
        (429, RateLimited),
        (500, ServerFault),
        (503, ServerFault),
    ],
)
def test_refusals_hold_a_sentence_and_codes(answering: Answering, status: int, kind: type[Refusal]) -> None:
    failed = error(get_user(answering(refused(status, "So it is.")).using(timeout=1), "u"))
    assert isinstance(failed, kind)
    assert (failed.status, failed.reply.text) == (status, "So it is.")
    assert failed.reply.codes == (("TargetEndSystem", "unknownobject"),)


@pytest.mark.parametrize("status", [400, 422])
def test_a_body_that_is_refused_is_a_400_or_a_422(answering: Answering, status: int) -> None:
    details = [{"path": "user.email", "message": "Required"}]
    body = {**FAILURE, "imsx_description": "Invalid data", "imsx_error_details": details}
    failed = error(create_user(answering(Reply(json.dumps(body).encode(), status)), new_user()))
    assert isinstance(failed, Rejected)
    assert failed.status == status
    assert [str(problem) for problem in failed.reply.problems] == ["user.email: Required"]


COURSE = CourseInput(title="t", org=ref_to("o"))
LINK = ComponentResourceInput(
    sourced_id="l", title="t", course_component=ref_to("c"), resource=ref_to("r"), sort_order=1
)


@pytest.mark.parametrize("status", [404, 409, 500])
def test_an_id_that_exists_answers_404_409_or_500(answering: Answering, status: int) -> None:
    session = answering(refused(status, "Component Resource Already Exists."))
    failed = error(create_component_resource(session, LINK))
    assert isinstance(failed, Conflict)
    assert failed.status == status


@pytest.mark.parametrize("status", [400, 404, 409, 422, 500])
@pytest.mark.parametrize("text", ["Course already exists.", "An object with this id ALREADY EXISTS in courses"])
def test_an_id_that_exists_answers_404_409_or_500__whatever_its_case(
    answering: Answering, status: int, text: str
) -> None:
    assert isinstance(error(create_course(answering(refused(status, text)), COURSE)), Conflict)


@pytest.mark.parametrize("status", [400, 422])
def test_an_id_that_exists_answers_404_409_or_500__and_a_field_is_another_matter(
    answering: Answering, status: int
) -> None:
    details = [{"path": "user.email", "message": "already exists"}]
    body = {**FAILURE, "imsx_description": "E-mail already exists", "imsx_error_details": details}
    assert isinstance(error(create_user(answering(Reply(body, status)), new_user())), Rejected)
    assert isinstance(error(update_course(answering(refused(status, "Course already exists.")), "k", COURSE)), Rejected)


def test_an_id_that_exists_answers_404_409_or_500__on_creates_alone(answering: Answering) -> None:
    session = answering(refused(404, "Course already exists."))
    assert isinstance(error(get_course(session, "k")), NotFound)
    assert isinstance(error(delete_course(session, "k")), NotFound)


Told: TypeAlias = Callable[[Session], IOResult[object, TimebackError]]

PERIOD = GradingPeriodInput(
    sourced_id="p", title="t", start_date=date(2026, 1, 1), end_date=date(2026, 2, 1), school_year=2026, org=ref_to("o")
)

UNIT = CourseComponentInput(title="t", course=ref_to("k"), sort_order=1)

SOMETHING_ELSE: dict[str, tuple[str, Told]] = {
    "organization of a user": ("Organization not found.", lambda session: create_user(session, new_user())),
    "organization of a course": ("Organization not found.", lambda session: update_course(session, "k", COURSE)),
    "student of a class": (
        "User not found.",
        lambda session: add_student_to_class(session, "c", ClassEnrollInput(user=ref_to("u"))),
    ),
    "line item of a result": ("Line item not found.", lambda session: update_result(session, "r", RESULT)),
    "parent of a period": ("Academic session not found.", lambda session: update_grading_period(session, "p", PERIOD)),
    "course of a component": ("Course not found.", lambda session: update_course_component(session, "c", UNIT)),
    "component of a link": (
        "Course Component not found.",
        lambda session: update_component_resource(session, "l", LINK),
    ),
    "resource of a link": ("Resource not found.", lambda session: update_component_resource(session, "l", LINK)),
    "resource of a new link": ("Resource not found.", lambda session: create_component_resource(session, LINK)),
}


@pytest.mark.parametrize("what", SOMETHING_ELSE)
def test_a_404_may_be_about_a_reference(answering: Answering, what: str) -> None:
    text, write = SOMETHING_ELSE[what]
    failed = error(write(answering(refused(404, text))))
    assert isinstance(failed, Rejected)
    assert (failed.status, failed.reply.text) == (404, text)


ITSELF: dict[str, Told] = {
    "Organization not found.": lambda session: update_org(session, "o", OrgInput(name="n", type="state")),
    "Category not found.": lambda session: update_category(session, "c", CategoryInput(title="t")),
    "Course not found.": lambda session: update_course(session, "k", COURSE),
    "Course Component not found.": lambda session: update_course_component(session, "c", UNIT),
    "Component Resource not found.": lambda session: update_component_resource(session, "l", LINK),
    "ComponentResource not found": lambda session: update_component_resource(session, "l", LINK),
    "Result not found.": lambda session: update_result(session, "r", RESULT),
    "Grading period not found.": lambda session: update_grading_period(session, "p", PERIOD),
    "Class not found.": lambda session: add_student_to_class(session, "c", ClassEnrollInput(user=ref_to("u"))),
    "Class or academic session not found.": lambda session: create_results_for_academic_session_in_class(
        session, "c", "s", [RESULT]
    ),
    "Not found": lambda session: update_course(session, "k", COURSE),
    "": lambda session: update_course(session, "k", COURSE),
}


@pytest.mark.parametrize("text", ITSELF)
def test_a_404_may_be_about_a_reference__or_about_the_document_itself(answering: Answering, text: str) -> None:
    assert isinstance(error(ITSELF[text](answering(refused(404, text)))), NotFound)


@pytest.mark.parametrize("text", ["Internal Server Error", "Resource not found."])
def test_a_500_may_mean_an_unknown_resource(answering: Answering, text: str) -> None:
    failed = error(create_component_resource(answering(refused(500, text)), LINK))
    assert isinstance(failed, ServerFault)
    assert (failed.status, failed.reply.text) == (500, text)


def test_a_500_may_mean_an_unknown_resource__and_is_not_repeated(client: TimebackClient, sandbox: Sandbox) -> None:
    sandbox.switches.live_errors = True
    link = evolve(LINK, course_component=ref_to("course-1-unit-1-lesson-1"))
    assert isinstance(error(create_component_resource(client.session, link)), ServerFault)
    assert [call.status for call in sandbox.requests()][1:] == [500]
