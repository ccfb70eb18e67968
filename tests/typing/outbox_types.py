"""What checkers infer for outboxes; never run."""

from pathlib import Path
from typing import assert_type

from returns.future import FutureResult
from returns.io import IOResult
from returns.result import Result

from timeback_core import AsyncOutbox, AsyncTimebackClient, Outbox, TimebackClient, or_raise
from timeback_core.caliper import ActivityEvent
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.outbox import Accepted, OutboxStatus, RefusedEvent, SendReport


def blocking(client: TimebackClient, other: AsyncTimebackClient, event: ActivityEvent) -> None:
    opened = Outbox.open(Path("events"), max_bytes=1_000_000)
    assert_type(opened, Result[Outbox, StorageFailed | InvalidInput])
    outbox = or_raise(opened)
    assert_type(outbox.accept("s", event, {"id": "e"}, "{}", b"{}"), Result[Accepted, StorageFailed | InvalidInput])
    assert_type(outbox.send(client), IOResult[SendReport, StorageFailed | InvalidInput])
    assert_type(outbox.send(client.session), IOResult[SendReport, StorageFailed | InvalidInput])
    assert_type(outbox.status(), Result[OutboxStatus, StorageFailed])
    assert_type(outbox.refused(), Result[tuple[RefusedEvent, ...], StorageFailed])
    outbox.send(other)  # type: ignore[arg-type]  # pyright: ignore
    outbox.accept("s", 1)  # type: ignore[arg-type]  # pyright: ignore


async def in_a_loop(client: AsyncTimebackClient, other: TimebackClient, event: ActivityEvent) -> None:
    opened = AsyncOutbox.open("events")
    assert_type(opened, FutureResult[AsyncOutbox, StorageFailed | InvalidInput])
    outbox = await or_raise(opened)
    assert_type(outbox.accept("s", event), FutureResult[Accepted, StorageFailed | InvalidInput])
    assert_type(outbox.send(client), FutureResult[SendReport, StorageFailed | InvalidInput])
    assert_type(await or_raise(outbox.send(client.session)), SendReport)
    outbox.send(other)  # type: ignore[arg-type]  # pyright: ignore
