"""School grades: texts from `-1` (before kindergarten) and `0` (kindergarten) to `13` (AP)."""

import re
from typing import Annotated, TypeAlias

from timeback_core.engine.codec import Kind

__all__ = ("Grade", "GradeInput", "grade_of")

_NAMED = {
    "-1": "-1",
    "pk": "-1",
    "pre-k": "-1",
    "pre k": "-1",
    "pre_k": "-1",
    "k": "0",
    "kindergarten": "0",
    "middle school": "7",
    "ap": "13",
}
_NUMBERED = re.compile(r"0*([0-9]{1,2})(?:\.0|st|nd|rd|th)?")


def grade_of(value: object) -> str | None:
    """The grade that a text or a number names, as the server spells it (`"K"`, `"0"` and `0` give `"0"`).

    Gives None for what names no grade: `"5.5"`, `14`, `"high school"`.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if not isinstance(value, str):
        return str(int(value)) if value in range(-1, 14) else None
    text = value.strip().lower().removeprefix("grade ").removesuffix(" grade").strip()
    numbered = _NUMBERED.fullmatch(text)
    if numbered is None:
        return _NAMED.get(text)
    return numbered[1] if int(numbered[1]) <= 13 else None


def read_grade(value: str | float) -> str:
    """A grade as it came, as text: old documents hold `K` and `09`."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def write_grade(value: str | float) -> str:
    """The server's spelling of what a caller calls the grade; what names none as it is."""
    return grade_of(value) or read_grade(value)


def a_grade(value: object) -> str | None:
    """A grade from -1 to 13, as number or text."""
    return None if grade_of(value) else "must be a grade from -1 (before kindergarten) to 13"


Grade: TypeAlias = Annotated[str, Kind(read_grade, str, ("string", "number"), "grade", kept=(str,))]
"""A grade as read; text, also where the server sends a number."""
GradeInput: TypeAlias = Annotated[
    str | int, Kind(read_grade, write_grade, ("string", "number"), "grade from -1 to 13"), a_grade
]
"""A grade as given: `"0"`, `0`, `"K"`, `"4th grade"`; written as text from `-1` to `13`."""
