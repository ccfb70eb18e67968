"""A program of another process: it takes pickled sessions and requests from a file, and prints what it was told."""

import asyncio
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path

import trio

from timeback_core import AsyncTimebackClient, TimebackClient
from timeback_core.compose import plain
from timeback_core.oneroster.users import get_user


def told(client: TimebackClient, async_client: AsyncTimebackClient) -> Iterator[str]:
    """The ids of users, read by threads, by asyncio and by trio."""

    async def read() -> str:
        return plain(await get_user(async_client.session, "student-2")).unwrap().sourced_id

    yield plain(get_user(client.session, "student-1")).unwrap().sourced_id
    yield plain(client.session.perform(get_user.request("student-1"))).unwrap().sourced_id
    yield asyncio.run(read())
    yield trio.run(read)


if __name__ == "__main__":
    for line in told(*pickle.loads(Path(sys.argv[1]).read_bytes())):  # noqa: S301 -- written by the test
        print(line)
