"""Strategies for the values of a model's fields, from the shapes that the codec reads off its annotations."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from itertools import combinations
from types import NoneType
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

from hypothesis import strategies as st

from timeback_core.engine.codec.compound import Choice, ListOf, MapOf, Nested, OfUnknown, Text
from timeback_core.engine.codec.fields import FieldInfo, fields_of
from timeback_core.engine.codec.kinds import Unknown
from timeback_core.engine.codec.model import Model, evolve
from timeback_core.engine.codec.shapes import FreeJson, FreeObject, OfEnum, OfKind, OfLiteral, Primitive, Shape
from timeback_core.engine.codec.wire import UNSET, Check
from timeback_core.testing.references import TAKEN, document_of

Values: TypeAlias = st.SearchStrategy[Any]
"""Values whose type only the annotation of the field tells."""

NOTHING: Final[Mapping[str, Values]] = {}
DEPTH: Final = 2
"""Levels of models below the first; further down only what is required is filled."""
TEXT: Final[Values] = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
NAMES: Final = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=12)
NUMBERS: Final[Values] = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
MOMENTS: Final[Values] = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
JSON: Final[Values] = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=4,
)
OBJECTS: Final[Values] = st.dictionaries(NAMES, JSON, max_size=2)
EMAILS: Final[Values] = NAMES.map(lambda name: f"a{name.strip('-')}@example.org")


def document_of_qti(kind: str) -> Callable[[str], str]:
    """Writes an empty item, test or stimulus in XML, by its identifier."""
    root, namespace = f"qti-assessment-{kind}", "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
    return lambda identifier: f'<{root} xmlns="{namespace}" identifier="{identifier}" title="A"/>'


CANDIDATES: Final[tuple[tuple[object, Values], ...]] = (
    ("some text", st.tuples(NAMES, TEXT).map("".join)),
    ("a@example.org", EMAILS),
    ("https://example.org/a", NAMES.map(lambda name: f"https://example.org/{name}")),
    (UUID(int=0).urn, st.uuids().map(lambda uuid: uuid.urn)),
    ("5", st.integers(0, 12).map(str)),
    ("2020-02-02", st.dates().map(date.isoformat)),
    ("VerifiableCredential", st.just("VerifiableCredential")),
    ("Viewed", st.sampled_from(["Viewed", "Modified"])),
    ("http://purl.imsglobal.org/ctx/caliper/v1p2", st.just("http://purl.imsglobal.org/ctx/caliper/v1p2")),
    ("PT90S", st.integers(0, 10_000).map(lambda seconds: f"PT{seconds}S")),
    *((written("a"), NAMES.map(written)) for written in map(document_of_qti, ("item", "test", "stimulus"))),
    ("1,2,3", st.sampled_from([3, 4, 6]).map(lambda count: ",".join(map(str, range(count))))),
    ("00:01:30", st.times().map(lambda time: time.strftime("%H:%M:%S"))),
)
"""Kinds of text, each with one that stands for all of them."""


SPELLINGS: Final[tuple[tuple[object, Values], ...]] = (
    (5, st.integers(0, 12)),
    (2020, st.integers(1990, 2050)),
    ("5", st.integers(0, 12).map(str)),
    ("2020", st.integers(1990, 2050).map(str)),
    ("2020-02-02", st.dates().map(lambda day: day.isoformat())),
    ("some text", TEXT),
    ([], st.lists(JSON, max_size=2)),
    ({}, OBJECTS),
)
"""How values of a kind of its own may be spelled in JSON, each with one that stands for all of them."""


def values_of(field: FieldInfo, depth: int, *, valid: bool, given: bool = False, document: str | None = None) -> Values:
    """Values of a field; valid ones keep the rules of its declaration, given ones are neither null nor unset.

    document: the id of what it refers to, for a valid one.
    """
    if document is None:
        values = of_shape(field.shape, field.spec.checks if valid else (), depth, valid=valid)
        if valid and field.name == "sourced_id":
            values = values.filter(lambda sourced_id: not TAKEN.match(sourced_id))
    else:
        values = _reference(field.shape, document, depth)
    if field.nullable and not given:
        values = st.none() | values
    # What has another default is wanted by servers.
    unset = field.unset and not given and (field.default is UNSET or not valid)
    return st.just(UNSET) | values if unset else values


def of_shape(shape: Shape, checks: Sequence[Check], depth: int, *, valid: bool) -> Values:
    """Values of a shape that pass the checks, those of the annotation included."""
    checks = (*checks, *shape.checks) if valid else ()
    values = _plain(shape, checks, depth, valid=valid)
    return values.filter(lambda value: passes(checks, value)) if checks else values


def _plain(shape: Shape, checks: Sequence[Check], depth: int, *, valid: bool) -> Values:
    match shape:
        case Primitive():
            return _primitive(shape.python[-1], checks)
        case OfEnum():
            return st.sampled_from([member for member in shape.members.values() if passes(checks, member)])
        case Text():
            known = of_shape(shape.known, checks, depth, valid=valid)
            return known if not passes(checks, "some text") else known | text_of(checks)
        case OfLiteral():
            return st.sampled_from(sorted(shape.values, key=str))
        case OfUnknown():
            return OBJECTS.map(Unknown)
        case OfKind():
            return _of_kind(shape)
        case ListOf():
            few = least(checks)
            item = of_shape(shape.item, (), depth, valid=valid)
            return st.lists(item, min_size=few, max_size=few + 1).map(tuple)
        case MapOf():
            return st.dictionaries(NAMES, of_shape(shape.item, (), depth, valid=valid), max_size=2)
        case Choice():
            arms = [arm for arm in shape.arms if not (valid and isinstance(arm, OfUnknown))]
            if checks and (texts := [arm for arm in arms if str in arm.classes]):
                arms = texts  # few of the models that may stand there pass a check on what they are
            choices: list[st.SearchStrategy[object]] = [of_shape(arm, checks, depth, valid=valid) for arm in arms]
            return st.one_of(choices)
        case Nested():
            return instances(shape.model, depth - 1, valid=valid)
        case FreeObject():
            return OBJECTS
        case FreeJson():
            return JSON
        case _:
            return st.from_type(cast("type[object]", shape.python[0]))  # what cattrs reads, of any class


def instances(cls: type[Model], depth: int, *, valid: bool, fixed: Mapping[str, Values] = NOTHING) -> Values:
    """Instances of a model, made when they are first drawn, as models may hold themselves.

    fixed: values of some of its fields; valid ones refer to documents that every sandbox has.
    """
    return st.deferred(lambda: _instances(cls, depth, fixed, valid=valid)) if fixed else _any(cls, depth, valid)


MADE: Final[dict[tuple[type[Model], int, bool, str | None], Values]] = {}
"""Strategies for models by what they depend on, as to make one costs more than to draw from it."""


def _any(cls: type[Model], depth: int, valid: bool, document: str | None = None) -> Values:
    """Instances of a model, or references to a document."""
    depth = max(depth, 0)
    fixed = NOTHING if document is None else {"sourced_id": st.just(document)}
    made = st.deferred(lambda: _instances(cls, depth, fixed, valid=valid))
    return MADE.setdefault((cls, depth, valid, document), made)


def _instances(cls: type[Model], depth: int, fixed: Mapping[str, Values], *, valid: bool) -> Values:
    shape: Shape = Nested(cls)
    while (chosen := shape.arm({})) is not shape:  # a base that chooses what is read is no class of instances
        shape, cls = chosen, chosen.python[0]
    fields = fields_of(cls)

    def values(field: FieldInfo, *, given: bool = False) -> Values:
        if field.name in fixed:
            return fixed[field.name]
        document = document_of(cls, field) if valid else None
        return values_of(field, depth, valid=valid, given=given, document=document)

    required = {each.name: values(each) for each in fields if each.required or each.name in fixed}
    optional = {each.name: values(each) for each in fields if each.name not in required and depth > 0}
    made = st.fixed_dictionaries(required, optional=optional).map(lambda drawn: cls(**drawn))

    def alike(model: Model) -> Iterator[Model]:
        """The same, but of the type that a member of it has, or with two of its values in each other's place."""
        for field in fields if "type" in required.keys() - fixed.keys() else ():
            inner = getattr(getattr(model, field.name), "type", None)
            if isinstance(inner, str):
                yield evolve(model, type=inner)
        yield _in_order(model, [each.name for each in fields if each.name not in fixed])

    def kept(model: Model) -> Values:
        for each in (model, *alike(model)):
            if not tuple(each.problems()):
                return st.just(each)
        # A rule across its fields is broken: others, with all of their fields.
        whole = st.fixed_dictionaries({each.name: values(each, given=True) for each in fields})
        return whole.map(lambda drawn: cls(**drawn)).filter(lambda other: not tuple(other.problems()))

    def is_read_so(model: Model) -> bool:
        """Whether what a base would choose for it is its own class."""
        return shape.arm({each.wire: getattr(model, each.name) for each in fields}) is shape

    return made.flatmap(kept).filter(is_read_so) if valid else made


def _in_order(model: Model, names: Sequence[str]) -> Model:
    """With values exchanged that can be put in order, as long as fewer rules are broken by that."""
    problems = len(tuple(model.problems()))
    values = {name: getattr(model, name) for name in names if problems}
    for first, second in combinations(values, 2):
        if isinstance(values[first], date | int | float) and type(values[first]) is type(values[second]):
            other = evolve(model, **{first: values[second], second: values[first]})
            if len(tuple(other.problems())) < problems:
                return _in_order(other, names)
    return model


def _reference(shape: Shape, document: str, depth: int) -> Values:
    """Values of a shape that refer to a document, or are its id."""
    if isinstance(shape, ListOf):
        return st.tuples(_reference(shape.item, document, depth))
    if isinstance(shape, Nested):
        return _any(shape.model, depth - 1, True, document)
    return st.just(document)


def _primitive(python: type, checks: Sequence[Check]) -> Values:
    if python is str:
        return text_of(checks)
    if python is bool:
        return st.booleans()
    if python is NoneType:
        return st.none()
    if not passes(checks, 2**53):
        return st.integers(0, 12)
    numbers = st.integers(-(2**53), 2**53) if python is int else NUMBERS
    return numbers if passes(checks, -1) else numbers.map(abs)


def text_of(checks: Sequence[Check]) -> Values:
    """Texts of the kinds that pass the checks."""
    if not checks:
        return TEXT
    return st.one_of([values for example, values in CANDIDATES if passes(checks, example)] or [TEXT])


def _of_kind(shape: OfKind) -> Values:
    if bool in shape.python:
        return st.booleans()
    if datetime in shape.python:
        return MOMENTS
    if members := [member for python in shape.python if issubclass(python, Enum) for member in python]:
        return st.sampled_from(members)
    pools = [values for example, values in SPELLINGS if _reads(shape, example)]
    return st.one_of(pools).filter(lambda value: _reads(shape, value)).map(shape.kind.read)


def _reads(shape: OfKind, value: object) -> bool:
    if type(value) not in shape.classes:
        return False
    try:
        shape.kind.write(shape.kind.read(value))
    except Exception:  # whatever a kind raises
        return False
    return True


def least(checks: Sequence[Check]) -> int:
    """How many rows a list must have to pass the checks."""
    return next((size for size in range(3) if passes(checks, ("some text",) * size)), 0)


def passes(checks: Sequence[Check], value: object) -> bool:
    """Whether a value passes the checks."""
    rules = cast("Sequence[Any]", checks)  # `Check` takes `Never`, so that rules for any type fit
    return all(rule(value) is None for rule in rules)
