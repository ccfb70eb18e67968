"""Flows: what takes several requests, written once over operations, run by threads and by event loops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Final, Generic, ParamSpec, TypeVar, cast, overload

from timeback_core.engine.surface.operation import Operation
from timeback_core.engine.surface.signatures import Signed

if TYPE_CHECKING:
    from returns.context import RequiresContextFutureResult, RequiresContextIOResult
    from returns.future import FutureResult
    from returns.io import IOResult

    from timeback_core.engine.call.effects import Steps
    from timeback_core.engine.session import AsyncSession, Session
    from timeback_core.engine.surface.bound import AsyncBoundFlow, BoundFlow
    from timeback_core.engine.surface.namespace import Namespace
    from timeback_core.errors import TimebackError

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


def flow(steps: Callable[P, Steps[T]]) -> Flow[P, T]:
    """Describe a flow: a generator that yields `Perform`, `Sleep` and `Now` and returns a `Result`.

    A part that is a flow itself is run by `yield from other.steps(...)`.
    """
    return Flow(steps)


class Flow(Signed, Generic[P, T_co]):
    """Several requests as one call; called like an operation, but there is no single request to look at."""

    kind: Final = "flow"

    def __init__(self, steps: Callable[P, Steps[T_co]]) -> None:
        super().__init__(steps)
        self.steps: Callable[P, Steps[T_co]] = steps
        """The steps themselves, to be run as a part of another flow."""

    @property
    def service(self) -> str:
        """The API that the flow belongs to; for a flow of yours, its package."""
        parts = self.__module__.split(".")
        return parts[1] if parts[0] == "timeback_core" and len(parts) > 1 else parts[0]

    @property
    def full_name(self) -> str:
        """Service and name, such as `oneroster.modify_user`."""
        return f"{self.service}.{self.__name__}"

    @property
    def operations(self) -> tuple[Operation[..., object], ...]:
        """The operations that the steps name, those of the flows that they name included."""
        named: dict[Operation[..., object], None] = {}
        for found in _named_in(cast(FunctionType, self.steps)):  # flows decorate plain functions
            if isinstance(found, Flow):
                named.update(
                    dict.fromkeys(cast("Flow[..., object]", found).operations)
                )  # its value does not matter
            elif isinstance(found, Operation):
                named[cast("Operation[..., object]", found)] = None  # its value does not matter
        return tuple(named)

    @overload
    def __call__(
        self, session: Session, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[T_co, TimebackError]: ...
    @overload
    def __call__(
        self, session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[T_co, TimebackError]: ...
    def __call__(
        self, session: Session | AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[T_co, TimebackError] | FutureResult[T_co, TimebackError]:
        """Run the flow; the rest of the arguments are its own."""
        return session.run(self.full_name, lambda: self.steps(*args, **kwargs))

    def ask(
        self, /, *args: P.args, **kwargs: P.kwargs
    ) -> RequiresContextIOResult[T_co, TimebackError, Session]:
        """The flow as a function of a session that is supplied later."""
        from returns.context import RequiresContextIOResult

        return RequiresContextIOResult(lambda session: self(session, *args, **kwargs))

    def ask_async(
        self, /, *args: P.args, **kwargs: P.kwargs
    ) -> RequiresContextFutureResult[T_co, TimebackError, AsyncSession]:
        """The flow as a function of an asynchronous session that is supplied later; runs anew each time."""
        from returns.context import RequiresContextFutureResult

        return RequiresContextFutureResult(lambda session: self(session, *args, **kwargs))

    @overload
    def __get__(self, instance: None, owner: type, /) -> Flow[P, T_co]: ...
    @overload
    def __get__(self, instance: Namespace[Session], owner: type, /) -> BoundFlow[P, T_co]: ...
    @overload
    def __get__(self, instance: Namespace[AsyncSession], owner: type, /) -> AsyncBoundFlow[P, T_co]: ...
    @overload
    def __get__(self, instance: object, owner: type, /) -> Flow[P, T_co]: ...
    def __get__(
        self, instance: object, owner: type, /
    ) -> Flow[P, T_co] | BoundFlow[P, T_co] | AsyncBoundFlow[P, T_co]:
        """Bound to the session on an instance of a namespace, itself anywhere else."""
        from timeback_core.engine.surface.bound import bind_flow
        from timeback_core.engine.surface.namespace import is_namespace

        return bind_flow(self, instance) if is_namespace(instance) else self


def _named_in(function: FunctionType) -> Iterator[object]:
    """What a function names: in its module, around it, and in the modules that it imports from itself."""
    from importlib import import_module

    cells = zip(function.__code__.co_freevars, function.__closure__ or (), strict=True)
    names = tuple(_names_in(function.__code__))
    modules = (vars(import_module(name)) for name in names if "." in name)
    for known in (function.__globals__, {name: cell.cell_contents for name, cell in cells}, *modules):
        yield from (known[name] for name in names if name in known)


def _names_in(code: CodeType) -> Iterator[str]:
    """Names that a function uses, those in the functions inside it included."""
    yield from (*code.co_names, *code.co_freevars)
    for inner in code.co_consts:
        if isinstance(inner, type(code)):
            yield from _names_in(inner)
