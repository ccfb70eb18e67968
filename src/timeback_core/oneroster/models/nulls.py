"""Whether a field of an input is null on purpose."""

from timeback_core.engine.codec import Model, fields_of
from timeback_core.engine.codec.fields import is_absent


def is_null(body: Model, name: str) -> bool:
    """Whether a field is sent as null: it is `None`, and was not just left out."""
    (field,) = (each for each in fields_of(type(body)) if each.name == name)
    return getattr(body, name) is None and not is_absent(body, field, None)
