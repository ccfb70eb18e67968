"""Models of PowerPath's lessons: attempts, questions, progress, and what answers do."""

from datetime import UTC, datetime

from tests.services.model_case import GONE, Document, Json

from timeback_core import oneroster as o, powerpath as p

NOON = "2026-01-05T12:00:00.000Z"
NOON_SEEN = datetime(2026, 1, 5, 12, tzinfo=UTC)

TALLY: Json = {"accuracy": 80, "correctQuestions": 4, "totalQuestions": 5, "xp": None, "multiplier": 1.25}
QUESTION: Json = {
    "id": "q-1",
    "index": 0,
    "title": "Fractions",
    "url": "https://qti.example/api/assessment-items/q-1",
    "difficulty": "hard",
    "humanApproved": True,
    "content": {"type": "choice", "rawXml": "<qti-assessment-item/>"},
    "response": " B ",
    "responses": {"RESPONSE": " B ", "ORDER": ["a", ""]},
    "correct": False,
    "result": {"score": 0.5, "feedback": "", "outcomes": {"SCORE": "0.5"}},
    "resultId": "r-1",
    "learningObjectives": ["lo-1"],
}
MASTERY: Json = {
    "lessonType": "powerpath-100",
    "score": 39,
    "seenQuestions": [QUESTION, {"id": "q-2"}],
    "remainingQuestionsPerDifficulty": {"easy": 1, "medium": 2, "hard": 0},
    "attempt": 2,
    "testResultId": "t-1",
    **TALLY,
}
TEST: Json = {
    "lessonType": "unit-test",
    "finalized": True,
    "score": 80.5,
    "questions": [QUESTION],
    "toolProvider": "edulastic",
    "enrollmentFailed": True,
    "attempt": 1,
    "testResultId": "t-1",
    **TALLY,
}
ANSWERED: Json = {
    "lessonType": "powerpath-100",
    "powerpathScore": 27,
    "responseResult": {"isCorrect": True, "score": 1, "feedback": {"identifier": "CORRECT", "value": "Correct"}},
    "questionResult": {"score": 1},
    "testResult": [],
    **TALLY,
}
COUNTS: list[tuple[Json, Json]] = [({"attempt": "2"}, {"attempt": 2}), ({"attempt": 2.0}, {"attempt": 2})]

DOCUMENTS = (
    Document(
        p.Attempt,
        {"attempt": 1, "score": 80.5, "scoreStatus": "fully graded", "xp": 10, "startedAt": NOON, "completedAt": NOON},
        ("score",),
        seen={"score_status": o.ScoreStatus.FULLY_GRADED, "started_at": NOON_SEEN, "is_open": False},
        spelled=[
            ({"scoreStatus": "half graded"}, {"score_status": "half graded", "is_open": True}),
            ({"xp": GONE}, {"xp": None}),
        ],
        rewritten=COUNTS,
    ),
    Document(
        p.FinalStudentAssessmentResult,
        {"lessonType": "quiz", "finalized": True, "attempt": 1},
        ("finalized",),
        seen={"lesson_type": o.LessonType.QUIZ},
        rewritten=COUNTS,
    ),
    Document(
        p.PowerPathTestQuestion,
        QUESTION,
        ("id",),
        seen={
            "difficulty": o.Difficulty.HARD,
            "content.type": o.QuestionType.CHOICE,
            "responses.RESPONSE": " B ",
            "responses.ORDER": ("a", ""),
            "result.feedback": "",
            "result.feedback_text": None,
            "is_answered": True,
        },
        spelled=[
            ({"difficulty": GONE}, {"difficulty": o.Difficulty.MEDIUM}),
            ({"difficulty": "brutal", "index": 1.5}, {"difficulty": "brutal", "index": 1.5}),
            ({"content": {"type": "gap-match"}}, {"content.type": "gap-match", "content.raw_xml": None}),
            ({"response": [], "responses": GONE}, {"response": (), "is_answered": True}),
            ({"response": GONE, "responses": {}}, {"is_answered": False}),
            ({"result": {"score": 0}}, {"result.score": 0, "result.feedback": None, "result.outcomes": None}),
        ],
    ),
    *(
        Document(
            p.ResponseResult,
            {"isCorrect": True, "score": 1, "feedback": feedback},
            (),
            seen={"feedback": seen, "feedback_text": text},
        )
        for feedback, seen, text in (
            ({"identifier": "C", "value": "Yes"}, p.Feedback(identifier="C", value="Yes"), "Yes"),
            ({"value": 7, "more": []}, p.Feedback(extra={"value": 7, "more": []}), None),
            ("Yes", "Yes", "Yes"),
            (["Yes", 1], ("Yes", 1), None),
            (7, 7, None),
            (True, True, None),
        )
    ),
    Document(p.NextQuestion, {"score": 27, "question": QUESTION}, ("question",), seen={"question.id": "q-1"}),
    Document(
        p.PowerPath100Progress,
        MASTERY,
        ("lessonType", "score"),
        seen={
            "lesson_type": "powerpath-100",
            "seen_questions.1.id": "q-2",
            "remaining_questions_per_difficulty": p.RemainingQuestions(easy=1, medium=2, hard=0),
            "multiplier": 1.25,
        },
        rewritten=COUNTS,
    ),
    Document(
        p.TestProgress,
        TEST,
        ("lessonType",),
        seen={"lesson_type": "unit-test", "finalized": True, "tool_provider": "edulastic", "unanswered": ()},
        spelled=[
            (
                {"questions": [QUESTION, {"id": "q-2"}], "toolProvider": "abacus"},
                {"unanswered": (p.PowerPathTestQuestion(id="q-2"),), "tool_provider": "abacus"},
            )
        ],
    ),
    Document(
        p.PowerPath100Answered,
        ANSWERED,
        ("lessonType", "powerpathScore"),
        seen={
            "powerpath_score": 27,
            "response_result.is_correct": True,
            "response_result.feedback_text": "Correct",
            "question_result": {"score": 1},
            "test_result": [],
        },
    ),
    Document(p.TestAnswered, {"lessonType": "placement", "questionResult": None}, ("lessonType",)),
)
INPUTS = ()
