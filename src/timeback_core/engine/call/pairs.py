"""What creates and saves answer: the ids that a server allocated, and whether something is new."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

import attrs

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class IdPair:
    """The id that a caller supplied and the one that the server allocated; use the latter from now on."""

    supplied_sourced_id: str | None
    allocated_sourced_id: str | None


@attrs.frozen
class Created:
    """The id pairs of a create, in the server's order; a single create has at least one."""

    pairs: tuple[IdPair, ...]

    @property
    def sourced_id(self) -> str:
        """The id of what was created: the first allocated one; empty only after a bulk create of nothing."""
        for pair in self.pairs:
            if known := pair.allocated_sourced_id or pair.supplied_sourced_id:
                return known
        return ""

    @property
    def sourced_ids(self) -> tuple[str, ...]:
        """The ids of all that was created."""
        known = (pair.allocated_sourced_id or pair.supplied_sourced_id for pair in self.pairs)
        return tuple(each for each in known if each)

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[IdPair]:
        return iter(self.pairs)


@attrs.frozen
class Saved(Generic[T_co]):
    """What a save answered, and whether it created something."""

    value: T_co
    created: bool
