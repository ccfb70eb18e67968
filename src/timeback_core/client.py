"""Clients: a session with the namespace of each service, for threads and for event loops."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, Unpack

from returns.result import Failure, Result

from timeback_core.engine.config import Config, configure
from timeback_core.engine.config.settings import Settings

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from returns.future import FutureResult
    from returns.io import IOResult

    from timeback_core.caliper.api import Caliper
    from timeback_core.case.api import Case
    from timeback_core.clr.api import Clr
    from timeback_core.edubridge.api import EduBridge
    from timeback_core.engine.session import AsyncSession, Session
    from timeback_core.engine.session.options import CallOptions
    from timeback_core.engine.session.reports import AuthReport, Observer
    from timeback_core.engine.transport.connections import Connections
    from timeback_core.errors import ConfigError, SessionClosed
    from timeback_core.masterytrack.api import MasteryTrack
    from timeback_core.oneroster.api import OneRoster
    from timeback_core.powerpath.api import PowerPath
    from timeback_core.qti.api import Qti
    from timeback_core.webhooks.api import WebhooksApi

S_co = TypeVar("S_co", "Session", "AsyncSession", covariant=True)


class Namespaces(Generic[S_co]):
    """The namespaces of the services; each is built, and its modules are loaded, when it is first used."""

    def __init__(self, session: S_co) -> None:
        self.session: S_co = session

    @cached_property
    def oneroster(self) -> OneRoster[S_co]:
        """OneRoster: users, organizations, classes, enrollments."""
        from timeback_core.oneroster.api import OneRoster

        return OneRoster(self.session)

    @cached_property
    def edubridge(self) -> EduBridge[S_co]:
        """EduBridge: enrollments by course, learning analytics, subject tracks, applications."""
        from timeback_core.edubridge.api import EduBridge

        return EduBridge(self.session)

    @cached_property
    def caliper(self) -> Caliper[S_co]:
        """Caliper: learning events, sent, checked and read back."""
        from timeback_core.caliper.api import Caliper

        return Caliper(self.session)

    @cached_property
    def qti(self) -> Qti[S_co]:
        """QTI: assessment content, and the scoring of responses."""
        from timeback_core.qti.api import Qti

        return Qti(self.session)

    @cached_property
    def powerpath(self) -> PowerPath[S_co]:
        """PowerPath: placement, adaptive lessons, lesson plans and test assignments."""
        from timeback_core.powerpath.api import PowerPath

        return PowerPath(self.session)

    @cached_property
    def case(self) -> Case[S_co]:
        """CASE: competencies and academic standards: documents, items, associations and whole packages."""
        from timeback_core.case.api import Case

        return Case(self.session)

    @cached_property
    def clr(self) -> Clr[S_co]:
        """CLR: comprehensive learner records as verifiable credentials, and the discovery of the service."""
        from timeback_core.clr.api import Clr

        return Clr(self.session)

    @cached_property
    def webhooks(self) -> WebhooksApi[S_co]:
        """Webhooks: who is told of which events."""
        from timeback_core.webhooks.api import WebhooksApi

        return WebhooksApi(self.session)

    @cached_property
    def masterytrack(self) -> MasteryTrack[S_co]:
        """MasteryTrack: the inventory of its tests, and their assignment to students."""
        from timeback_core.masterytrack.api import MasteryTrack

        return MasteryTrack(self.session)

    @property
    def config(self) -> Config:
        """The configuration of the client's session."""
        return self.session.config

    @property
    def closed(self) -> bool:
        """Whether the client was closed; every call gives `SessionClosed` then."""
        return self.session.closed

    def using(self, **options: Unpack[CallOptions]) -> Self:
        """A view of this client whose calls are run otherwise; it shares everything else, closing included.

        options: those of `Session.using`: `timeout`, `total_timeout`, `prefetch`, `headers`, `request_id`, `bad_rows`.
        """
        return type(self)(self.session.using(**options))

    def __reduce__(self) -> tuple[type[Self], tuple[S_co]]:
        return type(self), (self.session,)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self.session!r}>"


class TimebackClient(Namespaces["Session"]):
    """The client for threads: every call gives an `IOResult`."""

    @classmethod
    def open(cls, *, on_attempt: Observer | None = None, **settings: Unpack[Settings]) -> Result[Self, ConfigError]:
        """A client of these settings, or everything that is wrong with them; nothing is sent yet.

        on_attempt: told of every attempt of every call. What the settings do not say is taken from environment
        variables (`TIMEBACK_ENV`, `TIMEBACK_API_CLIENT_ID` ...).
        """
        fitting = with_method("handle_request", configure(**settings))
        return fitting.map(lambda config: cls.of(config, on_attempt=on_attempt))

    @classmethod
    def of(cls, config: Config, *, connections: Connections | None = None, on_attempt: Observer | None = None) -> Self:
        """A client of a configuration that is known to be good.

        connections: to be shared with other clients.
        """
        from timeback_core.engine.session.synchronous import Session

        return cls(Session(config, connections=connections, on_attempt=on_attempt))

    def check_auth(self) -> IOResult[AuthReport, SessionClosed]:
        """Fetch a fresh token from every token endpoint and report how that went."""
        return self.session.check_auth()

    def close(self) -> None:
        """End the client: calls under way are back at once with `SessionClosed`; closing again does nothing."""
        self.session.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncTimebackClient(Namespaces["AsyncSession"]):
    """The client for event loops, asyncio and trio: every call gives a `FutureResult`."""

    @classmethod
    def open(cls, *, on_attempt: Observer | None = None, **settings: Unpack[Settings]) -> Result[Self, ConfigError]:
        """A client of these settings, or everything that is wrong with them; nothing is sent yet.

        on_attempt: told of every attempt of every call. What the settings do not say is taken from environment
        variables (`TIMEBACK_ENV`, `TIMEBACK_API_CLIENT_ID` ...).
        """
        fitting = with_method("handle_async_request", configure(**settings))
        return fitting.map(lambda config: cls.of(config, on_attempt=on_attempt))

    @classmethod
    def of(cls, config: Config, *, connections: Connections | None = None, on_attempt: Observer | None = None) -> Self:
        """A client of a configuration that is known to be good.

        connections: to be shared with other clients.
        """
        from timeback_core.engine.session.asynchronous import AsyncSession

        return cls(AsyncSession(config, connections=connections, on_attempt=on_attempt))

    def check_auth(self) -> FutureResult[AuthReport, SessionClosed]:
        """Fetch a fresh token from every token endpoint and report how that went."""
        return self.session.check_auth()

    def close(self) -> None:
        """End the client: calls under way are back at once with `SessionClosed`; closing again does nothing."""
        self.session.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def with_method(method: str, configured: Result[Config, ConfigError]) -> Result[Config, ConfigError]:
    """What was configured, unless its transport lacks the method that sessions of one kind call."""
    transport = None if isinstance(configured, Failure) else configured.unwrap().transport
    if transport is None or callable(getattr(transport, method, None)):
        return configured
    from timeback_core.errors import ConfigError
    from timeback_core.problems import Problem

    text = f"{type(transport).__name__} has no {method}: it serves the other kind of client"
    return Failure(ConfigError((Problem("transport", text),)))
