"""`Bad`: how decoder and encoder say, among themselves, that a value is not what it should be."""

from collections.abc import Mapping
from typing import Final

import attrs

MISSING: Final = attrs.NOTHING
"""What stands in the place of a member that is not there."""

PYTHON_OF: Final[Mapping[str, tuple[type, ...]]] = {
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
"""The Python classes of each JSON type, as the parser gives them."""

JSON_OF: Final[Mapping[type, str]] = {python: name for name, classes in PYTHON_OF.items() for python in classes} | {
    tuple: "array"
}


class Bad(ValueError):  # noqa: N818 - it leaves the package through cattrs only
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

    def __str__(self) -> str:
        return f"{self.where()}: expected {self.expected}, found {self.found}"


def step(part: str | int) -> str:
    """One step of a path."""
    if isinstance(part, int):
        return f"[{part}]"
    if part.isidentifier():
        return f".{part}"
    import json  # for odd names only, and not needed to declare a model

    return f"[{json.dumps(part)}]"


def join(path: str, name: str) -> str:
    """A path of the wire's names, one level deeper."""
    return path + step(name) if path else step(name).removeprefix(".")


def name_of_type(value: object) -> str:
    """The JSON type of a value, or the name of its class where JSON has none."""
    if value is MISSING:
        return "nothing"
    return JSON_OF.get(type(value)) or type(value).__name__
