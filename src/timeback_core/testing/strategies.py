"""Hypothesis strategies: models of the platform, and requests of any operation, for tests of your own code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from importlib import import_module
from inspect import signature
from pkgutil import walk_packages
from types import UnionType
from typing import (
    Annotated,
    Any,
    NotRequired,
    Required,
    TypeVar,
    Union,
    Unpack,
    cast,
    get_args,
    get_origin,
    get_type_hints,
)
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.compound import Nested
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.model import Model, evolve
from timeback_core.engine.codec.runtime import check
from timeback_core.engine.codec.wire import Check
from timeback_core.engine.narrow import is_listing
from timeback_core.engine.surface.catalogue import services
from timeback_core.engine.surface.operation import Operation
from timeback_core.problems import unknown
from timeback_core.testing.values import (
    DEPTH,
    EMAILS,
    MOMENTS,
    NAMES,
    OBJECTS,
    TEXT,
    Values,
    instances,
    least,
    passes,
    text_of,
)

M = TypeVar("M", bound=Model)
T = TypeVar("T")

TEXTS_BESIDE: Mapping[type, Values] = {
    date: st.dates().map(date.isoformat) | MOMENTS.map(datetime.isoformat),
    ZoneInfo: st.sampled_from(["UTC", "America/Chicago", "Asia/Kathmandu", "Australia/Lord_Howe"]),
}
"""What a text says that may stand in the place of a value of a class."""


def models(cls: type[M], /, *, valid: bool = True, **fixed: object) -> st.SearchStrategy[M]:
    """Instances of a model, as a user builds them; their references are to documents that every sandbox has.

    cls: the model, such as `UserInput`. valid: keep every rule of the model, so that the client sends it; otherwise
    only the types are right, and references lead anywhere. fixed: members that are not drawn, each a value or a
    strategy.

    Raises:
        TypeError: the model has no member of a name in `fixed`.
    """
    given = _fixed(fixed, [field.name for field in fields_of(cls)], cls.__name__)
    made: st.SearchStrategy[M] = instances(cls, DEPTH, valid=valid, fixed=given)
    return made.filter(lambda model: not check(model)) if valid else made


def register_models(*classes: type[Model]) -> None:
    """Let Hypothesis draw models by their types, as `st.from_type`, `st.builds` and `@given(...)` do.

    classes: the models; without any, all of them, which loads the models of every service.
    """
    for cls in classes or all_models():
        st.register_type_strategy(cls, models(cls))


def all_models() -> Iterator[type[Model]]:
    """The models of every service."""
    for service in services():
        package = import_module(f"timeback_core.{service}.models")
        for found in walk_packages(package.__path__, f"{package.__name__}."):
            for each in vars(import_module(found.name)).values():
                if isinstance(each, type) and issubclass(each, Model) and each.__module__ == found.name:
                    yield each


def requests(operation: Operation[..., T], /, *, valid: bool = True, **fixed: object) -> st.SearchStrategy[Request[T]]:
    """Requests of an operation, with arguments of the types that its function names.

    operation: such as `list_users`. valid: with arguments that the client takes; otherwise only the types are
    right, and a request may hold problems. fixed: arguments that are not drawn, each a value or a strategy.

    Raises:
        TypeError: the operation has no argument of a name in `fixed`.
    """
    return arguments(operation, valid=valid, **fixed).map(lambda given: operation.request(*given[0], **given[1]))


def _fixed(fixed: Mapping[str, object], names: Iterable[str], owner: str) -> dict[str, Values]:
    """What a caller fixed, as strategies."""
    for name in fixed.keys() - set(names):
        raise TypeError(f"{owner}: {unknown(name, names, 'name')}")
    return {name: each if isinstance(each, st.SearchStrategy) else st.just(each) for name, each in fixed.items()}


def arguments(
    operation: Operation[..., object], /, *, valid: bool = True, **fixed: object
) -> st.SearchStrategy[tuple[tuple[object, ...], Mapping[str, object]]]:
    """Arguments of an operation: those by position, and those by name, which may be missing where they may."""
    own = list(signature(operation.function, eval_str=True).parameters.values())
    drawn = {
        each.name: of_annotation(each.annotation, valid=valid, texts=EMAILS if valid and each.name == "email" else None)
        for each in own
        if each.kind is not each.VAR_KEYWORD
    }
    by_name = {each.name for each in own if each.kind is each.KEYWORD_ONLY}
    wanted = {each.name for each in own if each.name not in by_name or each.default is each.empty}
    for each in own:
        if each.kind is each.VAR_KEYWORD and get_origin(each.annotation) is Unpack:
            (declared,) = get_args(each.annotation)
            by_name |= set(declared.__annotations__)
            wanted |= declared.__required_keys__
            drawn |= _options(operation, declared, valid=valid)
    drawn |= stricter(operation.full_name) if valid else {}
    drawn |= _fixed(fixed, drawn, operation.__name__)
    wanted |= set(fixed)

    def split(values: Mapping[str, object]) -> tuple[tuple[object, ...], Mapping[str, object]]:
        """By position, and by name."""
        positions = tuple(values[name] for name in drawn if name in values and name not in by_name)
        return positions, {name: value for name, value in values.items() if name in by_name}

    def kept(values: Mapping[str, object]) -> st.SearchStrategy[Mapping[str, object]]:
        """The same, or others where they break a rule across arguments: all of them, none of them None, or any."""
        return st.just(values) if sound(values) else (whole | given).map(_below_their_parents).filter(sound)

    def sound(values: Mapping[str, object]) -> bool:
        args, kwargs = split(values)
        return not operation.request(*args, **kwargs).problems

    whole = st.fixed_dictionaries({name: each.filter(lambda value: value is not None) for name, each in drawn.items()})
    given = st.fixed_dictionaries(
        {name: values for name, values in drawn.items() if name in wanted},
        optional={name: values for name, values in drawn.items() if name not in wanted},
    )
    return (given.map(_below_their_parents).flatmap(kept) if valid else given).map(split)


def _below_their_parents(values: dict[str, Any]) -> dict[str, Any]:
    """Arguments with rows that name no other parent than the one beside them: `class_` is what `class_id` says."""

    parents = {name.removesuffix("_id"): each for name, each in values.items() if isinstance(each, str)}

    def placed(row: object) -> object:
        members = [(member, parent) for name, parent in parents.items() for member in (name, f"{name}_")]
        named = [(member, getattr(row, member, None), parent) for member, parent in members]
        below = {member: evolve(each, sourced_id=parent) for member, each, parent in named if isinstance(each, Model)}
        return evolve(row, **below) if isinstance(row, Model) else row

    return {name: tuple(map(placed, each)) if is_listing(each) else each for name, each in values.items()}


def of_annotation(annotation: Any, *, valid: bool, checks: Sequence[Check] = (), texts: Values | None = None) -> Values:
    """Values of an argument's annotation; valid ones pass the checks too. `texts` are those that stand for its text."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin in (NotRequired, Required):
        return of_annotation(parts[0], valid=valid)
    if origin is Annotated:
        marks = [mark for mark in parts[1:] if callable(mark) and valid]
        checks = cast("Sequence[Check]", marks)  # the marks of arguments are checks
        return of_annotation(parts[0], valid=valid, checks=checks).filter(lambda value: passes(checks, value))
    if origin in (Union, UnionType):
        beside = next((values for cls, values in TEXTS_BESIDE.items() if valid and cls in parts), texts)
        return st.one_of([of_annotation(arm, valid=valid, checks=checks, texts=beside) for arm in parts])
    if origin is Sequence:
        return st.lists(of_annotation(parts[0], valid=valid), min_size=least(checks), max_size=2).map(tuple)
    if origin is Mapping:
        free = parts[1] == JsonValue
        return OBJECTS if free else st.dictionaries(TEXT, of_annotation(parts[1], valid=valid), min_size=1, max_size=2)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return models(annotation, valid=valid)
    if annotation is str and texts is not None:
        return texts
    if annotation is str:
        return text_of(checks) if checks else ids() if valid else st.text(max_size=8)
    if annotation is datetime and valid:
        return MOMENTS
    return st.from_type(cast("type[object]", annotation))  # whatever the annotation stands for


def stricter(operation: str) -> Mapping[str, Values]:
    """Values of arguments of which an operation asks more than their models do."""
    if operation != "clr.upsert_credential":
        return {}
    from timeback_core import clr

    whole: Mapping[str, object] = {
        "context": clr.CLR_CONTEXTS,
        "issuer": models(clr.Profile),
        "name": NAMES,
        "valid_from": datetime(1900, 1, 1, tzinfo=UTC),  # no end is before it
    }
    told = {"id": st.uuids().map(lambda uuid: uuid.urn), "credential_subject": models(clr.AchievementSubject), **whole}
    badges = models(clr.VerifiableCredential, valid=True, **told)
    subject = models(clr.ClrSubject, verifiable_credential=st.tuples(badges), achievement=None)
    return {"credential": models(clr.ClrCredential, valid=True, credential_subject=subject, **whole)}


def ids() -> st.SearchStrategy[str]:
    """Ids of any text that can stand in a path."""
    return (NAMES | TEXT).filter(lambda text: bool(text.strip()) and text not in (".", ".."))


def _options(operation: Operation[..., object], declared: Any, *, valid: bool) -> dict[str, Values]:
    """The options that a `TypedDict` declares: those of lists by what they mean, others by their types."""
    names = st.sampled_from(_filterable(operation)) if valid else st.text(max_size=4)
    values = TEXT | st.integers(-1000, 1000) | st.booleans()
    operators = st.fixed_dictionaries({}, optional=dict.fromkeys(("eq", "ne", "gt", "gte", "lt", "lte"), values))
    known: dict[str, Values] = {
        "where": st.dictionaries(names, values | operators.filter(bool), min_size=1, max_size=2),
        "sort": names,
        "order_by": st.sampled_from(["asc", "desc"]),
        "fields": st.lists(names.filter(lambda name: "." not in name), min_size=1 if valid else 0, max_size=3),
        "limit": st.integers(1, 100) if valid else st.integers(),
        "offset": st.integers(0, 10_000) if valid else st.integers(),
        "search": TEXT.filter(str.strip) if valid else st.text(max_size=4),
    }
    own = {name: each for name, each in declared.__annotations__.items() if name not in known}
    hints = get_type_hints(
        type("Own", (), {"__annotations__": own, "__module__": declared.__module__}), include_extras=True
    )
    return {name: each for name, each in known.items() if name in declared.__annotations__} | {
        name: of_annotation(hint, valid=valid) for name, hint in hints.items()
    }


def _filterable(operation: Operation[..., object]) -> list[str]:
    """Fields of single values that filters and `sort` may name."""
    model, _, further = operation.expect.rows
    own = fields_of(model) if issubclass(model, Model) else ()
    simple = [each.name for each in own if each.shape.single]
    inner = [
        f"{each.name}.sourced_id"
        for each in own
        if isinstance(each.shape, Nested) and "sourced_id" in {deep.name for deep in fields_of(each.shape.model)}
    ]
    return [*simple, *inner, *further] or ["sourced_id"]
