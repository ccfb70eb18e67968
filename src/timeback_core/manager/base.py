"""What managers of both kinds share: named clients that go over the same connections."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, Unpack, overload

from returns.result import Failure, Result, Success

from timeback_core.engine.config import Config
from timeback_core.engine.config.settings import Settings
from timeback_core.errors import ConfigError, DuplicateClient, UnknownClient
from timeback_core.manager.configs import NO_SETTINGS, configs_of, name_problem, registration

if TYPE_CHECKING:
    from typing import Self

    from timeback_core.client import AsyncTimebackClient, TimebackClient
    from timeback_core.engine.session.reports import Observer
    from timeback_core.engine.transport.connections import Connections

C = TypeVar("C", bound="TimebackClient | AsyncTimebackClient")


class BaseManager(ABC, Generic[C]):
    """Clients by name, in order of registration; any thread may use it.

    Its clients share idle connections and the TLS context, and tokens where their credentials are equal.
    """

    _method: ClassVar[str]
    """What a transport of the caller's must have."""

    def __init__(self, *, on_attempt: Observer | None = None) -> None:
        """A manager without clients; `on_attempt` is told of every attempt of every call of its clients."""
        self._observer = on_attempt
        # Each use of these dicts is one atomic step. A lock held by another thread during a fork would hang
        # the child.
        self._clients: dict[str, C] = {}
        self._connections: dict[str | None, Connections] = {}

    @abstractmethod
    def _open(self, config: Config, connections: Connections) -> C:
        """A client of this manager's kind."""

    @classmethod
    def of(
        cls, clients: Mapping[str, Config | Mapping[str, object]], *, on_attempt: Observer | None = None
    ) -> Result[Self, ConfigError]:
        """A manager of these clients, or every problem of every configuration.

        clients: by name, a `Config` or settings. The path of a problem begins with the name of its client. on_attempt:
        told of every attempt of every call.
        """
        made = configs_of(clients, cls._method)
        if isinstance(made, Failure):
            return Failure(made.failure())
        manager = cls(on_attempt=on_attempt)
        for name, config in made.unwrap().items():
            manager._add(name, config)
        return Success(manager)

    @overload
    def register(
        self, name: str, config: Config | Mapping[str, object]
    ) -> Result[Self, ConfigError | DuplicateClient]: ...
    @overload
    def register(self, name: str, **settings: Unpack[Settings]) -> Result[Self, ConfigError | DuplicateClient]: ...
    def register(
        self, name: str, config: Config | Mapping[str, object] = NO_SETTINGS, **settings: Unpack[Settings]
    ) -> Result[Self, ConfigError | DuplicateClient]:
        """Add a client; nothing is sent yet.

        name: any text. config: a `Config`, or settings in a mapping. settings: those of a client's `open`,
        instead of `config`. What settings do not say is taken from environment variables.

        Gives the manager itself, so that `bind` can go on. Errors: `DuplicateClient`, or `ConfigError` with
        every problem; nothing is registered then.
        """
        if problem := name_problem(name):
            return Failure(ConfigError((problem,)))
        if name in self._clients:
            return Failure(DuplicateClient(name))
        made = registration(config, settings, self._method)
        if isinstance(made, Failure):
            return Failure(made.failure())
        return Success(self) if self._add(name, made.unwrap()) else Failure(DuplicateClient(name))

    def get(self, name: str) -> Result[C, UnknownClient]:
        """The client of a name, the same object every time."""
        client = self._clients.get(name)
        return Failure(UnknownClient(name, self.names)) if client is None else Success(client)

    def has(self, name: str) -> bool:
        """Whether there is a client of that name."""
        return name in self._clients

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the clients, in order of registration."""
        return tuple(self._clients)

    @property
    def size(self) -> int:
        """How many clients there are."""
        return len(self._clients)

    def unregister(self, name: str) -> bool:
        """Remove a client and close it; whether there was one of that name."""
        client = self._clients.pop(name, None)
        if client is None:
            return False
        _close(name, client)
        return True

    def close(self) -> None:
        """Remove and close all clients; the manager can be used again."""
        for name in self.names:
            self.unregister(name)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {', '.join(self.names) or 'nothing'}>"

    def _add(self, name: str, config: Config) -> bool:
        client = self._open(config, self._connections_for(config))
        return self._clients.setdefault(name, client) is client

    def _connections_for(self, config: Config) -> Connections:
        found = self._connections.get(config.proxy)
        if found is None:
            from timeback_core.engine.transport.connections import Connections

            # A connection through one proxy must not serve a client that asked for another.
            found = self._connections.setdefault(config.proxy, Connections(proxy=config.proxy))
        return found


def _close(name: str, client: TimebackClient | AsyncTimebackClient) -> None:
    """Close a client; if that fails it is logged, so that all others are closed as well."""
    try:
        client.close()
    except Exception:
        import logging

        logging.getLogger("timeback_core").exception("client %r could not be closed", name)
