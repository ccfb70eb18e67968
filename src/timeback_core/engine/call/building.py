"""From an operation's arguments to its request: every argument checked, every value rendered, every problem collected.

Annotations tell the checks: `Annotated[int, positive]` runs one, a parameter of a model's type takes only that model,
and one of a sequence no single text, and only what its items may be. Everything else is checked where it is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeAlias, TypeVar, Union, Unpack, cast, get_args, get_origin

from timeback_core.engine.call.request import Call, Endpoint, QueryPart, Request
from timeback_core.engine.codec import Model
from timeback_core.engine.narrow import is_listing
from timeback_core.problems import Problem, listed, unknown

T = TypeVar("T")

ArgumentCheck: TypeAlias = Callable[[Any], "str | None"]
"""Gives what is wrong with a value, or None."""


def build_request(
    endpoint: Endpoint[T],
    call: Call,
    given: Mapping[str, object],
    parameters: tuple[str, ...],
    checks: Mapping[str, tuple[ArgumentCheck, ...]],
) -> Request[T]:
    """The request of a call given its arguments by name; those that are no `parameters` of the function are options."""
    told = ((name, check(given[name])) for name, tests in checks.items() if name in given for check in tests)
    problems = [*(Problem(name, text) for name, text in told if text is not None), *call.problems]
    values = {name: given[name] for name in endpoint.placeholders if name in given} | dict(call.path)
    told_as = {name: next((each for each in given if given[each] is value), name) for name, value in call.path.items()}
    path = tuple(
        (name, segment(told_as.get(name, name), value, problems))
        for name, value in values.items()
        if value is not None or f"{{{name}}}?" not in endpoint.template
    )
    query: list[tuple[str, QueryPart]] = []
    options = call.options or {name: given[name] for name in given if name not in parameters}
    if call.query or options:
        from timeback_core.engine.call.query import list_query, query_part

        parts = ((name, query_part(name, value, problems)) for name, value in call.query.items())
        query.extend((name, part) for name, part in parts if part is not None)
        if options:
            # An option that is none would be sent and ignored, which widens a list silently.
            known = _options_of(endpoint.function)
            strangers = [name for name in options if known and name not in known]
            problems.extend(Problem(name, unknown(name, sorted(known), "option")) for name in strangers)
            meant = {name: options[name] for name in options if name not in strangers}
            query.extend(list_query(meant, endpoint.expect, problems))
    return Request(endpoint, path, tuple(query), call.body, call.accept, call.content_type, tuple(problems))


def segment(name: str, value: object, problems: list[Problem]) -> str:
    """A path value as text; it must make exactly one segment."""
    if not isinstance(value, str):
        problems.append(Problem(name, f"expected text, found {type(value).__name__}"))
        return ""
    if not value.strip():
        problems.append(Problem(name, "must not be blank"))
    elif value in (".", ".."):
        problems.append(Problem(name, "must not be a relative path segment"))
    if value.isascii():
        return value
    from timeback_core.engine.call.query import text_of

    return text_of(name, value, problems)


def checks_of(function: Callable[..., object]) -> dict[str, tuple[ArgumentCheck, ...]]:
    """The checks of each parameter that has any; defaults are not checked."""
    found = {name: tuple(_checks(annotation)) for name, annotation in _annotations(function).items()}
    return {name: checks for name, checks in found.items() if checks and name != "return"}


@cache
def _options_of(function: Callable[..., object]) -> frozenset[str]:
    """The names that a function's `**options: Unpack[...]` takes."""
    for annotation in _annotations(function).values():
        if get_origin(annotation) is Unpack:
            declared = get_args(annotation)[0]
            return frozenset({*declared.__required_keys__, *declared.__optional_keys__})
    return frozenset()


def _annotations(function: Callable[..., object]) -> Mapping[str, Any]:
    """The annotations of a function as they mean, also where its module postpones them."""
    written: Mapping[str, Any] = function.__annotations__
    if not any(isinstance(annotation, str) for annotation in written.values()):
        return written
    from typing import get_type_hints

    return get_type_hints(function, include_extras=True)


def _checks(annotation: object) -> Iterator[ArgumentCheck]:
    origin: Any = get_origin(annotation)
    arguments: tuple[Any, ...] = get_args(annotation)
    if origin is Annotated:
        yield from _checks(arguments[0])
        yield from (cast(ArgumentCheck, mark) for mark in arguments[1:] if callable(mark))  # marks are checks
    elif origin is Sequence:
        yield _sequence_of(arguments[0])
    elif origin in (Union, UnionType):
        arms = tuple(arm for arm in arguments if arm is not type(None))
        rules = _checks(arms[0]) if len(arms) == 1 else (_one_of(arms),) if all(map(_is_model, arms)) else ()
        yield from rules if len(arms) == len(arguments) else map(_unless_none, rules)
    elif _is_model(annotation):
        yield _one_of((annotation,))


def _is_model(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Model)


def _unless_none(rule: ArgumentCheck) -> ArgumentCheck:
    return lambda value: None if value is None else rule(value)


def _one_of(arms: tuple[Any, ...]) -> ArgumentCheck:
    expected = " or ".join(arm.__name__ for arm in arms)
    return lambda value: None if isinstance(value, arms) else f"expected {expected}, found {type(value).__name__}"


def _sequence_of(item: Any) -> ArgumentCheck:
    of, rules = f" of {item.__name__}" if _is_model(item) else "", tuple(_checks(item))

    def check(value: object) -> str | None:
        if not is_listing(value):
            return f"expected a sequence{of}, found {type(value).__name__}"
        wrong = [(index, text) for index, row in enumerate(value) for rule in rules if (text := rule(row)) is not None]
        return f"{wrong[0][1]}, at {listed([index for index, _ in wrong], 10)}" if wrong else None

    return check
