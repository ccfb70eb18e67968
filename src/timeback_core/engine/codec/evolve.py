"""`evolve`: a changed copy of a model that still knows what was absent and what was unknown."""

from typing import TypeVar

from timeback_core.engine.codec.inside import attributes_of, mask_of, rebuild
from timeback_core.engine.codec.mask import given
from timeback_core.engine.codec.model import Model

M = TypeVar("M", bound=Model)


def evolve(model: M, **changes: object) -> M:
    """A copy with changed fields; `extra` and the memory of what was absent are kept.

    A field that is named here counts as given: `None` is then sent as null and `()` as an empty list.

    Args:
        model: any model; it stays as it is.
        changes: new values by field name.

    Raises:
        TypeError: a name that is no field of the model.
    """
    cls = type(model)
    fields = attributes_of(cls)
    if unknown := changes.keys() - {field.name for field in fields} - {"extra"}:
        raise TypeError(f"{cls.__name__} has no field {', '.join(sorted(unknown))}")
    mask = mask_of(model)
    values: dict[str, object] = {"extra": changes.get("extra", model.extra)}
    for position, field in enumerate(fields):
        if field.name in changes:
            values[field.name] = changes[field.name]
            mask = given(mask, position, field.default)
        else:
            values[field.name] = getattr(model, field.name)
    made = rebuild(cls, values, mask)
    assert isinstance(made, cls)  # noqa: S101 - tells the type checker what `rebuild` gives
    return made
