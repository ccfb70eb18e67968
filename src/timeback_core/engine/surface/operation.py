"""Operations: an API call described once, as data, and callable in every way from that one description."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, Generic, Literal, ParamSpec, TypeAlias, TypeVar, overload

from timeback_core.engine.call.request import Call, Request
from timeback_core.engine.surface.signatures import Signed, parameters_of

if TYPE_CHECKING:
    from returns.context import RequiresContextFutureResult, RequiresContextIOResult
    from returns.future import FutureResult
    from returns.io import IOResult
    from returns.result import Result

    from timeback_core.engine.call.arguments import ArgumentCheck
    from timeback_core.engine.call.base import Base
    from timeback_core.engine.call.expect import Expect
    from timeback_core.engine.call.paging import Page
    from timeback_core.engine.call.response import Response
    from timeback_core.engine.codec.json import JsonValue
    from timeback_core.engine.session import AsyncSession, Session
    from timeback_core.engine.surface.bound import AsyncBound, Bound
    from timeback_core.engine.surface.namespace import Namespace
    from timeback_core.errors import TimebackError
    from timeback_core.problems import Problem

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
I = TypeVar("I")  # noqa: E741 -- the item of a page

Verb: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
GET: Final = "GET"
POST: Final = "POST"
PUT: Final = "PUT"
PATCH: Final = "PATCH"
DELETE: Final = "DELETE"

Repeat: TypeAlias = Literal["safe", "idempotent", "unsafe"]
"""May a request be sent again when it may have arrived: it changes nothing, changes the same, or changes more."""
SAFE: Final = "safe"
IDEMPOTENT: Final = "idempotent"
UNSAFE: Final = "unsafe"

Auth: TypeAlias = Literal["token", "credentials", "nothing"]
"""What a request proves itself by: the service's token, what a token is asked for with, or nothing."""

Rewrite: TypeAlias = "Callable[[JsonValue, list[Problem]], JsonValue]"
"""A JSON body in another dialect, pure and total; what the dialect cannot say is added to the problems."""
_NO_DIALECTS: Final[Mapping[str, Rewrite]] = {}

_REPEAT_OF: Final[dict[Verb, Repeat]] = {
    "GET": SAFE,
    "PUT": IDEMPOTENT,
    "DELETE": IDEMPOTENT,
    "POST": UNSAFE,
    "PATCH": UNSAFE,
}


def operation(
    verb: Verb,
    base: Base,
    template: str,
    expect: Expect[T],
    *,
    repeat: Repeat | None = None,
    auth: Auth = "token",
    dialects: Mapping[str, Rewrite] = _NO_DIALECTS,
    computed: tuple[str, ...] = (),
) -> Callable[[Callable[P, Call]], Operation[P, T]]:
    """Describe an operation; the decorated function maps its arguments to the parts of the call.

    verb: the HTTP verb. base: where the path starts. template: the rest of it; its `{placeholders}` bear the names of
    the function's arguments, and the segment of `{one}?` is left out where its value is None. expect: what a
    successful answer holds. repeat: whether it may be sent again when it may have arrived, where the verb does not
    tell (a GET with side effects, a PUT that counts). auth: what the request proves itself by. dialects: platform ->
    how it wants the body, where that differs. computed: placeholders that are no arguments; the function gives their
    values as `Call(path=...)`.

    A placeholder that is neither is a `TypeError`.
    """

    def describe(function: Callable[P, Call]) -> Operation[P, T]:
        strangers = set(placeholders_of(template)) - {*parameters_of(function), *computed}
        if strangers:
            raise TypeError(f"{function.__name__}: no argument is called {', '.join(sorted(strangers))}")
        return Operation(
            function, verb, base, template, expect, repeat or _REPEAT_OF[verb], auth=auth, dialects=dialects
        )

    return describe


def placeholders_of(template: str) -> tuple[str, ...]:
    """The names in a template, in order."""
    return tuple(piece.partition("}")[0] for piece in template.split("{")[1:])


class Operation(Signed, Generic[P, T_co]):
    """An API call as a value: call it with a session, or ask it for its request."""

    kind: Final = "operation"

    def __init__(
        self,
        function: Callable[P, Call],
        verb: Verb,
        base: Base,
        template: str,
        expect: Expect[T_co],
        repeat: Repeat,
        *,
        auth: Auth = "token",
        dialects: Mapping[str, Rewrite] = _NO_DIALECTS,
    ) -> None:
        super().__init__(function)
        self.function: Callable[P, Call] = function
        self.verb: Verb = verb
        self.base: Base = base
        self.template: str = template
        self.expect: Expect[T_co] = expect
        self.repeat: Repeat = repeat
        self.auth: Auth = auth
        self.dialects: Mapping[str, Rewrite] = dialects
        self.placeholders: tuple[str, ...] = placeholders_of(template)
        self.parameters: tuple[str, ...] = parameters_of(function)
        """Names of the function's own parameters, in order; whatever else it is given is an option."""
        self._read_checks: dict[str, tuple[ArgumentCheck, ...]] | None = None

    @property
    def full_name(self) -> str:
        """Service and name, such as `oneroster.get_user`."""
        return f"{self.base.service}.{self.__name__}"

    @property
    def _checks(self) -> dict[str, tuple[ArgumentCheck, ...]]:
        # Not `cached_property`: its lock, held by another thread during a fork, would hang the child.
        if self._read_checks is None:
            from timeback_core.engine.call.arguments import checks_of

            self._read_checks = dict(checks_of(self.function))
        return self._read_checks

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
        """Perform the operation; the rest of the arguments are its own."""
        return session.perform(self.request(*args, **kwargs))

    def request(self, /, *args: P.args, **kwargs: P.kwargs) -> Request[T_co]:
        """The call as data; nothing is sent."""
        from timeback_core.engine.call.building import build_request

        call = self.function(*args, **kwargs)
        given = dict(zip(self.parameters, args, strict=False)) | kwargs
        return build_request(self, call, self._checks, given)

    def ask(
        self, /, *args: P.args, **kwargs: P.kwargs
    ) -> RequiresContextIOResult[T_co, TimebackError, Session]:
        """The call as a function of a session that is supplied later."""
        from returns.context import RequiresContextIOResult

        request = self.request(*args, **kwargs)
        return RequiresContextIOResult(lambda session: session.perform(request))

    def ask_async(
        self, /, *args: P.args, **kwargs: P.kwargs
    ) -> RequiresContextFutureResult[T_co, TimebackError, AsyncSession]:
        """The call as a function of an asynchronous session that is supplied later; runs anew each time."""
        from returns.context import RequiresContextFutureResult

        request = self.request(*args, **kwargs)
        return RequiresContextFutureResult(lambda session: session.perform(request))

    @overload
    def response(
        self, session: Session, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[Response[T_co], TimebackError]: ...
    @overload
    def response(
        self, session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[Response[T_co], TimebackError]: ...
    def response(
        self, session: Session | AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[Response[T_co], TimebackError] | FutureResult[Response[T_co], TimebackError]:
        """Perform the operation and give its value with status, headers, request id, attempts and time."""
        return session.respond(self.request(*args, **kwargs))

    @overload
    def stream(
        self: Operation[P, Page[I]], session: Session, /, *args: P.args, **kwargs: P.kwargs
    ) -> Iterator[Result[I, TimebackError]]: ...
    @overload
    def stream(
        self: Operation[P, Page[I]], session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncIterator[Result[I, TimebackError]]: ...
    def stream(
        self: Operation[P, Page[I]], session: Session | AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> Iterator[Result[I, TimebackError]] | AsyncIterator[Result[I, TimebackError]]:
        """Every row of the list, page after page, lazily; ends after a page that failed."""
        return session.stream(self.request(*args, **kwargs))

    @overload
    def collect(
        self: Operation[P, Page[I]], session: Session, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[tuple[I, ...], TimebackError]: ...
    @overload
    def collect(
        self: Operation[P, Page[I]], session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[tuple[I, ...], TimebackError]: ...
    def collect(
        self: Operation[P, Page[I]], session: Session | AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[tuple[I, ...], TimebackError] | FutureResult[tuple[I, ...], TimebackError]:
        """All rows of the list, or the first failure."""
        return session.collect(self.request(*args, **kwargs))

    @overload
    def take(
        self: Operation[P, Page[I]], session: Session, count: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[tuple[I, ...], TimebackError]: ...
    @overload
    def take(
        self: Operation[P, Page[I]], session: AsyncSession, count: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[tuple[I, ...], TimebackError]: ...
    def take(
        self: Operation[P, Page[I]],
        session: Session | AsyncSession,
        count: int,
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> IOResult[tuple[I, ...], TimebackError] | FutureResult[tuple[I, ...], TimebackError]:
        """At most `count` rows; no more rows than that are asked for."""
        return session.take(count, self.request(*args, **kwargs))

    @overload
    def first(
        self: Operation[P, Page[I]], session: Session, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[I | None, TimebackError]: ...
    @overload
    def first(
        self: Operation[P, Page[I]], session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[I | None, TimebackError]: ...
    def first(
        self: Operation[P, Page[I]], session: Session | AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[I | None, TimebackError] | FutureResult[I | None, TimebackError]:
        """The first row, or None where there is none; one row is asked for."""
        return session.first(self.request(*args, **kwargs))

    @overload
    def __get__(self, instance: None, owner: type, /) -> Operation[P, T_co]: ...
    @overload
    def __get__(self, instance: Namespace[Session], owner: type, /) -> Bound[P, T_co]: ...
    @overload
    def __get__(self, instance: Namespace[AsyncSession], owner: type, /) -> AsyncBound[P, T_co]: ...
    @overload
    def __get__(self, instance: object, owner: type, /) -> Operation[P, T_co]: ...
    def __get__(
        self, instance: object, owner: type, /
    ) -> Operation[P, T_co] | Bound[P, T_co] | AsyncBound[P, T_co]:
        """Bound to the session on an instance of a namespace, itself anywhere else."""
        from timeback_core.engine.surface.bound import bind
        from timeback_core.engine.surface.namespace import is_namespace

        return bind(self, instance) if is_namespace(instance) else self
