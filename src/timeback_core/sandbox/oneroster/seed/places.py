"""The district, its schools, and their academic sessions."""

from random import Random

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.seed.material import SCHOOL_NAMES, Seeding
from timeback_core.sandbox.store import reference

DISTRICT = "district-1"
_KINDS = ("Elementary", "Middle School", "High School", "Academy")
_TERMS = (("Fall", (8, 18), (12, 19)), ("Spring", (1, 5), (6, 5)))
_PERIODS = (((8, 18), (10, 17)), ((10, 20), (12, 19)), ((1, 5), (3, 13)), ((3, 16), (6, 5)))
"""With their first and last days, as (month, day)."""


def seed_places(seeding: Seeding, random: Random) -> list[Document]:
    """Add one district with its schools and their sessions; give the schools."""
    seeding.add("orgs", DISTRICT, name="Juniper Valley School District", type="district", identifier="D-001")
    schools = [_add_school(seeding, random, number) for number in range(1, seeding.plan.schools + 1)]
    for number, school in enumerate(schools, 1):
        _add_sessions(seeding, number, school["sourcedId"])
    return schools


def _add_school(seeding: Seeding, random: Random, number: int) -> Document:
    place = SCHOOL_NAMES[(number - 1) % len(SCHOOL_NAMES)]
    return seeding.add(
        "orgs",
        f"school-{number}",
        name=f"{place} {random.choice(_KINDS)}",
        type="school",
        identifier=f"S-{number:03d}",
        parent=reference(DISTRICT),
    )


def _add_sessions(seeding: Seeding, number: int, school_id: str) -> None:
    year = f"session-{number}-year"
    first_year = seeding.plan.first_year
    common = {"schoolYear": str(first_year + 1), "org": reference(school_id)}
    seeding.add(
        "academicSessions",
        year,
        title=f"{first_year}-{first_year + 1} School Year",
        type="schoolYear",
        startDate=seeding.day(8, 1),
        endDate=seeding.day(7, 31),
        **common,
    )
    for at, (name, first, last) in enumerate(_TERMS, 1):
        seeding.add(
            "academicSessions",
            f"session-{number}-term-{at}",
            title=f"{name} {seeding.day(*first)[:4]}",
            type="term",
            startDate=seeding.day(*first),
            endDate=seeding.day(*last),
            parent=reference(year),
            **common,
        )
    for at, (first, last) in enumerate(_PERIODS, 1):
        seeding.add(
            "academicSessions",
            f"session-{number}-period-{at}",
            title=f"Quarter {at}",
            type="gradingPeriod",
            startDate=seeding.day(*first),
            endDate=seeding.day(*last),
            parent=reference(f"session-{number}-term-{(at + 1) // 2}"),
            **common,
        )
    seeding.add(
        "academicSessions",
        f"session-{number}-semester",
        title=f"First Semester {first_year}",
        type="semester",
        startDate=seeding.day(*_TERMS[0][1]),
        endDate=seeding.day(*_TERMS[0][2]),
        parent=reference(year),
        **common,
    )
