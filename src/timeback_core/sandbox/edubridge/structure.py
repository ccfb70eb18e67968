"""The sessions and the class that EduBridge keeps for a course at a school: made by the first who needs them."""

from datetime import date

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster import kinds
from timeback_core.sandbox.oneroster.kind import Kind, metadata_of
from timeback_core.sandbox.oneroster.writes import store_new
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.years import school_year


def managed_class(call: Call, course: Document, school: Document) -> Document:
    """The class that takes everyone who is enrolled in the course at the school this year."""
    year = managed_year(call, school["sourcedId"]) or _add_year(call, school)
    term = _term(call, year) or _add_term(call, year)
    return _class(call, course, school, term) or _add_class(call, course, school, term)


def existing_class(call: Call, course: Document, school: Document) -> Document | None:
    """That class, where it has been made."""
    year = managed_year(call, school["sourcedId"])
    term = None if year is None else _term(call, year)
    return None if term is None else _class(call, course, school, term)


def managed_year(call: Call, school_id: str) -> Document | None:
    """The school year of the school in which today is."""
    sessions = call.world.store.referring("academicSessions", "org", school_id)
    return next((found for found in sessions if _is_active(found, "schoolYear") and _covers(found, call.today)), None)


def add(call: Call, kind: Kind, **members: object) -> Document:
    """Store a new active document of OneRoster."""
    return store_new(call, kind, {"status": "active", **members}, {})


def _is_active(session: Document, type_name: str) -> bool:
    return bool(session["type"] == type_name and session["status"] == "active")


def _covers(session: Document, day: date) -> bool:
    return bool(session["startDate"][:10] <= day.isoformat() <= session["endDate"][:10])


def _add_year(call: Call, school: Document) -> Document:
    first, last = school_year(call.today)
    return add(
        call,
        kinds.ACADEMIC_SESSION,
        title=f"{first.year}-{last.year} School Year",
        type="schoolYear",
        startDate=first.isoformat(),
        endDate=last.isoformat(),
        schoolYear=str(last.year),
        org=reference(school["sourcedId"]),
    )


def _term(call: Call, year: Document) -> Document | None:
    parts = call.world.store.referring("academicSessions", "parent", year["sourcedId"])
    spans = ("startDate", "endDate", "org")
    terms = (part for part in parts if _is_active(part, "term"))
    return next((term for term in terms if all(term[name] == year[name] for name in spans)), None)


def _add_term(call: Call, year: Document) -> Document:
    same = {name: year[name] for name in ("title", "startDate", "endDate", "schoolYear", "org")}
    return add(call, kinds.ACADEMIC_SESSION, type="term", parent=reference(year["sourcedId"]), **same)


def _class(call: Call, course: Document, school: Document, term: Document) -> Document | None:
    def fits(found: Document) -> bool:
        is_managed = metadata_of(found).get("is_automanaged") is True and found["status"] == "active"
        return is_managed and found["school"] == reference(school["sourcedId"]) and found["terms"] == terms

    terms = [reference(term["sourcedId"])]
    return next(filter(fits, call.world.store.referring("classes", "course", course["sourcedId"])), None)


def _add_class(call: Call, course: Document, school: Document, term: Document) -> Document:
    copied = {name: course[name] for name in ("grades", "subjects", "subjectCodes") if course.get(name) is not None}
    return add(
        call,
        kinds.CLASS,
        title=f"{course['title']} Class",
        classType="scheduled",
        metadata={"is_automanaged": True},
        course=reference(course["sourcedId"]),
        org=reference(school["sourcedId"]),
        terms=[reference(term["sourcedId"])],
        periods=[],
        **copied,
    )
