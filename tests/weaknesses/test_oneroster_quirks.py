"""Quirks of OneRoster's writes that a client must cope with: its wire reference, section 9, by number."""

import json
from datetime import UTC, datetime

import pytest
from tests.weaknesses.scripted_server import Reply, ScriptedServer, in_turn
from tests.weaknesses.support import calls, client_of, error, value

from timeback_core import TimebackClient, evolve
from timeback_core.errors import Conflict, InvalidInput, NotFound
from timeback_core.oneroster import (
    CategoryInput,
    ClassInput,
    ClassUpdateInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    ResourceInput,
    SchoolInput,
    add_agent,
    create_class,
    create_component_resource,
    create_course,
    create_course_component,
    create_resource,
    create_school,
    delete_course,
    get_class,
    get_component_resource,
    get_course,
    get_course_component,
    get_user,
    modify_class,
    modify_course,
    ref_to,
    update_category,
    update_course,
    update_org,
)
from timeback_core.oneroster.models.orgs import OrgInput
from timeback_core.sandbox import Sandbox

PERSON = {"sourcedId": "u", "givenName": "A", "familyName": "B"}


def body_of(sandbox: Sandbox) -> dict[str, object]:
    """The only member of the last body that was sent."""
    (held,) = json.loads(calls(sandbox)[-1].body).values()
    assert isinstance(held, dict)
    return held


def test_oneroster_quirk_03_bodies_without_their_envelope(client: TimebackClient, sandbox: Sandbox) -> None:
    """Agents have no envelope, and a school is written as an org."""
    value(add_agent(client.session, "student-1", "guardian-1"))
    assert json.loads(calls(sandbox)[-1].body) == {"agentSourcedId": "guardian-1"}
    value(create_school(client.session, SchoolInput(sourced_id="s-9", name="n")))
    assert json.loads(calls(sandbox)[-1].body) == {"org": {"sourcedId": "s-9", "name": "n", "type": "school"}}


def test_oneroster_quirk_07_the_school_of_a_class(client: TimebackClient, sandbox: Sandbox) -> None:
    """A class is created with `org`, read with `school`, and updated with neither; its course stays too.

    Quirk 19: `classType` is optional in the schema and not null in the tables.
    """
    room = ClassInput(
        sourced_id="c-9",
        title="t",
        course=ref_to("course-1"),
        org=ref_to("school-1"),
        terms=(ref_to("session-1-term-1"),),
    )
    value(create_class(client.session, room))
    assert body_of(sandbox)["org"] == {"sourcedId": "school-1"}
    assert body_of(sandbox)["classType"] == "scheduled"
    changed = value(modify_class(client.session, "c-9", lambda body: evolve(body, title="new")))
    assert changed.school is not None
    assert (changed.title, changed.school.sourced_id) == ("new", "school-1")
    (put,) = (json.loads(call.body)["class"] for call in calls(sandbox) if call.verb == "PUT")
    assert not put.keys() & {"org", "course", "school"}
    assert not hasattr(ClassUpdateInput(), "org")


def test_oneroster_quirk_11_any_2xx(client: TimebackClient, sandbox: Sandbox) -> None:
    """An update is answered with 200 or 201, with an entity, `{}` or nothing: all of it is success."""
    sandbox.switches.live_status = True
    course = CourseInput(title="t", org=ref_to("school-1"))
    value(update_course(client.session, "course-1", course))
    assert calls(sandbox)[-1].status == 201
    org = OrgInput(name="n", type="district")
    for reply in (Reply(None, 204), Reply(None), Reply({}, 201), Reply(b"created", 202)):
        with ScriptedServer(in_turn(reply)) as server, client_of(server) as other:
            value(update_course(other.session, "k", course))
            value(update_org(other.session, "o", org))


@pytest.mark.parametrize(
    ("status", "text"), [(404, "Course already exists."), (409, "Conflict"), (500, "Link already exists")]
)
def test_oneroster_quirk_12_created_before(status: int, text: str) -> None:
    """An id that exists is told as 404, 500 or 409, and is a conflict in any case."""
    script = in_turn(Reply({"imsx_description": text}, status))
    with ScriptedServer(script) as server, client_of(server, max_attempts=1) as client:
        told = create_course(client.session, CourseInput(title="t", org=ref_to("o")))
        assert isinstance(error(told), Conflict)


def test_oneroster_quirk_12_created_again(client: TimebackClient) -> None:
    """The id of a deleted course cannot be created again."""
    value(delete_course(client.session, "course-1"))
    course = CourseInput(sourced_id="course-1", title="t", org=ref_to("school-1"))
    assert isinstance(error(create_course(client.session, course)), Conflict)


def test_oneroster_quirk_16_two_parents(client: TimebackClient, sandbox: Sandbox) -> None:
    """A component has a parent under two names, of which the server derives one only.

    Quirk 24: `unlockDate` is a full time.
    """
    component = CourseComponentInput(
        sourced_id="p-9",
        title="t",
        course=ref_to("course-1"),
        parent=ref_to("course-1-unit-1"),
        sort_order=0,
        unlock_date=datetime(2026, 1, 5, 8, tzinfo=UTC),
    ).with_both_parents()
    value(create_course_component(client.session, component))
    sent = body_of(sandbox)
    assert sent["parent"] == sent["courseComponent"] == {"sourcedId": "course-1-unit-1"}
    assert sent["unlockDate"] == "2026-01-05T08:00:00.000Z"
    read = value(get_course_component(client.session, "p-9"))
    assert read.parent is not None
    assert read.parent.sourced_id == "course-1-unit-1"


def test_oneroster_quirk_18_importance(client: TimebackClient, sandbox: Sandbox) -> None:
    """`importance` is optional in the schema and not null in the tables."""
    value(create_resource(client.session, ResourceInput(title="t", vendor_resource_id="v")))
    assert body_of(sandbox)["importance"] == "primary"


def test_oneroster_quirk_32_course_metadata(client: TimebackClient, sandbox: Sandbox) -> None:
    """The server adds to a course's metadata, and a change keeps what it added."""
    value(create_course(client.session, CourseInput(sourced_id="k-9", title="t", org=ref_to("school-1"))))
    read = value(get_course(client.session, "k-9"))
    assert read.metadata is not None
    assert read.metadata.alpha_learn is not None
    changed = value(modify_course(client.session, "k-9", lambda body: evolve(body, title="new")))
    assert changed.metadata == read.metadata


def test_oneroster_quirk_33_lesson_types(client: TimebackClient, sandbox: Sandbox) -> None:
    """The type of a lesson stands on the link, or in its metadata, where most rows have it."""
    link = ComponentResourceInput(
        sourced_id="l-9",
        title="t",
        course_component=ref_to("course-1-unit-1-lesson-1"),
        resource=ref_to("course-1-unit-1-lesson-1-resource"),
        lesson_type="quiz",
        sort_order=1,
    ).with_lesson_type_in_metadata()
    value(create_component_resource(client.session, link))
    assert (body_of(sandbox)["lessonType"], body_of(sandbox)["metadata"]) == ("quiz", {"lessonType": "quiz"})
    read = value(get_component_resource(client.session, "l-9"))
    assert evolve(read, lesson_type=None).known_lesson_type == read.known_lesson_type == "quiz"


def test_oneroster_quirk_38_the_time_of_storing(client: TimebackClient, sandbox: Sandbox) -> None:
    """`dateLastModified` belongs to the server, and is not written."""
    value(modify_course(client.session, "course-1", lambda body: body))
    (put,) = (json.loads(call.body)["course"] for call in calls(sandbox) if call.verb == "PUT")
    assert "dateLastModified" not in put


def test_oneroster_quirk_40_which_puts_create(client: TimebackClient) -> None:
    """Only a gradebook's PUTs create what is missing."""
    value(update_category(client.session, "new", CategoryInput(title="t")))
    missing = error(update_org(client.session, "new", OrgInput(name="n", type="district")))
    assert isinstance(missing, NotFound)
    assert isinstance(error(get_class(client.session, "new")), NotFound)
    assert isinstance(error(get_user(client.session, "")), InvalidInput)
