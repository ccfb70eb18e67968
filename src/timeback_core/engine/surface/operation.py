"""Operations: an API call described once, as data, and callable in every way from that one description."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from inspect import Parameter, Signature, signature
from operator import methodcaller
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, ParamSpec, TypeAlias, TypeVar, cast, overload

from timeback_core.engine.call.building import build_request, checks_of
from timeback_core.engine.call.request import EMPTY, Call, Endpoint, FlowRequest, Named, Request
from timeback_core.engine.surface.namespace import Namespace, S_co, is_namespace

if TYPE_CHECKING:
    from types import FunctionType
    from typing import Self

    from returns.context import RequiresContextFutureResult, RequiresContextIOResult
    from returns.future import FutureResult
    from returns.io import IOResult
    from returns.result import Result

    from timeback_core.engine.call.answers import Response, Rows
    from timeback_core.engine.call.bodies import Rewrite
    from timeback_core.engine.call.building import ArgumentCheck
    from timeback_core.engine.call.page import Page
    from timeback_core.engine.call.request import Auth, Base, Expect, Repeat, Verb
    from timeback_core.engine.session import AsyncSession, Session
    from timeback_core.errors import BadRow, TimebackError

    V = TypeVar("V")
    AnySession: TypeAlias = Session | AsyncSession
    Told: TypeAlias = IOResult[V, TimebackError] | FutureResult[V, TimebackError]
    """What a session of either kind gives."""

P = ParamSpec("P")
T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Q_co = TypeVar("Q_co", bound=Request[Any] | FlowRequest[Any], covariant=True)
"""What a call is as data."""
I = TypeVar("I")  # noqa: E741 -- the item of a page

GET: Final = "GET"
POST: Final = "POST"
PUT: Final = "PUT"
PATCH: Final = "PATCH"
DELETE: Final = "DELETE"

VERBS: Final = (GET, POST, PUT, PATCH, DELETE)

SAFE: Final = "safe"
IDEMPOTENT: Final = "idempotent"
UNSAFE: Final = "unsafe"

_REPEAT_OF: Final[dict[Verb, Repeat]] = {GET: SAFE, PUT: IDEMPOTENT, DELETE: IDEMPOTENT}
"""What a verb promises; UNSAFE where nothing."""


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
        return (self.function.__doc__ or "").strip().partition("\n")[0]

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
    def __call__(self, session: AnySession, /, *args: P.args, **kwargs: P.kwargs) -> Told[T_co]:
        return checked(session).perform(self.request(*args, **kwargs))

    def ask(self, /, *args: P.args, **kwargs: P.kwargs) -> RequiresContextIOResult[T_co, TimebackError, Session]:
        """The call as a function of a session that is supplied later."""
        from returns.context import RequiresContextIOResult

        return RequiresContextIOResult(methodcaller("perform", self.request(*args, **kwargs)))

    def ask_async(
        self, /, *args: P.args, **kwargs: P.kwargs
    ) -> RequiresContextFutureResult[T_co, TimebackError, AsyncSession]:
        """The call as a function of an asynchronous session that is supplied later; runs anew each time."""
        from returns.context import RequiresContextFutureResult

        return RequiresContextFutureResult(methodcaller("perform", self.request(*args, **kwargs)))


class _Bound(Signed, Generic[P, T_co, Q_co, S_co]):
    """An operation or a flow whose session is known."""

    leading: ClassVar[tuple[str, ...]] = ()

    def __init__(self, operation: Callee[P, T_co, Q_co], session: S_co) -> None:
        super().__init__(operation.function)
        self.__doc__ = operation.__doc__
        self.operation: Callee[P, T_co, Q_co] = operation
        self.session: S_co = session

    def __reduce__(self) -> tuple[type, tuple[object, object]]:
        return type(self), (self.operation, self.session)

    def __get__(self, instance: object, owner: type | None = None) -> Self:
        """Itself, as Python's bound methods give themselves; so `help` takes it for one."""
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Bound) and self.__reduce__() == other.__reduce__()

    def __hash__(self) -> int:
        return hash(self.__reduce__())

    def request(self, /, *args: P.args, **kwargs: P.kwargs) -> Q_co:
        """The call as data; nothing is sent."""
        return self.operation.request(*args, **kwargs)


class BoundCall(_Bound[P, T_co, Q_co, "Session"]):
    """An operation or a flow bound to a session of threads."""

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> IOResult[T_co, TimebackError]:
        return self.session.perform(self.operation.request(*args, **kwargs))


class AsyncBoundCall(_Bound[P, T_co, Q_co, "AsyncSession"]):
    """An operation or a flow bound to a session of event loops."""

    def __call__(self, /, *args: P.args, **kwargs: P.kwargs) -> FutureResult[T_co, TimebackError]:
        return self.session.perform(self.operation.request(*args, **kwargs))


def operation(
    verb: Verb,
    base: Base,
    template: str,
    expect: Expect[T],
    *,
    repeat: Repeat | None = None,
    auth: Auth = "token",
    dialects: Mapping[str, Rewrite] = EMPTY,
    computed: tuple[str, ...] = (),
) -> Callable[[Callable[P, Call]], Operation[P, T]]:
    """Describe an operation; the decorated function maps its arguments to the parts of the call.

    verb: the HTTP verb. base: where the path starts. template: the rest of it; its `{placeholders}` bear the names of
    the function's arguments, and the segment of `{one}?` is left out where its value is None. expect: what a
    successful answer holds. repeat: whether it may be sent again when it may have arrived, where the verb does not
    tell (a GET with side effects, a PUT that counts). auth: what the request proves itself by. dialects: platform ->
    how it wants the body, where that differs. computed: placeholders that are no arguments; the function gives their
    values as `Call(path=...)`.

    A placeholder that is neither, and any other verb, is a `TypeError`.
    """

    def describe(function: Callable[P, Call]) -> Operation[P, T]:
        described = Operation(
            function, verb, base, template, expect, repeat or _REPEAT_OF.get(verb, UNSAFE), auth=auth, dialects=dialects
        )
        if verb not in VERBS:
            raise TypeError(f"{function.__name__}: {verb!r} is no verb; known: {', '.join(VERBS)}")
        strangers = set(described.placeholders) - {*described.parameters, *computed}
        if strangers:
            raise TypeError(f"{function.__name__}: no argument is called {', '.join(sorted(strangers))}")
        if template and not template.startswith("/"):
            raise TypeError(f"{function.__name__}: {template!r} does not begin with a slash")
        return described

    return describe


class Operation(Callee[P, T_co, Request[T_co]], Endpoint[T_co]):
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
        dialects: Mapping[str, Rewrite] = EMPTY,
    ) -> None:
        super().__init__(function, verb, base, template, expect, repeat, auth=auth, dialects=dialects)
        self.__doc__ = f"{(self.__doc__ or '').rstrip()}\n\n    Source: {verb} {self.default_path}"
        self._build: Callable[P, Call] = function
        self.parameters: tuple[str, ...] = parameters_of(function)
        """Names of the function's own parameters, in order; whatever else it is given is an option."""
        self._checks: dict[str, tuple[ArgumentCheck, ...]] | None = None

    def request(self, /, *args: P.args, **kwargs: P.kwargs) -> Request[T_co]:
        """The call as data; nothing is sent."""
        try:
            call = self._build(*args, **kwargs)
            given = dict(zip(self.parameters, args, strict=False)) | kwargs
            if self._checks is None:  # no `cached_property`, whose lock a fork may leave locked in the child
                self._checks = checks_of(self.function)
            return build_request(self, call, given, self.parameters, self._checks)
        except Exception as error:
            from timeback_core.errors import Unexpected

            if error.__traceback__ is not None and error.__traceback__.tb_next is None:
                raise  # the arguments are not those of the function, as a type checker sees
            return Request(self, (), (), raised=Unexpected.of(error))

    @overload
    def response(
        self, session: Session, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[Response[T_co], TimebackError]: ...
    @overload
    def response(
        self, session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[Response[T_co], TimebackError]: ...
    def response(self, session: AnySession, /, *args: P.args, **kwargs: P.kwargs) -> Told[Response[T_co]]:
        """Perform the operation and give its value with status, headers, request id, attempts and time."""
        return checked(session).respond(self.request(*args, **kwargs))

    @overload
    def stream(
        self: Operation[P, Page[I]], session: Session, /, *args: P.args, **kwargs: P.kwargs
    ) -> Iterator[Result[I, TimebackError | BadRow]]: ...
    @overload
    def stream(
        self: Operation[P, Page[I]], session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncIterator[Result[I, TimebackError | BadRow]]: ...
    def stream(
        self: Operation[P, Page[I]], session: AnySession, /, *args: P.args, **kwargs: P.kwargs
    ) -> Iterator[Result[I, TimebackError | BadRow]] | AsyncIterator[Result[I, TimebackError | BadRow]]:
        """Every row of the list, page after page, lazily; a bad one is a `BadRow` in its place, a bad page the end."""
        return checked(session).stream(self.request(*args, **kwargs))

    @overload
    def collect(
        self: Operation[P, Page[I]], session: Session, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[Rows[I], TimebackError]: ...
    @overload
    def collect(
        self: Operation[P, Page[I]], session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[Rows[I], TimebackError]: ...
    def collect(
        self: Operation[P, Page[I]], session: AnySession, /, *args: P.args, **kwargs: P.kwargs
    ) -> Told[Rows[I]]:
        """All rows of the list, or the first failure; `bad_rows="skip"` leaves out what cannot be read and tells it."""
        return checked(session).collect(self.request(*args, **kwargs))

    @overload
    def take(
        self: Operation[P, Page[I]], session: Session, count: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[Rows[I], TimebackError]: ...
    @overload
    def take(
        self: Operation[P, Page[I]], session: AsyncSession, count: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[Rows[I], TimebackError]: ...
    def take(
        self: Operation[P, Page[I]], session: AnySession, count: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> Told[Rows[I]]:
        """At most `count` rows; no more rows than that are asked for."""
        return checked(session).take(count, self.request(*args, **kwargs))

    @overload
    def first(
        self: Operation[P, Page[I]], session: Session, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[I | None, TimebackError]: ...
    @overload
    def first(
        self: Operation[P, Page[I]], session: AsyncSession, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[I | None, TimebackError]: ...
    def first(self: Operation[P, Page[I]], session: AnySession, /, *args: P.args, **kwargs: P.kwargs) -> Told[I | None]:
        """The first row, or None where there is none; one row is asked for."""
        return checked(session).first(self.request(*args, **kwargs))

    @overload
    def __get__(self, instance: Namespace[Session], owner: type, /) -> Bound[P, T_co]: ...
    @overload
    def __get__(self, instance: Namespace[AsyncSession], owner: type, /) -> AsyncBound[P, T_co]: ...
    @overload
    def __get__(self, instance: object, owner: type, /) -> Operation[P, T_co]: ...
    def __get__(self, instance: object, owner: type, /) -> Operation[P, T_co] | Bound[P, T_co] | AsyncBound[P, T_co]:
        """Bound to the session on an instance of a namespace, itself anywhere else."""
        if not is_namespace(instance):
            return self
        session = instance.session
        return AsyncBound(self, session) if session.is_async else Bound(self, session)


class Bound(BoundCall[P, T_co, Request[T_co]]):
    """An operation bound to a session of threads."""

    def response(self, /, *args: P.args, **kwargs: P.kwargs) -> IOResult[Response[T_co], TimebackError]:
        """Perform the operation and give its value with status, headers, request id, attempts and time."""
        return self.session.respond(self.request(*args, **kwargs))

    def stream(
        self: Bound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> Iterator[Result[I, TimebackError | BadRow]]:
        """Every row of the list, page after page, lazily; a bad one is a `BadRow` in its place, a bad page the end."""
        return self.session.stream(self.request(*args, **kwargs))

    def collect(self: Bound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs) -> IOResult[Rows[I], TimebackError]:
        """All rows of the list, or the first failure; `bad_rows="skip"` leaves out what cannot be read and tells it."""
        return self.session.collect(self.request(*args, **kwargs))

    def take(
        self: Bound[P, Page[I]], count: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> IOResult[Rows[I], TimebackError]:
        """At most `count` rows of the list; no more than that are asked for."""
        return self.session.take(count, self.request(*args, **kwargs))

    def first(self: Bound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs) -> IOResult[I | None, TimebackError]:
        """The first row, or None where there is none; one row is asked for."""
        return self.session.first(self.request(*args, **kwargs))


class AsyncBound(AsyncBoundCall[P, T_co, Request[T_co]]):
    """An operation bound to a session of event loops."""

    def response(self, /, *args: P.args, **kwargs: P.kwargs) -> FutureResult[Response[T_co], TimebackError]:
        """Perform the operation and give its value with status, headers, request id, attempts and time."""
        return self.session.respond(self.request(*args, **kwargs))

    def stream(
        self: AsyncBound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> AsyncIterator[Result[I, TimebackError | BadRow]]:
        """Every row of the list, page after page, lazily; a bad one is a `BadRow` in its place, a bad page the end."""
        return self.session.stream(self.request(*args, **kwargs))

    def collect(
        self: AsyncBound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[Rows[I], TimebackError]:
        """All rows of the list, or the first failure; `bad_rows="skip"` leaves out what cannot be read and tells it."""
        return self.session.collect(self.request(*args, **kwargs))

    def take(
        self: AsyncBound[P, Page[I]], count: int, /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[Rows[I], TimebackError]:
        """At most `count` rows of the list; no more than that are asked for."""
        return self.session.take(count, self.request(*args, **kwargs))

    def first(
        self: AsyncBound[P, Page[I]], /, *args: P.args, **kwargs: P.kwargs
    ) -> FutureResult[I | None, TimebackError]:
        """The first row, or None where there is none; one row is asked for."""
        return self.session.first(self.request(*args, **kwargs))


def checked(session: V) -> V:
    """A session; type checkers see what is none, and at a prompt it is told here."""
    if not hasattr(type(session), "is_async"):
        raise TypeError(f"expected a session, such as `client.session`, not {type(session).__name__}")
    return session


def parameters_of(function: Callable[..., object]) -> tuple[str, ...]:
    """The names of a plain function's parameters, in order, without `*args` and `**options`."""
    code = cast("FunctionType", function).__code__  # operations decorate plain functions
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def signature_of(function: Callable[..., object], leading: tuple[str, ...] = ()) -> Signature:
    """A function's signature with leading parameters before it and the options of a `TypedDict` spelled out."""
    from typing import Unpack, get_args, get_origin

    before = [Parameter(name, Parameter.POSITIONAL_ONLY) for name in leading]
    own = list(signature(function, eval_str=True).parameters.values())
    if own and own[-1].kind is Parameter.VAR_KEYWORD and get_origin(own[-1].annotation) is Unpack:
        written: Mapping[str, object] = get_args(own[-1].annotation)[0].__annotations__
        options = {name: getattr(kind, "__forward_arg__", kind) for name, kind in written.items()}
        own[-1:] = [Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=options[name]) for name in options]
    return Signature([*before, *own])
