"""Hypothesis strategies: models of the platform, and requests of any operation, for tests of your own code."""

from collections.abc import Mapping, Sequence
from inspect import Parameter, signature
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, cast, get_args, get_origin

from hypothesis import strategies as st

from timeback_core.engine.call.request import Request
from timeback_core.engine.codec.compound import Nested
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.model import Model
from timeback_core.engine.codec.runtime import check
from timeback_core.engine.surface.operation import Operation, signature_of
from timeback_core.testing.values import DEPTH, NAMES, TEXT, Values, instances

M = TypeVar("M", bound=Model)
T = TypeVar("T")


def models(cls: type[M], *, valid: bool = True) -> st.SearchStrategy[M]:
    """Instances of a model, as a user builds them.

    cls: the model, such as `UserInput`. valid: keep every rule of the model, so that the client sends it; otherwise
    only the types are right.
    """
    made: st.SearchStrategy[M] = instances(cls, DEPTH, valid=valid)
    return made.filter(lambda model: not check(model)) if valid else made


def requests(operation: Operation[..., T], *, valid: bool = True) -> st.SearchStrategy[Request[T]]:
    """Requests of an operation, with arguments of the types that its function names.

    operation: such as `list_users`. valid: with arguments that the client takes; otherwise only the types are
    right, and a request may hold problems.
    """
    return arguments(operation, valid=valid).map(lambda given: operation.request(*given[0], **given[1]))


def arguments(
    operation: Operation[..., Any], *, valid: bool = True
) -> st.SearchStrategy[tuple[tuple[object, ...], Mapping[str, object]]]:
    """Arguments of an operation: those by position, and those by name, of which each may be missing."""
    function = operation.function
    positional = [
        of_annotation(each.annotation, valid=valid)
        for each in signature(function, eval_str=True).parameters.values()
        if each.kind is not Parameter.VAR_KEYWORD
    ]
    names = [each.name for each in signature_of(function).parameters.values() if each.kind is each.KEYWORD_ONLY]
    options = _options(operation, valid=valid)
    named = st.fixed_dictionaries({}, optional={name: options[name] for name in names})
    return st.tuples(st.tuples(*positional), named)


def of_annotation(annotation: Any, *, valid: bool) -> Values:
    """Values of an argument's annotation."""
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        plain = of_annotation(inner, valid=valid)
        checks = [mark for mark in marks if callable(mark)]
        return plain.filter(lambda value: all(rule(value) is None for rule in checks)) if valid else plain
    if get_origin(annotation) in (Union, UnionType):
        arms: list[st.SearchStrategy[object]] = [of_annotation(arm, valid=valid) for arm in get_args(annotation)]
        return st.one_of(arms)
    if get_origin(annotation) is Sequence:
        item = of_annotation(get_args(annotation)[0], valid=valid)
        return st.lists(item, max_size=2).map(tuple)
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return models(annotation, valid=valid)
    if annotation is str:
        return ids() if valid else st.text(max_size=8)
    return st.from_type(cast("type[object]", annotation))  # whatever the annotation stands for


def ids() -> st.SearchStrategy[str]:
    """Ids of any text that can stand in a path."""
    return (NAMES | TEXT).filter(lambda text: bool(text.strip()) and text not in (".", ".."))


def _options(operation: Operation[..., Any], *, valid: bool) -> dict[str, Values]:
    names = st.sampled_from(_filterable(operation)) if valid else st.text(max_size=4)
    values = TEXT | st.integers(-1000, 1000) | st.booleans()
    operators = st.fixed_dictionaries({}, optional=dict.fromkeys(("eq", "ne", "gt", "gte", "lt", "lte"), values))
    return {
        "where": st.dictionaries(names, values | operators.filter(bool), min_size=1, max_size=2),
        "sort": names,
        "order_by": st.sampled_from(["asc", "desc"]),
        "fields": st.lists(names.filter(lambda name: "." not in name), min_size=1 if valid else 0, max_size=3),
        "limit": st.integers(1, 100) if valid else st.integers(),
        "offset": st.integers(0, 10_000) if valid else st.integers(),
        "search": TEXT.filter(str.strip) if valid else st.text(max_size=4),
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
