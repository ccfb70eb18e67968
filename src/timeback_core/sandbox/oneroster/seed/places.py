"""The district, its schools, and their academic sessions."""

from random import Random

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.seed.material import FIRST_YEAR, SCHOOL_NAMES, add
from timeback_core.sandbox.settings import SeedPlan
from timeback_core.sandbox.store import Store, reference

DISTRICT = "district-1"
_KINDS = ("Elementary", "Middle School", "High School", "Academy")
_TERMS = (
    ("Fall", f"{FIRST_YEAR}-08-18", f"{FIRST_YEAR}-12-19"),
    ("Spring", f"{FIRST_YEAR + 1}-01-05", f"{FIRST_YEAR + 1}-06-05"),
)
_PERIODS = (
    (f"{FIRST_YEAR}-08-18", f"{FIRST_YEAR}-10-17"),
    (f"{FIRST_YEAR}-10-20", f"{FIRST_YEAR}-12-19"),
    (f"{FIRST_YEAR + 1}-01-05", f"{FIRST_YEAR + 1}-03-13"),
    (f"{FIRST_YEAR + 1}-03-16", f"{FIRST_YEAR + 1}-06-05"),
)


def seed_places(store: Store, plan: SeedPlan, random: Random) -> list[Document]:
    """Add one district with its schools and their sessions; give the schools."""
    add(store, "orgs", DISTRICT, name="Juniper Valley School District", type="district", identifier="D-001")
    schools = [_add_school(store, random, number) for number in range(1, plan.schools + 1)]
    for number, school in enumerate(schools, 1):
        _add_sessions(store, number, school["sourcedId"])
    return schools


def _add_school(store: Store, random: Random, number: int) -> Document:
    place = SCHOOL_NAMES[(number - 1) % len(SCHOOL_NAMES)]
    return add(
        store,
        "orgs",
        f"school-{number}",
        name=f"{place} {random.choice(_KINDS)}",
        type="school",
        identifier=f"S-{number:03d}",
        parent=reference(DISTRICT),
    )


def _add_sessions(store: Store, number: int, school_id: str) -> None:
    year = f"session-{number}-year"
    common = {"schoolYear": str(FIRST_YEAR + 1), "org": reference(school_id)}
    add(
        store,
        "academicSessions",
        year,
        title=f"{FIRST_YEAR}-{FIRST_YEAR + 1} School Year",
        type="schoolYear",
        startDate=f"{FIRST_YEAR}-08-01",
        endDate=f"{FIRST_YEAR + 1}-07-31",
        **common,
    )
    for at, (name, first, last) in enumerate(_TERMS, 1):
        add(
            store,
            "academicSessions",
            f"session-{number}-term-{at}",
            title=f"{name} {first[:4]}",
            type="term",
            startDate=first,
            endDate=last,
            parent=reference(year),
            **common,
        )
    for at, (first, last) in enumerate(_PERIODS, 1):
        add(
            store,
            "academicSessions",
            f"session-{number}-period-{at}",
            title=f"Quarter {at}",
            type="gradingPeriod",
            startDate=first,
            endDate=last,
            parent=reference(f"session-{number}-term-{(at + 1) // 2}"),
            **common,
        )
    add(
        store,
        "academicSessions",
        f"session-{number}-semester",
        title=f"First Semester {FIRST_YEAR}",
        type="semester",
        startDate=_TERMS[0][1],
        endDate=_TERMS[0][2],
        parent=reference(year),
        **common,
    )
