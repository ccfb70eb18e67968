"""Models of classes and of the seats in them: classes, enrollments."""

from datetime import date

from tests.services.model_case import GRADE, STORED, Back, Document, Json, Written, guid, without

from timeback_core import oneroster as o
from timeback_core.oneroster import ref_to

CLASSES = Document(
    o.Class,
    {
        **STORED,
        "sourcedId": "c-1",
        "metadata": {"is_automanaged": True},
        "title": "Math 4",
        "classCode": "M4",
        "classType": "scheduled",
        "location": None,
        "grades": ["4"],
        "subjects": ["Math"],
        "course": guid("course", "k-1"),
        "school": guid("org", "o-1"),
        "terms": [guid("academicSession", "t-1")],
        "subjectCodes": ["MA"],
        "periods": ["1"],
        "resources": [guid("resource", "r-1")],
    },
    ("sourcedId", "title"),
    seen={
        "class_type": o.ClassType.SCHEDULED,
        "subjects": (o.Subject.MATH,),
        "school.sourced_id": "o-1",
        "terms.0.sourced_id": "t-1",
    },
    back=[
        Back(
            o.ClassInput,
            {
                **without("dateLastModified", "school", "resources"),
                "course": {"sourcedId": "k-1"},
                "org": {"sourcedId": "o-1"},
                "terms": [{"sourcedId": "t-1"}],
            },
        ),
        Back(
            o.ClassUpdateInput,
            {
                **without("sourcedId", "dateLastModified", "course", "school"),
                "terms": [{"sourcedId": "t-1"}],
                "resources": [{"sourcedId": "r-1"}],
            },
        ),
    ],
    no_input=[(o.ClassInput, {"school": None}, {"org"})],
)

ENROLLMENT: Json = {
    **STORED,
    "sourcedId": "e-1",
    "metadata": {
        "goals": {"dailyXp": 25, "dailyAccuracy": 80.5},
        "metrics": {"totalXp": 900, "totalLessons": 30, "isSupplemental": False},
        "pctCompleteApp": 40,
        "completionType": "mastery",
        "app": {"kept": [1, 2]},
    },
    "role": "student",
    "primary": True,
    "beginDate": "2025-08-15",
    "endDate": None,
    "user": {**guid("user", "u-1"), "name": "Ada Byron"},
    "class": {**guid("class", "c-1"), "name": None},
    "school": guid("org", "o-1"),
    "course": guid("course", "k-1"),
}
ENROLLMENT_GOES_BACK = {
    **without("dateLastModified", "course", "endDate"),
    "user": {"sourcedId": "u-1"},
    "class": {"sourcedId": "c-1"},
    "school": {"sourcedId": "o-1"},
}

ENROLLMENTS = Document(
    o.Enrollment,
    ENROLLMENT,
    ("sourcedId", "role", "user", "class"),
    seen={
        "role": o.EnrollmentRole.STUDENT,
        "primary": True,
        "begin_date": date(2025, 8, 15),
        "user.name": "Ada Byron",
        "class_.sourced_id": "c-1",
        "metadata.goals": o.EnrollmentGoals(daily_xp=25, daily_accuracy=80.5),
        "metadata.metrics": o.EnrollmentMetrics(total_xp=900, total_lessons=30, is_supplemental=False),
        "metadata.pct_complete_app": 40,
        "metadata.extra": {"app": {"kept": [1, 2]}},
    },
    spelled=[
        ({"role": "aide"}, {"role": "aide"}),
        ({"primary": "false"}, {"primary": False}),
        ({"beginDate": "2025-08-15T00:00:00.000Z"}, {"begin_date": date(2025, 8, 15)}),
        ({"metadata": {"pctCompleteApp": "12.5"}}, {"metadata": o.EnrollmentMetadata(pct_complete_app=12.5)}),
    ],
    back=[
        Back(o.EnrollmentInput, ENROLLMENT_GOES_BACK),
        Back(o.EnrollmentUpdateInput, {**ENROLLMENT_GOES_BACK, **without("sourcedId")}),
        Back(o.EnrollmentPatch, {**ENROLLMENT_GOES_BACK, **without("sourcedId")}),
    ],
)

DOCUMENTS = [CLASSES, ENROLLMENTS]

ROLE = "role: must be one of administrator, proctor, student, teacher"
CLASS_TYPE = "class_type: must be one of homeroom, scheduled"
SUBJECT = f"must be one of {', '.join(o.Subject)}"

INPUTS = [
    Written(
        o.ClassInput(title="Math 4", course=ref_to("k-1"), org=ref_to("o-1"), terms=(ref_to("t-1"),)),
        {
            "title": "Math 4",
            "course": {"sourcedId": "k-1"},
            "org": {"sourcedId": "o-1"},
            "terms": [{"sourcedId": "t-1"}],
            "classType": "scheduled",
        },
        wrong=[
            ({"title": ""}, ["title: must not be empty"]),
            ({"terms": ()}, ["terms: must have at least 1, has 0"]),
            ({"org": ref_to(" ")}, ["org.sourced_id: must not be empty"]),
            ({"class_type": "lab"}, [CLASS_TYPE]),
            ({"grades": ("99",)}, [f"grades[0]: {GRADE}"]),
            ({"subjects": ("Math", "Alchemy")}, [f"subjects[1]: {SUBJECT}"]),
        ],
    ),
    Written(
        o.ClassUpdateInput(),
        {},
        good=[
            (
                {"title": "Math 5", "location": None, "grades": ("5th",), "terms": ()},
                {"title": "Math 5", "location": None, "grades": ["5"], "terms": []},
            )
        ],
        wrong=[
            (
                {"title": "", "class_type": "x", "subjects": ("y",)},
                ["title: must not be empty", CLASS_TYPE, f"subjects[0]: {SUBJECT}"],
            )
        ],
    ),
    Written(
        o.EnrollmentInput(role="student", user=ref_to("u-1"), class_=ref_to("c-1")),
        {"role": "student", "user": {"sourcedId": "u-1"}, "class": {"sourcedId": "c-1"}},
        good=[
            (
                {
                    "primary": False,
                    "begin_date": date(2025, 8, 15),
                    "metadata": o.EnrollmentMetadata(goals=o.EnrollmentGoals(daily_xp=10)),
                },
                {"primary": False, "beginDate": "2025-08-15", "metadata": {"goals": {"dailyXp": 10}}},
            )
        ],
        wrong=[
            ({"role": "aide"}, [ROLE]),
            ({"user": ref_to("")}, ["user.sourced_id: must not be empty"]),
            ({"class_": ref_to("\n")}, ["class_.sourced_id: must not be empty"]),
            ({"sourced_id": ""}, ["sourced_id: must not be empty"]),
            ({"begin_date": "2025-08-15"}, ["begin_date: expected date (YYYY-MM-DD), found string"]),
            (
                {"metadata": o.EnrollmentMetadata(goals=o.EnrollmentGoals(daily_xp=float("inf")))},
                ["metadata.goals.daily_xp: must be a finite number"],
            ),
        ],
    ),
    Written(
        o.EnrollmentPatch(),
        {},
        good=[
            (
                {"end_date": date(2026, 6, 1), "status": o.Status.TO_BE_DELETED},
                {"endDate": "2026-06-01", "status": "tobedeleted"},
            )
        ],
        wrong=[({"role": "aide", "status": "x"}, [ROLE, "status: must be one of active, tobedeleted"])],
    ),
    Written(
        o.ClassEnrollInput(user=ref_to("u-1"), primary=True, end_date=date(2026, 5, 5)),
        {"user": {"sourcedId": "u-1"}, "primary": True, "endDate": "2026-05-05"},
        wrong=[({"user": ref_to(" ")}, ["user.sourced_id: must not be empty"])],
    ),
]
