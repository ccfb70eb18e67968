"""`Nulls`: the members of a model that its mask makes null, kept by mask because the rows of a page share a few."""

from collections.abc import Iterable

from timeback_core.engine.codec.fields import FieldInfo
from timeback_core.engine.codec.mask import absent_bit

WORTHWHILE = 8
"""From so many members on, one look-up is faster than a test for each of them."""

MOST = 256
"""How many masks are remembered; a server chooses them."""


class Nulls(dict[int, dict[str, None]]):
    """By mask: null for every field that is null while it has no value; to be copied, not changed.

    Args:
        fields: the fields that are written as null if they are `None` and were not absent.
    """

    def __init__(self, fields: Iterable[FieldInfo]) -> None:
        super().__init__()
        self.bits: dict[str, int] = {field.wire: absent_bit(field.position) for field in fields}

    def __missing__(self, mask: int) -> dict[str, None]:
        if len(self) >= MOST:
            self.clear()
        nulls = self[mask] = {wire: None for wire, bit in self.bits.items() if not mask & bit}
        return nulls
