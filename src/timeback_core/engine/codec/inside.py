"""The inside of a model: its fields, its values, its hidden mask, and how it is made again from them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

import attrs

from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.mask import COMPLETE
from timeback_core.engine.codec.unset import UNSET
from timeback_core.engine.codec.wire import METADATA, PLAIN, WireSpec

if TYPE_CHECKING:
    from timeback_core.engine.codec.model import Model

NOTHING_MORE: Final[Mapping[str, JsonValue]] = MappingProxyType({})
"""The `extra` of every model that has none; one object for all."""

HIDDEN: Final = ("extra", "_mask")

NAMES: Final[dict[type[Model], tuple[str, ...]]] = {}
GETTERS: Final[dict[type[Model], Callable[[Model], tuple[object, ...]]]] = {}


def rebuild(cls: type[Model], values: Mapping[str, object], mask: int) -> Model:
    """A model with these values and this mask; fields that `values` lacks get their default."""
    made = cls.__new__(cls)
    for field in attributes_of(cls):
        object.__setattr__(made, field.name, values.get(field.name, field.default))
    object.__setattr__(made, "extra", values.get("extra") or NOTHING_MORE)
    object.__setattr__(made, "_mask", mask)
    return made


def mask_of(of: Model) -> int:
    """The hidden mask."""
    return cast(int, object.__getattribute__(of, "_mask"))  # untyped look-up of a private slot


def is_partial(of: Model) -> bool:
    """Whether the model was read with some of its fields only."""
    return not mask_of(of) & COMPLETE


def attributes_of(cls: type[Model]) -> tuple[attrs.Attribute[Any], ...]:
    """The declared fields of a model as attrs knows them, in order, without the hidden ones."""
    declared: Any = cls  # attrs' protocol is not seen through our decorator
    return tuple(field for field in attrs.fields(declared) if field.name not in HIDDEN)


def names_of(cls: type[Model]) -> tuple[str, ...]:
    """Names of a model's fields, then `extra`."""
    names = NAMES.get(cls)
    if names is None:
        names = NAMES[cls] = (*(field.name for field in attributes_of(cls)), "extra")
    return names


def contents(of: Model) -> tuple[object, ...]:
    """The values of a model's fields, then its `extra`."""
    cls = type(of)
    getter = GETTERS.get(cls)
    if getter is None:
        names = names_of(cls)
        getter = GETTERS[cls] = attrgetter(*names) if len(names) > 1 else lambda one: (one.extra,)
    return getter(of)


def spec_of(field: attrs.Attribute[Any]) -> WireSpec:
    """What `wire` was told about a field."""
    spec: WireSpec = field.metadata.get(METADATA, PLAIN)
    return spec


def shown_fields(of: Model) -> Iterable[str]:
    """The parts of a model's repr: what differs from its default, no secrets."""
    for field in attributes_of(type(of)):
        value = getattr(of, field.name)
        if field.default is not attrs.NOTHING and (value is field.default or value == field.default):
            continue
        secret = spec_of(field).secret and value is not None and value is not UNSET
        yield f"{field.name}={'***' if secret else repr(value)}"
    if of.extra:
        yield f"extra={dict(of.extra)!r}"


def hash_or_nothing(value: object) -> int:
    """A hash to which free JSON, which has none, adds nothing."""
    if isinstance(value, Mapping):
        return 0
    try:
        return hash(value)
    except TypeError:
        return 0
