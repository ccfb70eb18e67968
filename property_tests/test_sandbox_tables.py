"""A collection of the sandbox against a dict: whatever is written, taken and brought back, all that is asked agrees."""

from collections.abc import Iterable
from functools import partial
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from property_tests.sandbox_columns import check_columns
from property_tests.test_sandbox_laws import filters

from timeback_core.sandbox.blocks import Kept, Made, Part
from timeback_core.sandbox.messages import Document, Steps, finish
from timeback_core.sandbox.query import columns
from timeback_core.sandbox.query.compare import predicate, sorted_rows
from timeback_core.sandbox.query.plan import marked, plan, rows_in, sorted_rows_in
from timeback_core.sandbox.query.syntax import Filter
from timeback_core.sandbox.schema import ABSENT
from timeback_core.sandbox.store import Store, values_at

NAME = "rows"
values = st.sampled_from(["a", "b", "5", "5.0", "2026-01-01", "", 5, 5.0, True, None])
written = st.fixed_dictionaries({"mail": values, "owner": st.lists(values.map(lambda value: {"sourcedId": value}))})
ids = st.sampled_from(["made-1", "made-2", "made-4", "kept-1", "new-1", "new-2", "made-01", "made-9", "7"])
steps = st.lists(
    st.tuples(st.just("put"), ids, written)
    | st.tuples(st.sampled_from(["remove", "take", "bring back", "ask"]), ids, st.none()),
    max_size=12,
)


def begun() -> Store:
    """A store with documents that are made when they are looked at, then some that are kept."""
    store = Store(set())
    mails = ("a", 5, ABSENT)
    made = {
        "sourcedId": Part(range(1, 6), lambda number: f"made-{number}"),
        "mail": Part((0, 1, 2, 0, 1), mails.__getitem__),
        "owner": Part(range(5), lambda number: [{"sourcedId": "a"}] * (number % 3)),
    }
    store.begin_with(NAME, Made(made))
    store.begin_with(NAME, Kept([{"sourcedId": f"kept-{number}", "mail": "b"} for number in range(2)]))
    return store


def look(document: Document, field: str) -> Iterable[Any]:
    return values_at(document, field.split("."))


def ask(store: Store, field: str) -> Steps[None]:
    """Prepare for whatever is asked of a field."""
    column = yield from store.gathered(NAME, field)
    yield from column.looking_up()
    for descending in (False, True):
        yield from column.ordering(descending=descending)


def check(store: Store, known: dict[str, Document], tree: Filter, field: str) -> None:
    """A filter and an order of the store, by each way to them, against the documents one by one."""
    table, column_of = store.table(NAME), partial(store.column, NAME)
    assert [*store.rows(NAME)] == [*known.values()]
    assert store.rows(NAME)[1:3] == [*known.values()][1:3]
    holds = predicate(tree, look)
    wanted = [document for document in known.values() if holds(document)]
    marks = marked(tree, column_of)
    assert [table.at(row) for row in rows_in(marks, 0, len(marks))] == wanted
    assert [table.at(row) for row in rows_in(marks, 1, 2)] == wanted[1:2]
    for descending in (False, True):
        in_order = finish(sorted_rows(wanted, look, field, descending=descending))
        page = sorted_rows_in(marks, column_of(field), 0, len(marks), descending=descending)
        assert [table.at(row) for row in page] == in_order
    found = plan(tree, lambda path, text: column_of(path).few_with(text, 4))
    if found is not None:
        among = (document for row in found.rows if (document := table.at(row)) is not None)
        assert [each for each in among if found.rest is None or predicate(found.rest, look)(each)] == wanted


@patch.object(columns, "PIECE", 2)
@settings(max_examples=so_many(50))
@given(steps, filters, st.sampled_from(["sourcedId", "mail", "owner", "owner.sourcedId"]))
def test_a_collection_is_what_a_dict_is(done: list[tuple[str, str, Any]], tree: Filter, field: str) -> None:
    store = begun()
    known = {document["sourcedId"]: document for document in store.rows(NAME)}
    then, known_then = store.copy(set()), dict(known)
    asking: list[Steps[None]] = []
    for step, sourced_id, document in done:
        for each in asking:
            next(each, None)
        if not asking:  # which finishes what was begun
            check(store, known, tree, field)
        match step:
            case "put":
                known[sourced_id] = {"sourcedId": sourced_id, **document}
                store.put(NAME, known[sourced_id])
            case "remove":
                known.pop(sourced_id, None)
                store.remove(NAME, sourced_id)
            case "ask":
                asking += [ask(store, field), ask(store, field)]
                next(asking[-2], None)
            case "take":
                then, known_then = store.copy(set()), dict(known)
            case _:
                different = {each for _, each in store.differences(then)}
                changed = {each for each in known | known_then if known.get(each) != known_then.get(each)}
                assert changed <= different
                store.become(then)
                known = dict(known_then)
        assert store.get(NAME, sourced_id) == known.get(sourced_id)
    for each in asking:
        finish(each)
    check(store, known, tree, field)
    check_columns(store.table(NAME))
    store.settle()
    check(store, known, tree, field)
    assert [*then.rows(NAME)] == [*known_then.values()]
