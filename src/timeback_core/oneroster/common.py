"""What OneRoster's operations share: where their paths start, and checks of their arguments."""

from typing import Annotated, Final, TypeAlias

from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.codec.wire import wire_name
from timeback_core.engine.narrow import is_listing
from timeback_core.flows.steps import is_id
from timeback_core.problems import Problem

ROSTERING = Base("oneroster", "rostering")
GRADEBOOK = Base("oneroster", "gradebook")
RESOURCES = Base("oneroster", "resources")

FIXED_SEGMENTS: Final = ("components", "component-resources", "structure")
"""What stands in the path of courses where a course's id could stand."""


def is_course_id(value: object) -> str | None:
    """An id that the path of courses does not take for something else."""
    return f"must not be {value!r}, which names another list" if value in FIXED_SEGMENTS else None


def is_course(value: object) -> str | None:
    """A course whose id leads to it."""
    found = is_course_id(getattr(value, "sourced_id", None))
    return None if found is None else f"sourcedId {found}"


def is_structure(value: object) -> str | None:
    """A course structure whose course has an id that leads to it."""
    return is_course(getattr(value, "course", None))


def has_rows(value: object) -> str | None:
    """A list that is not empty."""
    return "must hold at least one" if is_listing(value) and not value else None


def bulk(envelope: str, given: object, member: str, parent: object) -> Call:
    """A create of a list's rows, as they are now, below the parent that each names in a member, where it has it."""
    rows = tuple(given) if is_listing(given) else ()
    named = (getattr(getattr(row, member, None), "sourced_id", parent) for row in rows)
    path = f"{envelope}[{{}}].{wire_name(member)}.sourcedId"
    wrong = (index for index, each in enumerate(named) if isinstance(each, str) and each != parent)
    strangers = tuple(Problem(path.format(index), f"must be {parent!r}, as in the path") for index in wrong)
    return Call(body={envelope: rows}, problems=strangers)


CourseId: TypeAlias = Annotated[str, is_course_id]
"""Id of a course; it stands in the path."""
Id: TypeAlias = Annotated[str, is_id]
"""An id that does not stand in the path, where its form would be checked anyway."""
