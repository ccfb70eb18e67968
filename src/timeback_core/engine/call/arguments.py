"""Checks of an operation's arguments, read from its annotations: what a type checker sees and data can break.

`Annotated[int, positive]` runs the check, a parameter of a model's type takes only that model, and one of a sequence
no single text. Everything else is checked where it is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import FunctionType, UnionType
from typing import Annotated, Any, TypeAlias, Union, Unpack, cast, get_args, get_origin

from timeback_core.engine.narrow import is_listing
from timeback_core.problems import Problem, unknown

ArgumentCheck: TypeAlias = Callable[[object], "str | None"]
"""Gives what is wrong with a value, or None."""


def checks_of(function: Callable[..., Any]) -> Mapping[str, tuple[ArgumentCheck, ...]]:
    """The checks of each parameter that has any."""
    found: dict[str, tuple[ArgumentCheck, ...]] = {}
    for name, annotation in _annotations(function).items():
        if name != "return" and (checks := tuple(_checks(annotation))):
            found[name] = checks
    return found


def problems_of(checks: Mapping[str, tuple[ArgumentCheck, ...]], given: Mapping[str, object]) -> tuple[Problem, ...]:
    """Every problem that the checks find in the arguments; defaults are not checked."""
    told = ((name, check(given[name])) for name, tests in checks.items() if name in given for check in tests)
    return tuple(Problem(name, text) for name, text in told if text is not None)


def option_problems(function: Callable[..., Any], options: Mapping[str, object]) -> tuple[Problem, ...]:
    """What was given as an option and is none; it would be sent and ignored, which widens a list silently."""
    known = _options_of(function)
    if not known or known >= options.keys():
        return ()
    strangers = (name for name in options if name not in known)
    return tuple(Problem(name, unknown(name, sorted(known), "option")) for name in strangers)


@cache
def _options_of(function: Callable[..., Any]) -> frozenset[str]:
    """The names that a function's `**options: Unpack[...]` takes."""
    for annotation in _annotations(function).values():
        origin: object = get_origin(annotation)
        if origin is Unpack:
            declared = get_args(annotation)[0]
            names: frozenset[str] = declared.__required_keys__ | declared.__optional_keys__
            return names
    return frozenset()


def _annotations(function: Callable[..., Any]) -> Mapping[str, Any]:
    """The annotations of a function as they mean, also where its module postpones them."""
    written = _plain(function).__annotations__
    if not any(isinstance(annotation, str) for annotation in written.values()):
        return written
    from typing import get_type_hints

    return get_type_hints(function, include_extras=True)


def _plain(function: Callable[..., Any]) -> FunctionType:
    return cast(FunctionType, function)  # operations decorate plain functions


def _checks(annotation: object) -> list[ArgumentCheck]:
    if get_origin(annotation) is Annotated:
        inner, *marks = get_args(annotation)
        checks = [cast(ArgumentCheck, mark) for mark in marks if callable(mark)]  # marks are checks
        return [*_checks(inner), *checks]
    if get_origin(annotation) in (Union, UnionType):
        arms = get_args(annotation)
        models = tuple(arm for arm in arms if _is_model(arm))
        if models and len(models) + (type(None) in arms) == len(arms):
            return [_instance(models, optional=type(None) in arms)]
        return []
    if isinstance(annotation, type) and _is_model(annotation):
        return [_instance((annotation,), optional=False)]
    if get_origin(annotation) is Sequence:
        item = get_args(annotation)[0]
        return [_sequence(item if _is_model(item) else None)]
    return []


def _is_model(annotation: object) -> bool:
    from timeback_core.engine.codec import Model

    return isinstance(annotation, type) and issubclass(annotation, Model)


def _instance(models: tuple[type, ...], *, optional: bool) -> ArgumentCheck:
    expected = " or ".join(model.__name__ for model in models)

    def check(value: object) -> str | None:
        if isinstance(value, models) or (optional and value is None):
            return None
        return f"expected {expected}, found {type(value).__name__}"

    return check


def _sequence(model: type | None) -> ArgumentCheck:
    of = "" if model is None else f" of {model.__name__}"

    def check(value: object) -> str | None:
        if not is_listing(value):
            return f"expected a sequence{of}, found {type(value).__name__}"
        if model is None:
            return None
        wrong = [index for index, row in enumerate(value) if not isinstance(row, model)]
        return f"expected {model.__name__} at {', '.join(map(str, wrong))}" if wrong else None

    return check
