"""Functions that take plain arguments, total: a value of another type is a problem like any other, under its name."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import wraps
from inspect import signature
from types import UnionType
from typing import Any, Final, Literal, ParamSpec, TypeVar, Union, Unpack, get_args, get_origin, get_type_hints

from returns.result import Failure, Result

from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.errors import InvalidInput
from timeback_core.problems import Problem, unknown

P = ParamSpec("P")
T = TypeVar("T")

NAMES: Final[Mapping[object, str]] = {str: "text", bool: "true or false", int: "a whole number", type(None): "None"}


def total(build: Callable[P, Result[T, InvalidInput]]) -> Callable[P, Result[T, InvalidInput]]:
    """The same function, which gives `InvalidInput` for arguments that its annotations do not allow."""
    names = signature(build)

    @wraps(build)
    def built(*args: P.args, **kwargs: P.kwargs) -> Result[T, InvalidInput]:
        given = names.bind(*args, **kwargs).arguments
        options = given.pop("notes", {})
        problems = tuple(faults({**given, **options}, kinds_of(build)))
        return Failure(InvalidInput(problems)) if problems else build(*args, **kwargs)

    return built


def kinds_of(build: Callable[..., object]) -> dict[str, Any]:
    """What each argument may be; those that are declared together are among them."""
    kinds = get_type_hints(build)
    declared = kinds.pop("notes", None)
    return kinds | (get_type_hints(get_args(declared)[0]) if get_origin(declared) is Unpack else {})


def faults(given: Mapping[str, object], kinds: Mapping[str, Any]) -> Iterator[Problem]:
    for name, value in given.items():
        if name not in kinds:
            yield Problem(name, unknown(name, sorted(kinds.keys() - {"return"}), "argument"))
        elif not fits(value, kinds[name]):
            yield Problem(name, f"expected {spelled(kinds[name])}, found {type(value).__name__}")


def fits(value: object, kind: Any) -> bool:
    """Whether a value is of a kind, and all that it holds."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return any(fits(value, each) for each in inner)
    if origin is Literal:
        return isinstance(value, str)  # of which the function itself tells whether it is one of them
    if origin is Sequence:
        return is_listing(value) and all(fits(each, inner[0]) for each in value)
    if origin is Mapping:
        return is_mapping(value) and all(fits(each, inner[0]) and fits(value[each], inner[1]) for each in value)
    if origin is tuple:
        return is_listing(value) and len(value) == len(inner) and all(map(fits, value, inner))
    return isinstance(value, kind) and (kind is not int or not isinstance(value, bool))


def spelled(kind: Any) -> str:
    """A kind in words."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return " or ".join(dict.fromkeys(map(spelled, inner)))
    if origin is Literal:
        return "text"
    if origin is Sequence:
        return f"a sequence of {spelled(inner[0])}"
    if origin is Mapping:
        return f"a mapping of {spelled(inner[1])}"
    if origin is tuple:
        return "a pair"
    return NAMES.get(kind) or str(kind.__name__)
