"""OneRoster's quirks of single values, by their number in section 9 of the wire reference."""

import re
from datetime import UTC, date, datetime
from inspect import signature
from math import isclose

import pytest
from tests.quirks.answering import Answering, documents_sent, refused
from tests.weaknesses.support import calls, error, new_user, query, value

from timeback_core import TimebackClient, catalogue, evolve
from timeback_core.engine.json import JsonValue
from timeback_core.engine.operation import Operation
from timeback_core.errors import InvalidInput, NotFound, ServerFault
from timeback_core.oneroster import (
    AcademicSessionInput,
    AssessmentResultInput,
    ComponentResourceInput,
    CourseComponentInput,
    CourseInput,
    CredentialInput,
    CredentialPair,
    DecryptedCredential,
    DemographicsInput,
    GuidRefInput,
    ResourceInput,
    ResultInput,
    ScoreScaleInput,
    ScoreScaleValueInput,
    create_academic_session,
    create_assessment_result,
    create_component_resource,
    create_course,
    create_course_component,
    create_demographics,
    create_resource,
    create_result,
    create_score_scale,
    create_user,
    delete_course,
    find_user_by_email,
    get_academic_session,
    get_assessment_result,
    get_component_resource,
    get_course,
    get_course_component,
    get_demographics,
    get_enrollment,
    get_result,
    get_score_scale,
    list_assessment_results,
    list_classes_for_course,
    modify_course,
    ref_to,
    update_course,
    update_result,
)
from timeback_core.sandbox import Sandbox
from timeback_core.testing.scripted import Answer

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)
PAIR: JsonValue = {"suppliedSourcedId": "a", "allocatedSourcedId": "a"}
CREATED = Answer(201, {"sourcedIdPairs": PAIR})
SESSION: dict[str, JsonValue] = {
    "sourcedId": "t",
    "title": "Autumn",
    "type": "term",
    "startDate": "2025-08-01",
    "endDate": "2025-12-20",
}
STORED: dict[str, JsonValue] = {
    "sourcedId": "r",
    "lineItem": {"sourcedId": "l"},
    "assessmentLineItem": {"sourcedId": "l"},
    "student": {"sourcedId": "s"},
}
RESULT = ResultInput(
    line_item=ref_to("l"), student=ref_to("s"), score_status="submitted", score_date=NOON, late=True
)


def sent(answering: Answering, key: str) -> dict[str, object]:
    """The document in the last body."""
    body = answering.body()
    assert isinstance(body, dict)
    document = body[key]
    assert isinstance(document, dict)
    return document


@pytest.mark.parametrize(
    ("told", "read"), [(2026, 2026), ("2026", 2026), (2026.0, 2026), ("2025-2026", "2025-2026"), (None, None)]
)
def test_oneroster_09_08_the_year_of_a_session(
    answering: Answering, told: JsonValue, read: int | str | None
) -> None:
    """A session's school year is written as text and comes as number, text or range.

    Guard: `timeback_core.oneroster.models.sessions.SchoolYear`.
    """
    session = answering(Answer(200, {"academicSession": {**SESSION, "schoolYear": told}}))
    assert value(get_academic_session(session, "t")).school_year == read


def test_oneroster_09_08_written_as_text_and_of_a_course_as_reference(answering: Answering) -> None:
    """Of a course, the school year is a full reference to a session.

    Guard: `timeback_core.oneroster.models.courses.CourseInput`.
    """
    term = AcademicSessionInput(
        sourced_id="t",
        title="t",
        type="term",
        start_date=date(2025, 8, 1),
        end_date=date(2025, 12, 20),
        school_year=2026,
        org=ref_to("o"),
    )
    value(create_academic_session(answering(CREATED), term))
    assert sent(answering, "academicSession")["schoolYear"] == "2026"
    year = GuidRefInput(sourced_id="y", href="https://p.test/y", type="academicSession")
    value(create_course(answering(CREATED), CourseInput(title="t", org=ref_to("o"), school_year=year)))
    assert sent(answering, "course")["schoolYear"] == {
        "sourcedId": "y",
        "href": "https://p.test/y",
        "type": "academicSession",
    }


def test_oneroster_09_09_grades(answering: Answering) -> None:
    """Grades are texts on paper, numbers from the official client, and names in old rows.

    Texts are written, all of it is read. Guard: `timeback_core.oneroster.models.grades`.
    """
    value(create_user(answering(CREATED), evolve(new_user(), grades=("K", 4, "05", "pre-k", "4th grade"))))
    assert sent(answering, "user")["grades"] == ["0", "4", "5", "-1", "4"]
    course: JsonValue = {"sourcedId": "c", "title": "t", "grades": [4, "05", "K", "TK", -1]}
    read = value(get_course(answering(Answer(200, {"course": course})), "c"))
    assert read.grades == ("4", "05", "K", "TK", "-1")


def test_oneroster_09_21_the_score_scale_of_a_result(answering: Answering) -> None:
    """The score scale of a result points at resources in the tables, so that setting it may fail.

    It is sent on request only, and the failure is a value. Guard:
    `timeback_core.oneroster.models.results.ResultInput`.
    """
    session = answering(refused(500, "foreign key"))
    failed = error(create_result(session, evolve(RESULT, score_scale=ref_to("scale"))))
    assert isinstance(failed, ServerFault)
    assert sent(answering, "result")["scoreScale"] == {"sourcedId": "scale"}
    value(create_result(answering(CREATED), RESULT))
    assert "scoreScale" not in sent(answering, "result")


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


@pytest.mark.parametrize(
    ("told", "read"),
    [(True, True), ("true", True), ("TRUE", True), ("false", False), (False, False), (None, None)],
)
def test_oneroster_09_23_flags_of_results(answering: Answering, told: JsonValue, read: bool | None) -> None:
    """The flags of results are texts on paper and booleans in the tables; texts are written.

    Guard: `timeback_core.oneroster.models.results.Result`.
    """
    flags: dict[str, JsonValue] = {"late": told, "missing": told}
    result = value(get_result(answering(Answer(200, {"result": {**STORED, **flags}})), "r"))
    assert (result.late, result.missing) == (read, read)
    other = value(
        get_assessment_result(answering(Answer(200, {"assessmentResult": {**STORED, **flags}})), "r")
    )
    assert (other.late, other.missing) == (read, read)
    value(create_result(answering(CREATED), RESULT))
    assert sent(answering, "result")["late"] == "true"
    assessed = AssessmentResultInput(
        assessment_line_item=ref_to("l"),
        student=ref_to("s"),
        score_date=NOON,
        score_status="submitted",
        incomplete=False,
    )
    value(create_assessment_result(answering(CREATED), assessed))
    assert sent(answering, "assessmentResult")["incomplete"] == "false"


@pytest.mark.parametrize("told", ["2025-08-01", "2025-08-01T00:00:00.000Z", "2025-08-01T00:00:00+00:00"])
def test_oneroster_09_24_dates_that_come_as_times(answering: Answering, told: str) -> None:
    """Dates are timestamps in the tables, and come in either form.

    Guard: `timeback_core.engine.codec.kinds.read_date`.
    """
    day = date(2025, 8, 1)
    session = answering(Answer(200, {"academicSession": {**SESSION, "startDate": told}}))
    assert value(get_academic_session(session, "t")).start_date == day
    seat: JsonValue = {
        "sourcedId": "e",
        "role": "student",
        "user": {"sourcedId": "u"},
        "class": {"sourcedId": "c"},
        "beginDate": told,
        "endDate": None,
    }
    read = value(get_enrollment(answering(Answer(200, {"enrollment": seat})), "e"))
    assert (read.begin_date, read.end_date) == (day, None)
    facts = answering(Answer(200, {"demographics": {"sourcedId": "u", "birthDate": told}}))
    assert value(get_demographics(facts, "u")).birth_date == day


def test_oneroster_09_24_dates_as_they_are_written(answering: Answering) -> None:
    """Days are written as days, the unlock date as a full time.

    Guard: `timeback_core.engine.codec.kinds.write_datetime`.
    """
    facts = DemographicsInput(sourced_id="u", birth_date=date(2015, 3, 1))
    value(create_demographics(answering(CREATED), facts))
    assert sent(answering, "demographics")["birthDate"] == "2015-03-01"
    component = CourseComponentInput(title="t", course=ref_to("c"), sort_order=1, unlock_date=NOON)
    value(create_course_component(answering(CREATED), component))
    assert sent(answering, "courseComponent")["unlockDate"] == "2026-01-05T12:00:00.000Z"
    stored: JsonValue = {**SESSION, "course": {"sourcedId": "c"}, "unlockDate": "2026-01-05"}
    read = value(get_course_component(answering(Answer(200, {"courseComponent": stored})), "p"))
    assert read.unlock_date == datetime(2026, 1, 5, tzinfo=UTC)


def test_oneroster_09_25_scores_come_back_rounded(answering: Answering) -> None:
    """Scores are kept with about seven digits: what is read is what was stored, not what was written.

    Guard: `timeback_core.oneroster.models.results.Result`.
    """
    session = answering(Answer(201, {"result": {**STORED, "score": 33.333332}}))
    read = value(update_result(session, "r", evolve(RESULT, score=100 / 3)))
    assert sent(answering, "result")["score"] == 100 / 3
    assert read is not None
    assert read.score == 33.333332
    assert isclose(read.score, 100 / 3, rel_tol=1e-6)


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
    assert sent(answering, "user")["password"] == "sesame-1"
    failed = error(create_user(answering(refused(422, "Validation error")), user))
    assert "sesame" not in repr(failed) + failed.message


def test_oneroster_09_30_an_email_in_any_case(client: TimebackClient, sandbox: Sandbox) -> None:
    """E-mail addresses are unique, compared with their case, and missing in old rows.

    A lookup tries the address as given and in lower case. Guard:
    `timeback_core.oneroster.flows.users.find_user_by_email`.
    """
    value(create_user(client.session, new_user(email="ada.li@example.com")))
    for spelling in ("ada.li@example.com", "Ada.Li@Example.COM"):
        found = value(find_user_by_email(client.session, spelling))
        assert found is not None
        assert found.sourced_id == "new"
    filters = [query(call)["filter"] for call in calls(sandbox) if call.verb == "GET"]
    assert filters[0] == filters[-1] == "email='ada.li@example.com'"


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

    Guard: `timeback_core.oneroster.models.component_resources.ComponentResource.known_lesson_type`.
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
    value(create_component_resource(answering(CREATED), link.with_lesson_type_in_metadata()))
    written = sent(answering, "componentResource")
    assert (written["lessonType"], written["metadata"]) == ("quiz", {"lessonType": "quiz"})


@pytest.mark.parametrize("vendor_id", ["12", "AP-World-Unit-1-Test", "https://qti.example.com/x?y=1"])
def test_oneroster_09_34_vendor_ids_are_free(answering: Answering, vendor_id: str) -> None:
    """Articles have a bare number there, tests a QTI identifier: it goes out as the caller has it.

    Guard: `timeback_core.oneroster.models.resources.ResourceInput`.
    """
    value(create_resource(answering(CREATED), ResourceInput(title="t", vendor_resource_id=vendor_id)))
    assert sent(answering, "resource")["vendorResourceId"] == vendor_id


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
    `timeback_core.engine.operation.Operation`.
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
