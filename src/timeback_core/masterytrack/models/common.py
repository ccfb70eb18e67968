"""What MasteryTrack's models share: whole numbers in any spelling, and the ranks of grades."""

from typing import Annotated, TypeAlias

from timeback_core.engine.codec import Kind

__all__ = ("GradeRank", "Whole")


def read_whole(value: int | float | str) -> int:
    """A whole number, also as text; raises `ValueError` for any other."""
    number = int(value)
    if number != value and not isinstance(value, str):
        raise ValueError
    return number


def is_grade_rank(value: object) -> str | None:
    """The number of a grade."""
    fits = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 12
    return None if fits else "must be a whole number from 0 to 12"


Whole: TypeAlias = Annotated[int, Kind(read_whole, int, ("number", "string"), "whole number")]
"""A whole number that also reads its text; the platform's other ways to MasteryTrack give ids as text."""
GradeRank: TypeAlias = Annotated[int, is_grade_rank]
"""The number of a grade, 0 to 12."""
