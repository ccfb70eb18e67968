"""What sessions of both kinds share: their options, their views, and how they travel between processes."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, Unpack

from timeback_core.engine.session.core import Core
from timeback_core.engine.session.options import CallOptions, Options, changed

if TYPE_CHECKING:
    from typing import Self

    from timeback_core.engine.config import Config
    from timeback_core.engine.policy.call import Rules
    from timeback_core.engine.session.attempts import Observer
    from timeback_core.engine.transport.connections import Connections

C = TypeVar("C", bound=Core)


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

    def using(self, **options: Unpack[CallOptions]) -> Self:
        """A view of this session whose calls are run otherwise; it shares everything else, closing included.

        options: `timeout` (of one request with its retries, in seconds), `total_timeout` (of a stream, a collect or
        a flow, in seconds), `prefetch` (pages that streams ask for ahead), `headers` (further ones of every
        request), `request_id` (sent as `X-Request-ID` instead of a random one). What is wrong with them is
        told by every call, as `InvalidInput`.
        """
        view = object.__new__(type(self))
        view._core = self._core
        view._options = changed(self._options, options)
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
