"""Bundles: what is written is read back the same, in every format, whatever the rows hold."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from property_tests.strategies_models import JSON, bodies

from timeback_core import decode, evolve
from timeback_core.compose import plain
from timeback_core.rosters import Roster, read_bundle, write_bundle
from timeback_core.rosters.comparing import differing, joined, says
from timeback_core.rosters.kinds import KINDS


@st.composite
def rosters(draw: st.DrawFn) -> Roster:
    """Rosters of a few rows as servers send them."""
    rows: dict[str, Any] = {}
    for kind in draw(st.lists(st.sampled_from(list(KINDS.values())), max_size=3, unique=True)):
        found = [decode(kind.model, body) for body in draw(st.lists(bodies(kind.model), max_size=2))]
        rows[kind.name] = tuple(evolve(row.unwrap(), sourced_id=f"{at} ,") for at, row in enumerate(found))
    return Roster(**rows, whole=frozenset(draw(st.sets(st.sampled_from(list(rows)))) if rows else ()))


@settings(max_examples=so_many(15))
@given(rosters(), st.sampled_from(["csv", "jsonl", "parquet"]), st.booleans())
def test_what_is_written_is_read_back_the_same(roster: Roster, form: Any, zipped: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / ("bundle.zip" if zipped else "bundle")
        plain(write_bundle(roster, path, format=form)).unwrap()
        bundle = plain(read_bundle(path)).unwrap()
    assert (bundle.bad, bundle.notes) == ((), ())
    owned = {name: getattr(bundle.roster, name) for name in ("academic_sessions", "courses")}
    assert {name: [evolve(row, org=None) for row in rows] for name, rows in owned.items()} == {
        name: [evolve(row, org=None) for row in getattr(roster, name)] for name in owned
    }
    for name in KINDS.keys() - owned.keys():
        assert getattr(bundle.roster, name) == getattr(roster, name)
    assert bundle.roster.whole == roster.whole


DOCUMENTS = st.dictionaries(st.sampled_from(("title", "grades", "metadata", "terms")), JSON)


@given(DOCUMENTS, DOCUMENTS)
def test_a_document_that_was_made_to_say_what_a_row_wants_says_it(
    stored: dict[str, Any], wanted: dict[str, Any]
) -> None:
    kind = KINDS["classes"]
    merged = joined(stored, differing(kind, wanted, stored))
    assert differing(kind, wanted, merged) == {}
    assert says(merged, stored) or differing(kind, wanted, stored)
