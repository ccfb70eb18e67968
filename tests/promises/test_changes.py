"""A change changes what it says, and a write tells what became of it."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

import pytest
from returns.io import IOResult
from tests.oneroster_kinds import KINDS, Kind
from tests.scripted_server import Reply, ScriptedServer, Seen
from tests.support import calls, client_of, error, value

from timeback_core import UNSET, Created, Flow, Session, TimebackClient, TimebackError, catalogue, evolve
from timeback_core.compose import plain
from timeback_core.errors import InvalidInput, NotFound
from timeback_core.oneroster import (
    AcademicSession,
    AcademicSessionInput,
    AssessmentResultPatch,
    CategoryInput,
    Class,
    ClassUpdateInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    Demographics,
    DemographicsInput,
    EnrollmentUpdateInput,
    LineItemInput,
    Org,
    ResourceUpdateInput,
    SchoolInput,
    User,
    UserInput,
    UserRoleAssignmentInput,
    create_component_resource,
    create_course,
    create_course_component,
    create_line_items_for_class,
    enroll,
    get_academic_session,
    get_assessment_result,
    get_category,
    get_class,
    get_demographics,
    get_school,
    get_user,
    modify_academic_session,
    modify_assessment_line_item,
    modify_assessment_result,
    modify_category,
    modify_class,
    modify_course,
    modify_course_component,
    modify_enrollment,
    modify_resource,
    modify_score_scale,
    modify_user,
    patch_assessment_result,
    ref_to,
    update_academic_session,
    update_category,
    update_class,
    update_course,
    update_demographics,
    update_school,
    update_user,
)
from timeback_core.sandbox import Sandbox

ADA = {
    "sourcedId": "u",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "givenName": "Ada",
    "familyName": "Li",
    "enabledUser": "true",
    "email": "ada@example.com",
    "username": "ada",
    "phone": None,
    "roles": [{"roleType": "primary", "role": "student", "org": {"sourcedId": "o"}, "since": 2024}],
    "metadata": {"isTestUser": True, "appSetting": {"deep": [1, None]}},
    "addedLastWeek": {"a": [1, 2]},
}


def test_nothing_is_lost_or_invented_in_a_change() -> None:
    def script(seen: Seen) -> Reply:
        return Reply({"user": ADA}) if seen.verb == "GET" else Reply(None)

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify_user(client.session, "u", lambda user: evolve(user, username=None, sms="5551234")))
        (body,) = (json.loads(seen.body)["user"] for seen in server.calls() if seen.verb == "PUT")
    assert body == {
        **{name: text for name, text in ADA.items() if name != "dateLastModified"},
        "enabledUser": True,
        "username": None,
        "sms": "5551234",
    }


REF = {"sourcedId": "x"}
Modify = Callable[[Session], IOResult[object, TimebackError]]

ROLE = {
    "roleType": "primary",
    "role": "student",
    "org": REF,
    "userProfile": "p-1",
    "metadata": {"timebackRole": "student", "own": 1},
    "beginDate": "2025-08-01",
}

SCALE_LINE = {"itemValueLHS": "90-100", "itemValueRHS": "A", "value": "A", "own": True}

STORED: dict[str, tuple[Modify, dict[str, object]]] = {
    "user": (
        lambda session: modify_user(session, "x", lambda user: evolve(user, given_name="New")),
        {
            "givenName": "Old",
            "familyName": "B",
            "enabledUser": True,
            "email": "a@b.test",
            "roles": [ROLE],
            "userMasterIdentifier": "master",
            "preferredFirstName": "P",
            "preferredMiddleName": "Q",
            "preferredLastName": "R",
            "pronouns": "they",
            "userIds": [{"type": "SIS", "identifier": "7"}],
        },
    ),
    "course": (
        lambda session: modify_course(session, "x", lambda course: evolve(course, title="New")),
        {
            "title": "Old",
            "status": "active",
            "org": REF,
            "level": "AP",
            "academicSession": REF,
            "gradingScheme": "letters",
            "metadata": {"AlphaLearn": {"DailyXPGoal": 25, "own": 1}, "own": [1, None]},
        },
    ),
    "enrollment": (
        lambda session: modify_enrollment(session, "x", lambda seat: evolve(seat, role="teacher")),
        {
            "role": "student",
            "user": REF,
            "class": REF,
            "primary": False,
            "beginDate": "2025-08-01",
            "metadata": {"goals": {"dailyXp": 10, "own": 1}, "own": 2},
        },
    ),
    "category": (
        lambda session: modify_category(session, "x", lambda category: evolve(category, title="New")),
        {"title": "Old", "status": "active", "weight": 0.2},
    ),
    "scoreScale": (
        lambda session: modify_score_scale(session, "x", lambda scale: evolve(scale, title="New")),
        {
            "title": "Old",
            "status": "active",
            "type": "letters",
            "class": REF,
            "course": REF,
            "scoreScaleValue": [SCALE_LINE],
        },
    ),
}

CHANGED: Mapping[str, tuple[str, str]] = {"user": ("givenName", "New"), "enrollment": ("role", "teacher")}


@pytest.mark.parametrize("kind", STORED)
def test_nothing_is_lost_or_invented_in_a_change__whatever_the_kind(kind: str) -> None:
    modify, body = STORED[kind]
    ids = {} if kind == "enrollment" else {"sourcedId": "x"}
    whole = {**body, **ids, "addedByTheServer": {"deep": [1, None]}}

    def script(seen: Seen) -> Reply:
        return Reply({kind: {**whole, "sourcedId": "x"}}) if seen.verb == "GET" else Reply(None, 200)

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify(client.session))
        (sent,) = (json.loads(seen.body) for seen in server.calls() if seen.verb != "GET")
    field, text = CHANGED.get(kind, ("title", "New"))
    rest = {} if kind == "enrollment" else whole
    assert sent == {kind: {**rest, field: text}}


def without_nulls(value: object) -> object:
    """JSON without what is null, and without the time of the last change."""
    if isinstance(value, dict):
        kept = {name: held for name, held in value.items() if held is not None and name != "dateLastModified"}
        return {name: without_nulls(held) for name, held in kept.items()}
    return [without_nulls(each) for each in value] if isinstance(value, list) else value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.collection)
def test_what_was_read_can_be_written_back(client: TimebackClient, sandbox: Sandbox, kind: Kind) -> None:
    before = without_nulls(sandbox.documents(kind.collection))
    for row in value(kind.listing.take(client.session, 12)):
        value(kind.update(client.session, row.sourced_id, kind.input_of(row).unwrap()))
    assert without_nulls(sandbox.documents(kind.collection)) == before


def test_nothing_is_lost_or_invented_in_a_change__nothing_is_added() -> None:
    metadata = {"type": "qti", "subType": "qti-test", "own": None}
    stored = {"sourcedId": "r", "title": "t", "vendorResourceId": "v", "metadata": metadata}

    def script(seen: Seen) -> Reply:
        return Reply({"resource": stored}) if seen.verb == "GET" else Reply({})

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify_resource(client.session, "r", lambda resource: evolve(resource, title="new")))
        value(modify_resource(client.session, "r", with_language))
        sent = [json.loads(seen.body)["resource"] for seen in server.calls() if seen.verb == "PUT"]
    assert sent == [{"title": "new"}, {"metadata": {**metadata, "language": "en"}}]


def with_language(resource: ResourceUpdateInput) -> ResourceUpdateInput:
    """A resource in English."""
    assert resource.metadata
    return evolve(resource, metadata=evolve(resource.metadata, language="en"))


def test_what_the_server_has_is_no_reason_to_refuse_a_change() -> None:
    role = {"role": "mentor", "roleType": "primary", "org": {"sourcedId": "o"}}
    stored: dict[str, object] = {
        "sourcedId": "u",
        "givenName": "A",
        "familyName": "B",
        "email": None,
        "status": "inactive",
    }
    stored |= {"enabledUser": True, "roles": [role], "grades": ["high school"]}

    def script(seen: Seen) -> Reply:
        return Reply({"user": stored}) if seen.verb == "GET" else Reply({})

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify_user(client.session, "u", lambda user: evolve(user, given_name="Ada")))
        refused = error(modify_user(client.session, "u", lambda user: evolve(user, given_name=" ", email="x")))
        (sent,) = [json.loads(seen.body)["user"] for seen in server.calls() if seen.verb == "PUT"]
    assert sent == {name: each for name, each in stored.items() if name != "email"} | {"givenName": "Ada"}
    assert isinstance(refused, InvalidInput)
    assert [problem.path for problem in refused.problems] == ["user.given_name", "user.email"]


def test_what_the_server_has_is_no_reason_to_refuse_a_change__wherever_it_stands() -> None:
    """An odd row may move, be changed otherwise, or go; the same oddity of the caller's own is refused."""
    odd, right = {"role": "mentor", "roleType": "primary", "org": REF}, {**ROLE, "metadata": None}
    stored = {**ADA, "roles": [odd, right]}
    other = UserRoleAssignmentInput(role="wizard", role_type="primary", org=ref_to("o"))

    def script(seen: Seen) -> Reply:
        return Reply({"user": stored}) if seen.verb == "GET" else Reply({})

    def change(roles: Callable[[Sequence[UserRoleAssignmentInput]], Sequence[UserRoleAssignmentInput]]) -> object:
        return plain(modify_user(client.session, "u", lambda user: evolve(user, roles=roles(user.roles))))

    with ScriptedServer(script) as server, client_of(server) as client:
        change(lambda roles: roles[::-1])
        change(lambda roles: (evolve(roles[0], begin_date=date(2026, 1, 5)), roles[1]))
        change(lambda roles: roles[1:])
        sent = [json.loads(seen.body)["user"]["roles"] for seen in server.calls() if seen.verb == "PUT"]
        refused = error(modify_user(client.session, "u", lambda user: evolve(user, roles=(*user.roles, other))))
    assert [[role["role"] for role in roles] for roles in sent] == [
        ["student", "mentor"],
        ["mentor", "student"],
        ["student"],
    ]
    assert isinstance(refused, InvalidInput)
    assert [problem.path for problem in refused.problems] == ["user.roles[2].role"]


def test_what_the_server_has_is_no_reason_to_refuse_a_change__of_another_type_neither() -> None:
    """What no field can hold goes back as it came, until the change gives the field a value."""
    stored = {"sourcedId": "c", "status": "active", "title": "t", "course": REF, "sortOrder": 1.5}

    def script(seen: Seen) -> Reply:
        return Reply({"courseComponent": stored}) if seen.verb == "GET" else Reply({})

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify_course_component(client.session, "c", lambda part: evolve(part, title="new")))
        value(modify_course_component(client.session, "c", lambda part: evolve(part, sort_order=2)))
        sent = [json.loads(seen.body)["courseComponent"] for seen in server.calls() if seen.verb == "PUT"]
    assert sent == [{**stored, "title": "new"}, {**stored, "sortOrder": 2}]


def test_a_change_that_changes_nothing_is_not_written(client: TimebackClient, sandbox: Sandbox) -> None:
    modifies = [entry.operation for entry in catalogue() if entry.member == "modify"]
    ids = {kind.update: value(kind.listing.take(client.session, 1))[0].sourced_id for kind in KINDS}
    assert len(modifies) > len(KINDS)
    for modify in modifies:
        assert isinstance(modify, Flow)
        update = next((each for each in modify.operations if each in ids), None)
        if update is not None:
            value(modify(client.session, ids[update], lambda body: body))
    assert {call.verb for call in calls(sandbox)} == {"GET"}


def test_a_change_that_changes_nothing_is_not_written__however_it_is_spelled() -> None:
    """So a nightly sync writes what is new, and nothing else."""
    course = {
        "sourcedId": "c",
        "title": "t",
        "org": REF,
        "grades": ["9", "K"],
        "metadata": {"metrics": {"totalXp": 80}},
    }
    term = {"sourcedId": "s", "title": "t", "type": "term", "org": REF, "schoolYear": "2027"}
    term |= {"startDate": "2026-08-01", "endDate": "2027-06-30T00:00:00.000Z"}

    def script(seen: Seen) -> Reply:
        return Reply({"course": course} if "courses" in seen.path else {"academicSession": term})

    def in_words(body: CourseInput) -> CourseInput:
        assert body.metadata
        metrics = evolve(body.metadata.metrics, total_xp=80.0) if body.metadata.metrics else None
        return evolve(body, grades=["09", 0], metadata=evolve(body.metadata, metrics=metrics))

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify_course(client.session, "c", in_words))
        for year in (2027, "2027"):
            new = {"school_year": year, "end_date": date(2027, 6, 30), "type": "term"}
            value(modify_academic_session(client.session, "s", partial(evolve, **new)))
        assert {seen.verb for seen in server.calls()} == {"GET"}
        value(modify_course(client.session, "c", lambda body: evolve(body, grades=["9", "1"])))
        assert [seen.verb for seen in server.calls()][-2:] == ["PUT", "GET"]
    one, other = (
        CourseInput(title="t", org=ref_to("x"), grades=["09"]),
        CourseInput(title="t", org=ref_to("x"), grades=[9]),
    )
    assert (one, hash(one), update_course.request("c", one)) == (other, hash(other), update_course.request("c", other))


@pytest.mark.parametrize(
    ("modify", "kind", "sent"),
    [
        (partial(modify_class, change=partial(evolve, title="New")), "class", {"title": "New"}),
        (partial(modify_resource, change=partial(evolve, title="New")), "resource", {"title": "New"}),
        (
            partial(modify_enrollment, change=partial(evolve, end_date=date(2027, 1, 1))),
            "enrollment",
            {"endDate": "2027-01-01"},
        ),
        (
            partial(modify_assessment_line_item, change=partial(evolve, title="New")),
            "assessmentLineItem",
            {"title": "New"},
        ),
        (
            partial(modify_assessment_result, change=partial(evolve, comment="New")),
            "assessmentResult",
            {"comment": "New"},
        ),
    ],
)
def test_only_what_changed_is_sent_where_the_platform_takes_a_part(
    client: TimebackClient,
    sandbox: Sandbox,
    modify: Callable[..., IOResult[object, TimebackError]],
    kind: str,
    sent: object,
) -> None:
    collection = {"class": "classes"}.get(kind, f"{kind}s")
    value(modify(client.session, str(sandbox.documents(collection)[0]["sourcedId"])))
    (write,) = (call for call in calls(sandbox) if call.verb != "GET")
    assert json.loads(write.body) == {kind: sent}


def test_only_what_changed_is_sent_where_the_platform_takes_a_part__and_all_where_a_part_cannot_say_it() -> None:
    stored = {
        "sourcedId": "e",
        "role": "student",
        "user": REF,
        "class": REF,
        "endDate": "2027-01-01",
        "metadata": {"a": 1, "b": 2},
    }

    def script(seen: Seen) -> Reply:
        return Reply({"enrollment": stored})

    def without_a(seat: EnrollmentUpdateInput) -> EnrollmentUpdateInput:
        assert seat.metadata
        return evolve(seat, metadata=evolve(seat.metadata, extra={"b": 2}))

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify_enrollment(client.session, "e", lambda seat: evolve(seat, end_date=UNSET)))
        value(modify_enrollment(client.session, "e", without_a))
        value(modify_enrollment(client.session, "e", lambda seat: evolve(seat, extra={"new": 1})))
        sent = [(seen.verb, json.loads(seen.body)["enrollment"]) for seen in server.calls() if seen.verb != "GET"]
    whole = {name: each for name, each in stored.items() if name != "sourcedId"}
    assert sent == [
        ("PUT", {name: each for name, each in whole.items() if name != "endDate"}),
        ("PUT", {**whole, "metadata": {"b": 2}}),
        ("PUT", {**whole, "new": 1}),
    ]


def test_absent_and_null_are_two_things(client: TimebackClient, sandbox: Sandbox) -> None:
    result_id = str(sandbox.documents("assessmentResults")[0]["sourcedId"])
    value(patch_assessment_result(client.session, result_id, AssessmentResultPatch(comment="good", score=7)))
    value(patch_assessment_result(client.session, result_id, AssessmentResultPatch(comment=None)))
    sent = [json.loads(request.body)["assessmentResult"] for request in calls(sandbox)]
    assert sent == [{"comment": "good", "score": 7}, {"comment": None}]
    read = value(get_assessment_result(client.session, result_id))
    assert (read.comment, read.score) == (None, 7)


def two_line_items() -> list[LineItemInput]:
    """Two line items of a class."""
    sandbox = Sandbox(students=2)
    with sandbox.serve() as server, client_of(server) as client:
        (row,) = value(client.oneroster.line_items.list.take(1))
    made = LineItemInput.of(row).unwrap()
    return [evolve(made, sourced_id="li-1"), evolve(made, sourced_id="li-2")]


@pytest.mark.parametrize("switch", ["", "pairs_as_list", "pairs_always_object"])
def test_every_create_gives_its_ids_in_one_form(client: TimebackClient, sandbox: Sandbox, switch: str) -> None:
    if switch:
        setattr(sandbox.switches, switch, True)
    session = client.session
    rows = value(create_line_items_for_class(session, "class-1", two_line_items()))
    assert rows.sourced_ids == (("li-1",) if switch == "pairs_always_object" else ("li-1", "li-2"))
    course = CourseInput(sourced_id="k", title="t", org=ref_to("school-1"))
    component = CourseComponentInput(sourced_id="p", title="t", course=ref_to("k"), sort_order=1)
    link = ComponentResourceInput(
        sourced_id="link",
        title="t",
        course_component=ref_to("p"),
        resource=ref_to("course-1-unit-1-lesson-1-resource"),
        sort_order=1,
    )
    made = {
        "k": value(create_course(session, course)),
        "p": value(create_course_component(session, component)),
        "link": value(create_component_resource(session, link)),
    }
    for sourced_id, created in made.items():
        assert created.sourced_id == sourced_id
        assert [(pair.supplied_sourced_id, pair.allocated_sourced_id) for pair in created] == [(sourced_id, sourced_id)]
    seat = value(enroll(session, "class-1", "student-1"))
    assert seat.sourced_id in [row["sourcedId"] for row in sandbox.documents("enrollments")]
    assert {type(each) for each in (rows, seat, *made.values())} == {Created}


def updates(session: Session) -> dict[type, Callable[[Session], IOResult[object, TimebackError]]]:
    """Updates that answer the document, each with what is there already."""
    user = UserInput.of(value(get_user(session, "student-1"))).unwrap()
    school = SchoolInput.of(value(get_school(session, "school-1"))).unwrap()
    term = AcademicSessionInput.of(value(get_academic_session(session, "session-1-term-1"))).unwrap()
    class_ = ClassUpdateInput.of(value(get_class(session, "class-1"))).unwrap()
    demographics = DemographicsInput.of(value(get_demographics(session, "student-2"))).unwrap()
    return {
        User: lambda s: update_user(s, "student-1", user),
        Org: lambda s: update_school(s, "school-1", school),
        AcademicSession: lambda s: update_academic_session(s, "session-1-term-1", term),
        Class: lambda s: update_class(s, "class-1", class_),
        Demographics: lambda s: update_demographics(s, "student-2", demographics),
    }


def test_an_update_gives_what_the_server_answers(client: TimebackClient, sandbox: Sandbox) -> None:
    every = updates(client.session)
    for kind, update in every.items():
        assert type(value(update(client.session))) is kind
    sandbox.switches.empty_put_bodies = True
    for update in every.values():
        assert value(update(client.session)) is None


def test_an_update_is_one_request(client: TimebackClient, sandbox: Sandbox) -> None:
    value(update_category(client.session, "new", CategoryInput(title="Labs", weight=0.1)))
    assert [(call.verb, call.status) for call in calls(sandbox)] == [("PUT", 201)]
    assert value(get_category(client.session, "new")).weight == 0.1
    sandbox.forget_requests()
    assert isinstance(error(update_category(client.session, "new", CategoryInput(title=""))), InvalidInput)
    assert isinstance(error(modify_category(client.session, "no", lambda body: body)), NotFound)
    assert [call.verb for call in calls(sandbox)] == ["GET"]
