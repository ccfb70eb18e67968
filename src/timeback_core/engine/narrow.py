"""Type guards for values of which nothing is known, so that a type checker knows as much as the code does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeGuard


def is_object(value: object) -> TypeGuard[dict[str, object]]:
    """Whether a parsed value is a JSON object."""
    return isinstance(value, dict)


def is_array(value: object) -> TypeGuard[list[object]]:
    """Whether a parsed value is a JSON array."""
    return isinstance(value, list)


def is_mapping(value: object) -> TypeGuard[Mapping[object, object]]:
    """Whether a value of a caller's is a mapping."""
    return isinstance(value, Mapping)


def is_listing(value: object) -> TypeGuard[Sequence[object]]:
    """Whether a value of a caller's is a sequence of values, and no text."""
    return isinstance(value, (list, tuple, Sequence)) and not isinstance(value, (str, bytes, bytearray, memoryview))


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a number, and not a boolean."""
    return isinstance(value, int | float) and not isinstance(value, bool)
