"""Hypothesis strategies for models: bodies as a server sends them, and instances as a user builds them."""

import importlib
import pkgutil
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from functools import wraps
from typing import Any, Final, Literal, Protocol, TypeVar, get_args, get_origin

from hypothesis import HealthCheck, settings, strategies as st
from property_tests import models_every_kind
from property_tests.canonical import documented_types, json_type, says_nothing
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
from property_tests.profiles import so_many

from timeback_core.engine.codec import UNSET, Input, Loose, Model, Unknown
from timeback_core.engine.codec.kinds import FLAG, LAX_NUMBER, TEXT_FLAG
from timeback_core.engine.surface.catalogue import services

S_co = TypeVar("S_co", covariant=True)

DEPTH: Final = 2
NOTHINGS: Final[tuple[Any, ...]] = (None, "", " ", {}, [])
"""How servers say that a value is not there; all but null only where it is no value."""
BEYOND_UTC: Final = ("0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59.999999-05:00")
INTEGERS: Final = st.integers(-(2**63), 2**64 - 1) | st.integers()
NUMBERS: Final = INTEGERS | st.floats(allow_nan=False, allow_infinity=False)
TEXT: Final = st.text(max_size=8)
SCALARS: Final = st.none() | st.booleans() | NUMBERS | TEXT


def json_of_depth(depth: int) -> st.SearchStrategy[Any]:
    """JSON of so many levels at most; drawn in half the time of `st.recursive`."""
    if depth == 0:
        return SCALARS
    inner = json_of_depth(depth - 1)
    return SCALARS | st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)


JSON: Final = json_of_depth(3)
OBJECTS: Final = st.dictionaries(TEXT, JSON, max_size=3)
OFFSETS: Final = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS: Final = st.datetimes(
    min_value=datetime(2, 1, 1), max_value=datetime(9998, 12, 31), timezones=st.just(UTC) | OFFSETS
)


def models_of(module: Any) -> list[type[Model]]:
    """The models that a module declares."""
    return [
        each
        for each in vars(module).values()
        if is_model(each) and each not in (Model, Input) and each.__module__ == module.__name__
    ]


def discover() -> list[type[Model]]:
    """The models of all services."""
    found: list[type[Model]] = []
    for service in services():
        package = importlib.import_module(f"timeback_core.{service}.models")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            found += models_of(importlib.import_module(module.name))
    return found


def settled(examples: int) -> settings:
    """Settings of a law: so many examples, the same on every run, however slow the machine."""
    return settings(
        max_examples=so_many(examples), deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
    )


EVERY_KIND: Final = models_of(models_every_kind)
"""Models that hold every kind of field."""

MODELS: Final = discover()
"""The models of every service."""


class Strategies(Protocol[S_co]):
    """Gives the strategy for a model and a depth."""

    def __call__(self, cls: type[Model], depth: int = DEPTH, /) -> S_co: ...


def kept(make: Strategies[S_co]) -> Strategies[S_co]:
    """Make each strategy once: to build them costs more than to draw from them."""
    made: dict[tuple[type[Model], int], S_co] = {}

    @wraps(make)
    def get(cls: type[Model], depth: int = DEPTH, /) -> S_co:
        if (cls, depth) not in made:
            made[cls, depth] = make(cls, depth)
        return made[cls, depth]

    return get


@kept
def bodies(cls: type[Model], depth: int = DEPTH) -> st.SearchStrategy[dict[str, Any]]:
    """JSON objects that the model reads, with unknown members, nulls and omissions."""
    fields = declared(cls)
    names = {name for field in fields for name in (field.wire, *field.also)}
    required = {field.wire: needed(cls, field, depth) for field in fields if field.required}
    optional = {
        name: member(field, depth) for field in fields if not field.required for name in (field.wire, *field.also)
    }
    noise = st.dictionaries(TEXT.filter(lambda name: name not in names), JSON, max_size=2)
    known = st.fixed_dictionaries(required, optional=optional)
    return st.builds(lambda one, other: one | other, noise, known)


def member(field: Declared, depth: int) -> st.SearchStrategy[Any]:
    """JSON for one field."""
    value = json_values(field.annotation, depth)
    return st.none() | value if field.takes_null else value


def needed(cls: type[Model], field: Declared, depth: int) -> st.SearchStrategy[Any]:
    """JSON for a field that a body must have; a loose model takes only what is documented there."""
    value = member(field, depth)
    if not issubclass(cls, Loose):
        return value
    return value.filter(lambda each: each is None or json_type(each) in documented_types(field.annotation))


def json_values(annotation: Any, depth: int) -> st.SearchStrategy[Any]:
    """JSON for an annotation."""
    if is_free(annotation):
        return JSON
    arms = arms_of(annotation)
    value = union_values(arms, depth) if len(arms) > 1 else json_of_arm(arms[0], depth)
    nothing = [each for each in NOTHINGS if each is None or says_nothing(annotation, each)]
    return st.sampled_from(nothing) | value if is_nullable(annotation) else value


def union_values(arms: list[Any], depth: int) -> st.SearchStrategy[Any]:
    """JSON for a union; what is for no arm, or for the arm of all other tags, bears no tag of another."""
    models = [arm for arm in arms if is_model(arm)]
    values: list[st.SearchStrategy[Any]] = []
    for arm in arms:
        value: st.SearchStrategy[Any] = OBJECTS if arm is Unknown else json_of_arm(arm, depth)
        takes_others = arm is Unknown or (len(models) > 1 and is_model(arm) and not tag_values(arm, tag_of(models)))
        if is_object(arm):  # an empty array is an object where nothing else may stand
            value = value.filter(lambda each: each != [])
        values.append(value.filter(lambda each: untagged(models, each)) if takes_others else value)
    return st.one_of(values)


def json_of_arm(arm: Any, depth: int) -> st.SearchStrategy[Any]:
    """JSON for an annotation that is no union."""
    kind = kind_of(arm)
    if kind is FLAG or kind is TEXT_FLAG:
        return st.booleans() | st.sampled_from(["true", "false", "True", "FALSE", 0, 1])
    if kind is LAX_NUMBER:
        return NUMBERS | st.integers(0, 99).map(str) | st.just("1.5")
    if kind is not None:
        return st.one_of([SIMPLE[json_type] for json_type in kind.json_types]).filter(lambda value: reads(kind, value))
    if is_one_or_many(arm):
        item = get_args(strip(arm))[0]
        return json_values(item, depth - 1) | st.lists(json_values(item, depth - 1), max_size=2)
    arm = strip(arm)
    if get_origin(arm) is Literal:
        return st.sampled_from(get_args(arm))
    if is_tuple(arm):
        many = st.lists(json_values(get_args(arm)[0], depth - 1), max_size=2 if depth > 0 else 0)
        return many | st.sampled_from(["", "x"]) if get_args(arm)[0] is str else many
    if is_object(arm):
        return st.dictionaries(TEXT, json_values(get_args(arm)[1], depth - 1), max_size=2) | st.just([])
    if is_model(arm):
        return st.deferred(lambda: bodies(arm, depth - 1)) if depth > 0 else smallest(arm)
    if issubclass(arm, Enum):
        return st.sampled_from([each.value for each in arm])
    return {
        str: TEXT,
        int: INTEGERS,
        float: NUMBERS,
        bool: st.booleans(),
        date: st.dates().map(date.isoformat) | MOMENTS.map(datetime.isoformat),
        datetime: MOMENTS.map(datetime.isoformat) | MOMENTS.map(spell_with_z) | st.sampled_from(BEYOND_UTC),
    }[arm]


@kept
def smallest(cls: type[Model], _: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """The required fields alone."""
    return st.fixed_dictionaries({field.wire: needed(cls, field, 0) for field in declared(cls) if field.required})


def spell_with_z(moment: datetime) -> str:
    """The spelling that most servers use."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def reads(kind: Any, value: Any) -> bool:
    """Whether a kind takes a value, and would write it."""
    try:
        kind.write(kind.read(value))
    except ValueError:
        return False
    return True


SIMPLE: Final[dict[str, st.SearchStrategy[Any]]] = {
    "string": TEXT | st.integers(0, 13).map(str),
    "number": NUMBERS | st.integers(0, 13),
    "boolean": st.booleans(),
    "array": st.lists(SCALARS, max_size=2),
    "object": OBJECTS,
}


@kept
def instances(cls: type[Model], depth: int = DEPTH) -> st.SearchStrategy[Any]:
    """Models as a user builds them: right types, rules not regarded; of a base that chooses, what it chooses."""
    base, cls = cls, read_as(cls, {})
    fields = declared(cls)
    names = {name for field in fields for name in (field.wire, *field.also)}
    required = {field.name: python_values(field.annotation, depth) for field in fields if field.required}
    optional = {field.name: python_values(field.annotation, depth) for field in fields if not field.required}
    extra = st.dictionaries(TEXT.filter(lambda name: name not in names), JSON, max_size=2)
    made = st.builds(
        lambda values, extra: cls(**values, extra=extra), st.fixed_dictionaries(required, optional=optional), extra
    )
    return made.filter(lambda each: is_chosen(base, each))


def python_values(annotation: Any, depth: int) -> st.SearchStrategy[Any]:
    """Values of an annotation."""
    if is_free(annotation):
        return JSON
    arms = arms_of(annotation)
    value = st.one_of([python_of_arm(arm, arms, depth) for arm in arms])
    if may_be_unset(annotation):
        value = st.just(UNSET) | value
    return st.none() | value if is_nullable(annotation) else value


def python_of_arm(arm: Any, arms: list[Any], depth: int) -> st.SearchStrategy[Any]:
    """Values of one arm of an annotation."""
    kind = kind_of(arm)
    if kind is FLAG or kind is TEXT_FLAG:
        return st.booleans()
    if kind is LAX_NUMBER:
        return NUMBERS
    if kind is not None:
        return json_of_arm(arm, depth).map(kind.read)
    arm = strip(arm)
    if arm is Unknown:
        models = [each for each in arms if is_model(each)]
        return OBJECTS.filter(lambda each: untagged(models, each)).map(Unknown)
    if is_tuple(arm):
        return st.lists(python_values(get_args(arm)[0], depth - 1), max_size=2 if depth > 0 else 0).map(tuple)
    if is_object(arm):
        return st.dictionaries(TEXT, python_values(get_args(arm)[1], depth - 1), max_size=2)
    if is_model(arm):
        made = st.deferred(lambda: instances(arm, depth - 1)) if depth > 0 else smallest_instance(arm)
        return made.filter(lambda each: is_of_its_arm(each, [arm for arm in arms if is_model(arm)]))
    if get_origin(arm) is Literal:
        return st.sampled_from(get_args(arm))
    if issubclass(arm, Enum):
        return st.sampled_from(list(arm))
    if arm is str:
        known = [value for each in arms if is_enum(each) for value in each]
        return TEXT.filter(lambda text: text not in known and not text[:1].isdigit())
    return {int: INTEGERS, float: NUMBERS, bool: st.booleans(), date: st.dates(), datetime: MOMENTS}[arm]


def untagged(models: list[type[Model]], body: dict[str, Any]) -> bool:
    """Whether no arm of a union knows an object."""
    tag = tag_of(models)
    return body.get(tag) not in [value for cls in models for value in tag_values(cls, tag)]


def is_of_its_arm(made: Model, models: list[type[Model]]) -> bool:
    """Whether a model of the arm for all other tags does not bear the tag of another."""
    if len(models) == 1 or tag_values(type(made), tag_of(models)):
        return True
    name = next((field.name for field in declared(type(made)) if field.wire == tag_of(models)), "extra")
    return untagged(models, {tag_of(models): getattr(made, name), **made.extra})


def is_enum(annotation: Any) -> bool:
    """Whether it is an enum."""
    return isinstance(annotation, type) and issubclass(annotation, Enum)


@kept
def smallest_instance(cls: type[Model], _: int = 0) -> st.SearchStrategy[Any]:
    """A model of the required fields alone."""
    base, cls = cls, read_as(cls, {})
    required = {field.name: python_values(field.annotation, 0) for field in declared(cls) if field.required}
    return st.fixed_dictionaries(required).map(lambda values: cls(**values)).filter(lambda made: is_chosen(base, made))


def is_chosen(base: type[Model], made: Model) -> bool:
    """Whether an instance is read back, as one of the base, in its own class."""
    return read_as(base, {field.wire: getattr(made, field.name) for field in declared(type(made))}) is type(made)
