"""Whether a body holds what it should, and what it lacks of it."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final, TypeGuard

import attrs

from timeback_core.sandbox.bodies import read_shallow
from timeback_core.sandbox.messages import is_array, is_object
from timeback_core.sandbox.schema import ABSENT

_LONGEST_SHOWN: Final = 200
"""Characters of a value in a line that is read by people."""


@attrs.frozen
class Difference:
    """Where a request is not as it should be."""

    path: str
    """Such as `status`, `query.limit` or `containing.user.roles[0].role`."""
    expected: object
    found: object = ABSENT
    """What is there instead; ABSENT where nothing is."""

    @property
    def is_missing(self) -> bool:
        """Whether nothing is there."""
        return self.found is ABSENT

    def __str__(self) -> str:
        found = "is missing" if self.is_missing else f"found {_shown(self.found)}"
        return f"{self.path}: expected {_shown(self.expected)}, {found}"


def lacks_in_body(body: bytes, part: object) -> list[Difference]:
    """What a body lacks of a text, or of JSON: of an object its members, of an array its elements in any order."""
    if isinstance(part, str) and part.encode("utf-8", "replace") in body:
        return []
    try:
        value: object = read_shallow(body) if body else ABSENT
    except ValueError:
        value = body.decode("utf-8", "replace")
    return _missing(value, part, "containing")


def _missing(value: object, part: object, path: str) -> list[Difference]:
    """What JSON lacks of other JSON."""
    lacks: list[Difference] = []
    if _has_members(part) and is_object(value):
        for name, inner in part.items():
            lacks += _missing(value.get(name, ABSENT), inner, f"{path}{step(name)}")
        return lacks
    if _has_elements(part) and is_array(value):
        for at, inner in enumerate(part):
            lacks += _missing_in_array(value, inner, f"{path}[{at}]")
        return lacks
    # What Python takes for equal, JSON does not.
    is_same = value == part and isinstance(value, bool) == isinstance(part, bool)
    return [] if is_same else [Difference(path, part, value)]


def _missing_in_array(values: Sequence[object], part: object, path: str) -> list[Difference]:
    """What an array lacks of one element: as little as the most similar one of its own lacks."""
    fewest = [Difference(path, part)]
    for at, value in enumerate(values):
        lacks = _missing(value, part, path)
        if not lacks:
            return []
        if at == 0 or len(lacks) < len(fewest):
            fewest = lacks
    return fewest


def _has_members(part: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(part, Mapping)


def _has_elements(part: object) -> TypeGuard[Sequence[object]]:
    return isinstance(part, list | tuple)


def step(name: str) -> str:
    """A path, one member deeper."""
    return f".{name}" if re.fullmatch(r"[\w-]+", name) else f"[{json.dumps(name)}]"


def _shown(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
