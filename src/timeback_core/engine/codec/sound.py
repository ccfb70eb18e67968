"""Whether a type can be read: what its declaration alone does not show is found before anything is sent."""

from typing import Any, Final

from timeback_core.engine.codec.compound import Nested
from timeback_core.engine.codec.fields import fields_of, shape_of
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.shapes import Foreign

SOUND: Final[set[type[Model]]] = set()
"""Models that were found to be declared well, with all that they hold."""


def refuse_unsound(tp: Any) -> None:
    """Refuse with a TypeError a type that holds, however deep inside, what cannot be read."""
    if tp in SOUND:
        return
    found: set[type[Model]] = set()
    left = [(shape_of(tp), "")]
    while left:
        each, place = left.pop()
        for leaf in each.leaves:
            if isinstance(leaf, Foreign):
                from timeback_core.engine.codec.converter import refuse_unreadable

                refuse_unreadable(leaf.python[0], place)
            if isinstance(leaf, Nested) and leaf.model not in found | SOUND:
                found.add(leaf.model)
                left += ((field.shape, f"{leaf.model.__name__}.{field.name}: ") for field in fields_of(leaf.model))
    SOUND.update(found)
