"""What lies in an outbox, and each change to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b
from time import time
from typing import Any, NamedTuple

import orjson
from returns.result import Failure, Result, Success

from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.outbox.file import OutboxFile
from timeback_core.outbox.values import Accepted, OutboxStatus, RefusedEvent, SensorStatus
from timeback_core.problems import Problem


class Entry(NamedTuple):
    """An event that is to be kept: its id, what tells it from others of that id, and its JSON."""

    id: str
    digest: bytes
    body: bytes


class Waiting(NamedTuple):
    """An event that is to be sent."""

    seq: int
    id: str
    body: bytes


class Settled(NamedTuple):
    """Events that are done with, and why where the server did not take them."""

    events: Sequence[Waiting]
    refused_for: str | None = None
