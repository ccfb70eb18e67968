"""Models of PowerPath's tests: those in other tools, and those of the platform's own."""

from tests.services.model_case import GRADE, Document, Json, Written

from timeback_core import oneroster as o, powerpath as p

CREDENTIALS: Json = {"email": "a@example.com", "password": "t0p"}
ATTEMPT: Json = {
    "credentials": CREDENTIALS,
    "assignmentId": "a",
    "classId": "",
    "testUrl": "https://tool.example/t",
    "testId": "t",
}

DOCUMENTS = (
    Document(
        p.CreateExternalTestResult,
        {
            "lessonType": "placement",
            "lessonId": "l",
            "courseComponentId": "u",
            "resourceId": "r",
            "launchUrl": "https://tool.example",
            "toolProvider": "edulastic",
            "vendorId": "v",
            "courseIdOnFail": None,
            "grades": ["4"],
        },
        ("lessonId",),
        seen={"lesson_type": o.LessonType.PLACEMENT, "tool_provider": p.ToolProvider.EDULASTIC, "grades": ("4",)},
        spelled=[({"toolProvider": "abacus"}, {"tool_provider": "abacus"})],
        rewritten=[({"grades": [4]}, {"grades": ["4"]})],
    ),
    Document(
        p.CreateInternalTestResult,
        {
            "lessonType": "alpha-read-article",
            "testType": "assessment-bank",
            "lessonId": "l",
            "courseComponentId": "u",
            "resourceId": "r",
            "childResourceIds": ["r-1"],
            "courseIdOnFail": "c",
            "grades": None,
        },
        ("lessonId",),
        seen={"lesson_type": o.LessonType.ALPHA_READ_ARTICLE, "test_type": p.InternalTestType.ASSESSMENT_BANK},
    ),
    Document(
        p.MakeExternalTestAssignmentResult,
        {"toolProvider": "mastery-track", "lessonType": "unit-test", "attempt": 2, **ATTEMPT},
        (),
        seen={"credentials.password": "t0p", "class_id": "", "attempt": 2},
        rewritten=[({"attempt": "2"}, {}), ({"attempt": 2.0}, {})],
    ),
    Document(
        p.ImportExternalTestAssignmentResultsResult,
        {
            "lessonType": "test-out",
            "lessonId": None,
            "toolProvider": None,
            "finalized": False,
            "attempt": 1,
            "courseIdOnFail": "c",
            "hasFallbackCourse": True,
            **ATTEMPT,
        },
        ("finalized",),
        seen={"finalized": False, "lesson_id": None, "has_fallback_course": True},
    ),
    Document(
        p.TestOutResult,
        {"lessonType": "test-out", "lessonId": None, "finalized": False, "toolProvider": None, "attempt": 1, **ATTEMPT},
        (),
        seen={"lesson_id": None, "test_url": "https://tool.example/t"},
    ),
)

EXTERNAL: Json = {"courseId": "c", "toolProvider": "mastery-track", "grades": ["4", "0"]}
QTI = p.InternalQtiSource(url="HTTPS://Q.example:443/t?a=\u00fc")

INPUTS = (
    Written(
        p.CreateExternalPlacementInput(course_id="c", tool_provider="mastery-track", grades=[4, "K"]),
        {**EXTERNAL, "lessonType": "placement"},
        good=[
            ({"course_id_on_fail": None}, {"courseIdOnFail": None}),
            ({"xp": 10, "launch_url": "http://T.example"}, {"xp": 10, "launchUrl": "http://T.example"}),
            ({"resource_metadata": {"a": [None]}}, {"resourceMetadata": {"a": [None]}}),
        ],
        wrong=[
            ({"grades": []}, ["grades: must have at least 1, has 0"]),
            ({"grades": [4, 14]}, [f"grades[1]: {GRADE}"]),
            ({"tool_provider": "abacus"}, ["tool_provider: must be one of edulastic, mastery-track"]),
            ({"lesson_type": "test-out"}, ['lesson_type: expected "placement", found string']),
            ({"launch_url": "tool.example"}, ["launch_url: must be an http or https address"]),
            ({"course_id": "", "unit_title": " "}, ["course_id: must not be empty", "unit_title: must not be empty"]),
        ],
    ),
    Written(
        p.CreateExternalTestOutInput(course_id="c", tool_provider="mastery-track", grades=[4, "K"], xp=2.5),
        {**EXTERNAL, "lessonType": "test-out", "xp": 2.5},
    ),
    Written(
        p.CreateInternalQtiTestInput(course_id="c", lesson_type="quiz", qti=QTI),
        {"courseId": "c", "lessonType": "quiz", "testType": "qti", "qti": {"url": "HTTPS://Q.example:443/t?a=\u00fc"}},
        good=[
            (
                {"lesson_type": "alpha-read-article", "grades": [1]},
                {"lessonType": "alpha-read-article", "grades": ["1"]},
            )
        ],
        wrong=[
            ({"lesson_type": "exam"}, [f"lesson_type: must be one of {', '.join(o.LessonType)}"]),
            ({"qti": p.InternalQtiSource(url="t")}, ["qti.url: must be an http or https address"]),
        ],
    ),
    Written(
        p.CreateInternalAssessmentBankInput(
            course_id="c",
            lesson_type="unit-test",
            course_id_on_fail=None,
            assessment_bank=p.AssessmentBankSource(resources=[p.InternalQtiSource(url="https://q/1", title="One")]),
        ),
        {
            "courseId": "c",
            "lessonType": "unit-test",
            "courseIdOnFail": None,
            "testType": "assessment-bank",
            "assessmentBank": {"resources": [{"url": "https://q/1", "title": "One"}]},
        },
        wrong=[
            (
                {"assessment_bank": p.AssessmentBankSource(resources=[])},
                ["assessment_bank.resources: must have at least 1, has 0"],
            )
        ],
    ),
    Written(
        p.MakeExternalTestAssignmentInput(student="s", lesson="l"),
        {"student": "s", "lesson": "l"},
        good=[
            (
                {"application_name": "a", "test_id": "t", "skip_course_enrollment": True},
                {"applicationName": "a", "testId": "t", "skipCourseEnrollment": True},
            )
        ],
        wrong=[({"student": "", "lesson": "\t"}, ["student: must not be empty", "lesson: must not be empty"])],
    ),
)
