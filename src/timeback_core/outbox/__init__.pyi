from timeback_core.outbox.asynchronous import AsyncOutbox as AsyncOutbox
from timeback_core.outbox.synchronous import Outbox as Outbox
from timeback_core.outbox.values import (
    Accepted as Accepted,
    OutboxStatus as OutboxStatus,
    RefusedEvent as RefusedEvent,
    SendReport as SendReport,
    SensorStatus as SensorStatus,
)
