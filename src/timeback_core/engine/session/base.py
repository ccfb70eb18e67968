"""What sessions of both kinds share: their options, their views, and how they travel between processes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final, Generic, TypeVar

import attrs

from timeback_core.engine.config.options import MAX_TIMEOUT
from timeback_core.engine.narrow import is_mapping
from timeback_core.engine.session.core import Core
from timeback_core.engine.session.options import Options

if TYPE_CHECKING:
    from typing import Self

    from timeback_core.engine.config import Config
    from timeback_core.engine.policy.call import Rules
    from timeback_core.engine.session.attempts import Observer
    from timeback_core.engine.transport.connections import Connections

C = TypeVar("C", bound=Core)

RESERVED_HEADERS: Final = frozenset(
    (
        "authorization",
        "x-auth-token",
        "host",
        "content-length",
        "transfer-encoding",
        "connection",
        "x-request-id",
    )
)
"""Headers that belong to the session itself."""


class BaseSession(ABC, Generic[C]):
    """A configuration with its tokens and connections; views of it share everything but their options."""

    is_async: ClassVar[bool]

    def __init__(
        self,
        config: Config,
        *,
        connections: Connections | None = None,
        on_attempt: Observer | None = None,
    ) -> None:
        """A session of a configuration; nothing is sent and no connection is made yet.

        config: what `configure` gives. connections: to be shared with other sessions; its own where not given.
        on_attempt: told of every attempt; by default attempts are logged to `timeback_core`.
        """
        self._core: C = self._new_core(config, connections, on_attempt)
        self._options = Options()

    @classmethod
    @abstractmethod
    def _new_core(cls, config: Config, connections: Connections | None, observer: Observer | None) -> C:
        """The state of a session of this kind."""

    @classmethod
    def arrive(cls, config: Config, options: Options, observer: Observer | None, closed: bool) -> Self:
        """A session that came from another process; open ones of equal configuration share one state here."""
        core = None if closed else _arrived.get((cls, config))
        if core is None or core.closed:
            core = cls._new_core(config, None, observer)
            if closed:
                core.close()
            else:
                _arrived[cls, config] = core
        session = object.__new__(cls)
        session._core = core
        session._options = options
        return session

    @property
    def config(self) -> Config:
        """The configuration."""
        return self._core.config

    @property
    def closed(self) -> bool:
        """Whether the session was closed; every call gives `SessionClosed` then."""
        return self._core.closed

    @property
    def options(self) -> Options:
        """How the calls of this view are run."""
        return self._options

    def using(
        self,
        *,
        timeout: float | None = None,
        total_timeout: float | None = None,
        prefetch: int | None = None,
        headers: Mapping[str, str] | None = None,
        request_id: str | None = None,
    ) -> Self:
        """A view of this session whose calls are run otherwise; it shares everything else, closing included.

        timeout: deadline of one request with its retries, in seconds. total_timeout: deadline of a stream, a
        collect or a flow, in seconds. prefetch: pages that streams ask for ahead. headers: further headers of
        every request. request_id: sent as `X-Request-ID` instead of a random one.
        """
        given: dict[str, Any] = {
            "timeout": timeout,
            "total_timeout": total_timeout,
            "prefetch": prefetch,
            "headers": headers,
            "request_id": request_id,
        }
        problems = tuple(_problems(timeout, total_timeout, prefetch, headers, request_id))
        wrong = {path.partition(".")[0] for path, _ in problems}
        changes = {name: value for name, value in given.items() if value is not None and name not in wrong}
        if "headers" in changes:
            changes["headers"] = (*self._options.headers, *changes["headers"].items())
        view = object.__new__(type(self))
        view._core = self._core
        view._options = attrs.evolve(self._options, **changes, problems=(*self._options.problems, *problems))
        return view

    def within(self, left: float | None) -> Self:
        """A view whose calls end when the so many seconds that a flow has left are over."""
        timeout = self._options.timeout or self._core.config.timeout
        return self if left is None or left >= timeout else self.using(timeout=left)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).arrive, (self.config, self._options, self._core.observer, self.closed)

    def __repr__(self) -> str:
        state = "closed" if self.closed else "open"
        return f"<{type(self).__name__} of {', '.join(self.config.configured) or 'nothing'}, {state}>"

    def _rules(self, left: float | None = None) -> Rules:
        from timeback_core.engine.policy.call import Rules

        timeout = self._options.timeout or self._core.config.timeout
        return Rules(timeout if left is None else min(timeout, left), self._core.config.max_attempts)


_arrived: dict[tuple[type[object], Config], Any] = {}
"""The states of sessions that came from another process, so that a worker fetches one token for all its tasks."""


def _problems(
    timeout: object, total_timeout: object, prefetch: object, headers: object, request_id: object
) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for option, seconds in (("timeout", timeout), ("total_timeout", total_timeout)):
        if seconds is not None and not _is_duration(seconds):
            found.append((option, f"must be more than 0 and at most {MAX_TIMEOUT:.0f} seconds"))
    if prefetch is not None and not (
        isinstance(prefetch, int) and not isinstance(prefetch, bool) and prefetch >= 0
    ):
        found.append(("prefetch", "must be a whole number of at least 0"))
    if is_mapping(headers):
        for name, value in headers.items():
            if text := _header_problem(name, value):
                found.append((f"headers.{name}", text))
    elif headers is not None:
        found.append(("headers", "must be a mapping of names to values"))
    if request_id is not None and (text := _header_problem("request_id", request_id)):
        found.append(("request_id", text))
    return found


def _is_duration(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= MAX_TIMEOUT


def _header_problem(name: object, value: object) -> str | None:
    if not isinstance(name, str) or not isinstance(value, str):
        return "must be text"
    if name.lower() in RESERVED_HEADERS:
        return "is set by the session"
    if not name or not all(
        letter.isascii() and (letter.isalnum() or letter in "!#$%&'*+-.^_`|~") for letter in name
    ):
        return "is no name of a header"
    if not (value.isascii() and value.isprintable()):
        return "must be printable ASCII"
    return None
