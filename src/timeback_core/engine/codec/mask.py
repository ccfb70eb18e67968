"""The hidden mask of a model that was read: one integer that remembers what its decoder saw.

Bit 0 is set in a complete model and clear in one that was read with some of its fields only. Every field
has two bits. *Absent*: with the default `None` or `()`, it is set while the field was not given; with any
other default, which is sent unless the wire left it out, it is clear when the wire left it out. *Null*: it
is clear when a list was null. So in a model built by hand all bits are set: the mask is -1.
"""

from typing import Final

BY_HAND: Final = -1
COMPLETE: Final = 1


def absent_bit(position: int) -> int:
    """The bit that tells whether the field at this position was absent."""
    return 2 << (2 * position)


def null_bit(position: int) -> int:
    """The bit that tells whether the list at this position was null."""
    return 4 << (2 * position)


def omits_default(default: object) -> bool:
    """Whether a field with this default is left out when nobody gave it: so for `None` and `()`."""
    return default is None or (type(default) is tuple and not default)


def given(mask: int, position: int, default: object) -> int:
    """The mask after somebody gave the field a value."""
    bit = absent_bit(position)
    return (mask & ~bit if omits_default(default) else mask | bit) | null_bit(position)


def was_absent(mask: int, position: int, default: object) -> bool:
    """Whether nobody gave the field a value."""
    return bool(mask & absent_bit(position)) == omits_default(default)
