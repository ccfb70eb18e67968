"""A call as data: the endpoint that it goes to, and the request that is made of it, of an operation or of a flow.

A request can be printed, compared, hashed, pickled, queued and sent from another machine; a session performs it.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, Literal, NamedTuple, TypeAlias, TypeVar, cast

import attrs

from timeback_core.engine.call.paging import OFFSET, Paging
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.engine.platforms import BEYOND_AI
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from returns.result import Result

    from timeback_core.engine.call.bodies import Rewrite
    from timeback_core.engine.call.http import HttpResponse
    from timeback_core.engine.filters import Filter
    from timeback_core.errors import TimebackError, Unexpected

T_co = TypeVar("T_co", covariant=True)

Verb: TypeAlias = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Repeat: TypeAlias = Literal["safe", "idempotent", "unsafe"]
"""May a request be sent again when it may have arrived: it changes nothing, changes the same, or changes more."""
Auth: TypeAlias = Literal["token", "credentials", "nothing"]
"""What a request proves itself by: the service's token, what a token is asked for with, or nothing."""
QueryPart: TypeAlias = "str | tuple[str, ...] | Filter"
"""The value of a query parameter: text, a repeated parameter, or a filter (rendered for the platform)."""

EMPTY: Mapping[str, Any] = {}


@attrs.frozen
class Base:
    """Where a path starts: a service, of the platform or your own, and the key of one of its paths."""

    service: str
    key: str = "base"


class Listed(NamedTuple):
    """A model, how its resource lists, and further names for its filters."""

    model: type[object] = object
    paging: Paging = OFFSET
    names: tuple[str, ...] = ()


class Expect(ABC, Generic[T_co]):
    """What a successful answer holds, and how it is read; `T_co` is the type of the operation's value.

    statuses: error statuses whose body is nevertheless the result, where it can be read as one. verdict: the member
    that says of a 2xx, by `false` or `"error"`, that it is no success.
    """

    paged: bool = False
    """Whether it is a page of a list."""
    reads_body: bool = True
    """Whether a success without a whole body is a failure."""
    reads_json: bool = True
    """Whether bodies are JSON, which takes many times its size to be read, so that less of it is taken."""

    def __init__(self, *, statuses: tuple[int, ...] = (), verdict: str | None = None) -> None:
        self.statuses: tuple[int, ...] = statuses
        self.verdict: str | None = verdict

    @property
    def rows(self) -> Listed:
        """What `where`, `sort` and `fields` are about."""
        return Listed()

    def make_ready(self) -> None:
        """Look at what is read, before anything is sent; raises `TypeError`, with model and field, if it cannot be."""
        from timeback_core.engine.codec.sound import refuse_unsound

        if (model := self.rows.model) is not object:
            refuse_unsound(model)

    @abstractmethod
    def read(self, request: Request[object], response: HttpResponse) -> T_co:
        """The value that an answer holds.

        Raises:
            Bad: the answer is not what was expected.
            Verdict: the answer itself says that it is no success.
        """


class Named:
    """A thing that stands for a function of a module: it has the function's names, and is pickled by them."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.function: Callable[..., object] = function
        self.__name__: str = function.__name__
        self.__qualname__: str = function.__qualname__
        self.__module__: str = function.__module__
        self.__doc__: str | None = function.__doc__
        self.__wrapped__: Callable[..., object] = function  # `inspect` and `typing` find source and names there
        own = {name: each for name, each in function.__annotations__.items() if name != "return"}
        self.__annotations__: dict[str, Any] = own

    def __reduce__(self) -> str | tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.__qualname__


class Endpoint(Named, Generic[T_co]):
    """Where a call goes and what it gives: all that planning, sending and reading need to know of an operation."""

    def __init__(
        self,
        function: Callable[..., object],
        verb: Verb,
        base: Base,
        template: str,
        expect: Expect[T_co],
        repeat: Repeat,
        *,
        auth: Auth = "token",
        dialects: Mapping[str, Rewrite] = EMPTY,
    ) -> None:
        super().__init__(function)
        self.verb: Verb = verb
        self.base: Base = base
        self.template: str = template
        self.placeholders: tuple[str, ...] = tuple(re.findall(r"\{(\w+)\}", template))
        """The names in the template, in order."""
        self.expect: Expect[T_co] = expect
        self.repeat: Repeat = repeat
        self.auth: Auth = auth
        self.dialects: Mapping[str, Rewrite] = dialects
        """Platform -> how it wants the body, where that differs."""

    @property
    def full_name(self) -> str:
        """Service and name, such as `oneroster.get_user`."""
        return f"{self.base.service}.{self.__name__}"

    @property
    def default_path(self) -> str:
        """The full path template on the default platform."""
        return (BEYOND_AI.paths.get(self.base.service, {}).get(self.base.key) or "") + self.template


class Procedure(Named, Generic[T_co]):
    """Several calls as one: a function that gives the steps of a flow."""

    @property
    def tells_bad_rows(self) -> bool:
        """Whether its value has a place for the rows that cannot be read; any other flow fails on one."""
        return "tells_bad_rows" in vars(self.function)

    @property
    def service(self) -> str:
        """The API that the flow belongs to; for a flow of yours, its package."""
        parts = self.__module__.split(".")
        return parts[1] if parts[0] == "timeback_core" and len(parts) > 1 else parts[0]

    @property
    def full_name(self) -> str:
        """Service and name, such as `oneroster.modify_user`."""
        return f"{self.service}.{self.__name__}"


class Call:
    """The parts of one call, as an operation's function gives them.

    path: values of placeholders that are no arguments; None leaves an optional segment out.
    query: further query parameters; None is left out, a tuple or list repeats the parameter.
    options: the list options of the operation (`where`, `sort`, `limit` ...), where they are not those it was given.
    body: a model, a mapping of envelope keys to models, plain JSON, or text and bytes as they are.
    content_type: of the body, JSON where it is not given; sent without a body as well where it is.
    problems: what is wrong with the arguments beside each other.
    """

    def __init__(
        self,
        *,
        path: Mapping[str, str | None] | None = None,
        query: Mapping[str, object] | None = None,
        options: Mapping[str, object] | None = None,
        body: object = None,
        accept: str = "application/json",
        content_type: str | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.path: Mapping[str, object] = path or EMPTY
        self.query: Mapping[str, object] = query or EMPTY
        self.options: Mapping[str, object] = options or EMPTY
        self.body: object = body
        self.accept: str = accept
        self.content_type: str | None = content_type
        self.problems: tuple[Problem, ...] = problems

    def __repr__(self) -> str:
        parts = [f"{name}={dict(value)!r}" for name, value in (("path", self.path), ("query", self.query)) if value]
        parts += [f"options={dict(self.options)!r}"] if self.options else []
        return f"Call({', '.join([*parts, *([] if self.body is None else [f'body={describe(self.body)}'])])})"


@attrs.frozen(repr=False)
class Request(Generic[T_co]):
    """One call of an operation: pure data, nothing sent yet."""

    endpoint: Endpoint[T_co]
    path: tuple[tuple[str, str], ...]
    query: tuple[tuple[str, QueryPart], ...]
    body: object = None
    accept: str = "application/json"
    content_type: str | None = None
    misused: tuple[Problem, ...] = ()
    """What is wrong with the arguments, but for the body."""

    raised: Unexpected | None = None
    """What the function of the operation raised; performing the request gives it."""

    @property
    def full_name(self) -> str:
        """Service and name of the operation."""
        return self.endpoint.full_name

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the arguments and the body; performing the request gives it as `InvalidInput`.

        It is looked for each time. What depends on the session is not told: whether a body can be said on its
        platform, how long its pages may be.
        """
        found = list(self.misused)
        if self.body is not None:
            from timeback_core.engine.call.bodies import body_bytes

            body_bytes(self.body, found)
        return tuple(dict.fromkeys(found))

    def query_value(self, name: str) -> str | None:
        """The text of a query parameter, or None where it is absent or no plain text."""
        for key, value in self.query:
            if key == name:
                return value if isinstance(value, str) else None
        return None

    def with_query(self, name: str, value: str) -> Request[T_co]:
        """The same request with one query parameter set."""
        # In its place, so that equal requests come of equal changes in any order.
        query = dict(self.query) | {name: value}
        return attrs.evolve(self, query=tuple(query.items()))

    def __hash__(self) -> int:
        return hash((self.endpoint, self.path, self.query, hash_of(self.body)))

    def __repr__(self) -> str:
        parts = [self.endpoint.full_name, self.endpoint.verb, self.endpoint.template]
        parts += [f"{name}={value!r}" for name, value in self.path]
        parts += [f"?{name}={value!r}" for name, value in self.query]
        if self.body is not None:
            parts.append(f"body={describe(self.body)}")
        if self.misused:
            parts.append(f"misused={len(self.misused)}")
        return f"<Request {' '.join(parts)}>"


@attrs.frozen(repr=False)
class FlowRequest(Generic[T_co]):
    """One call of a flow: pure data, nothing sent yet; it pickles where its arguments do."""

    flow: Procedure[T_co]
    arguments: tuple[object, ...]
    options: tuple[tuple[str, object], ...]
    """Arguments by name."""

    @property
    def full_name(self) -> str:
        """Service and name of the flow."""
        return self.flow.full_name

    def steps(self) -> Generator[object, object, Result[T_co, TimebackError]]:
        """The steps of the flow, begun with the arguments."""
        begun = self.flow.function(*self.arguments, **dict(self.options))
        return cast("Generator[object, object, Result[T_co, TimebackError]]", begun)  # a procedure gives steps

    def __hash__(self) -> int:
        return hash((self.flow, hash_of(self.arguments), hash_of(dict(self.options))))

    def __repr__(self) -> str:
        parts = [self.flow.full_name, *map(_shown, self.arguments)]
        parts += [f"{name}={_shown(value)}" for name, value in self.options]
        return f"<FlowRequest {' '.join(parts)}>"


AnyRequest: TypeAlias = Request[Any] | FlowRequest[Any]


def keyed(asked: AnyRequest | tuple[object, AnyRequest]) -> tuple[object, AnyRequest]:
    """A request of a bulk with the key under which its result is given: the one that came with it, or itself."""
    return (asked, asked) if isinstance(asked, Request | FlowRequest) else asked


def hash_of(value: object, deep: int = 4) -> int:
    """A hash of whatever a caller gave, mappings and lists included; equal values have equal ones."""
    if deep == 0:
        return 0
    try:
        if is_mapping(value):
            return hash(frozenset((key, hash_of(each, deep - 1)) for key, each in value.items()))
        if is_listing(value) and not isinstance(value, range):  # which may be long, and has a hash
            return hash(tuple(hash_of(each, deep - 1) for each in value))
        return hash(value)
    except Exception:  # whatever a class of the user's does
        return 0


def describe(value: object) -> str:
    """A body for people: models show themselves (without secrets), anything else its type alone."""
    with suppress(Exception):  # whatever a class of the user's does
        if is_mapping(value):
            return "{" + ", ".join(f"{key}: {describe(each)}" for key, each in value.items()) + "}"
        if is_listing(value):
            return f"<{len(value)} items>"
        if attrs.has(type(value)):
            return repr(value)
    return f"<{type(value).__name__}>"


def _shown(value: object) -> str:
    return repr(value) if isinstance(value, str | int | float | None) else describe(value)
