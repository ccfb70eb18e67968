"""Law 10 for attempts: what a student reached at a lesson is as plain lists of answers say, in any order of calls.

What PowerPath 100 gives for an answer is what the client's simulation foretold; neither knows the other.
"""

from typing import Any

import attrs
import httpx
import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from property_tests.profiles import so_many
from tests.sandbox.conftest import authorized
from tests.sandbox.powerpath_lessons import RESULTS, Taker, add_lesson, add_test, given, refused

from timeback_core.powerpath.scoring import score as simulated
from timeback_core.sandbox import Sandbox

XP = 8
QUESTIONS = {"mastery": [["m1", "m2"]], "quiz": [["q1", "q2", "q3"]], "bank": [["f1", "f2"], ["s1", "s2", "s3"]]}
"""The questions of each test of a lesson."""

lessons = st.sampled_from(list(QUESTIONS))
students = st.sampled_from(["student-1", "student-1", "student-1", "student-2"])
answers = st.lists(st.tuples(st.integers(0, 5), st.sampled_from("AAAAAB")), min_size=1, max_size=20)
"""Which question of the test, and what is answered: `A` is right."""


@attrs.define
class Record:
    """What is known about an attempt."""

    number: int
    given: list[tuple[str, bool]] = attrs.Factory(list[tuple[str, bool]])
    is_final: bool = False
    is_deleted: bool = False

    @property
    def latest(self) -> dict[str, bool]:
        """Whether the answer that counts for a question is right."""
        return dict(self.given)


def mastery_score(history: list[bool]) -> int:
    """The score after some answers, in the words of the guide: gains shrink and losses grow with every ten."""
    score = 0
    for is_right in history:
        tens = score // 10
        change = max(4, 14 - tens) if is_right else -[1, 1, 2, 3, 4, 5, 5, 6, 7, 8][tens]
        score = min(100, max(0, score + change))
    return score


class AttemptsAgainstLists(RuleBasedStateMachine):
    """Every call is taken or refused as the lists say, and every attempt reads as they do."""

    def __init__(self) -> None:
        super().__init__()
        self.sandbox = Sandbox(students=2)
        self.api = authorized(
            httpx.Client(transport=self.sandbox.transport(), base_url=self.sandbox.base_url), self.sandbox
        )
        urls = [
            add_test(self.api, f"part-{at}", {name: {} for name in names}) for at, names in enumerate(QUESTIONS["bank"])
        ]
        bank = {"assessmentBank": {"resources": [{"url": url} for url in urls]}, "testType": "assessment-bank"}
        body = {"courseId": "course-1", "lessonType": "unit-test", "xp": XP, **bank}
        self.lessons = {
            "bank": given(self.api.post("/powerpath/createInternalTest", json=body))["lessonId"],
            "mastery": add_lesson(self.api, "powerpath-100", {name: {} for name in QUESTIONS["mastery"][0]}, xp=XP),
            "quiz": add_lesson(self.api, "quiz", {name: {} for name in QUESTIONS["quiz"][0]}, xp=XP),
        }
        self.known: dict[tuple[str, str], list[Record]] = {}

    def teardown(self) -> None:
        for (lesson, student), known in self.known.items():
            for record in known:
                self.reads_as(lesson, student, record)
        self.api.close()

    def at(self, lesson: str, student: str) -> tuple[Taker, list[Record], Record | None]:
        """A student at a lesson, with what is known of the attempts there, and of the newest."""
        known = self.known.setdefault((lesson, student), [])
        return Taker(self.api, self.lessons[lesson], student), known, known[-1] if known else None

    def questions(self, lesson: str, number: int) -> list[str]:
        """The questions of an attempt: the tests of a bank take turns."""
        tests = QUESTIONS[lesson]
        return tests[(number - 1) % len(tests)]

    @rule(lesson=lessons, student=students)
    def begin(self, lesson: str, student: str) -> None:
        taker, known, newest = self.at(lesson, student)
        if newest is not None and not newest.is_final and lesson != "mastery":
            refused(taker.post("createNewAttempt"), 400)
            return
        record = Record(1 if newest is None else newest.number + 1)
        assert taker.begin()["attempt"] == record.number
        known.append(record)
        self.reads_as(lesson, student, record)

    @rule(lesson=lessons, student=students, several=answers)
    def answer(self, lesson: str, student: str, several: list[tuple[int, str]]) -> None:
        self.give(lesson, student, several)
        _, _, newest = self.at(lesson, student)
        if newest is not None:
            self.reads_as(lesson, student, newest)

    def give(self, lesson: str, student: str, several: list[tuple[int, str]]) -> None:
        """Answers one after another, each of which has to be taken or refused."""
        for at, value in several:
            taker, known, newest = self.at(lesson, student)
            record = newest or Record(1)
            names = self.questions(lesson, record.number)
            if record.is_final:
                refused(taker.put("m1", response=value), 400)
            elif at >= len(names):
                refused(taker.put("nothing", response=value), 404)
            else:
                before = simulated([is_right for _, is_right in record.given], attempt=record.number)
                told = taker.answer(names[at], value)
                if newest is None:
                    known.append(record)
                record.given.append((names[at], value == "A"))
                if lesson == "mastery":
                    score = mastery_score([is_right for _, is_right in record.given])
                    record.is_final = score == 100
                    assert (told["powerpathScore"], told["responseResult"]["isCorrect"]) == (score, value == "A")
                    foretold = before.after(correct=value == "A")
                    assert (foretold.score, foretold.is_complete) == (score, record.is_final)
                    assert told["accuracy"] == pytest.approx(foretold.accuracy)

    @rule(student=students, lapses=st.sets(st.integers(0, 9), max_size=2))
    def master(self, student: str, lapses: set[int]) -> None:
        """An attempt from its begin to its end, with a wrong answer where the score first comes to these tens."""
        self.begin("mastery", student)
        _, _, record = self.at("mastery", student)
        assert record is not None
        while not record.is_final:
            tens = mastery_score([is_right for _, is_right in record.given]) // 10
            self.give("mastery", student, [(tens % 2, "B" if tens in lapses else "A")])
            lapses = lapses - {tens}
        self.reads_as("mastery", student, record)

    @rule(lesson=lessons, student=students)
    def finish(self, lesson: str, student: str) -> None:
        taker, _, newest = self.at(lesson, student)
        if lesson == "mastery" or newest is None:
            refused(taker.post("finalStudentAssessmentResponse"), 400)
            return
        assert taker.finish()["attempt"] == newest.number
        newest.is_final = True
        self.reads_as(lesson, student, newest)

    @rule(lesson=lessons, student=students)
    def reset(self, lesson: str, student: str) -> None:
        taker, _, newest = self.at(lesson, student)
        if newest is None:
            refused(taker.post("resetAttempt"), 400)
            return
        given(taker.post("resetAttempt"))
        newest.given, newest.is_final = [], False
        self.reads_as(lesson, student, newest)

    @rule(lesson=lessons, student=students)
    def delete_in_oneroster(self, lesson: str, student: str) -> None:
        taker, known, newest = self.at(lesson, student)
        if newest is not None:
            given(self.api.delete(f"{RESULTS}/{taker.progress()['testResultId']}"), 204)
            known.pop()
            assert [attempt["attempt"] for attempt in taker.attempts()] == [record.number for record in known]

    @rule(student=students)
    def ask(self, student: str) -> None:
        taker, _, newest = self.at("mastery", student)
        if newest is not None and newest.is_final:
            refused(taker.read("getNextQuestion"), 400)
            return
        seen = {} if newest is None else newest.latest
        asked = given(taker.read("getNextQuestion"))["question"]["id"]
        assert asked not in seen or len(seen) == len(QUESTIONS["mastery"][0])

    def reads_as(self, lesson: str, student: str, record: Record) -> None:
        """What is told of an attempt, and of all of the student at the lesson."""
        taker, known, _ = self.at(lesson, student)
        names = self.questions(lesson, record.number)
        score, accuracy, right = self.reached(lesson, record, len(names))
        multiplier = xp_multiplier(record.number, accuracy) if record.is_final else None
        status = "fully graded" if record.is_final else "partially graded" if record.given else "not submitted"
        xp = None if multiplier is None else XP * multiplier
        (attempt,) = (each for each in taker.attempts() if each["attempt"] == record.number)
        assert (attempt["score"], attempt["scoreStatus"], attempt["xp"]) == (score, status, xp)
        assert [each["attempt"] for each in taker.attempts()] == [each.number for each in known]

        told = taker.progress(attempt=str(record.number))
        assert (told["score"], told["xp"], told["multiplier"]) == (score, xp, multiplier)
        assert (told["accuracy"], told["correctQuestions"], told["totalQuestions"]) == (accuracy, right, len(names))
        if lesson == "mastery":
            if record.is_final:
                state = simulated([is_right for _, is_right in record.given], attempt=record.number)
                assert state.multiplier == multiplier
            assert {each["id"]: each["correct"] for each in told["seenQuestions"]} == record.latest
            assert [each["id"] for each in told["seenQuestions"]] == by_last_answer(record)
            assert sum(told["remainingQuestionsPerDifficulty"].values()) == len(names) - len(record.latest)
        else:
            shown: list[dict[str, Any]] = told["questions"]
            assert [each["id"] for each in shown] == names
            given_now = {each["id"]: each["response"] == "A" for each in shown if "response" in each}
            assert given_now == record.latest
            assert {each["id"]: each["correct"] for each in shown if "correct" in each} == (
                record.latest if record.is_final else {}
            )

    def reached(self, lesson: str, record: Record, total: int) -> tuple[float, float, int]:
        """The score, the accuracy and the number of right answers of an attempt."""
        if lesson == "mastery":
            history = [is_right for _, is_right in record.given]
            return mastery_score(history), 100 * sum(history) / len(history) if history else 0, sum(history)
        if not record.is_final:
            return 0, 0, 0
        right = sum(record.latest.values())
        return 100 * right / total, 100 * right / total, right


def xp_multiplier(attempt: int, accuracy: float) -> float:
    """What accuracy and attempt make of the XP of a lesson."""
    row = (1.25, 1.0, 0.0) if attempt == 1 else (1.0, 0.5, 0.0)
    return row[0 if accuracy == 100 else 1 if accuracy >= 80 else 2]


def by_last_answer(record: Record) -> list[str]:
    """The questions of an attempt, the one that was answered last at the end."""
    backwards = dict.fromkeys(name for name, _ in reversed(record.given))
    return list(reversed(backwards))


TestAttempts = AttemptsAgainstLists.TestCase
TestAttempts.settings = settings(max_examples=so_many(8), stateful_step_count=12)
