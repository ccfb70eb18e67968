"""Grades: what names one. How they are read and written stands in the tables of models."""

import pytest

from timeback_core.oneroster import grade_of


@pytest.mark.parametrize("number", range(-1, 14))
def test_the_servers_grades_are_themselves_as_text_and_as_number(number: int) -> None:
    assert grade_of(number) == str(number)
    assert grade_of(float(number)) == str(number)
    assert grade_of(str(number)) == str(number)


@pytest.mark.parametrize(
    ("given", "grade"),
    [
        ("05", "5"),
        (" 7 ", "7"),
        ("5.0", "5"),
        ("00", "0"),
        ("K", "0"),
        ("k", "0"),
        ("grade K", "0"),
        ("kindergarten", "0"),
        ("pk", "-1"),
        ("PK", "-1"),
        ("pre-k", "-1"),
        ("pre k", "-1"),
        ("Pre_K", "-1"),
        ("middle school", "7"),
        ("AP", "13"),
        ("4th grade", "4"),
        ("Grade 10", "10"),
        ("12th", "12"),
        ("1st Grade", "1"),
    ],
)
def test_clear_names_of_grades_are_understood(given: str, grade: str) -> None:
    assert grade_of(given) == grade


@pytest.mark.parametrize(
    "given",
    [
        *(14, -2, 5.5, True, None, "", "14", "5.5", "grade", "TK", "high school", "1e1", "1 2", "+3", "٣"),
        *(float("nan"), float("inf"), "9" * 20, 10**20, ["5"]),
    ],
)
def test_what_names_no_grade_gives_none(given: object) -> None:
    assert grade_of(given) is None
