"""Law 8: the views of a broadcast's results partition the clients in order, and agree with one another."""

import pickle

from hypothesis import given, strategies as st
from returns.pipeline import is_successful
from returns.result import Failure, Result, Success

from timeback_core.broadcast import BroadcastResults
from timeback_core.errors import BroadcastFailed, SessionClosed, TimebackError, Unexpected

entries: st.SearchStrategy[Result[int, TimebackError]] = st.one_of(
    st.integers().map(Success),
    st.just(Failure(SessionClosed())),
    st.text().map(lambda text: Failure(Unexpected("builtins.ValueError", text))),
)
names = st.one_of(st.text(), st.sampled_from(["values", "get", "alpha", "class", "_x", "tenant-1"]))
mappings = st.dictionaries(names, entries)


@given(mappings)
def test_succeeded_and_failed_partition_the_names_in_order(mapping: dict[str, Result[int, TimebackError]]) -> None:
    results = BroadcastResults(mapping)
    succeeded, failed = dict(results.succeeded), dict(results.failed)
    assert not succeeded.keys() & failed.keys()
    assert list(succeeded) == [name for name in mapping if name in succeeded]
    assert list(failed) == [name for name in mapping if name in failed]
    assert {**succeeded, **failed}.keys() == mapping.keys()
    assert all(mapping[name] == Success(value) for name, value in succeeded.items())
    assert all(mapping[name] == Failure(error) for name, error in failed.items())


@given(mappings)
def test_flags_and_values_agree(mapping: dict[str, Result[int, TimebackError]]) -> None:
    results = BroadcastResults(mapping)
    assert results.all_succeeded == (not results.any_failed) == is_successful(results.values())
    if results.all_succeeded:
        assert results.values() == Success(tuple(value for _, value in results.succeeded))
    else:
        assert results.values() == Failure(BroadcastFailed(results.failed))


@given(mappings)
def test_every_name_leads_to_its_entry(mapping: dict[str, Result[int, TimebackError]]) -> None:
    results = BroadcastResults(mapping)
    assert list(results) == list(results.keys()) == list(mapping)
    assert list(results.items()) == list(mapping.items())
    assert len(results) == len(mapping)
    for name, entry in mapping.items():
        assert results[name] == results.get(name) == entry
        if name.isidentifier() and not name.startswith("_") and not hasattr(BroadcastResults, name):
            assert getattr(results, name) == entry
    assert pickle.loads(pickle.dumps(results)) == results  # noqa: S301  # our own bytes
