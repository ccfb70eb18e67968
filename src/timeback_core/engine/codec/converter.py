"""The cattrs converter: where a type of the user's own is given hooks, and where cattrs learns of models."""

from functools import cache
from typing import Any

from cattrs import Converter

from timeback_core.engine.codec.decode import DECODERS
from timeback_core.engine.codec.encode import ENCODERS
from timeback_core.engine.codec.model import Model


@cache
def converter() -> Converter:
    """The one converter.

    A class that is neither a model nor of a known kind is read and written by the hooks that are registered
    here, before the first model that holds it is read or written.
    """
    made = Converter(detailed_validation=False)

    @made.register_structure_hook_factory(is_model)
    def structure_model(cls: Any) -> Any:  # pyright: ignore[reportUnusedFunction] - cattrs calls it
        decode = DECODERS.function(cls)

        def structure(value: Any, _: Any) -> Any:
            return decode(value)

        return structure

    @made.register_unstructure_hook_factory(is_model)
    def unstructure_model(cls: Any) -> Any:  # pyright: ignore[reportUnusedFunction] - cattrs calls it
        return ENCODERS.function(cls)

    return made


def is_model(annotation: Any) -> bool:
    """Whether an annotation is the class of a model."""
    return isinstance(annotation, type) and issubclass(annotation, Model)
