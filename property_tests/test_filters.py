"""Law 1: a filter survives its text, no value escapes its quotes, and a filter means what `where` said."""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given, strategies as st
from tests.filters.reading import read

from timeback_core.engine.filters import And, Comparison, Filter, Or, Vocabulary, build, refused, render
from timeback_core.engine.filters.vocabulary import ANY
from timeback_core.engine.platforms import Dialect

NAMES = ("a", "b", "given_name")
VOCABULARY = Vocabulary.of(
    ("a", "a", None), ("b", "b", None), ("given_name", "givenName", None), ("metadata", "metadata", ANY)
)

texts = st.text(st.characters(exclude_categories=["Cs"]))
scalars = st.one_of(
    texts, st.booleans(), st.integers(-(2**1024) + 1, 2**1024 - 1), st.floats(allow_nan=False, allow_infinity=False)
)
names = st.from_regex(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*){0,3}", fullmatch=True)
comparisons = st.builds(Comparison, names, st.sampled_from(["=", "!=", ">", ">=", "<", "<=", "~"]), scalars)


def joined(terms: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    several = st.lists(terms, min_size=2, max_size=4).map(tuple)
    return st.one_of(several.map(And), several.map(Or))


filters: st.SearchStrategy[Filter] = st.recursive(comparisons, joined, max_leaves=12)


@given(filters)
def test_a_filter_survives_its_text(filtered: Filter) -> None:
    assert read(render(filtered)) == filtered


def without_literals(text: str) -> str:
    """What stands outside of quotes, read a character at a time; fails if a quote is left open."""
    outside: list[str] = []
    inside = False
    for char in text:
        if char == "'":
            inside = not inside
        elif not inside:
            outside.append(char)
    assert not inside
    return "".join(outside)


@given(texts, texts)
def test_no_value_escapes_its_quotes(one: str, two: str) -> None:
    built = build({"a": one, "OR": [{"b": {"ne": two}}, {"given_name": one}]}, VOCABULARY).unwrap()
    assert built is not None
    assert without_literals(render(built)) == "a= AND (b!= OR givenName=)"


rubbish = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(),
        st.text(st.characters(), max_size=5),
        st.binary(max_size=3),
        st.decimals(),
        st.datetimes(),
        st.dates(),
        st.times(),
        st.uuids(),
        st.complex_numbers(),
        st.sampled_from([object(), int, NAMES]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(
            st.one_of(
                st.sampled_from(["a", "given_name", "metadata.x", "OR", "AND", "eq", "in", "not_in", "contains"]),
                st.text(max_size=4),
                st.integers(),
                st.none(),
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)


@given(rubbish)
def test_building_is_total_and_never_widens(where: object) -> None:
    built = build(where, VOCABULARY)
    found = built.value_or(None)
    if found is not None:
        assert read(render(found)) == found
        assert found == build(found, VOCABULARY).unwrap()
    elif where is not None and where != {}:
        problems = built.failure()
        assert problems
        assert all(problem.path.startswith("where") and problem.text for problem in problems)


numbers = st.integers(0, 3)
conditions = st.one_of(
    numbers,
    st.fixed_dictionaries(
        {},
        optional={
            "eq": numbers,
            "ne": numbers,
            "gt": numbers,
            "gte": numbers,
            "lt": numbers,
            "lte": numbers,
            "in": st.lists(numbers, min_size=1, max_size=3),
            "not_in": st.lists(numbers, min_size=1, max_size=3),
        },
    ).filter(bool),
)
wheres: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.dictionaries(st.sampled_from(NAMES), conditions, min_size=1),
    lambda inner: st.builds(
        lambda fields, joins: {**fields, **joins},
        st.dictionaries(st.sampled_from(NAMES), conditions, max_size=2),
        st.dictionaries(st.sampled_from(["AND", "OR"]), st.lists(inner, min_size=1, max_size=3), min_size=1),
    ),
    max_leaves=6,
)

COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq,
    "ne": operator.ne,
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
    "in": lambda found, wanted: found in wanted,
    "not_in": lambda found, wanted: found not in wanted,
}
SPELLED: Mapping[str, str] = {"=": "eq", "!=": "ne", ">": "gt", ">=": "gte", "<": "lt", "<=": "lte"}


def meant(where: Mapping[str, Any], row: Mapping[str, int]) -> bool:
    """Whether a row satisfies `where`, as its documentation says."""
    for name, condition in where.items():
        if name == "AND":
            holds = all(meant(clause, row) for clause in condition)
        elif name == "OR":
            holds = any(meant(clause, row) for clause in condition)
        else:
            operators = condition if isinstance(condition, dict) else {"eq": condition}
            holds = all(COMPARE[key](row[name], value) for key, value in operators.items())
        if not holds:
            return False
    return True


def said(filtered: Filter, row: Mapping[str, int]) -> bool:
    """Whether a row satisfies a filter."""
    match filtered:
        case Comparison():
            return COMPARE[SPELLED[filtered.op]](row[filtered.field], filtered.value)
        case And():
            return all(said(term, row) for term in filtered.terms)
        case Or():
            return any(said(term, row) for term in filtered.terms)


@given(wheres, st.fixed_dictionaries(dict.fromkeys(NAMES, numbers)))
def test_the_text_says_what_where_meant(where: dict[str, Any], row: dict[str, int]) -> None:
    built = build(where, VOCABULARY).unwrap()
    assert built is not None
    on_the_wire = {"a": row["a"], "b": row["b"], "givenName": row["given_name"]}
    assert said(read(render(built)), on_the_wire) == meant(where, row)


@given(filters, st.integers(1, 6), st.booleans())
def test_a_dialect_refuses_exactly_what_it_cannot_say(filtered: Filter, most: int, mixes: bool) -> None:
    outside = without_literals(render(filtered))
    joins = outside.count(" AND ") + outside.count(" OR ")
    mixed = " AND " in outside and " OR " in outside
    problems = refused(filtered, Dialect(most, mixes))
    assert bool(problems) == (joins + 1 > most or (mixed and not mixes))
