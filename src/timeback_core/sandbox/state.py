"""What a snapshot holds of a world, and how changes are noted on their way to the file that keeps them."""

from random import Random
from typing import Any, TypeAlias

import attrs

from timeback_core.sandbox.deliveries import Delivery
from timeback_core.sandbox.store import Store


class Draws:
    """Random bits, the same for the same seed on every run, which can be gone on with where they were left."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self.go_to(0)

    def go_to(self, words: int) -> None:
        """Go on after so many words."""
        self._random = Random(self._seed)  # noqa: S311 -- reproducible on purpose
        self._random.getrandbits(32 * words)
        self.words: int = words
        """How many words of 32 bits were drawn."""

    def bits(self, count: int) -> int:
        """So many bits, as a number."""
        self.words += -(-count // 32)
        return self._random.getrandbits(count)


Facts: TypeAlias = dict[str, Any]


@attrs.frozen
class State:
    """Everything that requests change, at one moment; tokens are no part of it, nor is what belongs to a run."""

    store: Store
    """Never written to."""
    deliveries: tuple[Delivery, ...]
    facts: Facts
    """Counters, and the switches and the clock that are not as at first: JSON."""
