"""Goals of a student, by subject and by course, told with how far the student is."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Final

from timeback_core.sandbox.caliper.facts import FACTS
from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import PartOf, described, under
from timeback_core.sandbox.edubridge.enrollments import active_enrollments
from timeback_core.sandbox.edubridge.views import class_of, course_of, figure
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.collections import COURSES, STUDENTS
from timeback_core.sandbox.oneroster.members import DATE, FREE, FULL_TEXT, NUMBER, TEXT, TEXTS
from timeback_core.sandbox.oneroster.vocabulary import SUBJECT
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.refusals import unknown
from timeback_core.sandbox.schema import WHOLE, Choice, ListOf, Record, may, may_null, must, musts
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.years import school_days, school_year

_GOALS: Final = "subjectGoals"
_LONGEST: Final = 36_500
"""Days that anyone is told to go on for."""

_OBJECTIVE: Final = may("objective", Record((may("type", TEXT), may("value", TEXT)), name="GoalObjective"))
_PACING: Final = may(
    "pacing", Record((may("mode", TEXT), may("endDate", DATE), may("dailyTargetXP", NUMBER)), name="GoalPacing")
)
_TARGET: Final = must("target", Record((must("metric", TEXT), must("value", TEXT))))
_OF_SUBJECT: Final = Record((must("subject", Choice(SUBJECT)), _OBJECTIVE, _PACING), name="SubjectGoalInput")
_PATCH: Final = Record((_OBJECTIVE, _PACING))
_OF_COURSE: Final = Record((must("courseId", FULL_TEXT), _TARGET, _PACING))

_AIM: Final = tuple(must(part.name, part.shape) for part in (_OBJECTIVE, _PACING))
_GOAL: Final = Record((*musts(TEXT, "id", "status", "startDate", "updatedAt", "type"), *_AIM), name="SubjectGoal")
_PACE: Final = Record((*musts(NUMBER, "requiredDailyXP", "effectiveDailyXP"), must("schoolDaysRemaining", WHOLE)))
_PROJECTION: Final = Record(
    (may_null("currentGrade", TEXT), may_null("daysToNextGrade", WHOLE), must("gradeTimeline", ListOf(FREE)))
)
_COMPUTED: Final = Record(
    (
        must("xp", Record(musts(NUMBER, "total", "earned", "remaining", "pctComplete"))),
        must("pace", _PACE),
        must("projection", _PROJECTION),
        may_null("issue", Record(musts(TEXT, "code", "message"))),
    ),
    name="ComputedGoal",
)
_WAY: Final = (must("execution", Record((must("courseIds", TEXTS),))), must("computed", _COMPUTED))
_SUBJECT: Final = Record(
    (
        must("subject", TEXT),
        must("baseline", Record(musts(NUMBER, "dailyTargetXP", "defaultDailyTargetXP"))),
        may_null("goal", _GOAL),
        *_WAY,
    ),
    name="SubjectGoals",
)
_PREVIEW: Final = Record((must("subject", TEXT), must("goal", Record((must("type", TEXT), *_AIM))), *_WAY))
_COURSE_GOAL: Final = Record(
    (
        must("course", Record((*musts(TEXT, "id", "title"), may_null("subject", TEXT)))),
        must("goal", Record((*musts(TEXT, "id", "status"), _TARGET, may_null("pacing", _PACING.shape)))),
        must(
            "progress",
            Record(
                (
                    *musts(TEXT, "courseId", "courseTitle"),
                    *musts(NUMBER, "totalXP", "earnedXP", "remainingXP", "pctComplete", "pctCompleteXP"),
                )
            ),
        ),
    )
)
_ONE: Final = under("subject", _SUBJECT)


@described(Record((must("studentId", TEXT), must("subjects", ListOf(_SUBJECT)))))
def _list(call: Call) -> Reply:
    """The goals of a student in all subjects."""
    student = STUDENTS.get(call.world, call.ids[0])
    goals = {row["subject"]: row for row in call.world.store.referring(_GOALS, "student", student["sourcedId"])}
    studied = (subject for course in _courses(call, student) for subject in course.get("subjects") or ())
    shown = [_snapshot(call, student, subject, goals.get(subject)) for subject in dict.fromkeys((*studied, *goals))]
    return json_reply(200, {"studentId": student["sourcedId"], "subjects": shown})


@described({201: _ONE}, takes=_OF_SUBJECT)
def _create(call: Call) -> Reply:
    """Set a goal in a subject."""
    student, goal = _sent(call)
    call.world.store.put(_GOALS, goal)
    return json_reply(201, {"subject": _snapshot(call, student, goal["subject"], goal)})


@described(under("preview", _PREVIEW), takes=_OF_SUBJECT)
def _preview(call: Call) -> Reply:
    """What a goal in a subject would be."""
    student, goal = _sent(call)
    shown = _snapshot(call, student, goal["subject"], goal)
    told = {name: shown["goal"][name] for name in ("type", "objective", "pacing")}
    kept = {name: shown[name] for name in ("subject", "execution", "computed")}
    return json_reply(200, {"preview": {**kept, "goal": told}})


@described(_ONE, takes=PartOf(_PATCH))
def _update(call: Call) -> Reply:
    """Change the goal in a subject."""
    student = STUDENTS.get(call.world, call.ids[0])
    given = checked(call.world, _PATCH, call.body(), "", partial=True)
    before = call.world.store.get(_GOALS, "\x00".join(call.ids))
    if before is None:
        raise unknown("The student has no goal in this subject.")
    parts = {name: {**before[name], **part} for name, part in given.items()}
    goal: Document = {**before, **parts, "updatedAt": call.stamp}
    call.world.store.put(_GOALS, goal)
    return json_reply(200, {"subject": _snapshot(call, student, goal["subject"], goal)})


@described({201: under("course", _COURSE_GOAL)}, takes=_OF_COURSE)
def _create_for_course(call: Call) -> Reply:
    """Set a goal in a course."""
    student = STUDENTS.get(call.world, call.ids[0])
    given = checked(call.world, _OF_COURSE, call.body(), "")
    course = COURSES.get(call.world, given["courseId"])
    xp, subjects = _xp(call, student, [course]), course.get("subjects") or [None]
    goal = {"id": call.world.new_id(), "status": "active", "target": given["target"], "pacing": given.get("pacing")}
    shown = {
        "course": {"id": course["sourcedId"], "title": course["title"], "subject": subjects[0]},
        "goal": goal,
        "progress": {
            "courseId": course["sourcedId"],
            "courseTitle": course["title"],
            **{f"{name}XP": xp[name] for name in ("total", "earned", "remaining")},
            "pctComplete": xp["pctComplete"],
            "pctCompleteXP": xp["pctComplete"],
        },
    }
    return json_reply(201, {"course": shown})


def _sent(call: Call) -> tuple[Document, Document]:
    """The student of the path, and the goal that the body sets."""
    student = STUDENTS.get(call.world, call.ids[0])
    given = checked(call.world, _OF_SUBJECT, call.body(), "")
    goal = {
        "sourcedId": f"{student['sourcedId']}\x00{given['subject']}",
        "student": reference(student["sourcedId"]),
        "subject": given["subject"],
        "id": call.world.new_id(),
        "status": "active",
        "startDate": call.today.isoformat(),
        "updatedAt": call.stamp,
        "objective": given.get("objective", {}),
        "pacing": given.get("pacing", {}),
    }
    return student, goal


def _courses(call: Call, student: Document) -> list[Document]:
    """The courses that a student is enrolled in, each once."""
    seats = active_enrollments(call.world, student["sourcedId"])
    courses = (course_of(call.world, class_of(call.world, seat)) for seat in seats)
    return list({course["sourcedId"]: course for course in courses}.values())


def _snapshot(call: Call, student: Document, subject: str, goal: Document | None) -> Document:
    courses = [course for course in _courses(call, student) if subject in (course.get("subjects") or ())]
    daily = sum(figure(course, "goals.dailyXp") for course in courses)
    pacing: Document = {} if goal is None else goal["pacing"]
    return {
        "subject": subject,
        "baseline": {"dailyTargetXP": daily, "defaultDailyTargetXP": daily},
        "goal": None if goal is None else _view(goal),
        "execution": {"courseIds": [course["sourcedId"] for course in courses]},
        "computed": _computed(call, student, _xp(call, student, courses), pacing, daily),
    }


def _view(goal: Document) -> Document:
    told = {name: goal[name] for name in ("id", "status", "startDate", "updatedAt", "objective", "pacing")}
    return {**told, "type": goal["objective"].get("type", "grade_mastery")}


def _xp(call: Call, student: Document, courses: Sequence[Document]) -> Document:
    """How much the courses hold, and how much of it the student has earned in them."""
    ids = {course["sourcedId"] for course in courses}
    total = sum(figure(course, "metrics.totalXp") for course in courses)
    facts = call.world.store.find(FACTS, "userId", student["sourcedId"])
    earned = sum(fact["xpEarned"] or 0 for fact in facts if fact["courseId"] in ids)
    return {
        "total": total,
        "earned": earned,
        "remaining": max(0, total - earned),
        "pctComplete": round(max(0, min(100, 100 * earned / total))) if total else 0,
    }


def _computed(call: Call, student: Document, xp: Document, pacing: Document, daily: float) -> Document:
    last = school_year(call.today)[1]
    if "endDate" in pacing:
        last = min(last, date.fromisoformat(pacing["endDate"][:10]))
    days, pace = school_days(call.today, last), pacing.get("dailyTargetXP", daily)
    grade = next(iter(student.get("grades") or ()), None)
    return {
        "xp": xp,
        "pace": {
            "requiredDailyXP": xp["remaining"] / max(days, 1),
            "effectiveDailyXP": pace,
            "schoolDaysRemaining": days,
        },
        "projection": {
            "currentGrade": grade,
            "daysToNextGrade": ceil(min(xp["remaining"] / pace, _LONGEST)) if pace > 0 else None,
            "gradeTimeline": [],
        },
        "issue": None if grade else {"code": "missing_starting_grade", "message": "The student has no grade."},
    }


GOALS: Final[Sequence[Route]] = (
    Route("edubridge.goals.list_subjects", "GET", "/goals/{studentId}/subjects", _list),
    Route("edubridge.goals.create_subject", "POST", "/goals/{studentId}/subjects", _create),
    Route("edubridge.goals.preview_subject", "POST", "/goals/{studentId}/subjects/preview", _preview),
    Route("edubridge.goals.update_subject", "PATCH", "/goals/{studentId}/subjects/{subject}", _update),
    Route("edubridge.goals.create_course", "POST", "/goals/{studentId}/courses", _create_for_course),
)
