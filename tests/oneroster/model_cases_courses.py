"""Models of courses: courses with their metadata, components, component resources, course structures."""

from datetime import UTC, datetime
from typing import Any

from tests.services.model_case import GRADE, STORED, Back, Document, Json, Written, guid, varied, without

from timeback_core import oneroster as o
from timeback_core.oneroster import ref_to

COURSES = Document(
    o.Course,
    {
        **STORED,
        "sourcedId": "k-1",
        "metadata": {
            "publishStatus": "published",
            "goals": {"dailyXp": 25, "dailyLessons": 2},
            "metrics": {"totalXp": 900, "totalLessons": 30, "totalGrades": 1},
            "primaryApp": "alpha_read",
            "courseType": "base",
            "isSupplemental": False,
            "contentGrade": "4",
            "totalLessons": 30,
            "quiz": {
                "value": 10,
                "multipliers": [{"start": 80, "end": 100, "xpMultiplier": 1.5}],
                "attemptMultipliers": [{"attempt": 1, "xpMultiplier": 1}],
            },
            "AlphaLearn": {"DailyXPGoal": 25, "publishStatus": "active"},
            "app": {"kept": True},
        },
        "title": "Math 4",
        "academicSession": {"sourcedId": "t-1"},
        "schoolYear": guid("academicSession", "y-1"),
        "courseCode": "M4",
        "grades": ["4"],
        "subjects": ["Math"],
        "subjectCodes": ["MA"],
        "org": {"sourcedId": "o-1"},
        "level": "AP",
        "gradingScheme": None,
        "resources": [guid("resource", "r-1")],
    },
    ("sourcedId", "title"),
    seen={
        "subjects": (o.Subject.MATH,),
        "school_year.sourced_id": "y-1",
        "metadata": o.CourseMetadata(
            publish_status="published",
            goals=o.EnrollmentGoals(daily_xp=25, daily_lessons=2),
            metrics=o.CourseMetrics(total_xp=900, total_lessons=30, total_grades=1),
            primary_app="alpha_read",
            course_type="base",
            is_supplemental=False,
            content_grade="4",
            total_lessons=30,
            quiz=o.QuizRules(
                value=10,
                multipliers=(o.AccuracyMultiplier(start=80, end=100, xp_multiplier=1.5),),
                attempt_multipliers=(o.AttemptMultiplier(attempt=1, xp_multiplier=1),),
            ),
            alpha_learn=o.AlphaLearnSettings(daily_xp_goal=25, publish_status="active"),
            extra={"app": {"kept": True}},
        ),
    },
    spelled=[
        (
            {"metadata": {"metrics": {"totalXp": "900", "totalLessons": "30.5"}}},
            {"metadata": o.CourseMetadata(metrics=o.CourseMetrics(total_xp=900, total_lessons=30.5))},
        ),
        ({"subjects": ["Alchemy"]}, {"subjects": ("Alchemy",)}),
    ],
    back=[
        Back(o.CourseInput, without("dateLastModified", "resources", "primaryApp"), read={"primaryApp": "alpha_read"})
    ],
)

COURSE_INPUT = o.CourseInput(title="Math 4", org=ref_to("o-1"))

COMPONENTS = Document(
    o.CourseComponent,
    {
        **STORED,
        "sourcedId": "cc-2",
        "metadata": {"any": 1},
        "course": {"sourcedId": "k-1"},
        "courseComponent": {"sourcedId": "cc-1"},
        "parent": {"sourcedId": "cc-1"},
        "title": "Fractions",
        "sortOrder": -1,
        "prerequisites": ["cc-0"],
        "prerequisiteCriteria": "ALL",
        "unlockDate": "2025-09-01T00:00:00.000Z",
    },
    ("sourcedId", "title", "course"),
    seen={
        "prerequisite_criteria": o.PrerequisiteCriteria.ALL,
        "unlock_date": datetime(2025, 9, 1, tzinfo=UTC),
        "sort_order": -1,
    },
    spelled=[
        ({"unlockDate": "2025-09-01"}, {"unlock_date": datetime(2025, 9, 1, tzinfo=UTC)}),
        ({"prerequisiteCriteria": "SOME"}, {"prerequisite_criteria": "SOME"}),
    ],
    back=[Back(o.CourseComponentInput, without("dateLastModified"))],
)

COMPONENT_INPUT = o.CourseComponentInput(title="Fractions", course=ref_to("k-1"))
NESTED_INPUT = varied(COMPONENT_INPUT, {"parent": ref_to("cc-1"), "course_component": ref_to("cc-1")})
WHOLE_NUMBER = "sort_order: expected integer, found number"

LINKS = Document(
    o.ComponentResource,
    {
        **STORED,
        "sourcedId": "cr-1",
        "metadata": {"lessonType": "quiz", "note": "x"},
        "courseComponent": {"sourcedId": "cc-2"},
        "resource": {"sourcedId": "r-1"},
        "title": "Quiz on fractions",
        "sortOrder": 0,
        "lessonType": None,
    },
    ("sourcedId", "title", "courseComponent", "resource"),
    seen={"known_lesson_type": o.LessonType.QUIZ},
    spelled=[
        ({"lessonType": "placement"}, {"known_lesson_type": o.LessonType.PLACEMENT}),
        ({"metadata": {"lessonType": "exercise"}}, {"known_lesson_type": "exercise"}),
        ({"metadata": None}, {"known_lesson_type": None}),
    ],
    back=[Back(o.ComponentResourceInput, without("dateLastModified"))],
)

LINK_INPUT = o.ComponentResourceInput(
    sourced_id="cr-1", title="Quiz", course_component=ref_to("cc-2"), resource=ref_to("r-1")
)
LINK_JSON: Json = {
    "sourcedId": "cr-1",
    "title": "Quiz",
    "courseComponent": {"sourcedId": "cc-2"},
    "resource": {"sourcedId": "r-1"},
    "status": "active",
}


def lesson(**changes: Any) -> o.CourseStructureItem:
    usual: dict[str, Any] = {
        "url": "https://x.test/lesson",
        "skill_code": "S1",
        "lesson_code": "L1",
        "title": "Halves",
        "unit_title": "Fractions",
        "status": o.Status.ACTIVE,
        "xp": 10,
    }
    return o.CourseStructureItem(**{**usual, **changes})


DOCUMENTS = [COURSES, COMPONENTS, LINKS]

INPUTS = [
    Written(
        COURSE_INPUT,
        {"title": "Math 4", "org": {"sourcedId": "o-1"}, "status": "active"},
        wrong=[
            ({"title": " "}, ["title: must not be empty"]),
            ({"status": "draft"}, ["status: must be one of active, tobedeleted"]),
            ({"subjects": ("Alchemy",)}, [f"subjects[0]: must be one of {', '.join(o.Subject)}"]),
            ({"grades": ("4", "x")}, [f"grades[1]: {GRADE}"]),
            (
                {"school_year": o.GuidRefInput(sourced_id="y", href="https://x.test", type="year")},
                [f"school_year.type: must be one of {', '.join(o.GuidType)}"],
            ),
        ],
    ),
    Written(
        COMPONENT_INPUT,
        {"title": "Fractions", "course": {"sourcedId": "k-1"}, "status": "active"},
        wrong=[
            ({"title": ""}, ["title: must not be empty"]),
            ({"course": ref_to("")}, ["course.sourced_id: must not be empty"]),
            ({"sort_order": 1.5}, [WHOLE_NUMBER]),
            ({"unlock_date": datetime(2025, 9, 1)}, ["unlock_date: needs a time zone"]),
        ],
    ),
    Written(
        NESTED_INPUT,
        {
            "title": "Fractions",
            "course": {"sourcedId": "k-1"},
            "status": "active",
            "courseComponent": {"sourcedId": "cc-1"},
            "parent": {"sourcedId": "cc-1"},
        },
        wrong=[({"parent": None}, ["parent: must not be null while course_component is not"])],
    ),
    Written(
        LINK_INPUT,
        LINK_JSON,
        wrong=[
            ({"sourced_id": ""}, ["sourced_id: must not be empty"]),
            ({"lesson_type": "exam"}, [f"lesson_type: must be one of {', '.join(o.LessonType)}"]),
            ({"sort_order": 1.5}, [WHOLE_NUMBER]),
        ],
    ),
    Written(
        o.CourseStructureInput(
            course=COURSE_INPUT,
            course_structure={
                "l-1": lesson(
                    stimulus=o.LessonStimulus(title="Text", identifier="st-1"),
                    video=o.LessonVideo(url="https://x.test/v", title="Film"),
                )
            },
        ),
        {
            "course": {"title": "Math 4", "org": {"sourcedId": "o-1"}, "status": "active"},
            "courseStructure": {
                "l-1": {
                    "url": "https://x.test/lesson",
                    "skillCode": "S1",
                    "lessonCode": "L1",
                    "title": "Halves",
                    "unit-title": "Fractions",
                    "status": "active",
                    "xp": 10,
                    "stimulus": {"title": "Text", "identifier": "st-1"},
                    "video": {"url": "https://x.test/v", "title": "Film"},
                }
            },
        },
        wrong=[
            (
                {
                    "course": varied(COURSE_INPUT, {"title": ""}),
                    "course_structure": {"l-1": lesson(url="ftp://x", xp=float("nan"))},
                },
                [
                    "course.title: must not be empty",
                    'course_structure["l-1"].url: must be an http or https address',
                    'course_structure["l-1"].xp: must be a finite number',
                ],
            )
        ],
    ),
]
