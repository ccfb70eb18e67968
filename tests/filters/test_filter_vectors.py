"""How conditions are rendered: the text as servers know it, a refusal where a query would widen."""

from typing import Any

import pytest
from tests.filters.reading import read

from timeback_core.engine.filters import Vocabulary, build, render

NAMES = Vocabulary.of(
    ("a", "a", None), ("b", "b", None), ("c", "c", None), ("r", "r", Vocabulary.of(("sourced_id", "sourcedId", None)))
)

RENDERED = [
    ({"a": "x"}, "a='x'"),
    ({"a": ""}, "a=''"),
    ({"a": True}, "a=true"),
    ({"a": 1}, "a=1"),
    ({"a": 1.5}, "a=1.5"),
    ({"a": "O'Brien"}, "a='O''Brien'"),
    ({"a": "x' OR '1'='1"}, "a='x'' OR ''1''=''1'"),
    ({"r.sourcedId": "x"}, "r.sourcedId='x'"),
    ({"a": "x", "b": "y"}, "a='x' AND b='y'"),
    ({"a": {"ne": "x"}}, "a!='x'"),
    ({"a": {"gte": 90, "lte": 100}}, "a>=90 AND a<=100"),
    ({"a": {"contains": "q", "gt": 1, "ne": 5}}, "a!=5 AND a>1 AND a~'q'"),
    ({"a": {"in_": ["x"]}}, "a='x'"),
    ({"a": {"not_in": ["x", "y"]}}, "a!='x' AND a!='y'"),
    ({"a": {"notIn": ["x", "y"]}}, "a!='x' AND a!='y'"),
    ({"a": {"in_": ["x", "y"], "ne": "z"}, "b": 1}, "a!='z' AND (a='x' OR a='y') AND b=1"),
    ({"OR": [{"a": 1}, {"b": 2}]}, "a=1 OR b=2"),
    ({"OR": [{"a": 1, "c": 3}, {"b": 2}]}, "a=1 AND c=3 OR b=2"),
    ({"OR": [{"OR": [{"a": 1}, {"b": 2}]}, {"c": 3}]}, "a=1 OR b=2 OR c=3"),
]

BETTER = [
    # Parentheses only where they are needed.
    ({"a": {"in_": ["x", "y"]}}, "a='x' OR a='y'"),
    ({"a": {"in": ["x", "y"]}}, "a='x' OR a='y'"),
    ({"OR": [{"a": {"in_": [1, 2]}}, {"b": 2}]}, "a=1 OR a=2 OR b=2"),
    # Fields beside OR do not vanish, and neither do AND and eq.
    ({"a": 1, "OR": [{"b": 2}, {"c": 3}]}, "a=1 AND (b=2 OR c=3)"),
    ({"AND": [{"a": 1}, {"b": 2}]}, "a=1 AND b=2"),
    ({"a": {"eq": "x"}}, "a='x'"),
]

REFUSED = [
    ({"a": None}, "where.a"),
    ({"a": {"in_": []}}, "where.a.in_"),
    ({"a": {"in_": "ab"}}, "where.a.in_"),
    ({"OR": [{}, {"a": 1}]}, "where.OR[0]"),
    ({"OR": []}, "where.OR"),
    ({"OR": {"a": 1}}, "where.OR"),
    ({"a": ["x", "y"]}, "where.a"),
    ({"a": {"ne": None}}, "where.a.ne"),
    ({"a' OR b": "x"}, "where.a' OR b"),
]


def test_no_condition_is_no_filter() -> None:
    assert build({}, NAMES).unwrap() is None
    assert build(None, NAMES).unwrap() is None


@pytest.mark.parametrize(("where", "text"), RENDERED + BETTER)
def test_rendered(where: dict[str, Any], text: str) -> None:
    built = build(where, NAMES).unwrap()
    assert built is not None
    assert render(built) == text
    assert read(text) == built


@pytest.mark.parametrize(("where", "path"), REFUSED)
def test_refused(where: dict[str, Any], path: str) -> None:
    assert [problem.path for problem in build(where, NAMES).failure()] == [path]


def test_every_vector_of_the_page_is_here() -> None:
    assert len(RENDERED) + len(BETTER) + len(REFUSED) + 1 == 35
