"""How refusals of OneRoster are told apart, by section 7 of the wire reference."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TypeAlias

import pytest
from returns.io import IOResult
from tests.quirks.answering import Answering, refused
from tests.support import error, new_user, value

from timeback_core import Session, TimebackClient, TimebackError
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
    ResultInput,
    add_student_to_class,
    create_component_resource,
    create_course,
    create_results_for_academic_session_in_class,
    create_user,
    delete_course,
    delete_resource,
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
    upsert_component_resource,
)
from timeback_core.sandbox import Sandbox

Told: TypeAlias = Callable[[Session], IOResult[object, TimebackError]]

COURSE = CourseInput(title="t", org=ref_to("o"))
LINK = ComponentResourceInput(
    sourced_id="l", title="t", course_component=ref_to("c"), resource=ref_to("r"), sort_order=1
)
UNIT = CourseComponentInput(title="t", course=ref_to("k"), sort_order=1)
RESULT = ResultInput(
    line_item=ref_to("l"),
    student=ref_to("s"),
    score_status="submitted",
    score_date=datetime(2026, 1, 5, tzinfo=UTC),
)
PERIOD = GradingPeriodInput(
    sourced_id="p",
    title="t",
    start_date=date(2026, 1, 1),
    end_date=date(2026, 2, 1),
    school_year=2026,
    org=ref_to("o"),
)


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
def test_oneroster_07_the_status_decides(answering: Answering, status: int, kind: type[Refusal]) -> None:
    """Each documented status has its error, and the server's sentence and minor code come along.

    Guard: `timeback_core.engine.policy.failures.refusal`.
    """
    failed = error(get_user(answering(refused(status, "So it is.")), "u"))
    assert isinstance(failed, kind)
    assert (failed.status, failed.reply.text) == (status, "So it is.")
    assert failed.reply.codes == (("TargetEndSystem", "unknownobject"),)


@pytest.mark.parametrize("status", [404, 409, 500])
@pytest.mark.parametrize(
    "text", ["Course already exists.", "An object with this id ALREADY EXISTS in courses"]
)
def test_oneroster_07_already_exists(answering: Answering, status: int, text: str) -> None:
    """A create whose id is taken is a conflict, whatever its status and case.

    Guard: `timeback_core.engine.policy.failures.refusal`.
    """
    assert isinstance(error(create_course(answering(refused(status, text)), COURSE)), Conflict)


def test_oneroster_07_already_exists_is_about_creates(answering: Answering) -> None:
    """The same words say nothing about a read or a delete.

    Guard: `timeback_core.engine.policy.failures.refusal`.
    """
    session = answering(refused(404, "Course already exists."))
    assert isinstance(error(get_course(session, "k")), NotFound)
    assert isinstance(error(delete_course(session, "k")), NotFound)


SOMETHING_ELSE: dict[str, tuple[str, Told]] = {
    "organization of a user": ("Organization not found.", lambda session: create_user(session, new_user())),
    "organization of a course": (
        "Organization not found.",
        lambda session: update_course(session, "k", COURSE),
    ),
    "student of a class": (
        "User not found.",
        lambda session: add_student_to_class(session, "c", ClassEnrollInput(user=ref_to("u"))),
    ),
    "line item of a result": ("Line item not found.", lambda session: update_result(session, "r", RESULT)),
    "parent of a period": (
        "Academic session not found.",
        lambda session: update_grading_period(session, "p", PERIOD),
    ),
    "course of a component": (
        "Course not found.",
        lambda session: update_course_component(session, "c", UNIT),
    ),
    "component of a link": (
        "Course Component not found.",
        lambda session: update_component_resource(session, "l", LINK),
    ),
    "resource of a link": (
        "Resource not found.",
        lambda session: update_component_resource(session, "l", LINK),
    ),
    "resource of a new link": (
        "Resource not found.",
        lambda session: create_component_resource(session, LINK),
    ),
}


@pytest.mark.parametrize("what", SOMETHING_ELSE)
def test_oneroster_07_a_404_about_a_reference(answering: Answering, what: str) -> None:
    """A write whose 404 names another entity than its path refuses a reference in the body.

    Guard: `timeback_core.engine.policy.refusals.names_something_else`.
    """
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
    "Class not found.": lambda session: add_student_to_class(
        session, "c", ClassEnrollInput(user=ref_to("u"))
    ),
    "Class or academic session not found.": lambda session: create_results_for_academic_session_in_class(
        session, "c", "s", [RESULT]
    ),
    "Not found": lambda session: update_course(session, "k", COURSE),
    "": lambda session: update_course(session, "k", COURSE),
}


@pytest.mark.parametrize("text", ITSELF)
def test_oneroster_07_a_404_about_the_document_itself(answering: Answering, text: str) -> None:
    """A write whose 404 names what its path names, or nothing at all, found no such document.

    Guard: `timeback_core.engine.policy.refusals.names_something_else`.
    """
    assert isinstance(error(ITSELF[text](answering(refused(404, text)))), NotFound)


def test_oneroster_07_an_unknown_resource_ends_an_upsert(client: TimebackClient, sandbox: Sandbox) -> None:
    """The 404 of a link's PUT about its resource must not be taken for a missing link, and lead to a create.

    Guard: `timeback_core.oneroster.flows.steps.upserted`.
    """
    known = "course-1-unit-1-lesson-1-link"
    link = ComponentResourceInput(
        sourced_id=known,
        title="t",
        course_component=ref_to("course-1-unit-1-lesson-1"),
        resource=ref_to("nowhere"),
        sort_order=1,
    )
    assert isinstance(error(upsert_component_resource(client.session, known, link)), Rejected)
    posted = [
        call.path for call in sandbox.requests() if call.verb == "POST" and call.path != sandbox.token_path
    ]
    assert posted == []


@pytest.mark.parametrize("text", ["Internal Server Error", "Resource not found."])
def test_oneroster_07_a_500_of_a_component_resource(answering: Answering, text: str) -> None:
    """An unknown resource is a 500 of the live platform, and stays the server's fault.

    Guard: `timeback_core.engine.policy.failures.refusal`.
    """
    failed = error(create_component_resource(answering(refused(500, text)), LINK))
    assert isinstance(failed, ServerFault)
    assert (failed.status, failed.reply.text) == (500, text)


def test_oneroster_07_a_500_is_not_repeated(client: TimebackClient, sandbox: Sandbox) -> None:
    """The live platform says 500 to an unknown resource every time, so a create is sent once.

    Guard: `timeback_core.engine.policy.retry`.
    """
    sandbox.switches.live_errors = True
    link = ComponentResourceInput(
        sourced_id="l-9",
        title="t",
        course_component=ref_to("course-1-unit-1-lesson-1"),
        resource=ref_to("nowhere"),
        sort_order=1,
    )
    session = client.session
    assert isinstance(error(create_component_resource(session, link)), ServerFault)
    assert [call.status for call in sandbox.requests()][1:] == [500]


def test_oneroster_07_deleted_again(client: TimebackClient) -> None:
    """A repeated delete is a success, one of an unknown resource is told.

    Guard: `timeback_core.oneroster.operations.resources.delete_resource`.
    """
    known = "course-1-unit-1-lesson-1-resource"
    for _ in range(2):
        assert value(delete_resource(client.session, known)) is None
    assert isinstance(error(delete_resource(client.session, "nowhere")), NotFound)
