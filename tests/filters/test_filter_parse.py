"""Reading filters: the grammar of the `filter` parameter, and what is no filter."""

import pytest

from timeback_core.engine.filters import Comparison, Filter, field, parse

A, B, C = field("a").eq(1), field("b").eq(2), field("c").eq(3)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a=1", A),
        (" a = 1 ", A),
        ("((a=1))", A),
        ("a=1 AND b=2 OR c=3", A & B | C),
        ("a=1 OR b=2 AND c=3", A | B & C),
        ("(a=1 OR b=2) AND c=3", (A | B) & C),
        ("( a=1 OR b=2 )  AND  c=3", (A | B) & C),
        ("a.b.c_1='x'", Comparison("a.b.c_1", "=", "x")),
        ("a='it''s'", Comparison("a", "=", "it's")),
        ("a=''", Comparison("a", "=", "")),
        ("a=''''", Comparison("a", "=", "'")),
        ("a='x AND b=2'", Comparison("a", "=", "x AND b=2")),
        ("a!=true", Comparison("a", "!=", True)),
        ("a>=-1.5", Comparison("a", ">=", -1.5)),
        ("a<1e3", Comparison("a", "<", 1000.0)),
        ("a<=0", Comparison("a", "<=", 0)),
        ("a>1.0", Comparison("a", ">", 1.0)),
        ("a~'x'", Comparison("a", "~", "x")),
    ],
)
def test_filters(text: str, found: Filter) -> None:
    assert parse(text).unwrap() == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a",
        "a=",
        "=1",
        "a=x",
        "a='x",
        "a='x'y",
        "a=1 b=2",
        "a=1 and b=2",
        "a=1 AND",
        "a=1 ANDb=2",
        "(a=1",
        "a=1)",
        "()",
        "a==1",
        "a=1e999",
        "a=" + "1" * 5000,
        "a=trueish",
        "1a=1",
        "a.=1",
        "(" * 10_000,
        "NOT a=1",
    ],
)
def test_no_filters(text: str) -> None:
    assert "at position" in parse(text).failure()


def test_a_failure_tells_where() -> None:
    assert parse("a=1 AND b").failure() == "expected a comparison such as name='value' at position 8"
    assert parse("a=1 OR (b=2").failure() == "expected ')', AND or OR at position 11"
