"""Hypothesis strategies: models of the platform, and requests of any operation, for tests of your own code."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from inspect import signature
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

from hypothesis import strategies as st

from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.compound import Nested
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.model import Model, evolve
from timeback_core.engine.codec.runtime import check
from timeback_core.engine.narrow import is_listing
from timeback_core.engine.surface.operation import Operation
from timeback_core.problems import unknown
from timeback_core.testing.values import DEPTH, MOMENTS, NAMES, TEXT, Values, instances, text

M = TypeVar("M", bound=Model)
T = TypeVar("T")


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


def requests(operation: Operation[..., T], /, *, valid: bool = True, **fixed: object) -> st.SearchStrategy[Request[T]]:
    """Requests of an operation, with arguments of the types that its function names.

    operation: such as `list_users`. valid: with arguments that the client takes; otherwise only the types are
    right, and a request may hold problems. fixed: arguments that are not drawn, each a value or a strategy.

    Raises:
        TypeError: the operation has no argument of a name in `fixed`.
    """
    made = arguments(operation, valid=valid, **fixed).map(lambda given: operation.request(*given[0], **given[1]))
    return made.filter(lambda request: not request.problems) if valid else made


def _fixed(fixed: Mapping[str, object], names: Iterable[str], owner: str) -> dict[str, Values]:
    """What a caller fixed, as strategies."""
    for name in fixed.keys() - set(names):
        raise TypeError(f"{owner}: {unknown(name, names, 'name')}")
    return {name: each if isinstance(each, st.SearchStrategy) else st.just(each) for name, each in fixed.items()}


def arguments(
    operation: Operation[..., Any], /, *, valid: bool = True, **fixed: object
) -> st.SearchStrategy[tuple[tuple[object, ...], Mapping[str, object]]]:
    """Arguments of an operation: those by position, and those by name, which may be missing where they may."""
    own = list(signature(operation.function, eval_str=True).parameters.values())
    drawn = {
        each.name: of_annotation(each.annotation, valid=valid) for each in own if each.kind is not each.VAR_KEYWORD
    }
    by_name = {each.name for each in own if each.kind is each.KEYWORD_ONLY}
    wanted = {each.name for each in own if each.name not in by_name or each.default is each.empty}
    for each in own:
        if each.kind is each.VAR_KEYWORD and get_origin(each.annotation) is Unpack:
            (declared,) = get_args(each.annotation)
            by_name |= set(declared.__annotations__)
            wanted |= declared.__required_keys__
            drawn |= _options(operation, declared, valid=valid)
    drawn |= _fixed(fixed, drawn, operation.__name__)
    wanted |= set(fixed)
    given = st.fixed_dictionaries(
        {name: values for name, values in drawn.items() if name in wanted},
        optional={name: values for name, values in drawn.items() if name not in wanted},
    )
    if valid:
        given = given.map(_below_their_parents)
    return given.map(
        lambda values: (
            tuple(values[name] for name in drawn if name in values and name not in by_name),
            {name: value for name, value in values.items() if name in by_name},
        )
    )


def _below_their_parents(values: dict[str, Any]) -> dict[str, Any]:
    """Arguments with rows that name no other parent than the one beside them: `class_` is what `class_id` says."""

    parents = {name.removesuffix("_id"): each for name, each in values.items() if isinstance(each, str)}

    def placed(row: object) -> object:
        members = [(member, parent) for name, parent in parents.items() for member in (name, f"{name}_")]
        named = [(member, getattr(row, member, None), parent) for member, parent in members]
        below = {member: evolve(each, sourced_id=parent) for member, each, parent in named if isinstance(each, Model)}
        return evolve(row, **below) if isinstance(row, Model) else row

    return {name: tuple(map(placed, each)) if is_listing(each) else each for name, each in values.items()}


def of_annotation(annotation: Any, *, valid: bool) -> Values:
    """Values of an argument's annotation."""
    if get_origin(annotation) in (NotRequired, Required):
        return of_annotation(get_args(annotation)[0], valid=valid)
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        if not valid:
            return of_annotation(inner, valid=False)
        if get_origin(inner) in (Union, UnionType):
            return of_annotation(Union[tuple(Annotated[arm, *marks] for arm in get_args(inner))], valid=True)  # noqa: UP007
        checks: list[Any] = [mark for mark in marks if callable(mark)]
        plain = text(checks, st.nothing()) if inner is str else of_annotation(inner, valid=True)
        return plain.filter(lambda value: all(rule(value) is None for rule in checks))
    if get_origin(annotation) in (Union, UnionType):
        arms: list[st.SearchStrategy[object]] = [of_annotation(arm, valid=valid) for arm in get_args(annotation)]
        return st.one_of(arms)
    if get_origin(annotation) is Sequence:
        item = of_annotation(get_args(annotation)[0], valid=valid)
        return st.lists(item, max_size=2).map(tuple)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return models(annotation, valid=valid)
    if annotation is datetime:
        return MOMENTS
    if annotation is str:
        return ids() if valid else st.text(max_size=8)
    return st.from_type(cast("type[object]", annotation))  # whatever the annotation stands for


def ids() -> st.SearchStrategy[str]:
    """Ids of any text that can stand in a path."""
    return (NAMES | TEXT).filter(lambda text: bool(text.strip()) and text not in (".", ".."))


def _options(operation: Operation[..., Any], declared: Any, *, valid: bool) -> dict[str, Values]:
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


def _filterable(operation: Operation[..., Any]) -> list[str]:
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
