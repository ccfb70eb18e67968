"""JSON bodies: what cannot be kept exactly and given back is refused before anything is stored."""

import json
import re
from typing import Any, Final

import orjson

from timeback_core.sandbox.messages import is_array, is_object
from timeback_core.sandbox.refusals import bad_request

DEEPEST: Final = 250
"""Levels of a body; an answer wraps what it holds a few times more, and ends at 254."""

_LONG: Final = re.compile(rb"[0-9]{19}")


def read_json(body: bytes) -> Any:
    """The value of a body; raises `RefusalError` where it is no JSON, too deep, or has too large a number."""
    try:
        value: Any = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise bad_request("", "The body is not JSON.") from error
    reason = why_unkept(body, value)
    if reason:
        raise bad_request("", f"The body {reason}.")
    return value


def read_shallow(text: bytes | str) -> Any:
    """The value of JSON; raises `ValueError` where it is none, or is too deep to be told again."""
    value: Any = orjson.loads(text)
    if is_too_deep(value):
        raise ValueError(f"it is nested more than {DEEPEST} levels deep")
    return value


def why_unkept(text: bytes, value: Any) -> str:
    """Why a value cannot be kept exactly and given back, as JSON spells it; empty where it can."""
    if is_too_deep(value):
        return f"is nested more than {DEEPEST} levels deep"
    if _LONG.search(text) is not None:
        # What reads quickly makes a float of a long integer and so hides that it is one.
        try:
            json.loads(text, parse_int=_fitting)
        except ValueError:
            return "has an integer of more than 64 bits"
    return ""


def is_too_deep(value: Any) -> bool:
    """Whether a value has more levels than a body may have."""
    level: list[Any] = [value]
    for _ in range(DEEPEST):
        level = [item for held in level for item in _children(held)]
        if not level:
            return False
    return True


def _children(value: Any) -> list[Any]:
    items = list(value.values()) if is_object(value) else value if is_array(value) else []
    return [item for item in items if isinstance(item, dict | list)]


def _fitting(digits: str) -> int:
    number = int(digits)
    if not -(2**63) <= number < 2**64:
        raise ValueError(digits)
    return number
