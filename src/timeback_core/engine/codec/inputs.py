"""`Input`: the bodies of requests, and the way from what was read to what is written."""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, Final, cast

from timeback_core.engine.codec.compound import Choice, ListOf, MapOf, Nested
from timeback_core.engine.codec.fields import FieldInfo, fields_of, is_absent, was_null
from timeback_core.engine.codec.json import Bad, JsonValue, join, name_of_type
from timeback_core.engine.codec.kinds import Unknown
from timeback_core.engine.codec.model import NOTHING_MORE, Model, attributes_of, contents, is_partial, rebuild, shown
from timeback_core.engine.codec.shapes import FreeJson, Shape
from timeback_core.engine.codec.wire import UNSET, spec_of
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.problems import Inspector

if TYPE_CHECKING:
    from typing import Self

    from returns.result import Result

    from timeback_core.errors import InvalidInput

LISTS: Final[dict[type["Input"], tuple[str, ...]]] = {}
"""Names of the fields of inputs that are lists."""


class Input(Model):
    """Base of the bodies of requests: what is created or replaced, and what is to change.

    An optional member has the type `X | Unset`, or `X | None | Unset` where the wire takes null, and the default
    `UNSET`: left out unless given. Any other default is sent. Lists are typed `Sequence[X]` and kept as tuples. Two
    inputs are equal if they send the same. Declared as `class UserInput(Input, reads=User, drops=("role",))`.
    """

    __slots__ = ()
    __reads__: ClassVar[type[Model] | None] = None
    __drops__: ClassVar[tuple[str, ...]] = ()
    remembers: ClassVar[bool] = False

    def __init_subclass__(cls, reads: type[Model] | None = None, drops: tuple[str, ...] | None = None) -> None:
        # attrs makes each slotted class twice, the second time without keywords: keep what is there then.
        if reads is not None:
            cls.__reads__ = reads
        if drops is not None:
            cls.__drops__ = drops

    @classmethod
    def __declared__(cls) -> None:
        """Refuse an input that forgets a field of the model that it reads."""
        if (reads := cls.__reads__) is None:
            return
        taken = {spec_of(field).read or field.name for field in attributes_of(cls)}
        readable, drops = {field.name for field in attributes_of(reads)}, set(cls.__drops__)
        if forgotten := readable - taken - drops:
            names = ", ".join(sorted(forgotten))
            raise TypeError(f"{cls.__name__} neither takes nor drops {names} of {reads.__name__}")
        if unknown := drops - readable:
            raise TypeError(f"{cls.__name__} drops {', '.join(sorted(unknown))}, which {reads.__name__} does not have")

    def __attrs_post_init__(self) -> None:
        cls = type(self)
        names = LISTS.get(cls)
        if names is None:
            names = LISTS[cls] = tuple(field.name for field in fields_of(cls) if field.is_list)
        for name in names:
            value = getattr(self, name)
            if value.__class__ is not tuple and is_listing(value):
                with suppress(Exception):  # of whatever class it is; what cannot be a tuple is told when it is sent
                    object.__setattr__(self, name, tuple(value))

    @classmethod
    def of(cls, read: Model) -> "Result[Self, InvalidInput]":
        """The input that writes back what was read.

        Fields go by name; what was absent stays absent, a null stays null where the wire takes one and is left out
        where it does not, `extra` is kept, nested inputs are built likewise, and the fields of `drops` are left out.
        An input of this class is given back as it is.

        read: a model of the class named by `reads=`.

        Returns:
            Failure, with every problem, for another class, for a model that was read with some of its fields
            only, and where a field that the input requires is missing. What a loose model could not read stays so.
        """
        return cls._translated(read, lenient=False)

    @classmethod
    def of_stored(cls, read: Model) -> "Result[Self, InvalidInput]":
        """The input of what a server has, as it has it: for a change that leaves the rest as it is.

        Like `of`, but nothing of the server's stands against it: what the input requires and the server did not send is
        left out, and a value that a field of the input cannot have stays in `extra` until the field is given.
        """
        return cls._translated(read, lenient=True)

    @classmethod
    def _translated(cls, read: Model, *, lenient: bool) -> "Result[Self, InvalidInput]":
        from returns.result import Failure, Success

        translation, made = Translation(lenient=lenient), None
        try:
            made = translation.input(cls, read, "")
        except Exception as error:  # total on whatever a model was made of
            translation.refuse("", f"cannot be looked at: {type(error).__name__}")
        if translation.problems:
            from timeback_core.errors import InvalidInput

            return Failure(InvalidInput(tuple(translation.problems)))
        return Success(cast("Self", made))  # without problems `input` gives an instance of the class

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or sent(self) == sent(other)

    def __hash__(self) -> int:
        return hash((type(self), sent(self)))


def sent(body: Input) -> object:
    """What an input sends: its bytes, or where it cannot be sent, its contents."""
    from timeback_core.engine.codec.runtime import dumps

    try:
        return dumps(body)
    except Bad:
        return tuple(map(shown, contents(body)))


class Translation(Inspector):
    """A walk through a model that was read."""

    def __init__(self, *, lenient: bool) -> None:
        super().__init__()
        self.lenient = lenient

    def input(self, cls: type[Input], read: object, path: str) -> Model | None:
        """The input of a class from what was read; `None` where there is a problem."""
        if isinstance(read, cls):
            return read
        reads = cls.__reads__
        if reads is None or not isinstance(read, reads):
            expected = " or ".join(each.__name__ for each in (reads, cls) if each is not None)
            self.refuse(path, f"expected {expected}, found {name_of_type(read)}")
            return None
        if is_partial(read):
            self.refuse(path, "was read with some of its fields only; read it whole to write it back")
            return None
        sources = {field.name: field for field in fields_of(type(read)) if field.name not in cls.__drops__}
        extra = self.unknown_to_both(cls, reads, read)
        values: dict[str, object] = {}
        for field in fields_of(cls):
            source = sources.get(field.spec.read or field.name)
            known = len(self.problems)
            values[field.name] = self.field(field, source, read, join(path, field.name))
            if source and (source.wire in read.extra or (self.lenient and len(self.problems) > known)):
                del self.problems[known:]
                values[field.name], extra[field.wire] = UNSET, self.members_of(read).get(source.wire)
        return rebuild(cls, {**values, "extra": extra or NOTHING_MORE})

    def field(self, field: FieldInfo, source: FieldInfo | None, read: Model, path: str) -> object:
        value = getattr(read, source.name) if source else None
        if source is None or is_absent(read, source, value):
            return self.absent(field, path, "was not read")
        if value is None or was_null(read, source):
            if field.nullable:
                return None
            return () if field.is_list and field.required else self.absent(field, path, "was null")
        return self.value(field.shape, value, path)

    def absent(self, field: FieldInfo, path: str, why: str) -> object:
        """The value of a field for which there is none."""
        if field.unset:
            return UNSET
        if not field.required:
            return field.default
        if not self.lenient:
            self.refuse(path, f"is required, and {why}")
        return UNSET

    def unknown_to_both(self, cls: type[Input], reads: type[Model], read: Model) -> dict[str, JsonValue]:
        """What is written back although neither side declares it."""
        own = {name for field in fields_of(cls) for name in (field.wire, *field.also)}
        extra = {name: value for name, value in read.extra.items() if name not in own}
        derived = {field.wire for field in fields_of(type(read))} - {field.wire for field in fields_of(reads)}
        if derived:
            written = self.members_of(read)
            extra |= {name: written[name] for name in derived - own if name in written}
        return extra

    def members_of(self, read: Model) -> Mapping[str, JsonValue]:
        """The JSON of a model that was read."""
        return cast(Mapping[str, JsonValue], self.as_json(read, "") or {})  # a model is written as an object

    def value(self, shape: Shape, value: object, path: str) -> object:
        """A value as the input has it."""
        made = self.turned(shape, value, path)
        if made is not None and not shape.accepts(made):
            self.refuse(path, f"expected {shape.expected}, found {name_of_type(made)}")
        return made

    def turned(self, shape: Shape, value: object, path: str) -> object:
        """A value as a shape has it; what cannot be turned is left as it is."""
        if isinstance(shape, Nested):
            return self.nested(shape.model, value, path)
        if isinstance(shape, Choice):
            arm = next((arm for arm in shape.arms if self.fits(arm, value)), None)
            return value if arm is None else self.value(arm, value, path)
        if isinstance(shape, FreeJson):
            raw = value.raw if isinstance(value, Unknown) else value
            return self.as_json(raw, path) if isinstance(raw, Model) else raw
        parts = (
            (step, self.value(part, each, join(path, step if isinstance(step, int) else str(step))))
            for step, part, each in shape.parts(value)
        )
        if isinstance(shape, ListOf) and is_listing(value):
            return tuple(each for _, each in parts)
        if isinstance(shape, ListOf) and shape.lenient:
            return (self.value(shape.item, value, path),)
        return dict(parts) if isinstance(shape, MapOf) and is_mapping(value) else value

    def nested(self, model: type[Model], value: object, path: str) -> Any:
        """A nested model: an input by its own way, a typed one from free JSON."""
        if is_mapping(value):
            from timeback_core.engine.codec.runtime import decoder, encode

            try:
                return decoder(model)(encode(cast(JsonValue, value)))  # free JSON of a model that was read
            except Bad as bad:
                self.refuse(bad.where(path), f"expected {bad.expected}, found {bad.found}")
                return None
        return self.input(model, value, path) if issubclass(model, Input) else value

    def fits(self, shape: Shape, value: object) -> bool:
        """Whether a value is of a shape, or can be turned into it."""
        if shape.accepts(value):
            return True
        if isinstance(shape, Nested) and issubclass(shape.model, Input):
            return shape.model.__reads__ is not None and isinstance(value, shape.model.__reads__)
        return isinstance(shape, Choice) and any(self.fits(arm, value) for arm in shape.arms)

    def as_json(self, value: Model, path: str) -> JsonValue:
        """A model that was read where the input has free JSON."""
        from timeback_core.engine.codec.runtime import encode

        try:
            return encode(value)
        except Bad as bad:
            self.refuse(path, f"expected {bad.expected}")
            return None
