"""Flows: what takes several requests, written once over operations, run by threads and by event loops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dis import get_instructions
from importlib import import_module
from types import CodeType, FunctionType, ModuleType
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar, cast, overload

from returns.result import Result

from timeback_core.engine.call.effects import Perform
from timeback_core.engine.call.request import FlowRequest, Procedure
from timeback_core.engine.surface.namespace import Namespace, is_namespace
from timeback_core.engine.surface.operation import AsyncBoundCall, BoundCall, Callee, Operation

if TYPE_CHECKING:
    from timeback_core.engine.call.answers import Rows
    from timeback_core.engine.call.effects import Steps
    from timeback_core.engine.call.page import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.session import AsyncSession, Session
    from timeback_core.errors import TimebackError

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
I = TypeVar("I")  # noqa: E741 -- the item of a page


def flow(steps: Callable[P, Steps[T]]) -> Flow[P, T]:
    """Describe a flow: a generator that yields `Perform`, `Sleep` and `Now` and returns a `Result`.

    A part that is a flow itself is run by `yield from other.steps(...)`.
    """
    return Flow(steps)


def collected(request: Request[Page[I]]) -> Steps[Rows[I]]:
    """All rows of a list from a request on, or the first failure: page after page, never a silent part of it."""
    from timeback_core.engine.session.lists import Unfolding

    gathering = Unfolding(request, prefetch=0).gathered()
    told: Result[Page[I], TimebackError] | None = None
    while True:
        try:
            wanted = gathering.send(told)
        except StopIteration as end:
            result: Result[Rows[I], TimebackError] = end.value
            return result
        told = yield from Perform(wanted.request)


class Flow(Callee[P, T_co, FlowRequest[T_co]], Procedure[T_co]):
    """Several requests as one call; called like an operation."""

    kind: Final = "flow"

    def __init__(self, steps: Callable[P, Steps[T_co]]) -> None:
        super().__init__(steps)
        self.steps: Callable[P, Steps[T_co]] = steps
        """The steps themselves, to be run as a part of another flow."""

    @property
    def operations(self) -> tuple[Operation[..., object], ...]:
        """The operations that the steps name, and those of flows and functions of their module that they name."""
        return tuple(dict.fromkeys(_operations_of(self.function, set())))

    def request(self, /, *args: P.args, **kwargs: P.kwargs) -> FlowRequest[T_co]:
        """The flow with its arguments as data; nothing is sent."""
        return FlowRequest(self, args, tuple(kwargs.items()))

    @overload
    def __get__(self, instance: Namespace[Session], owner: type, /) -> BoundCall[P, T_co, FlowRequest[T_co]]: ...
    @overload
    def __get__(
        self, instance: Namespace[AsyncSession], owner: type, /
    ) -> AsyncBoundCall[P, T_co, FlowRequest[T_co]]: ...
    @overload
    def __get__(self, instance: object, owner: type, /) -> Flow[P, T_co]: ...
    def __get__(
        self, instance: object, owner: type, /
    ) -> Flow[P, T_co] | BoundCall[P, T_co, FlowRequest[T_co]] | AsyncBoundCall[P, T_co, FlowRequest[T_co]]:
        """Bound to the session on an instance of a namespace, itself anywhere else."""
        if not is_namespace(instance):
            return self
        session = instance.session
        return AsyncBoundCall(self, session) if session.is_async else BoundCall(self, session)


def _operations_of(function: Callable[..., object], seen: set[object]) -> Iterator[Operation[..., object]]:
    seen.add(function)
    for found in _named_in(function):
        if isinstance(found, Operation):
            yield cast("Operation[..., object]", found)  # its value does not matter
            continue
        inner = cast("Flow[..., object]", found).function if isinstance(found, Flow) else found  # nor does its
        part = inner is not found or getattr(inner, "__module__", "") == function.__module__
        if part and isinstance(inner, FunctionType) and inner not in seen:
            yield from _operations_of(inner, seen)


def _named_in(function: Callable[..., object]) -> Iterator[object]:
    """What the code of a function names, functions inside it included: globals, attributes of modules, closures."""
    plain = cast(FunctionType, function)  # flows decorate plain functions
    cells = zip(plain.__code__.co_freevars, plain.__closure__ or (), strict=True)
    held = {name: cell.cell_contents for name, cell in cells}
    known = {**plain.__globals__, **{name: each for name, each in held.items() if not isinstance(each, FunctionType)}}
    found: object = None
    imported: object = None
    for step in (step for code in _codes_in(plain.__code__) for step in get_instructions(code)):
        match step.opname:
            case "LOAD_GLOBAL" | "LOAD_DEREF":
                found = known.get(step.argval)
            case "LOAD_ATTR" | "LOAD_METHOD" if isinstance(found, ModuleType):
                found = getattr(found, step.argval, None)
            case "IMPORT_NAME":
                with suppress(ImportError):
                    found = imported = import_module(step.argval)
            case "IMPORT_FROM":
                found = getattr(imported, step.argval, None)
            case _:
                found = None
        yield getattr(found, "__self__", found)  # an operation, also where only one of its methods is held


def _codes_in(code: CodeType) -> Iterator[CodeType]:
    yield code
    yield from (each for inner in code.co_consts if isinstance(inner, CodeType) for each in _codes_in(inner))
