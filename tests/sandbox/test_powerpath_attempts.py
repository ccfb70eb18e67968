"""Lessons whose questions come all at once: attempts, answers, the end of an attempt, and what OneRoster has of it."""

from typing import Any

import httpx
import pytest
from tests.sandbox.powerpath_lessons import LINE_ITEMS, RESULTS, Taker, add_lesson, add_test, given, refused

from timeback_core.sandbox import Sandbox

FIVE = {f"q{at}": {"difficulty": "easy"} for at in range(1, 6)}
STAMP = "2026-09-21T14:13:20.125Z"
UNSCORED = {"xp": None, "multiplier": None, "accuracy": 0, "correctQuestions": 0}


@pytest.fixture
def quiz(api: httpx.Client) -> Taker:
    """A student at a quiz of five questions."""
    return Taker(api, add_lesson(api, "quiz", FIVE, xp=10, lessonTitle="Sums"))


def rows(api: httpx.Client, url: str, **narrowed: str) -> list[dict[str, Any]]:
    query = " AND ".join(f"{name.replace('__', '.')}='{value}'" for name, value in narrowed.items())
    listed: list[dict[str, Any]] = given(api.get(url, params={"filter": query}))[url.rpartition("/")[2]]
    return listed


def test_a_lesson_that_nobody_has_begun_shows_its_questions_and_no_attempt(quiz: Taker) -> None:
    assert quiz.attempts() == []
    progress = quiz.progress()
    questions = progress.pop("questions")
    begun = {"lessonType": "quiz", "finalized": False, "score": 0, "toolProvider": None, "attempt": 1}
    assert progress == {**begun, **UNSCORED, "totalQuestions": 5}
    assert [(question["id"], question["index"]) for question in questions] == [(f"q{at + 1}", at) for at in range(5)]
    xml = questions[0].pop("content")
    assert (xml["type"], xml["rawXml"].count('identifier="q1"')) == ("choice", 1)
    assert questions[0] == {
        "id": "q1",
        "index": 0,
        "title": "Title of q1",
        "difficulty": "easy",
        "humanApproved": None,
        "url": "https://sandbox.timeback.test/assessment-items/q1",
        "learningObjectives": [],
    }
    assert quiz.attempts() == []


def test_answers_are_kept_and_told_right_or_wrong_only_at_the_end(quiz: Taker) -> None:
    for question, value in (("q1", "B"), ("q1", "A"), ("q2", "B"), ("q3", "SKIPPED")):
        told = quiz.answer(question, value)
        assert set(told) == {"lessonType", "questionResult"}
        assert told["questionResult"]["scoreStatus"] == "submitted"
    assert given(quiz.put("q4", response="A"))["lessonType"] == "quiz"
    (attempt,) = quiz.attempts()
    state = {"attempt": 1, "score": 0, "scoreStatus": "partially graded"}
    assert attempt == {**state, "xp": None, "startedAt": STAMP, "completedAt": None}
    open_progress = quiz.progress()
    assert [question.get("responses") for question in open_progress["questions"]] == [
        *[{"RESPONSE": value} for value in ("A", "B", "SKIPPED", "A")],
        None,
    ]
    assert [question.get("response") for question in open_progress["questions"]] == ["A", "B", "SKIPPED", "A", None]
    assert not any({"correct", "result"} & set(question) for question in open_progress["questions"])
    assert (open_progress["accuracy"], open_progress["correctQuestions"]) == (0, 0)

    assert quiz.finish() == {"lessonType": "quiz", "finalized": True, "attempt": 1}
    final = quiz.progress()
    assert [question.get("correct") for question in final["questions"]] == [True, False, False, True, None]
    assert [question.get("result", {}).get("score") for question in final["questions"]] == [1, 0, 0, 1, None]
    assert final["questions"][0]["result"] == {"score": 1, "feedback": "Correct", "outcomes": {"SCORE": "1"}}
    assert (final["finalized"], final["score"], final["accuracy"]) == (True, 40, 40)
    assert (final["correctQuestions"], final["totalQuestions"], final["xp"]) == (2, 5, 0)
    # Once more it changes nothing.
    assert quiz.finish() == {"lessonType": "quiz", "finalized": True, "attempt": 1}
    assert quiz.progress() == final
    assert refused(quiz.put("q5", response="A"), 400) == "The attempt is complete."


@pytest.mark.parametrize(
    ("attempts_before", "right", "multiplier"),
    [(0, 5, 1.25), (0, 4, 1), (0, 3, 0), (1, 5, 1), (1, 4, 0.5), (1, 3, 0), (2, 4, 0.5)],
)
def test_accuracy_and_attempt_decide_on_the_xp(
    quiz: Taker, attempts_before: int, right: int, multiplier: float
) -> None:
    for _ in range(attempts_before):
        quiz.begin()
        quiz.finish()
    quiz.begin()
    for at in range(5):
        quiz.answer(f"q{at + 1}", "A" if at < right else "B")
        if at == 0:
            assert refused(quiz.post("createNewAttempt"), 400) == "The current attempt is not complete."
    quiz.finish()
    told = quiz.progress()
    assert (told["accuracy"], told["multiplier"], told["xp"]) == (20 * right, multiplier, 10 * multiplier)
    assert told["attempt"] == attempts_before + 1


def test_a_reset_attempt_has_lost_its_answers_and_keeps_its_number(api: httpx.Client, quiz: Taker) -> None:
    quiz.answer("q1")
    quiz.finish()
    assert given(quiz.post("resetAttempt")) == {"success": True, "score": 0}
    progress = quiz.progress()
    assert (progress["attempt"], progress["finalized"], progress["score"]) == (1, False, 0)
    assert {name: progress[name] for name in UNSCORED} == UNSCORED
    assert not any("responses" in question for question in progress["questions"])
    status = {
        row["metadata"].get("questionId"): row["status"] for row in rows(api, RESULTS, student__sourcedId="student-1")
    }
    assert status["q1"] == "tobedeleted"
    for at in range(5):
        quiz.answer(f"q{at + 1}")
    quiz.finish()
    assert quiz.progress()["xp"] == 12.5


def test_the_gradebook_of_oneroster_has_the_lesson_its_questions_and_every_attempt(
    api: httpx.Client, quiz: Taker
) -> None:
    lesson_id = quiz.named["lesson"]
    assert rows(api, LINE_ITEMS, componentResource__sourcedId=lesson_id) == []
    for value in ("A", "B"):
        quiz.begin()
        quiz.answer("q1", value)
        quiz.finish()
    items = {row["title"]: row for row in rows(api, LINE_ITEMS, componentResource__sourcedId=lesson_id)}
    whole, part = items.pop("PowerPath Test: Sums"), items.pop("Title of q1")
    assert not items
    assert (whole["resultValueMin"], whole["resultValueMax"], whole["parentAssessmentLineItem"]) == (0, 100, None)
    assert (part["resultValueMin"], part["resultValueMax"], part["metadata"]["questionId"]) == (0, 1, "q1")
    assert part["parentAssessmentLineItem"]["sourcedId"] == whole["sourcedId"]
    for row in (whole, part):
        assert row["course"]["sourcedId"] == "course-1"

    first, second = rows(api, RESULTS, assessmentLineItem__sourcedId=whole["sourcedId"])
    assert (first["score"], first["scoreStatus"], first["student"]["sourcedId"]) == (20, "fully graded", "student-1")
    assert first["metadata"] == {
        "lessonType": "quiz",
        "attempt": 1,
        "startedAt": STAMP,
        "xp": 0,
        "multiplier": 0,
        "accuracy": 20,
        "totalQuestions": 5,
        "correctQuestions": 1,
        "completedAt": STAMP,
    }
    assert (second["score"], second["metadata"]["attempt"]) == (0, 2)
    answers = rows(api, RESULTS, assessmentLineItem__sourcedId=part["sourcedId"])
    assert [(answer["score"], answer["metadata"]["responses"]) for answer in answers] == [
        (1, {"RESPONSE": "A"}),
        (0, {"RESPONSE": "B"}),
    ]
    assert quiz.progress()["testResultId"] == second["sourcedId"]
    # What is deleted there is no attempt any more.
    given(api.delete(f"{RESULTS}/{second['sourcedId']}"), 204)
    assert [attempt["attempt"] for attempt in quiz.attempts()] == [1]
    assert quiz.begin()["attempt"] == 2
    assert not any("responses" in question for question in quiz.progress()["questions"])


def test_a_bank_gives_each_attempt_another_of_its_tests(api: httpx.Client) -> None:
    urls = [add_test(api, name, {f"{name}-q": {}}) for name in ("first", "second", "third")]
    bank = {"resources": [{"url": url, "title": url[-5:]} for url in urls]}
    body = {"courseId": "course-1", "lessonType": "unit-test", "testType": "assessment-bank", "assessmentBank": bank}
    made = given(api.post("/powerpath/createInternalTest", json=body))
    assert len(made["childResourceIds"]) == 3
    student = Taker(api, made["lessonId"])

    def question() -> str:
        (shown,) = student.progress()["questions"]
        return str(shown["id"])

    seen = [question()]
    for _ in range(4):
        student.begin()
        seen.append(question())
        student.answer(seen[-1])
        student.finish()
    assert seen == ["first-q", "first-q", "second-q", "third-q", "first-q"]
    given(student.post("resetAttempt"))
    assert question() == "first-q"
    student.finish()

    given(api.delete(f"/ims/oneroster/resources/v1p2/resources/{made['childResourceIds'][1]}"), 204)
    for expected in ("first-q", "third-q"):
        student.begin()
        assert question() == expected
        student.finish()
    assert [attempt["attempt"] for attempt in student.attempts()] == [1, 2, 3, 4, 5, 6]
    assert [student.progress(attempt=str(at))["score"] for at in range(1, 7)] == [100, 100, 100, 0, 0, 0]

    items = {row["title"]: row for row in rows(api, LINE_ITEMS, componentResource__sourcedId=made["lessonId"])}
    whole = items["PowerPath Test: Math: unit-test"]
    assert whole["metadata"]["isAssessmentBank"] is True
    part = items[urls[0][-5:]]
    assert part["metadata"]["testResourceId"] == made["childResourceIds"][0]
    assert part["parentAssessmentLineItem"]["sourcedId"] == whole["sourcedId"]
    (state,) = rows(api, RESULTS, assessmentLineItem__sourcedId=whole["sourcedId"])
    first, _, third = made["childResourceIds"]
    assert state["metadata"]["currentAttempt"] == 6
    assert (state["metadata"]["tests"]["5"], state["metadata"]["tests"]["6"]) == (first, third)


@pytest.mark.parametrize("elsewhere", [{"toolProvider": "edulastic"}, {"launchUrl": "https://tool.example/1"}])
def test_a_test_that_is_elsewhere_shows_no_questions(api: httpx.Client, elsewhere: dict[str, str]) -> None:
    student = Taker(api, add_lesson(api, "unit-test", FIVE, resourceMetadata=elsewhere))
    progress = student.progress()
    assert (progress["questions"], progress["totalQuestions"]) == ([], 0)
    assert progress["toolProvider"] == elsewhere.get("toolProvider")
    student.begin()
    for operation in ("finalStudentAssessmentResponse", "createNewAttempt"):
        refused(student.post(operation), 400)
    assert given(student.post("resetAttempt")) == {"success": True, "score": 0}


def test_the_resource_says_of_what_type_a_lesson_is_before_the_component_resource_does(api: httpx.Client) -> None:
    resources = "/ims/oneroster/resources/v1p2/resources"
    links = "/ims/oneroster/rostering/v1p2/courses/component-resources"
    for name, of_resource, of_link, expected in (
        ("a", "quiz", "placement", "quiz"),
        ("b", None, "placement", "placement"),
        ("c", None, None, None),
    ):
        resource: dict[str, Any] = {"sourcedId": f"r-{name}", "title": name, "vendorResourceId": name}
        link: dict[str, Any] = {"sourcedId": f"l-{name}", "title": name, "status": "active"}
        for body, told in ((resource, of_resource), (link, of_link)):
            body["metadata"] = {} if told is None else {"lessonType": told}
        link |= {"resource": {"sourcedId": f"r-{name}"}, "courseComponent": {"sourcedId": "course-1-unit-1"}}
        given(api.post(f"{resources}/", json={"resource": resource}), 201)
        given(api.post(f"{links}/", json={"componentResource": link}), 201)
        student = Taker(api, f"l-{name}")
        if expected is None:
            assert refused(student.read("getAssessmentProgress"), 404) == "Lesson not found."
        else:
            assert student.progress()["lessonType"] == expected


def test_a_text_scores_what_the_sandbox_is_told_and_a_skipped_one_nothing(sandbox: Sandbox, api: httpx.Client) -> None:
    lesson = add_lesson(api, "quiz", {"essay": {"free": True, "response": "TEXT"}, "other": {"response": "CHOICE"}})
    for student, share, given_answer, score in (
        ("student-1", 1.0, "words", 50),
        ("student-2", 0.5, "words", 25),
        ("student-3", 1.0, "SKIPPED", 0),
    ):
        sandbox.switches.free_text_score = share
        taker = Taker(api, lesson, student)
        # The old form is the answer to the first declared response, whatever its name.
        given(taker.put("essay", response=given_answer))
        taker.finish()
        told = taker.progress()
        assert (told["score"], told["questions"][0]["responses"]) == (score, {"TEXT": given_answer})
    both = Taker(api, lesson, "student-4")
    given(both.put("other", response="B", responses={"CHOICE": "A"}))
    both.finish()
    assert both.progress()["score"] == 50


def test_what_makes_no_sense_is_refused(api: httpx.Client, quiz: Taker) -> None:
    mastery = Taker(api, "course-1-unit-1-lesson-2-link")
    nobody, nowhere = Taker(api, quiz.named["lesson"], "nobody"), Taker(api, "nowhere")
    for taker, sentence in ((nobody, "Student not found."), (nowhere, "Lesson not found.")):
        for operation in ("getAttempts", "getAssessmentProgress", "getNextQuestion"):
            assert refused(taker.read(operation), 404) == sentence
        for operation in ("createNewAttempt", "finalStudentAssessmentResponse", "resetAttempt"):
            assert refused(taker.post(operation), 404) == sentence
        assert refused(taker.put("q1", response="A"), 404) == sentence
    assert refused(quiz.put("q6", response="A"), 404) == "Question not found."
    assert refused(quiz.read("getAssessmentProgress", attempt="1"), 404) == "Attempt not found."
    assert quiz.attempts() == []
    refused(quiz.read("getAssessmentProgress", attempt="0"), 422, "attempt")
    refused(quiz.put("q1"), 422, "responses")
    refused(quiz.put("q1", responses={"RESPONSE": 1}), 422, "responses.RESPONSE")
    refused(quiz.put("q1", response=["A", None]), 422, "response.1")
    for operation in ("finalStudentAssessmentResponse", "resetAttempt"):
        assert refused(quiz.post(operation), 400) == "There is no attempt yet."
    refused(quiz.read("getNextQuestion"), 400)
    refused(mastery.post("finalStudentAssessmentResponse"), 400)
    refused(api.get("/powerpath/getAttempts", params={"studentId": "student-1"}), 422, "student", "lesson")
    refused(api.post("/powerpath/resetAttempt", json={"student": 1}), 422, "student", "lesson")


def test_what_others_note_of_an_attempt_in_oneroster_breaks_no_lesson(api: httpx.Client) -> None:
    taker = Taker(api, add_lesson(api, "powerpath-100", FIVE))
    taker.answer("q1")
    (row,) = rows(api, RESULTS, student__sourcedId="student-1", metadata__lessonType="powerpath-100")
    counts = ("totalQuestions", "correctQuestions", "accuracy", "xp", "multiplier")
    odds: list[object] = [-1, -7.5, "many", True, [], {}]
    for noted in ({name: odd} for name in counts for odd in odds):
        changed = {**row, "metadata": {**row["metadata"], **noted}}
        given(api.put(f"{RESULTS}/{row['sourcedId']}", json={"assessmentResult": changed}), 201)
        assert [attempt["attempt"] for attempt in taker.attempts()] == [1]
        told: list[dict[str, object]] = [taker.progress(), taker.answer("q2", "B")]
        kinds = {type(each[name]) for each in told for name in ("accuracy", "correctQuestions", "xp", "multiplier")}
        assert kinds <= {int, float, type(None)}
        assert given(taker.read("getNextQuestion"))["score"] >= 0
    given(api.put(f"{RESULTS}/{row['sourcedId']}", json={"assessmentResult": {**row, "metadata": {"attempt": 0}}}), 201)
    assert taker.attempts() == []
