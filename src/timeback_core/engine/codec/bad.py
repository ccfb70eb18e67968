"""`Bad`: how decoder and encoder say, among themselves, that a value is not what it should be."""

import json
from collections.abc import Mapping
from typing import Final

from timeback_core.engine.codec.fields import MISSING

PYTHON_OF: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
"""The Python classes of each JSON type, as the parser gives them."""

JSON_OF: Final[Mapping[type, str]] = {
    python: name for name, classes in PYTHON_OF.items() for python in classes
} | {tuple: "array"}


class Bad(Exception):  # noqa: N818 - it never leaves the package
    """A value is not what it should be; the path grows from the inside out while the error unwinds.

    It holds the type of the value that was found, never the value itself.
    """

    def __init__(self, expected: str, found: object) -> None:
        super().__init__(expected)
        self.expected = expected
        self.found: str = name_of_type(found)
        self.path: list[str | int] = []
        """Names and indexes, the innermost first."""

    def where(self, root: str = "$") -> str:
        """The path from the outside in, such as `$.users[3].email`."""
        return root + "".join(map(step, reversed(self.path)))


def step(part: str | int) -> str:
    """One step of a path."""
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if part.isidentifier() else f"[{json.dumps(part)}]"


def name_of_type(value: object) -> str:
    """The JSON type of a value, or the name of its class where JSON has none."""
    if value is MISSING:
        return "nothing"
    return JSON_OF.get(type(value)) or type(value).__name__
