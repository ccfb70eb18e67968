"""What `Input.of` must give: the part of a body that the write schema takes, and nothing else.

Written from the documentation of `of`, without the codec.
"""

from typing import Any, get_args

from property_tests.canonical import canonical, canonical_member
from property_tests.declared import (
    Declared,
    arms_of,
    declared,
    is_model,
    is_nullable,
    is_object,
    is_one_or_many,
    is_tuple,
    may_be_unset,
    strip,
)

from timeback_core.engine.codec import Input, Model


class NotWritableError(Exception):
    """A field that the input requires is missing in what was read."""


def written(cls: type[Input], body: dict[str, Any], read_as: type[Model] | None = None) -> dict[str, Any]:
    """The body of an input that is made of a model that was read from a body.

    read_as: that model, where it is one that is derived from what the input reads.

    Raises:
        NotWritableError: a field that the input requires is missing or null.
    """
    reads = read_as or cls.__reads__
    assert reads is not None
    sources = {field.name: field for field in declared(reads)}
    result: dict[str, Any] = {}
    for field in declared(cls):
        source = sources.get(field.read)
        spelled = [name for name in (source.wire, *source.also) if name in body] if source else []
        if source and spelled:
            put(field, source, canonical_member(source, body[spelled[0]]), result)
        elif field.required:
            raise NotWritableError(field.name)
        elif not may_be_unset(field.annotation):
            result[field.wire] = field.default
    known = {name for field in (*declared(reads), *declared(cls)) for name in (field.wire, *field.also)}
    return {name: value for name, value in body.items() if name not in known} | result


def put(field: Declared, source: Declared, value: Any, result: dict[str, Any]) -> None:
    """Add one field of the input: a null only where the wire takes one."""
    if value is not None:
        result[field.wire] = written_value(field.annotation, source.annotation, value)
    elif is_nullable(field.annotation):
        result[field.wire] = None
    elif field.is_list and field.required:
        result[field.wire] = []
    elif field.required:
        raise NotWritableError(field.name)
    elif not may_be_unset(field.annotation):
        result[field.wire] = field.default


def written_value(annotation: Any, source: Any, value: Any) -> Any:
    """A value of an input, given as it was read by the annotation of its source."""
    if value is None:
        return None
    models = [arm for arm in arms_of(annotation) if is_model(arm)]
    arm = strip(arms_of(annotation)[0])
    if models and isinstance(value, dict):
        cls = models[0]
        read_as = next((each for each in arms_of(source) if is_model(each)), None)
        return written(cls, value, read_as) if is_input(cls) else canonical(cls, value)
    inner = get_args(strip(arms_of(source)[0])) or (source, source)
    if is_tuple(arm) or is_one_or_many(annotation):
        items = value if isinstance(value, list) else [value]
        return [written_value(get_args(arm)[0], inner[0], each) for each in items]
    if is_object(arm):
        return {name: written_value(get_args(arm)[1], inner[1], each) for name, each in value.items()}
    return value


def is_input(cls: type[Model]) -> bool:
    """Whether a model is an input that is made of another model."""
    return issubclass(cls, Input) and cls.__reads__ is not None
