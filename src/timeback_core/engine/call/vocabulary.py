"""The names that `where`, `sort` and `fields` know for a resource, read off its model."""

from __future__ import annotations

from collections.abc import Iterator

from timeback_core.engine.codec import Model
from timeback_core.engine.codec.fields import FieldInfo, fields_of
from timeback_core.engine.filters.vocabulary import ANY, Below, Vocabulary

METADATA = "metadata"
"""The member of every entity that may hold anything, also where a model names what it usually holds."""
DEEPEST = 3
"""How many dots a name of typed fields may have; deeper ones no server is known to follow."""


def vocabulary_of(model: type[object], extra: tuple[str, ...] = (), depth: int = DEEPEST) -> Vocabulary:
    """The names of a model's fields in both spellings, and what may follow them after a dot.

    extra: further names that the resource declares, spelled as on the wire.
    """
    key = (model, extra, depth)
    found = _known.get(key)
    if found is None:
        found = _known[key] = Vocabulary.of(*_terms(model, depth), *((name, name, None) for name in extra))
    return found


_known: dict[tuple[type[object], tuple[str, ...], int], Vocabulary] = {}


def _terms(model: type[object], depth: int) -> Iterator[tuple[str, str, Below]]:
    if issubclass(model, Model):
        for field in fields_of(model):
            yield field.name, field.wire, _below(field, depth)


def required_names(model: type[object]) -> tuple[str, ...]:
    """Wire names of the fields without which the model cannot be read."""
    if not issubclass(model, Model):
        return ()
    return tuple(field.wire for field in fields_of(model) if field.required)


def _below(field: FieldInfo, depth: int) -> Below:
    if field.wire == METADATA:
        return ANY
    nested = field.nested
    if nested is not None:
        return vocabulary_of(nested, (), depth - 1) if depth > 0 else None
    return ANY if field.shape.free else None
