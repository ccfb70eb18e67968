"""`Model`: what the wire's objects are in Python, and `@model`, which turns a declaration into one.

A model is frozen, takes keywords only, compares and hashes by its fields, and keeps in `extra` what it does
not know. `Input` is the body of a create or a replace, `Patch` that of a partial update.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final, TypeVar, cast, dataclass_transform

import attrs

from timeback_core.engine.codec.inside import (
    NOTHING_MORE,
    attributes_of,
    contents,
    hash_or_nothing,
    mask_of,
    names_of,
    rebuild,
    shown_fields,
    spec_of,
)
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.mask import BY_HAND
from timeback_core.engine.codec.wire import wire
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from typing import Self

    from returns.result import Result

    from timeback_core.errors import InvalidInput

C = TypeVar("C", bound=type[object])

RESERVED: Final = frozenset(("extra", "problems", "of"))
"""What fields cannot be called; `extra_` is `extra` on the wire as well."""


def covers_what_it_reads(cls: type[object]) -> None:
    """Refuse an input that forgets a field of the model that it reads."""
    reads: type[Model] | None = getattr(cls, "__reads__", None)
    if reads is None:
        return
    fields = attributes_of(cast(type[Model], cls))  # only bodies have `__reads__`
    taken = {spec_of(field).read or field.name for field in fields}
    drops = set(cast(type[Body], cls).__drops__)  # as above
    readable = {field.name for field in attributes_of(reads)}
    if forgotten := readable - taken - drops:
        raise TypeError(
            f"{cls.__name__} neither takes nor drops {', '.join(sorted(forgotten))} of {reads.__name__}"
        )
    if unknown := drops - readable:
        raise TypeError(
            f"{cls.__name__} drops {', '.join(sorted(unknown))}, which {reads.__name__} does not have"
        )


@dataclass_transform(
    frozen_default=True, kw_only_default=True, eq_default=True, field_specifiers=(wire, attrs.field)
)
def model(cls: C) -> C:
    """Make a model of a class body: annotations are its fields, a value or `wire(...)` says the rest.

    Raises:
        TypeError: a field has a name that models keep for themselves, or an input neither takes nor drops a field
            of the model that it `reads`.
    """
    taken = RESERVED & vars(cls).get("__annotations__", {}).keys()
    if taken and cls.__module__ != __name__:
        raise TypeError(
            f"{cls.__name__}: a field cannot be called {', '.join(sorted(taken))}; add an underscore"
        )
    made = attrs.define(
        frozen=True,
        slots=True,
        kw_only=True,
        weakref_slot=False,
        eq=False,
        repr=False,
        getstate_setstate=False,
    )(cls)
    if "__replace__" in vars(made) and "__replace__" not in vars(cls):
        # attrs adds its own on Python 3.13 and later, which would lose the mask
        type.__delattr__(made, "__replace__")
    covers_what_it_reads(made)
    return made


@model
class Model:
    """Base of all models.

    `extra` holds the fields of the wire that the model does not declare; they are written back as they came.
    """

    extra: Mapping[str, JsonValue] = NOTHING_MORE
    _mask: int = attrs.field(default=BY_HAND, init=False)

    def problems(self) -> Iterable[Problem]:
        """Rules across fields: override it and yield `at(self, "end_date", "must not be before startDate")`.

        It is called only when every field by itself is right.
        """
        return ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Model) or type(other) is not type(self):
            return NotImplemented
        return contents(self) == contents(other)

    def __hash__(self) -> int:
        return hash((self.__class__, *map(hash_or_nothing, contents(self))))

    def __repr__(self) -> str:
        shown = ", ".join(shown_fields(self))
        return f"{type(self).__qualname__}({shown})"

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        values = dict(zip(names_of(type(self)), contents(self), strict=True))
        values["extra"] = dict(self.extra) or None
        return rebuild, (type(self), values, mask_of(self))

    def __replace__(self, /, **changes: object) -> "Self":
        from timeback_core.engine.codec.evolve import evolve

        return evolve(self, **changes)


class Loose(Model):
    """Base of models that no server checks, such as metadata that applications agree on.

    A value that does not fit an optional field is kept in `extra` as it came, and the field has its default; so one
    odd value costs no row, and it is written back unless the field is given.
    """

    __slots__ = ()


class Body(Model):
    """What inputs and patches share: the way from what was read to what is written."""

    __slots__ = ()
    __reads__: ClassVar[type[Model] | None] = None
    __drops__: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(
        cls, reads: type[Model] | None = None, drops: tuple[str, ...] | None = None
    ) -> None:
        # attrs makes each slotted class twice, the second time without keywords: keep what is there then.
        if reads is not None:
            cls.__reads__ = reads
        if drops is not None:
            cls.__drops__ = drops

    @classmethod
    def of(cls, read: Model) -> "Result[Self, InvalidInput]":
        """The input that writes back what was read.

        Fields go by name; what was absent stays absent, a null stays null where the wire takes one, `extra`
        is kept, nested inputs are built likewise, and the fields of `drops` are left out. An input of this
        class is given back as it is.

        Args:
            read: a model of the class named by `reads=`.

        Returns:
            Failure, with every problem, for another class, for a model that was read with some of its fields
            only, and where a field that the input requires is missing.
        """
        from timeback_core.engine.codec.translate import translate

        return translate(cls, read)


class Input(Body):
    """Base of the bodies of create and replace.

    A field that is left at `None` or `()` is left out; `evolve(body, middle_name=None)` sends null. Every
    other default is sent. Declared as `class UserInput(Input, reads=User, drops=("date_last_modified",))`.
    """

    __slots__ = ()


class Patch(Body):
    """Base of partial bodies: fields default to `UNSET` and are left out then; `None` is sent as null."""

    __slots__ = ()
