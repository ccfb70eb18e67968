"""JSON as Python values, for type checkers and for the codec, and `Bad`: what is said of a value that is wrong."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Final, Never, TypeAlias

import attrs

if TYPE_CHECKING:
    JsonValue: TypeAlias = (
        "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"  # a recursive type
    )
else:
    # A recursive alias cannot be evaluated in an annotation, so at run time JSON is any object with a mark.
    JsonValue = Annotated[object, "JSON"]

JsonObject: TypeAlias = Mapping[str, JsonValue]
"""A JSON object whose members are free."""

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
    """How decoder and encoder say, among themselves, that a value is not what it should be.

    It holds the type of what was found, never the value. Its path grows from the inside out while it unwinds.
    """

    def __init__(self, expected: str, found: object) -> None:
        super().__init__(expected)
        self.expected = expected
        self.found: str = name_of_type(found)
        self.path: list[str | int] = []
        """Names and indexes, the innermost first."""

    @classmethod
    def refuse(cls, expected: str, found: object) -> Never:
        """Raise it in the middle of an expression."""
        raise cls(expected, found)

    def where(self, root: str = "$") -> str:
        """The path from the outside in, such as `$.users[3].email`."""
        return root + "".join(map(step, reversed(self.path)))

    def __str__(self) -> str:
        return f"{self.where()}: expected {self.expected}, found {self.found}"


def under(key: str | None, wrong: Bad) -> Bad:
    """What is wrong, seen from outside of a dotted key."""
    if key is not None:
        wrong.path += reversed(key.split("."))
    return wrong


def is_blank(value: object) -> bool:
    """Whether it is text without a letter."""
    return value.__class__ is str and not str(value).strip()


def is_empty(value: object) -> bool:
    """Whether it is an object, an array or a text that holds nothing."""
    return is_blank(value) or (value.__class__ in (dict, list) and not value)


def object_of(expected: str, value: object) -> object:
    """The empty object that some servers write as an empty array; raises `Bad` for anything else."""
    if value.__class__ is list and not value:
        return {}
    raise Bad(expected, value)


def step(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    if part.isidentifier():
        return f".{part}"
    import json  # for odd names only, and not needed to declare a model

    return f"[{json.dumps(part)}]"


def join(path: str, part: str | int) -> str:
    """A path of the wire's names, one level deeper."""
    return path + step(part) if path else step(part).removeprefix(".")


def name_of_type(value: object) -> str:
    """The JSON type of a value, or the name of its class where JSON has none."""
    if value is MISSING:
        return "nothing"
    return JSON_OF.get(type(value)) or type(value).__name__
