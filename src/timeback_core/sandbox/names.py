"""The names that there are of operations and services: what is misspelt would pass for what never comes."""

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Final, TypeAlias

Known: TypeAlias = Mapping[str, Collection[str]]
"""The names that there are, by what they are of: `operation`, `service`."""

NOTHING_KNOWN: Final[Known] = {}


def misnamed(told: Mapping[str, str | None], known: Known) -> Iterator[str]:
    """What is wrong with each name or glob that is told and that none of the known ones fits."""
    for what, names in known.items():
        expected = told.get(what)
        if expected is not None and not any(fnmatchcase(each, expected) for each in names):
            near = get_close_matches(expected, names, 1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield f"{what}: there is no {what} {expected}{hint}"
