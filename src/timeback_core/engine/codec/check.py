"""`check`: every problem of a model that is about to be sent, with paths in the names of the wire."""

from collections.abc import Sequence
from typing import Any, Final, cast

from timeback_core.engine.codec.accepts import accepts
from timeback_core.engine.codec.bad import name_of_type, step
from timeback_core.engine.codec.fields import MISSING, FieldInfo, fields_of, is_absent
from timeback_core.engine.codec.kinds import Unknown
from timeback_core.engine.codec.model import Loose, Model
from timeback_core.engine.codec.narrow import is_array, is_object, is_text
from timeback_core.engine.codec.shapes import (
    Choice,
    Foreign,
    FreeJson,
    FreeObject,
    ListOf,
    MapOf,
    Nested,
    Nullable,
    OfKind,
    Primitive,
    Shape,
    Tagged,
    Text,
)
from timeback_core.engine.codec.unset import UNSET
from timeback_core.engine.codec.wire import Check
from timeback_core.engine.codec.writers import DEEPEST
from timeback_core.problems import Problem

INTEGERS: Final = range(-(2**63), 2**64)
"""What is sent exactly."""


def check(value: Model) -> tuple[Problem, ...]:
    """Every problem of a model: wrong types, broken rules, what JSON cannot say.

    Total: whatever the attributes hold, the answer is a tuple of problems. If there are none, the model can
    be written.
    """
    inspection = Inspection()
    try:
        inspection.model(value, "", 1)
    except TooDeepError as error:
        inspection.add(error.path, f"is nested deeper than {DEEPEST} levels")
    except RecursionError:
        inspection.add("", "is nested too deeply")
    return tuple(inspection.problems)


def check_json(value: object) -> tuple[Problem, ...]:
    """Every problem of free JSON; total like `check`."""
    inspection = Inspection()
    try:
        inspection.json(value, "", 0)
    except TooDeepError as error:
        inspection.add(error.path, f"is nested deeper than {DEEPEST} levels")
    except RecursionError:
        inspection.add("", "is nested too deeply")
    return tuple(inspection.problems)


class TooDeepError(Exception):
    """Stops an inspection, which would not end in a value that holds itself."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


class Inspection:
    """A walk through a model that collects problems."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, path: str, text: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(path, text))

    def model(self, value: Model, path: str, level: int) -> None:
        """All fields of a model, then the rules across them if each field by itself is right."""
        before = len(self.problems)
        fields = fields_of(type(value))
        for field in fields:
            self.field(value, field, join(path, field.wire), level)
        self.unknown(value, fields, path, level)
        if len(self.problems) == before:
            self.rules(value, path)

    def field(self, model: Model, field: FieldInfo, path: str, level: int) -> None:
        """One field of a model."""
        value = getattr(model, field.name, MISSING)
        if is_left_out(model, field, value) or (field.nullable and value is None):
            return
        before = len(self.problems)
        self.value(field.shape, value, path, level, expected=field.expected)
        if len(self.problems) == before:
            self.run(field.checks, value, path)

    def unknown(self, model: Model, fields: tuple[FieldInfo, ...], path: str, level: int) -> None:
        """What a model holds besides its fields."""
        extra = getattr(model, "extra", MISSING)
        if not is_object(extra):
            self.add(join(path, "extra"), f"expected object, found {name_of_type(extra)}")
            return
        wires = {field.wire for field in fields}
        for key, each in extra.items():
            if key in wires and not isinstance(model, Loose):
                self.add(join(path, key), "is a field of the model and cannot be in extra too")
            else:
                self.member(key, each, path, level)

    def rules(self, model: Model, path: str) -> None:
        """The rules across fields, in which a derived class may do anything."""
        try:
            found = [problem.under(path) for problem in model.problems()]
        except Exception as error:  # total on whatever a rule does
            self.add(path, f"its rules failed with {type(error).__name__}")
        else:
            self.problems += found

    def run(self, checks: Sequence[Check], value: object, path: str) -> None:
        """The rules of one value."""
        for rule in checks:
            fitting = cast(Any, rule)  # it fits the annotation, and the value was found to do so
            try:
                text = fitting(value)
            except Exception as error:  # total on whatever a rule does
                text = f"its rule failed with {type(error).__name__}"
            if text is not None:
                self.add(path, text)

    def value(self, shape: Shape, value: Any, path: str, level: int, expected: str = "") -> None:
        """A value that should be of a shape."""
        if not accepts(shape, value):
            self.add(path, f"expected {expected or shape.expected}, found {name_of_type(value)}")
            return
        if level > DEEPEST:
            raise TooDeepError(path)
        before = len(self.problems)
        match shape:
            case Nullable():
                if value is not None:
                    self.value(shape.inner, value, path, level)
            case Choice():
                self.value(next(arm for arm in shape.arms if accepts(arm, value)), value, path, level)
            case Text() if not is_text(value):
                self.value(shape.known, value, path, level)
            case Nested() | Tagged():
                self.nested(value, path, level)
            case ListOf():
                for index, each in enumerate(value):
                    self.value(shape.item, each, f"{path}[{index}]", level + 1)
            case MapOf():
                for key, each in value.items():
                    if self.key(key, path):
                        self.value(shape.item, each, join(path, key), level + 1)
            case OfKind() | Foreign():
                self.written(shape, value, path, level)
            case Primitive() | Text() | FreeJson() | FreeObject():
                self.json(value, path, level)
            case _:
                pass  # a member of an enum or a literal: `accepts` has seen all there is to see
        if len(self.problems) == before:
            self.run(shape.checks, value, path)

    def nested(self, value: Model | Unknown, path: str, level: int) -> None:
        """A nested model, or what no arm of a union knew."""
        if isinstance(value, Unknown):
            self.json(value.raw, path, level)
        else:
            self.model(value, path, level + 1)

    def written(self, shape: OfKind | Foreign, value: object, path: str, level: int) -> None:
        """A value whose own writer has the say."""
        try:
            written = write_by_hook(shape, value)
        except ValueError as error:
            self.add(path, str(error) or f"expected {shape.expected}")
        except Exception:  # total on whatever a writer does
            self.add(path, f"expected {shape.expected}, found {name_of_type(value)}")
        else:
            self.json(written, path, level)

    def json(self, value: Any, path: str, level: int) -> None:
        """Free JSON."""
        if level > DEEPEST:
            raise TooDeepError(path)
        if value is None or isinstance(value, bool):
            return
        if isinstance(value, str):
            self.text(value, path)
        elif isinstance(value, int):
            if value not in INTEGERS:
                self.add(path, "must fit into 64 bits")
        elif isinstance(value, float):
            if value - value != 0:
                self.add(path, "must be a finite number")
        elif is_object(value):
            for key, each in value.items():
                self.member(key, each, path, level)
        elif is_array(value):
            for index, each in enumerate(value):
                self.json(each, f"{path}[{index}]", level + 1)
        else:
            self.add(path, f"expected JSON, found {name_of_type(value)}")

    def member(self, key: object, value: object, path: str, level: int) -> None:
        """One member of a free object."""
        if self.key(key, path):
            self.json(value, join(path, str(key)), level + 1)

    def key(self, key: object, path: str) -> bool:
        """Whether the name of a member is text."""
        if type(key) is str and is_sendable(key):
            return True
        self.add(path, f"expected text as the name of a member, found {name_of_type(key)}")
        return False

    def text(self, value: str, path: str) -> None:
        """Text that UTF-8 can say."""
        if not is_sendable(value):
            self.add(path, "holds characters that cannot be sent")


def is_left_out(model: Model, field: FieldInfo, value: object) -> bool:
    """Whether a field is not written."""
    if value is UNSET:
        return field.unset
    if value is None and not field.spec.null:
        return field.nullable
    return not field.required and is_absent(model, field, value)


def is_sendable(text: str) -> bool:
    """Whether UTF-8 can say a text: no lone surrogates."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def write_by_hook(shape: OfKind | Foreign, value: object) -> object:
    """The JSON of a value by its kind, or by its hook in cattrs."""
    if isinstance(shape, OfKind):
        return shape.kind.write(value)
    from timeback_core.engine.codec.converter import converter

    return converter().unstructure(value)


def join(path: str, name: str) -> str:
    """A path one level deeper."""
    return (path + step(name)) if path else (name if name.isidentifier() else step(name))
