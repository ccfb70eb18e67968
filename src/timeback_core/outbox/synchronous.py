"""`Outbox`: the outbox of programs that work in threads."""

from __future__ import annotations

import os
from contextlib import closing
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

import attrs
from returns.io import IOResult
from returns.result import Failure, Result

from timeback_core.engine.call.effects import Effect
from timeback_core.engine.session.synchronous import Session, run
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.outbox import store
from timeback_core.outbox.events import AnyEvent, accept
from timeback_core.outbox.file import OutboxFile, open_file
from timeback_core.outbox.sending import MOST_BYTES, MOST_EVENTS, Pause, SendAll, Store, plan

if TYPE_CHECKING:
    from timeback_core.client import TimebackClient
    from timeback_core.outbox.values import Accepted, OutboxStatus, RefusedEvent, SendReport


@attrs.frozen
class Outbox:
    """Events in a file, accepted while offline and sent when there is a way; for many threads and processes."""

    _file: OutboxFile

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        create: bool = True,
        lock_timeout: float = 5.0,
        max_bytes: int | None = None,
    ) -> Result[Outbox, StorageFailed | InvalidInput]:
        """The outbox in a file, which is made, for the eyes of its user alone, where there is none.

        create: whether it may be made. lock_timeout: seconds to wait for other programs that write into it. max_bytes:
        how large it may grow by what is accepted; without limit where not given.

        Errors: `StorageFailed` where it is no whole outbox, or cannot be written. It is never made anew.
        """
        opened = open_file(path, create=create, lock_timeout=lock_timeout, max_bytes=max_bytes)
        return opened.map(cls)

    @property
    def path(self) -> str:
        """Where the file lies."""
        return self._file.path

    def accept(self, sensor: str, *events: AnyEvent) -> Result[Accepted, StorageFailed | InvalidInput]:
        """Keep events until they are delivered: all of them, or none; they are on the disk when it returns.

        sensor: who sends them, an IRI. events: typed ones, or the JSON of some. One whose id was accepted before is the
        same event, and stays what it is.

        Errors: `InvalidInput` with every problem of every event, also where another event has the id of one.
        `StorageFailed`, where nothing was kept.
        """
        return accept(self._file, sensor, events)

    def send(
        self, client: TimebackClient | Session, *, most_events: int = MOST_EVENTS, most_bytes: int = MOST_BYTES
    ) -> IOResult[SendReport, StorageFailed | InvalidInput]:
        """Send what waits, in order for each sensor, until nothing does, nothing can be done, or time is up.

        client: whose `total_timeout` bounds it, 60 seconds where it has none. most_events, most_bytes: of an envelope,
        which holds one event at least. What cannot be sent now waits on, as the report tells. What is refused is set
        aside with the reason (`refused`). Another program that sends from this file is waited for.

        Errors: `StorageFailed`; `InvalidInput` where an option of the client is wrong.
        """
        session = client if isinstance(client, Session) else client.session
        planned = plan(self._file, session.options, most_events, most_bytes)
        if isinstance(planned, Failure):
            return IOResult.from_failure(planned.failure())
        with closing(planned.unwrap().steps()) as steps:
            return IOResult.from_result(run(steps, partial(_do, session)))

    def status(self) -> Result[OutboxStatus, StorageFailed]:
        """How many events wait, were delivered and were refused, by sensor."""
        return store.status(self._file)

    def refused(self) -> Result[tuple[RefusedEvent, ...], StorageFailed]:
        """The events that were refused, each with the reason."""
        return store.refused(self._file)

    def retry_refused(self, *ids: str) -> Result[int, StorageFailed]:
        """Let refused events wait again, in their old places; gives how many of the ids are those of refused events."""
        return store.retry_refused(self._file, ids)

    def forget_delivered(self, before: datetime) -> Result[int, StorageFailed | InvalidInput]:
        """Forget the ids of events that were delivered before a moment, which has a time zone; gives how many.

        Of a delivered event the id alone is kept, so that it is known when it is accepted once more. An id that was
        forgotten would be sent again.
        """
        return store.forget_delivered(self._file, before)


def _do(session: Session, effect: Effect[Any]) -> object:
    match effect:
        case SendAll():
            return dict(session.using(timeout=effect.timeout(session)).perform_all(effect.requests))
        case Pause():
            return session.result_of(effect.request)
        case Store():
            return effect.work()
        case _:
            return monotonic()
