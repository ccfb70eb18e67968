"""OneRoster's quirks of names, secrets, ids and metadata, by their number in section 9 of the wire reference."""

import re
from datetime import UTC, datetime
from inspect import signature

import pytest
from tests.quirks.answering import Answering, refused
from tests.support import calls, documents_sent, error, new_user, query, value

from timeback_core import TimebackClient, catalogue, evolve
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.surface.operation import Operation
from timeback_core.errors import InvalidInput, NotFound, ServerFault
from timeback_core.oneroster import (
    AssessmentResultInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    CredentialInput,
    CredentialPair,
    DecryptedCredential,
    ResourceInput,
    ResultInput,
    ScoreScaleInput,
    ScoreScaleValueInput,
    create_component_resource,
    create_course,
    create_resource,
    create_result,
    create_score_scale,
    create_user,
    delete_course,
    find_user_by_email,
    get_assessment_result,
    get_component_resource,
    get_course,
    get_score_scale,
    list_assessment_results,
    list_classes_for_course,
    modify_course,
    ref_to,
    update_course,
)
from timeback_core.sandbox import Sandbox
from timeback_core.testing.scripted import Answer

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PAIR: JsonValue = {"suppliedSourcedId": "a", "allocatedSourcedId": "a"}
CREATED = Answer(201, {"sourcedIdPairs": PAIR})
STORED: dict[str, JsonValue] = {
    "sourcedId": "r",
    "lineItem": {"sourcedId": "l"},
    "assessmentLineItem": {"sourcedId": "l"},
    "student": {"sourcedId": "s"},
}
RESULT = ResultInput(
    line_item=ref_to("l"), student=ref_to("s"), score_status="submitted", score_date=NOON, late=True
)


def test_oneroster_09_21_the_score_scale_of_a_result(answering: Answering) -> None:
    """The score scale of a result points at resources in the tables, so that setting it may fail.

    It is sent on request only, and the failure is a value. Guard:
    `timeback_core.oneroster.models.results.ResultInput`.
    """
    session = answering(refused(500, "foreign key"))
    failed = error(create_result(session, evolve(RESULT, score_scale=ref_to("scale"))))
    assert isinstance(failed, ServerFault)
    assert answering.document("result")["scoreScale"] == {"sourcedId": "scale"}
    value(create_result(answering(CREATED), RESULT))
    assert "scoreScale" not in answering.document("result")


def test_oneroster_09_22_the_lines_of_a_score_scale(client: TimebackClient, sandbox: Sandbox) -> None:
    """The lines stand under a name in the singular, with capitals of their own.

    Guard: `timeback_core.oneroster.models.score_scales.ScoreScaleValue`.
    """
    line = ScoreScaleValueInput(item_value_lhs="90-100", item_value_rhs="A")
    scale = ScoreScaleInput(
        sourced_id="s-9", title="t", type="letter", class_=ref_to("class-1"), score_scale_value=(line,)
    )
    value(create_score_scale(client.session, scale))
    assert documents_sent(sandbox, "POST")[-1]["scoreScaleValue"] == [
        {"itemValueLHS": "90-100", "itemValueRHS": "A"}
    ]
    (read,) = value(get_score_scale(client.session, "s-9")).score_scale_value
    assert (read.item_value_lhs, read.item_value_rhs) == ("90-100", "A")


def test_oneroster_09_29_passwords_show_nowhere(answering: Answering) -> None:
    """A user's password is written only, a credential's can be decrypted; neither shows.

    Guard: `timeback_core.oneroster.models.users.UserInput`, `timeback_core.oneroster.models.credentials`.
    """
    user = evolve(new_user(), password="sesame-1")
    pair = CredentialPair(username="n", password="sesame-1")
    login = CredentialInput(application_name="x", credentials=pair)
    for held in (user, pair, login, DecryptedCredential(password="sesame-1"), create_user.request(user)):
        assert "sesame" not in repr(held) + str(held)
    value(create_user(answering(CREATED), user))
    assert answering.document("user")["password"] == "sesame-1"
    failed = error(create_user(answering(refused(422, "Validation error")), user))
    assert "sesame" not in repr(failed) + failed.message


def test_oneroster_09_30_an_email_in_any_case(client: TimebackClient, sandbox: Sandbox) -> None:
    """E-mail addresses are unique, compared with their case, and missing in old rows.

    A write sends the address as given, and a lookup asks for it as given first and then in any case. Guard:
    `timeback_core.oneroster.flows.users.find_user_by_email`.
    """
    value(create_user(client.session, new_user(email="Ada.Li@example.com")))
    assert documents_sent(sandbox, "POST")[-1]["email"] == "Ada.Li@example.com"
    for spelling in ("Ada.Li@example.com", "ada.li@example.com"):
        found = value(find_user_by_email(client.session, spelling))
        assert found is not None
        assert found.sourced_id == "new"
    filters = [query(call)["filter"] for call in calls(sandbox) if call.verb == "GET"]
    assert filters == [
        "email='Ada.Li@example.com'",
        "email='ada.li@example.com'",
        "email~'ada.li@example.com'",
    ]


def test_oneroster_09_32_the_server_adds_to_the_metadata(client: TimebackClient) -> None:
    """The server adds to what a course's metadata hold; a change keeps it.

    Guard: `timeback_core.oneroster.models.course_metadata.CourseMetadata`.
    """
    value(create_course(client.session, CourseInput(sourced_id="k-9", title="t", org=ref_to("school-1"))))
    read = value(get_course(client.session, "k-9"))
    assert read.metadata is not None
    assert read.metadata.alpha_learn is not None
    assert read.metadata.alpha_learn.daily_xp_goal == 25
    changed = value(modify_course(client.session, "k-9", lambda body: evolve(body, title="new")))
    assert changed.metadata == read.metadata


@pytest.mark.parametrize(
    ("members", "known"),
    [
        ({"lessonType": "quiz", "metadata": {"lessonType": "placement"}}, "quiz"),
        ({"lessonType": None, "metadata": {"lessonType": "placement"}}, "placement"),
        ({"metadata": {"lessonType": "unheard-of"}}, "unheard-of"),
        ({"metadata": None}, None),
        ({}, None),
    ],
)
def test_oneroster_09_33_two_places_of_the_lesson_type(
    answering: Answering, members: dict[str, JsonValue], known: str | None
) -> None:
    """The type of a lesson stands on the link on paper, and in its metadata in most rows.

    Both are read, and both are written. Guard:
    `timeback_core.oneroster.models.component_resources.ComponentResource.known_lesson_type`,
    `timeback_core.oneroster.models.component_resources.with_both_lesson_types`.
    """
    row: JsonValue = {
        "sourcedId": "l",
        "title": "t",
        "courseComponent": {"sourcedId": "c"},
        "resource": {"sourcedId": "r"},
        **members,
    }
    session = answering(Answer(200, {"componentResource": row}))
    assert value(get_component_resource(session, "l")).known_lesson_type == known
    link = ComponentResourceInput(
        sourced_id="l",
        title="t",
        course_component=ref_to("c"),
        resource=ref_to("r"),
        sort_order=1,
        lesson_type="quiz",
    )
    value(create_component_resource(answering(CREATED), link))
    written = answering.document("componentResource")
    assert (written["lessonType"], written["metadata"]) == ("quiz", {"lessonType": "quiz"})


@pytest.mark.parametrize("vendor_id", ["12", "AP-World-Unit-1-Test", "https://qti.example.com/x?y=1"])
def test_oneroster_09_34_vendor_ids_are_free(answering: Answering, vendor_id: str) -> None:
    """Articles have a bare number there, tests a QTI identifier: it goes out as the caller has it.

    Guard: `timeback_core.oneroster.models.resources.ResourceInput`.
    """
    value(create_resource(answering(CREATED), ResourceInput(title="t", vendor_resource_id=vendor_id)))
    assert answering.document("resource")["vendorResourceId"] == vendor_id


@pytest.mark.parametrize("taken", ["components", "component-resources", "structure"])
def test_oneroster_09_35_ids_that_name_another_list(answering: Answering, taken: str) -> None:
    """Three ids of courses collide with fixed parts of paths.

    They are refused before anything is sent. Guard: `timeback_core.oneroster.checks.is_course_id`.
    """
    session = answering(Answer(200, {}))
    course = CourseInput(sourced_id=taken, title="t", org=ref_to("o"))
    for told in (
        error(get_course(session, taken)),
        error(update_course(session, taken, evolve(course, sourced_id="k"))),
        error(delete_course(session, taken)),
        error(list_classes_for_course(session, taken)),
        error(create_course(session, course)),
    ):
        assert isinstance(told, InvalidInput)
        assert taken in told.message
    assert answering.sent == []


def test_oneroster_09_36_ids_by_position(client: TimebackClient, sandbox: Sandbox) -> None:
    """The documents call the ids in paths `sourcedId`, `userId`, `userSourcedId` and `sourceId`.

    Every operation takes them by position, in the order of its path. Guard:
    `timeback_core.engine.surface.operation.Operation`.
    """
    seen = 0
    for entry in catalogue():
        operation = entry.operation
        names = re.findall(r"{(\w+)}", entry.path or "")
        if isinstance(operation, Operation) and entry.service == "oneroster" and names:
            parameters = signature(operation.function).parameters.values()
            taken = [each for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
            filled = dict(operation.request(*(f"id-{at}" for at in range(len(taken)))).path)
            assert [filled[name] for name in names] == [f"id-{at}" for at in range(len(names))], entry.name
            seen += 1
    assert seen > 90
    assert isinstance(error(client.oneroster.users.get("nobody")), NotFound)


def test_oneroster_09_37_the_same_figure_under_two_names(
    client: TimebackClient, answering: Answering
) -> None:
    """Applications write `correctQuestions` or `correctAnswers`, `testName` or `testname`, and more besides.

    All of it is read, and what is unknown is kept. Guard:
    `timeback_core.oneroster.models.assessment_metadata.AssessmentResultMetadata`.
    """
    metadata: JsonValue = {"correctAnswers": "7", "testname": "a", "testName": "b", "streak": [1, 2]}
    row: JsonValue = {**STORED, "metadata": metadata}
    held = value(get_assessment_result(answering(Answer(200, {"assessmentResult": row})), "r")).metadata
    assert held is not None
    assert (held.correct_questions, held.correct_answers) == (None, 7)
    assert (held.testname, held.test_name, held.extra) == ("a", "b", {"streak": [1, 2]})
    found = list_assessment_results.take(client.session, 1, where={"metadata.correctQuestions": 7})
    assert len(value(found)) == 1


def test_oneroster_09_38_the_time_of_storing(client: TimebackClient, sandbox: Sandbox) -> None:
    """`dateLastModified` is the time of storing, and may be days after the event: it is never written.

    Guard: the `drops` of the inputs, such as `timeback_core.oneroster.models.courses.CourseInput`.
    """
    before = value(get_course(client.session, "course-1"))
    after = value(modify_course(client.session, "course-1", lambda body: body))
    assert "dateLastModified" not in documents_sent(sandbox, "PUT")[-1]
    assert before.date_last_modified is not None
    assert after.date_last_modified is not None
    assert after.date_last_modified > before.date_last_modified
    for kind in (CourseInput, ResultInput, CourseComponentInput, AssessmentResultInput):
        assert not hasattr(kind, "date_last_modified")
