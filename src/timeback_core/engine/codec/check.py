"""`check`: every problem of a model that is about to be sent, with paths in the names of its fields."""

from collections.abc import Sequence
from math import isfinite
from typing import Any, TypeGuard, cast

from timeback_core.engine.codec.compound import Choice, ListOf, MapOf, Nested
from timeback_core.engine.codec.fields import FieldInfo, fields_of, is_absent
from timeback_core.engine.codec.json import MISSING, join, name_of_type
from timeback_core.engine.codec.model import Loose, Model
from timeback_core.engine.codec.shapes import DEEPEST, Shape
from timeback_core.engine.codec.wire import UNSET, Check
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.problems import Inspector, Problem

MOST_DIGITS = 10**4300
"""From here on Python writes no whole number as text."""


def check(value: object) -> tuple[Problem, ...]:
    """Every problem of a model, or of free JSON: wrong types, broken rules, what JSON cannot say.

    Total: whatever the attributes hold, the answer is a tuple of problems. If there are none, it can be written.
    """
    inspection = Inspection()
    try:
        if isinstance(value, Model):
            inspection.model(value, "", 1)
        else:
            inspection.json(value, "", 0)
    except TooDeepError as error:
        inspection.refuse(str(error), f"is nested deeper than {DEEPEST} levels")
    except RecursionError:
        inspection.refuse("", "is nested too deeply")
    except Exception as error:  # total on whatever a class of the user's does
        inspection.refuse("", f"cannot be looked at: {type(error).__name__}")
    return tuple(inspection.problems)


class TooDeepError(Exception):
    """Stops an inspection at a path; it would not end in a value that holds itself."""


class Inspection(Inspector):
    """A walk through a model."""

    def model(self, value: Model, path: str, level: int) -> None:
        """All fields of a model, then the rules across them if each field by itself is right."""
        before = len(self.problems)
        fields = fields_of(type(value))
        for field in fields:
            self.field(value, field, path, level)
        self.unknown(value, fields, path, level)
        if len(self.problems) == before:
            self.rules(value, path)

    def field(self, model: Model, field: FieldInfo, path: str, level: int) -> None:
        """One field of a model that is at a path, unless it is not written."""
        value = getattr(model, field.name, MISSING)
        nothing = value is None and field.nullable
        if not nothing and not (field.unset if value is UNSET else is_absent(model, field, value)):
            self.value(field.shape, value, join(path, field.name), level, field.spec.checks, nullable=field.nullable)

    def unknown(self, model: Model, fields: tuple[FieldInfo, ...], path: str, level: int) -> None:
        """What a model holds besides its fields."""
        extra = getattr(model, "extra", MISSING)
        if not is_mapping(extra):
            self.refuse(join(path, "extra"), f"expected object, found {name_of_type(extra)}")
            return
        wires = {field.wire for field in fields} if extra else ()
        for key, each in extra.items():
            if key in wires and not isinstance(model, Loose):
                self.refuse(join(path, str(key)), "is a field of the model and cannot be in extra too")
            elif self.key(key, path):
                self.json(each, join(path, key), level + 1)

    def rules(self, model: Model, path: str) -> None:
        """The rules across fields, in which a derived class may do anything."""
        try:
            found = [problem.under(path) for problem in model.problems()]
        except Exception as error:  # total on whatever a rule does
            self.refuse(path, f"its rules failed with {type(error).__name__}")
        else:
            self.problems.extend(found)

    def value(
        self, shape: Shape, value: object, path: str, level: int, rules: Sequence[Check] = (), *, nullable: bool = False
    ) -> None:
        """A value that should be of a shape, then its rules if it is."""
        if not shape.accepts(value):
            models = [leaf.model.__name__ for leaf in shape.leaves if isinstance(leaf, Nested)]
            if is_mapping(value) and models:
                self.refuse(path, f"expected {' or '.join(models)}, found {type(value).__name__}")
            else:
                self.refuse(path, f"expected {shape.expected}{' or null' * nullable}, found {name_of_type(value)}")
            return
        if level > DEEPEST:
            raise TooDeepError(path)
        before = len(self.problems)
        self.inside(shape, value, path, level)
        for each in (shape.checks, rules):
            if each and len(self.problems) == before:
                self.run(each, value, path)

    def inside(self, shape: Shape, value: Any, path: str, level: int) -> None:
        """What a value holds, whose class fits."""
        if isinstance(shape, Nested):
            self.model(value, path, level + 1)
        elif isinstance(shape, Choice):
            self.value(next(arm for arm in shape.arms if arm.accepts(value)), value, path, level)
        elif isinstance(shape, ListOf | MapOf):
            for step, item, each in shape.parts(value):
                if isinstance(shape, ListOf) or self.key(step, path):
                    self.value(item, each, join(path, step), level + 1)
        elif shape.write is None:
            self.json(value, path, level)
        else:
            try:
                written = shape.write(value)
            except ValueError as error:
                self.refuse(path, str(error) or f"expected {shape.expected}")
            except Exception:  # total on whatever a writer does
                self.refuse(path, f"expected {shape.expected}, found {type(value).__name__}")
            else:
                self.json(written, path, level)

    def run(self, rules: Sequence[Check], value: object, path: str) -> None:
        for rule in rules:
            fitting = cast(Any, rule)  # it fits the annotation, and the value was found to do so
            try:
                text = fitting(value)
            except Exception as error:  # total on whatever a rule does
                text = f"its rule failed with {type(error).__name__}"
            if text is not None:
                self.refuse(path, text)

    def json(self, value: Any, path: str, level: int) -> None:
        if level > DEEPEST:
            raise TooDeepError(path)
        if value is None or isinstance(value, bool | str):
            return
        if isinstance(value, int):
            if abs(int(value)) >= MOST_DIGITS:
                self.refuse(path, "has too many digits")
        elif isinstance(value, float):
            if not isfinite(value):
                self.refuse(path, "must be a finite number")
        elif is_mapping(value):
            for key, each in value.items():
                if self.key(key, path):
                    self.json(each, join(path, key), level + 1)
        elif is_listing(value):
            for index, each in enumerate(value):
                self.json(each, f"{path}[{index}]", level + 1)
        else:
            self.refuse(path, f"expected JSON, found {name_of_type(value)}")

    def key(self, key: object, path: str) -> TypeGuard[str]:
        """Whether the name of a member is text."""
        if isinstance(key, str):
            return True
        self.refuse(path, f"expected text as the name of a member, found {name_of_type(key)}")
        return False
