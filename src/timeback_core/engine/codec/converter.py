"""`converter`: the converter of cattrs, with our hooks for all that a model may hold.

It keeps cattrs' own contract: it raises. Here a class of somebody else's, which a model holds, is given its hooks.
"""

from datetime import date, datetime
from typing import Any, Final, get_args, get_origin

from cattrs import Converter
from cattrs.errors import StructureHandlerNotFoundError

from timeback_core.engine.codec.fields import shape_of
from timeback_core.engine.codec.generate import DECODERS, ENCODERS, copied
from timeback_core.engine.codec.json import Bad
from timeback_core.engine.codec.kinds import DATE, DATETIME
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.shapes import Foreign, Primitive

converter: Final = Converter(detailed_validation=False)
"""Reads and writes models, and all that a model may hold, as the package does.

`converter.structure(document, User)` gives a `User`, `converter.unstructure(user)` its document. Values are never
turned into others: text is no number, null no text. `converter.register_structure_hook(Money, ...)` and
`register_unstructure_hook(Money, ...)` let models hold a `Money` of your own.

Raises:
    ValueError: with the path, for a document that does not fit; and what cattrs and your hooks raise.
"""

COLLECTIONS: Final = (list, set, frozenset)


def is_own(annotation: Any) -> bool:
    """Whether our own reading takes an annotation, so that it is no class of somebody else's."""
    try:
        return not isinstance(shape_of(annotation), Foreign)
    except TypeError:
        return False


def is_collection(annotation: Any) -> bool:
    """Whether an annotation is a collection that models do not hold, but other classes may."""
    return (get_origin(annotation) or annotation) in COLLECTIONS


@converter.register_structure_hook_factory(is_collection)
def structure_collection(annotation: Any) -> Any:
    """Read a collection from an array and nothing else."""
    made, items = get_origin(annotation) or annotation, get_args(annotation)

    def structure(value: Any, _: Any) -> Any:
        if value.__class__ is not list:
            raise Bad("array", value)
        return made(converter.structure(each, items[0]) if items else each for each in value)

    return structure


@converter.register_structure_hook_factory(is_own)
def structure_own(annotation: Any) -> Any:
    """Read what models may hold by our own functions."""
    read = DECODERS.function(shape_of(annotation).key)

    def structure(value: Any, _: Any) -> Any:
        return read(copied(value))  # reading consumes

    return structure


for _primitive in Primitive.NAMES:  # cattrs looks at these before it asks any factory
    converter.register_structure_hook(_primitive, structure_own(_primitive))
converter.register_unstructure_hook(date, DATE.write)
converter.register_unstructure_hook(datetime, DATETIME.write)


@converter.register_unstructure_hook_factory(lambda cls: isinstance(cls, type) and issubclass(cls, Model))
def unstructure_model(cls: Any) -> Any:
    """Write models by our own functions."""
    return ENCODERS.function(cls)


def refuse_unreadable(cls: type[Any], place: str) -> None:
    """Refuse with a TypeError a class of somebody else's that no hook reads, neither cattrs' own nor the user's."""
    try:
        converter.get_structure_hook(cls)
    except StructureHandlerNotFoundError:
        raise TypeError(
            f"{place}no hook reads {cls.__name__}; give `timeback_core.converter` one, or use another type"
        ) from None


Foreign.hooks = converter
