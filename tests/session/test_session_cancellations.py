"""A storm of randomly cancelled calls disturbs no other call and leaves nothing behind."""

import asyncio
import random
import socket
import time
from collections.abc import AsyncIterator
from time import monotonic

import anyio
import trio
from returns.result import Result
from tests.deadlines import AT_ONCE
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.session.raw_server import USER, RawServer, answer, read_head
from tests.session.ways import Way, run
from tests.support import async_client_of, value

from timeback_core import AsyncTimebackClient
from timeback_core.oneroster.users import get_user

STORM = 0.5
SLOTS = 5
WORKERS = 12
TOKEN = answer(b'{"access_token": "raw", "expires_in": 0.1}')
"""So short-lived that many are fetched, and fetches are cancelled as well."""


def serve_in_pieces(connection: socket.socket) -> None:
    """Answer every request after a moment, in two pieces."""
    while head := read_head(connection):
        whole = TOKEN if head.startswith(b"POST /token") else answer(USER)
        time.sleep(0.002)
        connection.sendall(whole[:-20])
        connection.sendall(whole[-20:])


class Storm:
    """Workers whose calls are cancelled at random moments, over one session."""

    def __init__(self, client: AsyncTimebackClient) -> None:
        self.client = client
        self.random = random.Random(11)
        self.cancelled = 0
        self.answered = 0

    async def call(self) -> None:
        """One call, which has to succeed unless it is cancelled."""
        assert value(await self.client.oneroster.users.get("u")).sourced_id == "u"
        self.answered += 1

    async def worker(self, end: float) -> None:
        """Cancel call after call."""
        while monotonic() < end:
            with anyio.move_on_after(self.random.uniform(0, 0.05)) as scope:
                await self.call()
            self.cancelled += scope.cancelled_caught

    async def rage(self) -> None:
        """All workers at once, until enough has happened."""
        while self.cancelled < 100 or self.answered < 250:
            async with anyio.create_task_group() as group:
                for _ in range(WORKERS):
                    group.start_soon(self.worker, monotonic() + STORM)


def living_tasks() -> int:
    """Tasks of the running loop."""
    try:
        return trio.lowlevel.current_statistics().tasks_living
    except RuntimeError:
        return len(asyncio.all_tasks())


def test_a_storm_of_cancellations(loop: Way) -> None:
    with RawServer(serve_in_pieces) as server:
        settings = server.settings(auth=True)
        settings["max_concurrency"] = SLOTS

        async def main() -> None:
            async with AsyncTimebackClient.open(**settings).unwrap() as client:
                storm = Storm(client)
                await storm.call()
                tasks = living_tasks()
                await storm.rage()
                for _ in range(100):
                    await storm.call()
                with anyio.fail_after(AT_ONCE):
                    while living_tasks() > tasks:  # noqa: ASYNC110 -- nobody tells when a detached task has ended
                        await anyio.sleep(0.01)

        run(loop, main)
        assert server.wait_until_open(0)


def test_no_slot_is_lost(loop: Way) -> None:
    user = Reply({"user": {"sourcedId": "u", "givenName": "A", "familyName": "B"}}, delay=0.03)
    with ScriptedServer(in_turn(user)) as server:

        async def cancel_one(client: AsyncTimebackClient, seconds: float) -> None:
            with anyio.move_on_after(seconds):
                await get_user(client.session, "u")

        async def drained(bulk: AsyncIterator[tuple[object, Result[object, object]]]) -> None:
            assert len([told.unwrap() async for _, told in bulk]) == 2 * SLOTS

        async def main() -> None:
            async with async_client_of(server, max_concurrency=SLOTS) as client:
                chance = random.Random(5)
                value(await get_user(client.session, "u"))
                for _ in range(10):
                    async with anyio.create_task_group() as group:
                        for _ in range(2 * SLOTS):
                            group.start_soon(cancel_one, client, chance.uniform(0, 0.06))
                await anyio.sleep(0.1)
                server.most_at_once = 0
                bulks = [client.session.perform_all([get_user.request("u")] * (2 * SLOTS)) for _ in range(2)]
                async with anyio.create_task_group() as group:
                    for bulk in bulks:
                        group.start_soon(drained, bulk)

        run(loop, main)
        assert server.most_at_once == SLOTS
