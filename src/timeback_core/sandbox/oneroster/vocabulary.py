"""The bases of OneRoster's paths, and the closed lists of words that its bodies may use."""

from typing import Final

BASES: Final = {"BEYOND_AI": "/ims/oneroster/{service}/v1p2", "LEARNWITH_AI": "/{service}/1.0"}
"""The base of a service's paths on each platform."""

STATUS: Final = ("active", "tobedeleted")
USER_ROLE: Final = (
    "system_administrator",
    "administrator",
    "aide",
    "guardian",
    "parent",
    "proctor",
    "relative",
    "student",
    "teacher",
)
ROLE_TYPE: Final = ("primary", "secondary")
TIMEBACK_ROLE: Final = (
    "head_of_school",
    "dean_of_parents",
    "campus_coordinator",
    "head_guide",
    "lead_guide",
    "guide",
    "guide_assistant",
    "reading_specialist",
    "parent",
    "student",
)
ENROLLMENT_ROLE: Final = ("administrator", "proctor", "student", "teacher")
ORG_TYPE: Final = ("department", "school", "district", "local", "state", "national")
CLASS_TYPE: Final = ("homeroom", "scheduled")
SESSION_TYPE: Final = ("gradingPeriod", "semester", "schoolYear", "term")
SCORE_STATUS: Final = ("exempt", "fully graded", "not submitted", "partially graded", "submitted")
SEX: Final = ("male", "female")
GRADE: Final = tuple(str(grade) for grade in range(-1, 14))
RACES: Final = (
    "americanIndianOrAlaskaNative",
    "asian",
    "blackOrAfricanAmerican",
    "nativeHawaiianOrOtherPacificIslander",
    "white",
    "demographicRaceTwoOrMoreRaces",
    "hispanicOrLatinoEthnicity",
)
"""Members of demographics that say of each whether it is so."""
SUBJECT: Final = (
    "Reading",
    "Language",
    "Vocabulary",
    "Social Studies",
    "Writing",
    "Science",
    "FastMath",
    "Math",
    "None",
    "Other",
)
LESSON_TYPE: Final = ("powerpath-100", "quiz", "test-out", "placement", "unit-test", "alpha-read-article")
GUID_TYPE: Final = (
    "academicSession",
    "assessmentLineItem",
    "category",
    "class",
    "course",
    "demographics",
    "enrollment",
    "gradingPeriod",
    "lineItem",
    "org",
    "resource",
    "result",
    "scoreScale",
    "student",
    "teacher",
    "term",
    "user",
    "componentResource",
    "courseComponent",
)
ONBOARDING_STATE: Final = ("not_started", "in_progress", "completed")
