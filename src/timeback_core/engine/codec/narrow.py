"""Type guards for values of which nothing is known, so that a type checker knows as much as the code does."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard


def is_object(value: object) -> TypeGuard[Mapping[Any, Any]]:
    """Whether a value is a mapping, of whatever keys."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a value is a sequence that is neither text nor bytes."""
    return isinstance(value, Sequence) and not isinstance(value, str | bytes | bytearray | memoryview)


def is_dict(value: object) -> TypeGuard[dict[Any, Any]]:
    """Whether a value is an object as the parser gives it."""
    return type(value) is dict


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is an array as the parser gives it."""
    return type(value) is list


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number, and not a boolean."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_text(value: object) -> bool:
    """Whether a value is text."""
    return isinstance(value, str)
