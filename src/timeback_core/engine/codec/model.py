"""`Model`: what the wire's objects are in Python, and `@model`, which turns a declaration into one.

A model is frozen, takes keywords only, compares and hashes by its fields, and keeps in `extra` what it does not know.
Its hidden mask is one integer that remembers what its decoder saw. Bit 0 is set in a complete model and clear in one
that was read with some of its fields only. Every field has two bits. *Absent*: with the default `None` or `()`, it is
set while the field was not given; with any other default, which is sent unless the wire left it out, it is clear when
the wire left it out. *Null*: it is clear when a list, or what has such another default, was null. So in a model built
by hand all bits are set: it is -1, and that of a model that was read is mostly near it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import attrgetter
from types import GenericAlias, MappingProxyType
from typing import Any, ClassVar, Final, Self, TypeVar, cast, dataclass_transform

import attrs

from timeback_core.engine.annotations import own_annotations
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.wire import UNSET, spec_of, wire, wire_name
from timeback_core.engine.narrow import is_mapping
from timeback_core.problems import Problem, unknown

C = TypeVar("C", bound=type[object])
M = TypeVar("M", bound="Model")
T = TypeVar("T")

NOTHING_MORE: Final[Mapping[str, JsonValue]] = MappingProxyType({})
"""The `extra` of every model that has none; one object for all."""

RESERVED: Final = frozenset(("extra", "problems", "of"))
"""What fields cannot be called; `extra_` is `extra` on the wire as well."""
NULL: Final = ...
"""Stands for a default, or an empty list, that was null on the wire, in a pickled model."""
READABLE: Final = (tuple, Mapping, Sequence)
"""The generics that a field may be of."""
BY_HAND: Final = -1
COMPLETE: Final = 1
FIRST_FIELDS: Final = 28
"""The fields whose absent bits come first: one digit of Python's integers has room for them, which is faster."""
GETTERS: Final[dict[type["Model"], Callable[["Model"], tuple[object, ...]]]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=True, field_specifiers=(wire, attrs.field))
def model(cls: C) -> C:
    """Make a model of a class body: annotations are its fields, a value or `wire(...)` says the rest.

    Raises:
        TypeError: a field has a name that models keep for themselves, a type that JSON cannot be, or something that
            reading would not run (validators, converters and factories of attrs); or an input neither takes nor drops
            a field of the model that it `reads`.
    """
    made = attrs.define(frozen=True, slots=True, kw_only=True, eq=False, repr=False, getstate_setstate=False)(cls)
    if "__replace__" in vars(made) and "__replace__" not in vars(cls):
        # attrs adds its own on Python 3.13 and later, which would lose the mask
        type.__delattr__(made, "__replace__")
    if cls.__module__ != __name__:
        refuse_what_cannot_be_read(made)
        cast("type[Model]", made).__declared__()  # only models are decorated
    return made


def refuse_what_cannot_be_read(cls: type[object]) -> None:
    """Refuse what is wrong at first sight; the rest is found when the model is first used."""
    declared = own_annotations(cls)
    if taken := RESERVED & declared.keys():
        raise TypeError(f"{cls.__name__}: a field cannot be called {', '.join(sorted(taken))}; add an underscore")
    for name, annotation in declared.items():
        if annotation is object or annotation is Any:
            raise TypeError(f"{cls.__name__}.{name}: a model cannot hold just anything; `JsonValue` is free JSON")
        if type(annotation) is GenericAlias and annotation.__origin__ not in READABLE:
            raise TypeError(f"{cls.__name__}.{name}: a model cannot hold {annotation!r}")
    undeclared: tuple[Any, ...] = attributes_of(cls)  # attrs leaves the types of a converter open
    for field in undeclared:
        if field.validator is not None or field.converter is not None or type(field.default).__name__ == "Factory":
            raise TypeError(
                f"{cls.__name__}.{field.name}: validators, converters and factories of attrs "
                "do not run when a body is read"
            )


class Remembering:
    """Where the hidden mask lies: beside what attrs knows of a model, so that nothing shows it."""

    __slots__ = ("_mask",)

    _mask: int


@model
class Model(Remembering):
    """Base of all models.

    `extra` holds the fields of the wire that the model does not declare; they are written back as they came.
    """

    remembers: ClassVar[bool] = True
    """Whether its instances remember what was absent on the wire."""
    takes_null: ClassVar[bool] = True
    """Whether a field that is changed to None is sent as null; else it is left out."""

    extra: Mapping[str, JsonValue] = NOTHING_MORE

    @classmethod
    def __declared__(cls) -> None:
        """Called when a class has been declared; raises TypeError if that makes no sense."""

    @classmethod
    def __variant__(cls, body: Mapping[str, object]) -> "type[Model]":
        """The class that an object is read as, which a base of many may choose; those that inherit it do not ask it."""
        return cls

    def __attrs_post_init__(self) -> None:
        """Called when an instance was built by hand."""

    def problems(self) -> Iterable[Problem]:
        """Rules across fields: override it and yield `Problem("end_date", "must not be before start_date")`.

        It is called only when every field by itself is right.
        """
        return ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or type(other) is not type(self):
            return NotImplemented
        try:
            return contents(self) == contents(other)
        except Exception:  # whatever a class of the user's does
            return all(map(is_equal, contents(self), contents(other)))

    def __hash__(self) -> int:
        return hash((self.__class__, *map(hash_or_nothing, contents(self))))

    def __repr__(self) -> str:
        shown = ", ".join(shown_fields(self))
        return f"{type(self).__qualname__}({shown})"

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        cls, mask = type(self), mask_of(self)
        values: dict[str, object] = {} if self.extra is NOTHING_MORE else {"extra": dict(self.extra)}
        for position, field in enumerate(attributes_of(cls)):
            value = getattr(self, field.name)
            if not (was_absent(mask, position, field.default) and is_equal(value, field.default)):
                values[field.name] = value if mask & null_bit(position) else NULL
        return remade, (cls, values, bool(mask & COMPLETE))

    def __replace__(self, /, **changes: object) -> Self:
        return evolve(self, **changes)


class Loose(Model):
    """Base of models that no server checks, such as metadata that applications agree on.

    A value that does not fit an optional field is kept in `extra` as it came, and the field has its default; so one
    odd value costs no row, and it is written back unless the field is given.
    """

    __slots__ = ()


def evolve(model: M, /, **changes: object) -> M:
    """A copy with changed fields; `extra` and the memory of what was absent are kept.

    A field that is named here counts as given: `None` is then sent as null and `()` as an empty list, and what `extra`
    held in its place is gone.

    changes: new values by field name. Type checkers do not look at them; from Python 3.13 on they check those of
    `model.__replace__(...)`, and mypy those of `copy.replace(model, ...)`.

    Raises:
        TypeError: a name that is no field of the model; the text tells the nearest one.
    """
    cls, mask = type(model), mask_of(model)
    fields = attributes_of(cls)
    values = {name: getattr(model, name) for name in (*(field.name for field in fields), "extra")}
    if wrong := changes.keys() - values.keys():
        raise TypeError(f"{cls.__name__}: {'; '.join(unknown(name, values, 'field') for name in sorted(wrong))}")
    for position, field in enumerate(fields):
        if field.name in changes:
            left_out = changes[field.name] is None and not cls.takes_null
            mask = mask | absent_bit(position) if left_out else given(mask, position, field.default)
            extra, wire = values["extra"], spec_of(field).name or wire_name(field.name)
            if is_mapping(extra) and wire in extra:
                values["extra"] = {name: each for name, each in extra.items() if name != wire}
    made = rebuild(cls, values | changes, mask if cls.remembers else BY_HAND)
    made.__attrs_post_init__()
    return made


def rebuild(cls: type[M], values: Mapping[str, object], mask: int = BY_HAND) -> M:
    """A model with these values and this mask; fields that `values` lacks get their default."""
    made = cls.__new__(cls)
    for field in attributes_of(cls):
        object.__setattr__(made, field.name, values.get(field.name, field.default))
    object.__setattr__(made, "extra", values.get("extra", NOTHING_MORE))
    object.__setattr__(made, "_mask", mask)
    return made


def varies(cls: type[Model]) -> bool:
    """Whether a model chooses the class that an object is read as."""
    return "__variant__" in vars(cls)


def draft_of(cls: type[Model]) -> type[Any]:
    """A class derived from a model's that is not frozen; it adds no slots, so that its instances can become models."""
    free = {f"__{name}__": getattr(object, f"__{name}__") for name in ("setattr", "delattr", "init")}
    return type(f"Draft{cls.__name__}", (cls,), {"__slots__": (), **free})


def remade(cls: type[M], values: Mapping[str, object], complete: bool) -> M:
    """A model that was copied or pickled with the fields that it was given, maybe by an earlier version."""
    mask = BY_HAND if complete else BY_HAND & ~COMPLETE
    for position, field in enumerate(attributes_of(cls)):
        if field.name in values:
            mask = given(mask, position, field.default)
        elif not omits_default(field.default):
            mask &= ~absent_bit(position)
        if values.get(field.name) is NULL:
            mask &= ~null_bit(position)
            values = {**values, field.name: () if field.default is attrs.NOTHING else field.default}
    return rebuild(cls, values, mask if cls.remembers else BY_HAND)


def absent_bit(position: int) -> int:
    return 2 << position if position < FIRST_FIELDS else 8 << (FIRST_FIELDS + 2 * position)


def null_bit(position: int) -> int:
    return 4 << (FIRST_FIELDS + 2 * position)


def omits_default(default: object) -> bool:
    """Whether a field with this default is left out when nobody gave it: so for `None` and `()`."""
    return default is None or (type(default) is tuple and not default)


def given(mask: int, position: int, default: object) -> int:
    """The mask after somebody gave the field a value."""
    bit = absent_bit(position)
    return (mask & ~bit if omits_default(default) else mask | bit) | null_bit(position)


def was_absent(mask: int, position: int, default: object) -> bool:
    """Whether nobody gave the field a value, if it has its default."""
    return bool(mask & absent_bit(position)) == omits_default(default)


def mask_of(of: Model) -> int:
    try:
        return cast(int, object.__getattribute__(of, "_mask"))  # untyped look-up of a private slot
    except AttributeError:
        return BY_HAND


def is_partial(of: Model) -> bool:
    """Whether the model was read with some of its fields only."""
    return not mask_of(of) & COMPLETE


def as_partial(made: T) -> T:
    """A model that was just read, now one that was read with some of its fields only."""
    if isinstance(made, Model):
        object.__setattr__(made, "_mask", mask_of(made) & ~COMPLETE)
    return made


def attributes_of(cls: type[object]) -> "tuple[attrs.Attribute[Any], ...]":
    """The declared fields of a model as attrs knows them, in order, without `extra`."""
    declared: Any = cls  # attrs' protocol is not seen through our decorator
    return tuple(field for field in attrs.fields(declared) if field.name != "extra")


def contents(of: Model) -> tuple[object, ...]:
    """The values of a model's fields, then its `extra`."""
    cls = type(of)
    getter = GETTERS.get(cls)
    if getter is None:
        names = [field.name for field in attributes_of(cls)]
        getter = GETTERS[cls] = attrgetter(*names, "extra") if names else lambda one: (one.extra,)
    return getter(of)


def is_equal(value: object, other: object) -> bool:
    """Whether a value equals another one, such as a default; total, also where `==` gives no truth."""
    if value is other:
        return True
    try:
        return bool(value == other)
    except Exception:  # whatever a class of the user's does
        return False


def shown_fields(of: Model) -> Iterable[str]:
    """The parts of a model's repr: what differs from its default, no secrets."""
    for field in attributes_of(type(of)):
        value = getattr(of, field.name)
        if field.default is not attrs.NOTHING and is_equal(value, field.default):
            continue
        secret = spec_of(field).secret and value is not None and value is not UNSET
        yield f"{field.name}={'***' if secret else shown(value)}"
    if of.extra is not NOTHING_MORE and (extra := shown(of.extra)) != "{}":
        yield f"extra={extra}"


def shown(value: object) -> str:
    """The repr of a value, or where that raises or has no end, its class and place."""
    try:
        return repr(value)
    except Exception:  # whatever a class of the user's does
        return object.__repr__(value)


def hash_or_nothing(value: object) -> int:
    """A hash to which free JSON, which has none, adds nothing."""
    try:
        return 0 if is_mapping(value) else hash(value)
    except Exception:  # whatever a class of the user's does
        return 0
