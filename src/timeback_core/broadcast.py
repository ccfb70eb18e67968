"""What a broadcast gave: each client's result by name, and the views of what succeeded and what failed."""

from collections.abc import ItemsView, Iterator, KeysView, Mapping
from typing import ClassVar, Generic, TypeVar, cast

from returns.result import Failure, Result, Success

from timeback_core.errors import BroadcastFailed, TimebackError

T_co = TypeVar("T_co", covariant=True)


class BroadcastResults(Generic[T_co]):
    """The results of a broadcast by client name, in order of registration; immutable.

    `results["alpha"]` gives a client's result whatever its name is. `results.alpha` is short for it where the
    name is an identifier that does not begin with `_` and is no member of this class; members always win.
    """

    __slots__ = ("_results",)

    def __init__(self, results: Mapping[str, Result[T_co, TimebackError]]) -> None:
        self._results = dict(results)

    @property
    def succeeded(self) -> tuple[tuple[str, T_co], ...]:
        """The names and values of those that succeeded."""
        return tuple((name, r.unwrap()) for name, r in self._results.items() if isinstance(r, Success))

    @property
    def failed(self) -> tuple[tuple[str, TimebackError], ...]:
        """The names and errors of those that failed."""
        return tuple((name, r.failure()) for name, r in self._results.items() if isinstance(r, Failure))

    @property
    def all_succeeded(self) -> bool:
        """Whether none failed; true if there was no client at all."""
        return not self.any_failed

    @property
    def any_failed(self) -> bool:
        """Whether at least one failed."""
        return any(isinstance(result, Failure) for result in self._results.values())

    def values(self) -> Result[tuple[T_co, ...], BroadcastFailed]:
        """All values, or every failure if there is one."""
        if self.any_failed:
            return Failure(BroadcastFailed(self.failed))
        return Success(tuple(value for _, value in self.succeeded))

    def get(self, name: str) -> Result[T_co, TimebackError] | None:
        """The result of a client, or `None` if there is none of that name."""
        return self._results.get(name)

    def keys(self) -> KeysView[str]:
        """The names of the clients."""
        return self._results.keys()

    def items(self) -> ItemsView[str, Result[T_co, TimebackError]]:
        """The names and results of the clients."""
        return self._results.items()

    def __getitem__(self, name: str) -> Result[T_co, TimebackError]:
        try:
            return self._results[name]
        except KeyError:
            available = ", ".join(self._results) or "(none)"
            raise KeyError(f"No result for {name!r}. Available: {available}") from None

    def __getattr__(self, name: str) -> Result[T_co, TimebackError]:
        if not name.startswith("_") and name.isidentifier() and name in self._results:
            return self._results[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute or client {name!r}")

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *(name for name in self._results if name.isidentifier())})

    def __contains__(self, name: object) -> bool:
        return name in self._results

    def __iter__(self) -> Iterator[str]:
        return iter(self._results)

    def __len__(self) -> int:
        return len(self._results)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, BroadcastResults):
            return NotImplemented
        others = cast("BroadcastResults[object]", other)  # isinstance leaves the parameter unknown
        return tuple(self.items()) == tuple(others.items())

    __hash__: ClassVar[None]  # type: ignore[assignment]  # values may be unhashable

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self._results!r})"
