"""What a body looks like after it was read and written back: every normalisation, by kind of field.

Written from the documentation of the kinds, without the codec.
"""

from datetime import UTC, date, datetime
from enum import Enum
from math import isfinite
from typing import Any, Literal, get_args, get_origin

from property_tests.declared import (
    Declared,
    arms_of,
    declared,
    is_free,
    is_model,
    is_nullable,
    is_object,
    is_one_or_many,
    is_tuple,
    kind_of,
    may_be_unset,
    read_as,
    strip,
    tag_of,
    tag_values,
)

from timeback_core.engine.codec import Loose, Model, Unknown
from timeback_core.engine.codec.kinds import FLAG, LAX_NUMBER, TEXT_FLAG, Kind


def canonical(cls: type[Model], body: Any) -> dict[str, Any]:
    """The body of a model, as it is written back; an empty array is an object without members."""
    expect(isinstance(body, dict) or (body == [] and not any(field.required for field in declared(cls))))
    left = dict(body)
    cls = read_as(cls, left)
    written: dict[str, Any] = {}
    for field in declared(cls):
        name = next((name for name in (field.wire, *field.also) if name in left), None)
        if name is None:
            expect(not field.required)
            if not (field.remembers or field.required or may_be_unset(field.annotation)):
                written[field.wire] = [] if field.default == () else field.default  # an input sends its default
            continue
        try:
            value = canonical_member(field, left[name], strict=issubclass(cls, Loose))
        except Misfit:
            if field.required or not issubclass(cls, Loose):
                raise
            continue  # what does not fit stays as it came
        del left[name]
        written[field.wire] = value
    return left | written


class Misfit(Exception):  # noqa: N818 -- no error of the tests: what the value is
    """A value that is none of its field's kind."""


def canonical_member(field: Declared, value: Any, *, strict: bool = False) -> Any:
    """A member: null stays null; strictly, only what is documented fits."""
    expect(value is not None or field.takes_null)
    if value is None or is_free(field.annotation):
        return value
    if strict:
        expect(json_type(value) in documented_types(field.annotation))
        return canonical_spelling(field.annotation, value)
    return canonical_value(field.annotation, value)


def canonical_value(annotation: Any, value: Any) -> Any:
    """A value by its annotation; what is none and says nothing is null, where that may stand there."""
    if is_free(annotation) or value is None:
        return value
    try:
        return canonical_spelling(annotation, value)
    except Misfit:
        expect(is_nullable(annotation) and says_nothing(annotation, value))
        return None


def says_nothing(annotation: Any, value: Any) -> bool:
    """Whether a value says as much as null: blank text for what has a spelling of its own, emptiness for an object."""
    arms = arms_of(annotation)
    if Unknown in arms or sum(map(is_model, arms)) > 1:
        return False
    if any(is_model(arm) or is_object(arm) for arm in arms):
        return value in ({}, []) or is_blank(value)
    return is_blank(value) and any(arm in (date, datetime) or spells_text(kind_of(arm)) for arm in arms)


def spells_text(kind: Kind[Any] | None) -> bool:
    """Whether a kind reads text."""
    return kind is not None and "string" in kind.json_types


def is_blank(value: Any) -> bool:
    """Whether it is text without a letter."""
    return isinstance(value, str) and not value.strip()


def documented_types(annotation: Any) -> set[str]:
    """The JSON types that an annotation is documented to take."""
    if is_free(annotation):
        return {"boolean", "number", "string", "array", "object", "null"}
    found: set[str] = set()
    for arm in arms_of(annotation):
        kind = kind_of(arm)
        if kind is not None:
            found |= {*kind.json_types}
        elif is_one_or_many(arm):
            found |= {"array"} | documented_types(get_args(strip(arm))[0])
        elif is_tuple(arm):
            found.add("array")
        elif is_object(arm) or is_model(arm) or arm is Unknown:
            found.add("object")
        else:
            found |= json_types(arm)
    return found


def canonical_list(item: Any, value: Any) -> list[Any]:
    """A list; a text that stands for it is its only element, a blank one none."""
    if is_blank(value):
        return []
    return [canonical_value(item, each) for each in (value if isinstance(value, list) else [value])]


def canonical_spelling(annotation: Any, value: Any) -> Any:
    """A value that is not null by its annotation."""
    arms = arms_of(annotation)
    if len(arms) > 1:
        return canonical_union(arms, value)
    arm = arms[0]
    if is_one_or_many(arm):
        return canonical_list(get_args(strip(arm))[0], value)
    if kind_of(arm):
        return canonical_kind(arm, value)
    if is_tuple(arm):
        item = get_args(arm)[0]
        types = documented_types(item)
        bare = "string" in types and "object" not in types and json_type(value) in types
        expect(isinstance(value, list) or bare)
        return canonical_list(item, value)
    if is_object(arm):
        expect(isinstance(value, dict) or value == [])
        return {name: canonical_value(get_args(arm)[1], each) for name, each in dict(value).items()}
    if is_model(arm):
        return canonical(arm, value)
    if arm is datetime:
        expect(isinstance(value, str) and is_day(value))
        return canonical_moment(value)
    if arm is date:
        expect(isinstance(value, str) and is_day(value))
        return value[:10]
    expect(json_type(value) in json_types(arm))
    return value


def json_type(value: Any) -> str:
    """The JSON type of a value."""
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(value), "null")


def json_types(arm: Any) -> set[str]:
    """The JSON types that a plain arm takes."""
    if get_origin(arm) is Literal:
        return {json_type(each) for each in get_args(arm)}
    plain = {str: "string", bool: "boolean", int: "number", float: "number"}
    return {plain.get(strip(arm), "string")}


def expect(fits: bool) -> None:
    """A value that fits its kind."""
    if not fits:
        raise Misfit


def canonical_union(arms: list[Any], value: Any) -> Any:
    """A value of a union: by its tag, else by its JSON type."""
    models = [arm for arm in arms if is_model(arm)]
    if isinstance(value, dict) and models:
        if len(models) == 1 and Unknown not in arms:
            return canonical(models[0], value)
        tag = tag_of(models)
        taken = [cls for cls in models if value.get(tag) in tag_values(cls, tag)]
        others = [cls for cls in models if not tag_values(cls, tag)]
        return canonical((taken or others)[0], value) if taken or others else value
    if isinstance(value, dict) and (objects := [arm for arm in arms if is_object(arm)]):
        return canonical_spelling(objects[0], value)
    if isinstance(value, list):
        lists = [arm for arm in arms if is_tuple(strip(arm))]
        expect(bool(lists))
        return canonical_value(lists[0], value)
    if isinstance(value, str) and is_day(value) and (calendar := [arm for arm in arms if arm in (date, datetime)]):
        return canonical_spelling(calendar[0], value)
    kinds = [arm for arm in arms if kind_of(arm)]
    if kinds and not (isinstance(value, str) and (str in arms or any(is_enum(arm) for arm in arms))):
        return canonical_kind(kinds[0], value)
    plain = [arm for arm in arms if not (is_model(arm) or kind_of(arm) or is_tuple(strip(arm)))]
    expect(any(json_type(value) in json_types(arm) for arm in plain))
    return value


def is_enum(annotation: Any) -> bool:
    """Whether it is an enum."""
    return isinstance(annotation, type) and issubclass(annotation, Enum)


def is_day(text: str) -> bool:
    """Whether a text is a day or a timestamp."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def canonical_kind(annotation: Any, value: Any) -> Any:
    """A value of a kind with a spelling of its own."""
    kind = kind_of(annotation)
    assert kind is not None
    expect(json_type(value) in kind.json_types)
    if kind in (FLAG, TEXT_FLAG):
        flag = value.lower() == "true" if isinstance(value, str) else bool(value)
        expect(str(value).lower() in ("true", "false") or (not isinstance(value, str) and value in (0, 1)))
        return flag if kind is FLAG else str(flag).lower()
    if kind is LAX_NUMBER:
        expect(not isinstance(value, bool) and isinstance(value, int | float | str))
        expect(not isinstance(value, str) or is_number(value))
        return float(value) if isinstance(value, str) else value
    try:
        return kind.write(kind.read(value))  # a kind that a model declares for itself has tests of its own
    except (ValueError, TypeError):
        raise Misfit from None


def is_number(text: str) -> bool:
    """Whether a text is a number."""
    try:
        return isfinite(float(text)) and "_" not in text
    except ValueError:
        return False


def canonical_moment(text: str) -> str:
    """A moment in UTC, with milliseconds, or with microseconds where there are some; as it is beyond UTC's calendar."""
    moment = datetime.fromisoformat(text)
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return moment.isoformat()
    micro = moment.microsecond
    fraction = f"{micro:06d}" if micro % 1000 else f"{micro // 1000:03d}"
    day = f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"
    return f"{day}T{moment.hour:02d}:{moment.minute:02d}:{moment.second:02d}.{fraction}Z"
