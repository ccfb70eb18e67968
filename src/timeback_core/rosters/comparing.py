"""What a row says that the platform does not, and the document that says both."""

from __future__ import annotations

from collections.abc import Mapping
from math import isclose
from typing import Any, Final

from timeback_core.engine.narrow import is_listing, is_object
from timeback_core.oneroster.models.grades import grade_of
from timeback_core.rosters.kinds import Kind, is_empty

ADDED_TO: Final = frozenset(("agents",))
"""Lists to which the platform adds what is written, and takes nothing away."""
PRECISION: Final = 1e-6
"""With about seven digits the platform keeps scores."""


def differing(kind: Kind, wanted: Mapping[str, Any], stored: Mapping[str, Any]) -> dict[str, Any]:
    """The members that can be changed and in which a document does not say what a row wants.

    What the row does not say, in metadata as well, is left as it is.
    """
    return {
        name: each
        for name, each in wanted.items()
        if name in kind.changeable
        and stored.get(name) != each  # most members say the very same
        and not says(stored.get(name), each, whole=name not in ADDED_TO)
    }


def says(stored: Any, wanted: Any, *, whole: bool = True) -> bool:
    """Whether a value says what is wanted: objects may say more, lists are in any order and, if whole, say no more."""
    if is_empty(wanted):
        return is_empty(stored)
    if is_object(wanted):
        if not is_object(stored):
            return False
        if "sourcedId" in wanted:
            return bool(stored.get("sourcedId") == wanted["sourcedId"])
        return all(says(stored.get(name), each) for name, each in wanted.items())
    if is_listing(wanted):
        return is_listing(stored) and matched(stored, wanted, whole=whole) is not None
    if isinstance(wanted, bool) or isinstance(stored, bool):
        return stored is wanted
    if isinstance(wanted, int | float) and isinstance(stored, int | float):
        return isclose(wanted, stored, rel_tol=PRECISION)
    return bool(stored == wanted)


def matched(stored: Any, wanted: Any, *, whole: bool = True) -> list[Any] | None:
    """For each item that is wanted the stored one that says it; None where one is missing, or one is left over."""
    left = list(stored)
    found: list[Any] = []
    for each in wanted:
        at = next((at for at, item in enumerate(left) if says(item, each)), None)
        if at is None:
            return None
        found.append(left.pop(at))
    return None if whole and left else found


def joined(stored: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    """A document that says what is wanted, and otherwise what it said before."""
    return {**stored, **{name: over(stored.get(name), each) for name, each in wanted.items()}}


def over(stored: Any, wanted: Any) -> Any:
    """A value that says what is wanted: an object keeps the rest of what was there, a list what is wanted again."""
    if is_object(wanted) and is_object(stored) and "sourcedId" not in wanted:
        return joined(stored, wanted)
    if not is_listing(wanted) or not is_listing(stored):
        return wanted
    return [next((over(item, each) for item in stored if says(item, each)), each) for each in wanted]


def spelled(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document with its grades as the platform spells them."""
    grades = document.get("grades")
    if not is_listing(grades):
        return dict(document)
    return {**document, "grades": [grade_of(each) or each for each in grades]}
