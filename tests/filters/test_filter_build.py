"""What `where` takes and what it refuses, with paths and the nearest known name."""

from collections import UserList, deque
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest

from timeback_core.engine.call.query import query_part
from timeback_core.engine.filters import And, Comparison, Filter, Or, Vocabulary, all_of, build, field, refused, render
from timeback_core.engine.filters.algebra import any_of
from timeback_core.engine.filters.vocabulary import ANY, Term
from timeback_core.engine.platforms import Dialect
from timeback_core.problems import Problem

REFERENCE = Vocabulary.of(("sourced_id", "sourcedId", None), ("type", "type", None))
USER = Vocabulary.of(
    ("sourced_id", "sourcedId", None),
    ("given_name", "givenName", None),
    ("score", "score", None),
    ("status", "status", None),
    ("class_", "class", REFERENCE),
    ("metadata", "metadata", ANY),
)


class Role(StrEnum):
    STUDENT = "student"


class OldRole(str, Enum):  # noqa: UP042  # the older way, whose str() is "OldRole.STUDENT"
    STUDENT = "student"


class Level(IntEnum):
    HIGH = 3


class Odd(Enum):
    PAIR = (1, 2)


def text_of(where: object) -> str:
    built = build(where, USER).unwrap()
    assert built is not None
    return render(built)


def problems_of(where: object) -> dict[str, str]:
    return {problem.path: problem.text for problem in build(where, USER).failure()}


@pytest.mark.parametrize(
    ("name", "wire"),
    [
        ("given_name", "givenName"),
        ("givenName", "givenName"),
        ("class_.sourced_id", "class.sourcedId"),
        ("class.sourcedId", "class.sourcedId"),
        ("metadata.appName", "metadata.appName"),
        ("metadata.some.deep_1", "metadata.some.deep_1"),
    ],
)
def test_names_are_those_of_the_model_or_of_the_wire(name: str, wire: str) -> None:
    assert text_of({name: "x"}) == f"{wire}='x'"
    found = USER.find(name)
    assert isinstance(found, Term)
    assert found.wire == wire


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("givenNam", "did you mean 'givenName'?"),
        ("or", "did you mean 'OR'?"),
        ("class.sourceId", "did you mean 'class.sourcedId'?"),
        ("clas.sourcedId", "did you mean 'class'?"),
        ("score.x", "score has no fields of its own"),
        ("class", "compared by its parts: class.sourced_id"),
        ("metadata", "compared by its parts: metadata.<key>"),
        ("metadata.", "is no name"),
        ("metadata.a b", "is no name"),
        ("metadata.a'b", "is no name"),
        ("", "unknown field ''"),
        ("x" * 10_000, "unknown field"),
        ("score='1' OR score", "unknown field"),
    ],
)
def test_unknown_names(name: str, told: str) -> None:
    ((path, text),) = problems_of({name: 1}).items()
    assert told in text
    assert len(path) < 200
    assert len(text) < 400


def test_names_that_are_no_text() -> None:
    assert set(problems_of({5: 1, None: 2})) == {"where.int", "where.NoneType"}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ü 'x'", "'ü ''x'''"),
        (False, "false"),
        (-3, "-3"),
        (10**300, "1" + "0" * 300),
        (0.1, "0.1"),
        (1e22, "1" + "0" * 22 + ".0"),
        (1.25e-7, "0.000000125"),
        (-2e-9, "-0.000000002"),
        (-0.0, "-0.0"),
        (Decimal("1.50"), "1.5"),
        (Decimal(7), "7"),
        (Decimal("1E+3"), "1000"),
        (UUID(int=1), "'00000000-0000-0000-0000-000000000001'"),
        (date(2026, 9, 1), "'2026-09-01'"),
        (datetime(2026, 9, 1, 12, tzinfo=UTC), "'2026-09-01T12:00:00.000Z'"),
        (datetime(2026, 9, 1, 1, tzinfo=timezone(timedelta(hours=5))), "'2026-08-31T20:00:00.000Z'"),
        (datetime(2026, 9, 1, 0, 0, 0, 123456, tzinfo=UTC), "'2026-09-01T00:00:00.123456Z'"),
        (Role.STUDENT, "'student'"),
        (OldRole.STUDENT, "'student'"),
        (Level.HIGH, "3"),
    ],
)
def test_values(value: object, text: str) -> None:
    assert text_of({"score": value}) == f"score={text}"


@pytest.mark.parametrize(
    "value",
    [
        None,
        float("nan"),
        float("inf"),
        10**5000,
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("1E+400"),
        Decimal("0.1000000000000000055511151231257827"),
        datetime(2026, 9, 1),  # without a zone
        datetime.max.replace(tzinfo=timezone(timedelta(hours=-5))),
        Odd.PAIR,
        "\ud800",
        b"x",
        object(),
        timedelta(1),
        ("x",),
        1j,
    ],
    ids=lambda value: type(value).__name__,
)
def test_values_that_no_filter_can_spell(value: object) -> None:
    assert set(problems_of({"score": value})) == {"where.score"}
    assert set(problems_of({"score": {"in": [1, value]}})) == {"where.score.in[1]"}
    assert set(problems_of(Comparison("score", "=", value))) == {"where.score"}  # type: ignore[arg-type]  # on purpose


@pytest.mark.parametrize("sequence", [list, tuple, deque, UserList])
def test_values_come_in_any_sequence(sequence: Callable[[Sequence[object]], object]) -> None:
    names = sequence(["Ada", "Mia"])
    problems: list[Problem] = []
    assert text_of({"given_name": {"in": names}}) == "givenName='Ada' OR givenName='Mia'"
    assert text_of({"OR": sequence([{"score": 1}, {"score": 2}])}) == "score=1 OR score=2"
    assert (query_part("names", names, problems), problems) == (("Ada", "Mia"), [])


@pytest.mark.parametrize(
    ("where", "paths"),
    [
        ({"score": {}}, ["where.score"]),
        ({"score": {"eqq": 1}}, ["where.score.eqq"]),
        ({"score": {5: 1}}, ["where.score.int"]),
        ({"score": {"contains": 1}}, ["where.score.contains"]),
        ({"score": {"contains": ""}}, ["where.score.contains"]),
        ({"score": {"not_in": []}}, ["where.score.not_in"]),
        ({"score": {"in": {1, 2}}}, ["where.score.in"]),
        ({"score": {"in": [[1]]}}, ["where.score.in[0]"]),
        ({"AND": [{}]}, ["where.AND[0]"]),
        ({"OR": [5, {"x": 1}]}, ["where.OR[0]", "where.OR[1].x"]),
        ({"x": 1, "y": {"in": []}, "score": None}, ["where.x", "where.y", "where.y.in", "where.score"]),
        (And(()), ["where"]),
        (Or(()), ["where"]),
        (field("score").is_in([]), ["where"]),
        (field("score").eq(1) & field("x").eq(2), ["where[1].x"]),
        (And(("x",)), ["where[0]"]),  # type: ignore[arg-type]  # on purpose
        (Comparison("score", "<>", 1), ["where.score"]),  # type: ignore[arg-type]  # on purpose
        (Comparison(5, "=", 1), ["where.int"]),  # type: ignore[arg-type]  # on purpose
        ("score=1", ["where"]),
        (5, ["where"]),
        ([("score", 1)], ["where"]),
    ],
)
def test_every_problem_has_its_path(where: object, paths: list[str]) -> None:
    assert list(problems_of(where)) == paths


def test_too_deep_is_a_problem_and_no_crash() -> None:
    where: dict[str, Any] = {"score": 1}
    one = field("score").eq(1)
    filtered: Filter = one | one
    for _ in range(5_000):
        where = {"OR": [where]}
        filtered = And((one, filtered)) if isinstance(filtered, Or) else Or((one, filtered))
    assert len(build(where, USER).failure()) == 1
    assert {problem.text for problem in build(filtered, USER).failure()} == {"is nested more than 60 levels deep"}


def test_filters_made_with_field() -> None:
    filtered = field("score").gte(80) & field("status").eq("active") | field("given_name").contains("a")
    assert text_of(filtered) == "score>=80 AND status='active' OR givenName~'a'"
    assert text_of(field("score").is_in([1, 2]) & field("score").not_in([3, 4])) == (
        "(score=1 OR score=2) AND score!=3 AND score!=4"
    )
    assert text_of(field("score").gt(1) & field("score").lt(2)) == "score>1 AND score<2"
    assert text_of(field("score").ne(1) | field("score").lte(2)) == "score!=1 OR score<=2"
    assert text_of({"OR": [field("score").eq(1), {"status": "x"}]}) == "score=1 OR status='x'"


def test_nested_terms_of_one_kind_are_one_level() -> None:
    a, b, c = (field("score").eq(number) for number in range(3))
    assert (a & b) & c == a & (b & c) == And((a, b, c)) == all_of(a, b, c)
    assert (a | b) | c == a | (b | c) == Or((a, b, c)) == any_of(a, b, c)
    assert all_of(a) == any_of(a) == a


def test_comparisons_of_different_types_differ() -> None:
    one = [Comparison("a", "=", value) for value in (1, 1.0, True, "1")]
    assert len(set(one)) == 4


def test_a_value_that_was_never_built_still_renders_as_text() -> None:
    assert render(field("a").eq(datetime(2026, 9, 1))) == "a='<datetime>'"


LEARNWITH_AI = Dialect(max_comparisons=2, mixes_and_or=False)


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ({"score": 1}, 0),
        ({"score": 1, "status": "x"}, 0),
        ({"score": {"in": [1, 2]}}, 0),
        ({"score": {"in": [1, 2, 3]}}, 1),
        ({"score": {"gte": 1, "lte": 2}, "status": "x"}, 1),
        ({"score": {"in": [1, 2]}, "status": "x"}, 2),
    ],
)
def test_what_a_dialect_cannot_say(where: object, count: int) -> None:
    built = build(where, USER).unwrap()
    assert built is not None
    assert len(refused(built, LEARNWITH_AI)) == count
    assert refused(built, Dialect(None, mixes_and_or=True)) == ()


def test_a_vocabulary_is_a_mapping() -> None:
    assert set(REFERENCE) == {"sourced_id", "sourcedId", "type"}
    assert len(REFERENCE) == 3
    assert REFERENCE["sourced_id"].wire == "sourcedId"
    assert "sourced_id" in repr(REFERENCE)
    assert REFERENCE.find(5) == "a field name must be text, not int"
