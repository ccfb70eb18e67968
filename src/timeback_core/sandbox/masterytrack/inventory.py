"""The inventory: tests of each subject and grade that has placement lessons, and their search."""

from typing import Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import Parameter, described
from timeback_core.sandbox.masterytrack.answers import SUCCESS, DeniedError
from timeback_core.sandbox.messages import Document, Reply, is_array, json_reply
from timeback_core.sandbox.moments import write_moment
from timeback_core.sandbox.oneroster.kind import metadata_of
from timeback_core.sandbox.oneroster.members import FREE, TEXT
from timeback_core.sandbox.schema import WHOLE, Boolean, Choice, ListOf, Record, may_null, must, musts
from timeback_core.sandbox.world import World

TESTS: Final = "masteryTests"
GRADES: Final = (
    "Kindergarten",
    "First Grade",
    "Second Grade",
    "Third Grade",
    "Fourth Grade",
    "Fifth Grade",
    "Sixth Grade",
    "Seventh Grade",
    "Eighth Grade",
    "Ninth Grade",
    "Tenth Grade",
    "Eleventh Grade",
    "Twelfth Grade",
)
"""The names of grades, by their rank."""

_TEST: Final = Record(
    (
        must("id", WHOLE),
        *musts(TEXT, "timeback_id", "name", "subject", "grade"),
        *musts(WHOLE, "grade_rank", "version"),
        *musts(Boolean(), "active", "supported"),
        must("metadata", FREE),
        *musts(TEXT, "created_at", "updated_at"),
        may_null("invalidated_on", TEXT),
    ),
    name="MasteryTest",
)
_CRITERIA: Final = (
    *(Parameter(name) for name in ("name", "timeback_id", "subject", "grade")),
    Parameter("all", Choice(("true", "false"))),
)


def seed_masterytrack(world: World) -> None:
    """Add the tests of MasteryTrack: three for each placement lesson of PowerPath, of which the player knows two."""
    lessons = world.store.find("resources", "metadata.lessonType", "placement")
    for lesson in list(lessons):
        metadata = metadata_of(lesson)
        subject, url, grades = (metadata.get(name) for name in ("subject", "url", "grades"))
        if isinstance(subject, str) and isinstance(url, str) and is_array(grades):
            for rank in (rank for rank in map(rank_of, grades) if rank is not None):
                for number in (1, 2, 3):
                    _add_test(world, subject, rank, number, url)


def _add_test(world: World, subject: str, rank: int, number: int, url: str) -> None:
    name = f"{subject} G{rank}.{number}"
    timeback_id = f"{world.plan.id_prefix}_{subject.lower()}-{rank}-{number}"
    is_supported, made = number < 3, write_moment(world.plan.made)
    metadata = {
        "url": url,
        "type": "qti",
        "subType": "qti-test",
        "year": str(world.plan.first_year),
        "format": "digital",
        "questionTypes": ["choice", "text-entry"] if is_supported else ["drawing"],
    }
    test = {
        "id": world.store.count(TESTS) + 1,
        "timeback_id": timeback_id,
        "name": name,
        "subject": subject,
        "grade": GRADES[rank],
        "grade_rank": rank,
        "version": 1,
        "active": True,
        "metadata": metadata,
        "supported": is_supported,
        "created_at": made,
        "updated_at": made,
        "invalidated_on": None,
    }
    world.store.put(TESTS, {"sourcedId": timeback_id, **test})


def in_order(world: World) -> list[Document]:
    """All tests, in the order of answers."""
    return sorted(
        world.store.rows(TESTS), key=lambda test: (test["subject"], test["grade_rank"], test["name"], -test["version"])
    )


@described(Record((SUCCESS, must("data", ListOf(_TEST)))), asks=_CRITERIA)
def search(call: Call) -> Reply:
    """GET of the tests that fit."""
    query, wrong = call.query, dict[str, str]()
    rank = rank_of(query["grade"]) if "grade" in query else None
    if "grade" in query and rank is None:
        wrong["grade"] = "Invalid grade format"
    if query.get("all", "false") not in ("true", "false"):
        wrong["all"] = "Expected true or false"
    if wrong:
        raise DeniedError(400, "Invalid parameters", details=wrong)
    found = (
        test
        for test in in_order(call.world)
        if (test["supported"] or query.get("all") == "true")
        and query.get("name", "").lower() in test["name"].lower()
        and query.get("timeback_id", test["timeback_id"]) == test["timeback_id"]
        and query.get("subject", "").lower() in ("", test["subject"].lower())
        and rank in (None, test["grade_rank"])
    )
    return json_reply(200, {"success": True, "data": [_shown(test) for test in found]})


def rank_of(grade: object) -> int | None:
    """The rank that a grade has by its number or by its name; None for what is no grade."""
    names = {name.lower(): rank for rank, name in enumerate(GRADES)} | {str(rank): rank for rank in range(len(GRADES))}
    return None if isinstance(grade, bool) else names.get(str(grade).strip().lower())


def _shown(test: Document) -> Document:
    return {name: value for name, value in test.items() if name != "sourcedId"}
