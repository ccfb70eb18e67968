"""What operations, flows and their bound forms tell of themselves: signature, summary, and how they show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, cast

from timeback_core.engine.call.request import Named

if TYPE_CHECKING:
    from inspect import Signature
    from types import FunctionType


class SignatureOf:
    """`__signature__` of an instance; none on the class, where `inspect` looks for the constructor's."""

    def __get__(self, instance: Signed | None, owner: type) -> Signature | None:
        return None if instance is None else signature_of(instance.function, instance.leading)


class Signed(Named):
    """A named thing that is called as its function is, after the `leading` arguments."""

    leading: ClassVar[tuple[str, ...]] = ("session",)
    __signature__: SignatureOf = SignatureOf()

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (self.__doc__ or "").strip().partition("\n")[0]

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.__module__.removeprefix('timeback_core.')}.{self.__name__}>"


def parameters_of(function: Callable[..., object]) -> tuple[str, ...]:
    """The names of a plain function's parameters, in order, without `*args` and `**options`."""
    code = cast("FunctionType", function).__code__  # operations decorate plain functions
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def signature_of(function: Callable[..., object], leading: tuple[str, ...] = ()) -> Signature:
    """A function's signature with leading parameters before it and the options of a `TypedDict` spelled out."""
    from inspect import Parameter, Signature, signature

    before = [Parameter(name, Parameter.POSITIONAL_ONLY) for name in leading]
    parameters: list[Parameter] = []
    for parameter in signature(function, eval_str=True).parameters.values():
        options = _options(parameter.annotation) if parameter.kind is Parameter.VAR_KEYWORD else None
        if options is None:
            parameters.append(parameter)
            continue
        parameters.extend(
            Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
            for name, annotation in options.items()
        )
    return Signature([*before, *parameters])


def _options(annotation: object) -> Mapping[str, object] | None:
    """The options that `**options: Unpack[SomeOptions]` stands for, each with its type as it is written."""
    from typing import Unpack, get_args, get_origin, is_typeddict

    if get_origin(annotation) is not Unpack:
        return None
    (options,) = get_args(annotation)
    if not is_typeddict(options):
        return None
    written: Mapping[str, object] = options.__annotations__
    return {name: getattr(kind, "__forward_arg__", kind) for name, kind in written.items()}
