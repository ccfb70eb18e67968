"""What type checkers accept as `where` and infer for filters; checked by mypy and pyright, never executed."""

from datetime import date, datetime
from enum import StrEnum
from typing import assert_type
from uuid import UUID

from returns.result import Result

from timeback_core.engine.filters import Comparison, Filter, Vocabulary, Where, all_of, build, field, refused, render
from timeback_core.engine.platforms import Dialect
from timeback_core.problems import Problem


class Role(StrEnum):
    """Stands for an enumeration of a model."""

    STUDENT = "student"


def accepted(where: Where) -> None:
    """Takes what operations take."""


def conditions(day: date, instant: datetime, key: UUID, roles: list[Role]) -> None:
    accepted({})
    accepted({"role": "student"})
    accepted({"role": Role.STUDENT, "score": 3, "active": True, "key": key, "on": day, "at": instant})
    accepted({"score": {"gte": 80, "lt": 90.5, "ne": 85}})
    accepted({"role": {"in": ["student", "teacher"]}, "status": {"not_in": ["a"]}, "x": {"in_": roles}})
    accepted({"role": {"notIn": ("student",)}, "name": {"contains": "x", "eq": "y"}})
    accepted({"OR": [{"role": "student"}, {"AND": [{"score": {"gt": 1}}, field("x").eq(1)]}]})
    accepted(field("score").gte(80) & field("status").eq("active"))
    one, passed, either = {"role": "student"}, {"gte": 80}, {"in": ["a", "b"]}
    accepted(one)
    accepted({"score": passed, "role": either})


def rejected() -> None:
    accepted({"role": None})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    accepted({"score": {"gte": None}})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    accepted({5: "student"})  # type: ignore[dict-item]  # pyright: ignore[reportArgumentType]
    accepted("role='student'")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    field("score").gte(None)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    field("score").contains(5)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    _ = field("score").gte(80) & "x"  # type: ignore[arg-type]  # pyright: ignore[reportOperatorIssue]


def inferred(vocabulary: Vocabulary, dialect: Dialect) -> None:
    assert_type(field("score").gte(80), Comparison)
    assert_type(field("score").gte(80) & field("x").eq(1), Filter)
    assert_type(field("score").is_in([1]), Filter)
    assert_type(all_of(field("a").eq(1)), Filter)
    assert_type(build({"a": 1}, vocabulary), Result[Filter | None, tuple[Problem, ...]])
    assert_type(render(field("a").eq(1)), str)
    assert_type(refused(field("a").eq(1), dialect), tuple[Problem, ...])
