"""Operations and flows bound to a session: what an attribute of a namespace object gives."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar

from timeback_core.engine.surface.signatures import Signed

if TYPE_CHECKING:
    from returns.future import FutureResult
    from returns.io import IOResult
    from returns.result import Result

    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.call.request import Request
    from timeback_core.engine.call.response import Response
    from timeback_core.engine.session import AsyncSession, Session
    from timeback_core.engine.surface.flow import Flow
    from timeback_core.engine.surface.namespace import Namespace
    from timeback_core.engine.surface.operation import Operation
    from timeback_core.errors import TimebackError

P = ParamSpec("P")
T_co = TypeVar("T_co", covariant=True)
I = TypeVar("I")  # noqa: E741 -- the item of a page


class _Bound(Signed, Generic[P, T_co]):
    """An operation whose session is known."""

    def __init__(self, operation: Operation[P, T_co]) -> None:
        super().__init__(operation.function, leading=())
        self.operation: Operation[P, T_co] = operation

    def request(self, /, *args: P.args, **kwargs: P.kwargs) -> Request[T_co]:
        """The call as data; nothing is sent."""
        return self.operation.request(*args, **kwargs)


class Bound(_Bound[P, T_co]):
    """An operation bound to a session of threads."""

    def __init__(self, operation: Operation[P, T_co], session: Session) -> None:
        super().__init__(operation)
        self.session: Session = session

    def __reduce__(self) -> tuple[type[Bound[P, T_co]], tuple[Operation[P, T_co], Session]]:
        return Bound, (self.operation, self.session)

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> IOResult[T_co, TimebackError]:
        """Perform the operation."""
        return self.session.perform(self.operation.request(*args, **kwargs))

    def response(self, /, *args: P.args, **kwargs: P.kwargs) -> IOResult[Response[T_co], TimebackError]:
        """Perform the operation and give its value with status, headers, request id, attempts and time."""
        return self.session.respond(self.operation.request(*args, **kwargs))

    def stream(
        self: Bound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Iterator[Result[I, TimebackError]]:
        """Every row of the list, page after page, lazily; ends after a page that failed."""
        return self.session.stream(self.operation.request(*args, **kwargs))

    def collect(
        self: Bound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[tuple[I, ...], TimebackError]:
        """All rows of the list, or the first failure."""
        return self.session.collect(self.operation.request(*args, **kwargs))

    def take(
        self: Bound[P, Page[I]], count: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[tuple[I, ...], TimebackError]:
        """At most `count` rows; no more rows than that are asked for."""
        return self.session.take(count, self.operation.request(*args, **kwargs))

    def first(
        self: Bound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[I | None, TimebackError]:
        """The first row, or None where there is none; one row is asked for."""
        return self.session.first(self.operation.request(*args, **kwargs))


class AsyncBound(_Bound[P, T_co]):
    """An operation bound to a session of event loops."""

    def __init__(self, operation: Operation[P, T_co], session: AsyncSession) -> None:
        super().__init__(operation)
        self.session: AsyncSession = session

    def __reduce__(self) -> tuple[type[AsyncBound[P, T_co]], tuple[Operation[P, T_co], AsyncSession]]:
        return AsyncBound, (self.operation, self.session)

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> FutureResult[T_co, TimebackError]:
        """Perform the operation when awaited."""
        return self.session.perform(self.operation.request(*args, **kwargs))

    def response(self, /, *args: P.args, **kwargs: P.kwargs) -> FutureResult[Response[T_co], TimebackError]:
        """Perform the operation and give its value with status, headers, request id, attempts and time."""
        return self.session.respond(self.operation.request(*args, **kwargs))

    def stream(
        self: AsyncBound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncIterator[Result[I, TimebackError]]:
        """Every row of the list, page after page, lazily; ends after a page that failed."""
        return self.session.stream(self.operation.request(*args, **kwargs))

    def collect(
        self: AsyncBound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[tuple[I, ...], TimebackError]:
        """All rows of the list, or the first failure."""
        return self.session.collect(self.operation.request(*args, **kwargs))

    def take(
        self: AsyncBound[P, Page[I]], count: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[tuple[I, ...], TimebackError]:
        """At most `count` rows; no more rows than that are asked for."""
        return self.session.take(count, self.operation.request(*args, **kwargs))

    def first(
        self: AsyncBound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[I | None, TimebackError]:
        """The first row, or None where there is none; one row is asked for."""
        return self.session.first(self.operation.request(*args, **kwargs))


class BoundFlow(Signed, Generic[P, T_co]):
    """A flow bound to a session of threads."""

    def __init__(self, flow: Flow[P, T_co], session: Session) -> None:
        super().__init__(flow.steps, leading=())
        self.flow: Flow[P, T_co] = flow
        self.session: Session = session

    def __reduce__(self) -> tuple[type[BoundFlow[P, T_co]], tuple[Flow[P, T_co], Session]]:
        return BoundFlow, (self.flow, self.session)

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> IOResult[T_co, TimebackError]:
        """Run the flow."""
        return self.flow(self.session, *args, **kwargs)


class AsyncBoundFlow(Signed, Generic[P, T_co]):
    """A flow bound to a session of event loops."""

    def __init__(self, flow: Flow[P, T_co], session: AsyncSession) -> None:
        super().__init__(flow.steps, leading=())
        self.flow: Flow[P, T_co] = flow
        self.session: AsyncSession = session

    def __reduce__(self) -> tuple[type[AsyncBoundFlow[P, T_co]], tuple[Flow[P, T_co], AsyncSession]]:
        return AsyncBoundFlow, (self.flow, self.session)

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> FutureResult[T_co, TimebackError]:
        """Run the flow when awaited."""
        return self.flow(self.session, *args, **kwargs)


def bind(operation: Operation[P, T_co], namespace: Namespace[Any]) -> Bound[P, T_co] | AsyncBound[P, T_co]:
    """An operation bound to the session of a namespace."""
    session = namespace.session
    return AsyncBound(operation, session) if session.is_async else Bound(operation, session)


def bind_flow(flow: Flow[P, T_co], namespace: Namespace[Any]) -> BoundFlow[P, T_co] | AsyncBoundFlow[P, T_co]:
    """A flow bound to the session of a namespace."""
    session = namespace.session
    return AsyncBoundFlow(flow, session) if session.is_async else BoundFlow(flow, session)
