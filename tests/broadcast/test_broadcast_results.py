"""`BroadcastResults`: entries, views, sugar and its limits."""

import pickle

import pytest
from returns.result import Failure, Result, Success

from timeback_core.broadcast import BroadcastResults
from timeback_core.errors import BroadcastFailed, SessionClosed, TimebackError, Unexpected

CLOSED = SessionClosed()
RAISED = Unexpected("builtins.ValueError", "no")


def results_of(**results: Result[int, TimebackError]) -> BroadcastResults[int]:
    return BroadcastResults(results)


MIXED = results_of(zeta=Success(1), alpha=Failure(CLOSED), mid=Success(3), beta=Failure(RAISED))


def test_entries_by_name() -> None:
    assert MIXED["zeta"] == Success(1)
    assert MIXED.zeta == Success(1)
    assert MIXED.alpha == Failure(CLOSED)
    assert MIXED.get("alpha") == Failure(CLOSED)
    assert MIXED.get("nobody") is None


def test_order_is_that_of_registration() -> None:
    assert list(MIXED) == list(MIXED.keys()) == ["zeta", "alpha", "mid", "beta"]
    assert [name for name, _ in MIXED.items()] == ["zeta", "alpha", "mid", "beta"]
    assert len(MIXED) == 4
    assert "mid" in MIXED
    assert "nobody" not in MIXED


def test_views() -> None:
    assert MIXED.succeeded == (("zeta", 1), ("mid", 3))
    assert MIXED.failed == (("alpha", CLOSED), ("beta", RAISED))
    assert (MIXED.all_succeeded, MIXED.any_failed) == (False, True)
    assert MIXED.values() == Failure(BroadcastFailed((("alpha", CLOSED), ("beta", RAISED))))
    assert results_of(a=Success(1), b=Success(2)).values() == Success((1, 2))


def test_no_clients() -> None:
    empty = results_of()
    assert (empty.all_succeeded, empty.any_failed) == (True, False)
    assert empty.values() == Success(())
    assert (empty.succeeded, empty.failed) == ((), ())


def test_an_unknown_name_tells_which_there_are() -> None:
    with pytest.raises(KeyError, match=r"No result for 'x'. Available: zeta, alpha, mid, beta"):
        MIXED["x"]
    with pytest.raises(KeyError, match=r"Available: \(none\)"):
        results_of()["x"]
    with pytest.raises(AttributeError, match="has no attribute or client 'x'"):
        _ = MIXED.x


def test_members_win_over_clients_of_their_name() -> None:
    reserved = BroadcastResults({"values": Success(1), "_hidden": Success(2), "tenant-1": Success(3)})
    assert reserved.values() == Success((1, 2, 3))
    assert [reserved[name] for name in reserved] == [Success(1), Success(2), Success(3)]
    with pytest.raises(AttributeError):
        _ = reserved._hidden
    with pytest.raises(AttributeError):
        getattr(reserved, "tenant-1")


def test_dir_shows_the_clients() -> None:
    assert {"zeta", "succeeded"} <= set(dir(MIXED))
    assert "tenant-1" not in dir(BroadcastResults({"tenant-1": Success(1)}))


def test_values_compare_pickle_and_print() -> None:
    again: BroadcastResults[int] = pickle.loads(pickle.dumps(MIXED))  # noqa: S301  # our own bytes
    assert again == MIXED
    assert results_of(a=Success(1)) != results_of(a=Success(2))
    assert results_of(a=Success(1), b=Success(2)) != results_of(b=Success(2), a=Success(1))
    assert {"zeta": Success(1)} != MIXED
    assert repr(results_of(a=Success(1))) == "BroadcastResults({'a': <Success: 1>})"
    with pytest.raises(TypeError, match="unhashable"):
        hash(MIXED)


def test_later_changes_of_the_mapping_do_not_show() -> None:
    source: dict[str, Result[int, TimebackError]] = {"a": Success(1)}
    results = BroadcastResults(source)
    source["b"] = Success(2)
    assert list(results) == ["a"]
