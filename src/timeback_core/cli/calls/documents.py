"""JSON on a command line: whole documents, single members (`--set a.b=1`), and merge patches (RFC 7386)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeAlias, Union, get_args, get_origin

import attrs
from returns.result import Failure, Result, Success

from timeback_core.cli.calls.arguments import arms_of
from timeback_core.compose import or_raise
from timeback_core.documents import as_problems, unreadable
from timeback_core.engine.call.query import METADATA
from timeback_core.engine.codec import UNSET, FieldInfo, Input, JsonValue, Model, evolve, fields_of
from timeback_core.engine.codec.compound import Choice, ListOf, Nested
from timeback_core.engine.codec.fields import shape_of
from timeback_core.engine.codec.generate import DECODERS, copied
from timeback_core.engine.codec.runtime import Bad, encode, parse
from timeback_core.engine.codec.shapes import FreeJson, Shape
from timeback_core.engine.narrow import is_array, is_object
from timeback_core.errors import InvalidInput
from timeback_core.problems import Problem, unknown

Problems: TypeAlias = tuple[Problem, ...]
Place: TypeAlias = "tuple[str | int, ...]"
FREE: Final = FreeJson()
LONGEST: Final = 10_000
"""So many items at most are made by the place of one."""


def parsed(text: str) -> Result[JsonValue, Problems]:
    """The JSON of a text."""
    try:
        return Success(parse(text))
    except Bad as bad:
        return Failure((Problem("", f"expected {bad.expected}"),))


def document(arms: Sequence[Any], value: JsonValue) -> Result[object, Problems]:
    """What JSON means as one of several types, such as an input or a list of models.

    Where no member tells the types apart, it is the one that knows the most of its members.
    """
    try:
        return read(shape_of(Union[tuple(arms)]), value)  # noqa: UP007 -- a union of a tuple
    except TypeError:  # what JSON alone does not tell apart
        pass
    if any(get_origin(arm) is Mapping for arm in arms):
        return Success(value)
    items = next((arms_of(get_args(arm)[0]) for arm in arms if get_origin(arm) is Sequence), None)
    models = [arm for arm in arms if get_origin(arm) is not Sequence]
    if items is not None and (is_array(value) or not models):
        rows: Any = value
        return _documents(tuple(items), rows)
    tried = [read(shape_of(model), value) for model in models]
    fitting = [each for each in tried if isinstance(each, Success)]
    return min(fitting, key=_strangers) if fitting else min(tried, key=lambda each: len(each.failure()))


def _documents(arms: Sequence[Any], value: JsonValue) -> Result[object, Problems]:
    """What a list of JSON means, each row as one of several types."""
    if not is_array(value):
        return read(ListOf(FREE), value)
    rows: list[Any] = value
    told = [document(arms, row) for row in rows]
    wrong = [each.under(f"[{index}]") for index, row in enumerate(told) for each in row.swap().value_or(())]
    return Failure(tuple(wrong)) if wrong else Success(tuple(row.unwrap() for row in told))


def _strangers(told: Result[Any, Problems]) -> int:
    """How many members of a document its model does not know."""
    return len(told.unwrap().extra)


def read(shape: Shape, value: JsonValue) -> Result[object, Problems]:
    """What JSON means as a value of a shape, or everything that is wrong with it."""
    try:
        return Success(DECODERS.function(shape.key)(copied(value)))
    except Bad as bad:
        return Failure(as_problems(unreadable(shape, value, bad)))


@attrs.frozen
class Member:
    """A member that is to have a value: its place in the JSON, and the text of the value."""

    place: Place
    shape: Shape
    text: str

    @property
    def value(self) -> JsonValue:
        """The value: the JSON that the text is, or the text itself where only that fits, or where it is none."""
        told = parsed(self.text)
        if isinstance(told, Failure):
            return self.text
        value = told.unwrap()
        if value is not None and isinstance(read(self.shape, value), Failure):
            return self.text if isinstance(read(self.shape, self.text), Success) else value
        return value


def member(text: str, model: type[Model] | None) -> Result[Member, str]:
    """The member that `name=value` means; names in either spelling, dots and numbers lead into what is inside."""
    path, equals, value = text.partition("=")
    if not equals or not path.strip():
        return Failure("write member=value, such as name=Algebra or metadata.grade=5")
    whole: Shape = FREE if model is None else Nested(model)
    place: list[str | int] = []
    for step in path.strip().split("."):
        inside = _entered(whole)
        if isinstance(inside, ListOf) and step.isdecimal():
            if len(step) > len(str(LONGEST)) or int(step) >= LONGEST:
                return Failure(f"a list has its items at places below {LONGEST}")
            whole = inside.item
            place.append(int(step))
        elif isinstance(inside, Nested):
            found = _field(inside.model, step)
            if found is None and METADATA in place:
                whole = FREE
                place.append(step)
                continue
            if found is None:
                known = [name for each in fields_of(inside.model) for name in (each.name, each.wire)]
                return Failure(unknown(step, known, f"member of {inside.model.__name__}"))
            whole = found.whole
            place.append(found.wire)
        else:
            whole = FREE
            place.append(step)
    return Success(Member(tuple(place), whole, value))


def _entered(shape: Shape) -> Shape:
    """A shape as one goes into it: of several arms, the one that has members or items."""
    arms = shape.arms if isinstance(shape, Choice) else (shape,)
    return next((arm for arm in arms if isinstance(arm, Nested | ListOf)), shape)


def _field(model: type[Model], name: str) -> FieldInfo | None:
    return next((each for each in fields_of(model) if name in (each.name, each.wire)), None)


def put(tree: Any, place: Place, value: JsonValue) -> Any:
    """A JSON value with another one at a place inside it; what is missing on the way there is made."""
    if not place:
        return value
    step, *rest = place
    if isinstance(step, int):
        listed = list(tree) if is_array(tree) else []
        listed += [None] * (step + 1 - len(listed))
        listed[step] = put(listed[step], tuple(rest), value)
        return listed
    held = dict(tree) if is_object(tree) else {}
    held[step] = put(held.get(step), tuple(rest), value)
    return held


def merged(target: JsonValue, patch: JsonValue) -> JsonValue:
    """A JSON value with a merge patch applied (RFC 7386): null takes a member away."""
    if not is_object(patch):
        return patch
    held: dict[str, Any] = dict(target) if is_object(target) else {}
    members: dict[str, Any] = {**patch}
    for name, value in members.items():
        if value is None:
            held.pop(name, None)
        else:
            held[name] = merged(held.get(name), value)
    return held


@attrs.frozen
class Change:
    """A change of an input, as the flows that modify take one: a merge patch, then single members."""

    patch: JsonValue
    members: tuple[Member, ...]

    def __call__(self, before: Any) -> Any:
        """The changed input; raises what `or_raise` does where a changed member cannot have its value."""
        return or_raise(self.of(before))

    def of(self, before: Input) -> Result[Input, InvalidInput]:
        """The changed input, or everything that is wrong with the members that change."""
        stored = encode(before)
        tree: Any = merged(stored, self.patch)
        for each in self.members:
            tree = put(tree, each.place, each.value)
        if not is_object(tree) or not is_object(stored):
            return Failure(InvalidInput((Problem("", "a merge patch of a document is an object"),)))
        changed = {
            name for name in {*stored, *tree} if name not in tree or name not in stored or tree[name] != stored[name]
        }
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        fields = {field.wire: field for field in fields_of(type(before))}
        for name in sorted(changed & fields.keys()):
            told = _changed(fields[name], tree)
            if isinstance(told, Failure):
                problems += [problem.under(fields[name].name) for problem in told.failure()]
            else:
                values[fields[name].name] = told.unwrap()
        if problems:
            return Failure(InvalidInput(tuple(problems)))
        kept = before.extra.keys() - changed  # also what a field of the input cannot have
        others = {name: tree[name] for name in tree if name in kept or name not in fields}
        return Success(evolve(before, **values, extra=others))


def _changed(field: FieldInfo, tree: Mapping[str, Any]) -> Result[object, Problems]:
    """The value that a field is to have."""
    value = tree.get(field.wire)
    if value is None and not (field.nullable and field.wire in tree):
        return Success(UNSET) if field.unset else Failure((Problem("", "is required, and cannot be taken away"),))
    return read(field.whole, value)
