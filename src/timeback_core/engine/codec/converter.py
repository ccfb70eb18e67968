"""`converter`: the converter of cattrs, with our hooks for all that a model may hold.

It keeps cattrs' own contract: it raises. Here a class of somebody else's, which a model holds, is given its hooks.
"""

from collections import OrderedDict, deque
from collections.abc import Mapping, MutableMapping
from datetime import date, datetime
from enum import Enum
from itertools import repeat
from typing import Any, Final, get_args, get_origin

from cattrs import Converter
from cattrs.errors import StructureHandlerNotFoundError

from timeback_core.engine.codec.fields import shape_of
from timeback_core.engine.codec.generate import DECODERS, ENCODERS, copied
from timeback_core.engine.codec.json import Bad
from timeback_core.engine.codec.kinds import DATE, DATETIME
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.shapes import Foreign, Primitive, listed

converter: Final = Converter(detailed_validation=False)
"""Reads and writes models, and all that a model may hold, as the package does.

`converter.structure(document, User)` gives a `User`, `converter.unstructure(user)` its document. Values are never
turned into others: text is no number, null no text. `converter.register_structure_hook(Money, ...)` and
`register_unstructure_hook(Money, ...)` let models hold a `Money` of your own.

Raises:
    ValueError: with the path, for a document that does not fit; and what cattrs and your hooks raise.
"""

MADE_OF: Final[Mapping[Any, Any]] = {Mapping: dict, MutableMapping: dict}
ARRAYS: Final = (list, set, frozenset, deque, tuple)
OBJECTS: Final = (dict, OrderedDict, Mapping, MutableMapping)
"""Collections that models do not hold, but other classes may."""


def is_own(annotation: Any) -> bool:
    """Whether our own reading takes an annotation, so that it is no class of somebody else's."""
    try:
        return not isinstance(shape_of(annotation), Foreign)
    except TypeError:
        return False


def origin_of(annotation: Any) -> Any:
    """The class of an annotation, without what it is subscripted by."""
    return get_origin(annotation) or annotation


@converter.register_structure_hook_factory(lambda annotation: origin_of(annotation) in ARRAYS + OBJECTS)
def structure_collection(annotation: Any) -> Any:
    """Read a collection from an array, a mapping from an object, and both from nothing else."""
    make, args = MADE_OF.get(origin_of(annotation), origin_of(annotation)), get_args(annotation)
    json, expected = (list, "array") if origin_of(annotation) in ARRAYS else (dict, "object")
    places = len(args) if origin_of(annotation) is tuple else 0

    def structure(value: Any, _: Any) -> Any:
        if value.__class__ is not json or (places and places != len(value)):
            raise Bad(expected, value)
        if args and json is dict:
            return make((converter.structure(x, args[0]), converter.structure(value[x], args[1])) for x in value)
        return make(map(converter.structure, value, args if places else repeat(*args)) if args else value)

    return structure


@converter.register_structure_hook_factory(is_own)
def structure_own(annotation: Any) -> Any:
    """Read what models may hold by our own functions."""
    read = DECODERS.function(shape_of(annotation).key)

    def structure(value: Any, _: Any) -> Any:
        return read(copied(value))  # reading consumes

    return structure


def structure_enum(value: Any, cls: type[Enum]) -> Enum:
    """Read a member from exactly its value."""
    for member in cls:
        if member.value.__class__ is value.__class__ and member.value == value:
            return member
    raise Bad(listed([member.value for member in cls]), value)


def structure_primitive(primitive: type[Any]) -> Any:
    """Read a primitive, or a class that is derived from it, from its own JSON."""
    read = structure_own(primitive)

    def structure(value: Any, cls: Any) -> Any:
        made, make = read(value, cls), cls
        if cls is primitive or not isinstance(cls, type):
            return made
        return structure_enum(made, cls) if issubclass(cls, Enum) else make(made)

    return structure


for _primitive in Primitive.NAMES:  # cattrs looks at these before it asks any factory
    converter.register_structure_hook(_primitive, structure_primitive(_primitive))
converter.register_structure_hook(Enum, structure_enum)
converter.register_structure_hook(bytes, lambda value, _: Bad.refuse("bytes, which JSON does not have", value))
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
