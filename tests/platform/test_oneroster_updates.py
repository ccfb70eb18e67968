"""What an update of OneRoster replaces, keeps and adds."""

from tests.support import documents_sent, new_user, value

from timeback_core import TimebackClient, evolve
from timeback_core.oneroster import (
    AssessmentResultInput,
    ClassInput,
    ClassUpdateInput,
    CourseComponentInput,
    CourseInput,
    ResultInput,
    add_agent,
    create_course,
    get_course,
    get_user,
    list_agents_for_user,
    modify_class,
    modify_course,
    modify_user,
    ref_to,
    update_course,
    update_user,
    upsert_class,
)
from timeback_core.sandbox import Sandbox


def test_an_update_replaces_the_whole_document(client: TimebackClient) -> None:
    before = value(get_user(client.session, "student-1"))
    assert before.grades
    after = value(modify_user(client.session, "student-1", lambda body: evolve(body, given_name="Ada")))
    assert after == evolve(before, given_name="Ada", date_last_modified=after.date_last_modified)
    value(update_user(client.session, "student-1", new_user("student-1")))
    assert value(get_user(client.session, "student-1")).grades == ()


def test_an_update_replaces_the_whole_document__but_for_metadata_of_courses(client: TimebackClient) -> None:
    read = value(get_course(client.session, "course-1"))
    assert read.metadata is not None
    bare = CourseInput(title="bare", org=ref_to("school-1"))
    value(update_course(client.session, "course-1", bare))
    assert value(get_course(client.session, "course-1")).metadata == read.metadata
    kept = value(modify_course(client.session, "course-1", lambda body: evolve(body, title="new")))
    assert kept.metadata is not None
    assert (kept.title, kept.metadata.alpha_learn is not None) == ("new", True)


def test_the_server_adds_to_the_metadata_of_courses(client: TimebackClient) -> None:
    value(create_course(client.session, CourseInput(sourced_id="k-9", title="t", org=ref_to("school-1"))))
    read = value(get_course(client.session, "k-9"))
    assert read.metadata is not None
    assert read.metadata.alpha_learn is not None
    assert read.metadata.alpha_learn.daily_xp_goal == 25
    changed = value(modify_course(client.session, "k-9", lambda body: evolve(body, title="new")))
    assert changed.metadata == read.metadata


ROOM = ClassInput(title="t", course=ref_to("course-1"), org=ref_to("school-1"), terms=(ref_to("session-1-term-1"),))


def test_a_class_never_changes_its_school_or_course(client: TimebackClient, sandbox: Sandbox) -> None:
    assert not any(hasattr(ClassUpdateInput, name) for name in ("org", "course", "school"))
    created = value(upsert_class(client.session, "c-9", ROOM))
    assert documents_sent(sandbox, "POST")[-1]["org"] == {"sourcedId": "school-1"}
    assert created.school is not None
    assert created.school.sourced_id == "school-1"
    value(upsert_class(client.session, "c-9", evolve(ROOM, org=ref_to("school-2"))))
    changed = value(modify_class(client.session, "c-9", lambda body: evolve(body, title="new")))
    assert (changed.title, changed.school, changed.course) == ("new", created.school, created.course)
    assert all({"org", "course", "school"}.isdisjoint(sent) for sent in documents_sent(sandbox, "PUT"))


def test_agents_are_kept_by_routes_of_their_own(client: TimebackClient) -> None:
    session = client.session
    value(add_agent(session, "student-1", "teacher-1"))
    agents = {agent.sourced_id for agent in value(list_agents_for_user(session, "student-1"))}
    assert "teacher-1" in agents
    value(modify_user(session, "student-1", lambda body: evolve(body, given_name="Ada")))
    assert {agent.sourced_id for agent in value(list_agents_for_user(session, "student-1"))} == agents


def test_the_time_of_the_last_change_is_the_time_of_storing(client: TimebackClient, sandbox: Sandbox) -> None:
    before = value(get_course(client.session, "course-1"))
    after = value(modify_course(client.session, "course-1", lambda body: evolve(body, title="New")))
    assert "dateLastModified" not in documents_sent(sandbox, "PUT")[-1]
    assert before.date_last_modified is not None
    assert after.date_last_modified is not None
    assert after.date_last_modified > before.date_last_modified
    for kind in (CourseInput, ResultInput, CourseComponentInput, AssessmentResultInput):
        assert not hasattr(kind, "date_last_modified")
