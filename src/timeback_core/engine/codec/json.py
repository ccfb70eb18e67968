"""JSON as Python values, for type checkers and for the codec."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, TypeAlias

if TYPE_CHECKING:
    JsonValue: TypeAlias = (
        "bool | int | float | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"  # a recursive type
    )
else:
    # A recursive alias cannot be evaluated in an annotation, so at run time JSON is any object with a mark.
    JsonValue = Annotated[object, "JSON"]

JsonObject: TypeAlias = Mapping[str, JsonValue]
"""A JSON object whose members are free."""
