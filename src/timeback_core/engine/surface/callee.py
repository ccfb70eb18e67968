"""What operations and flows share: being called, asked for later, bound to a session, and telling of themselves."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, ParamSpec, TypeVar, cast, overload

from timeback_core.engine.call.request import FlowRequest, Named, Request

if TYPE_CHECKING:
    from inspect import Signature
    from types import FunctionType

    from returns.context import RequiresContextFutureResult, RequiresContextIOResult
    from returns.future import FutureResult
    from returns.io import IOResult

    from timeback_core.engine.session import AsyncSession, Session
    from timeback_core.errors import TimebackError

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)
Q_co = TypeVar("Q_co", bound=Request[Any] | FlowRequest[Any], covariant=True)
"""What a call is as data."""


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


class Callee(Signed, ABC, Generic[P, T_co, Q_co]):
    """An operation or a flow: called with a session, or asked for before there is one."""

    @abstractmethod
    def request(self, /, *args: P.args, **kwargs: P.kwargs) -> Q_co:
        """The call as data; nothing is sent."""

    @overload
    def __call__(self, session: Session, /, *args: P.args, **kwargs: P.kwargs) -> IOResult[T_co, TimebackError]: ...
    @overload
    def __call__(
        self, session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[T_co, TimebackError]: ...
    def __call__(
        self, session: Session | AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[T_co, TimebackError] | FutureResult[T_co, TimebackError]:
        return session.perform(self.request(*args, **kwargs))

    def ask(self, /, *args: P.args, **kwargs: P.kwargs) -> RequiresContextIOResult[T_co, TimebackError, Session]:
        """The call as a function of a session that is supplied later."""
        from returns.context import RequiresContextIOResult

        return RequiresContextIOResult(Performing(self.request(*args, **kwargs)))

    def ask_async(
        self, /, *args: P.args, **kwargs: P.kwargs
    ) -> RequiresContextFutureResult[T_co, TimebackError, AsyncSession]:
        """The call as a function of an asynchronous session that is supplied later; runs anew each time."""
        from returns.context import RequiresContextFutureResult

        return RequiresContextFutureResult(Performing(self.request(*args, **kwargs)))


class Performing:
    """A request as a function of the session that performs it; unlike a local function it can be pickled."""

    __slots__ = ("request",)

    def __init__(self, request: Request[Any] | FlowRequest[Any]) -> None:
        self.request: Request[Any] | FlowRequest[Any] = request

    def __call__(self, session: Session | AsyncSession) -> Any:
        return session.perform(self.request)


class _Bound(Signed, Generic[P, T_co, Q_co]):
    """An operation or a flow whose session is known."""

    leading: ClassVar[tuple[str, ...]] = ()

    def __init__(self, operation: Callee[P, T_co, Q_co], session: Any) -> None:
        super().__init__(operation.function)
        self.__doc__ = operation.__doc__
        self.operation: Callee[P, T_co, Q_co] = operation
        self.session = session

    def __reduce__(self) -> tuple[type, tuple[object, object]]:
        return type(self), (self.operation, self.session)

    def request(self, /, *args: P.args, **kwargs: P.kwargs) -> Q_co:
        """The call as data; nothing is sent."""
        return self.operation.request(*args, **kwargs)


class BoundCall(_Bound[P, T_co, Q_co]):
    """An operation or a flow bound to a session of threads."""

    session: Session

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> IOResult[T_co, TimebackError]:
        return self.session.perform(self.operation.request(*args, **kwargs))


class AsyncBoundCall(_Bound[P, T_co, Q_co]):
    """An operation or a flow bound to a session of event loops."""

    session: AsyncSession

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> FutureResult[T_co, TimebackError]:
        return self.session.perform(self.operation.request(*args, **kwargs))


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
