"""The sandbox as a sender: it posts what waits in its book to the receivers of webhooks, again where they fail."""

import asyncio
import re
import threading
from collections import deque
from contextlib import suppress
from typing import Final
from urllib.parse import quote, urlsplit

import attrs

from timeback_core.sandbox.deliveries import ANSWER_KEPT, Delivery, DeliveryBook
from timeback_core.sandbox.masking import masked_message

PAUSES: Final = (0.1, 0.3, 0.9)
"""Seconds before each further attempt."""
TIMEOUT: Final = 5.0
"""Seconds that a receiver has for its answer."""

_STATUS: Final = re.compile(rb"HTTP/1\.\d ([1-5]\d\d)\b")
_CHUNK: Final = 1 << 16


class Courier:
    """Sends within one event loop: to each receiver one delivery after another, to several receivers at once."""

    def __init__(self, book: DeliveryBook) -> None:
        self._book = book
        self._queues: dict[str, deque[Delivery]] = {}
        """By webhook, with the one that is being sent at its head."""
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def keep_sending(self) -> None:
        """Send whatever comes to wait, until this is cancelled; what is not settled then waits again."""
        loop, news = asyncio.get_running_loop(), asyncio.Event()

        def wake() -> None:
            with suppress(RuntimeError):  # the loop has been closed meanwhile
                loop.call_soon_threadsafe(news.set)

        self._book.add_sender(wake)
        try:
            while True:
                self._begin()
                await news.wait()
                news.clear()
        finally:
            self._book.remove_sender(wake)
            tasks = list(self._tasks.values())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for queue in self._queues.values():
                self._book.give_back(queue)

    async def send_all(self) -> None:
        """Send what waits now."""
        self._begin()
        await asyncio.gather(*self._tasks.values())

    def _begin(self) -> None:
        for delivery in self._book.take():
            queue = self._queues.setdefault(delivery.webhook_id, deque())
            queue.append(delivery)
            if delivery.webhook_id not in self._tasks:
                task = asyncio.create_task(self._empty(delivery.webhook_id, queue))
                self._tasks[delivery.webhook_id] = task

    async def _empty(self, webhook_id: str, queue: deque[Delivery]) -> None:
        while queue:
            await self._settle(queue)
            queue.popleft()
        del self._tasks[webhook_id], self._queues[webhook_id]

    async def _settle(self, queue: deque[Delivery]) -> None:
        """Send the head of a queue until it has arrived, or has failed too often, or is forgotten."""
        for pause in (*PAUSES, None):
            before = queue[0]
            if not self._book.holds(before):
                return
            status, error, answer = await _post(before)
            arrived = 200 <= status < 300
            after = attrs.evolve(
                before,
                attempts=before.attempts + 1,
                status=status,
                error="" if arrived else error or f"answered {status}",
                answer=masked_message(answer),
                state="delivered" if arrived else "failed" if pause is None else "waiting",
            )
            self._book.change(before, after)
            queue[0] = after
            if arrived or pause is None:
                return
            await asyncio.sleep(pause)


def send_until_settled(book: DeliveryBook) -> None:
    """Send what waits, and return when nothing does any more, whoever else sends."""
    while not book.wait():
        sender = threading.Thread(target=lambda: asyncio.run(Courier(book).send_all()), name="timeback-sandbox-courier")
        sender.start()
        sender.join()


async def _post(delivery: Delivery) -> tuple[int, str, bytes]:
    """Send it once: the status that is answered, or 0, why there is none, and the beginning of what came."""
    status, answer = 0, bytearray()
    try:
        async with asyncio.timeout(TIMEOUT):
            parts = urlsplit(delivery.target)
            is_tls = parts.scheme == "https"
            reader, writer = await asyncio.open_connection(
                parts.hostname, parts.port or (443 if is_tls else 80), ssl=is_tls or None
            )
            try:
                writer.write(_head(delivery) + delivery.body)
                answer += await reader.readline()
                found = _STATUS.match(answer)
                status = int(found[1]) if found else 0
                while piece := await reader.read(_CHUNK):  # a receiver that is cut off might take it for a failure
                    answer += piece[: max(0, ANSWER_KEPT - len(answer))]
            finally:
                writer.close()
    except TimeoutError:
        return status, f"no answer within {TIMEOUT:g} seconds", bytes(answer)
    except (OSError, ValueError) as error:
        return status, str(error) or type(error).__name__, bytes(answer)
    return status, "" if status else "no answer in HTTP/1.1", bytes(answer)


def _head(delivery: Delivery) -> bytes:
    parts = urlsplit(delivery.target)
    target = quote(f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", safe="/?%:@!$&'()*+,;=[]")
    own = (("Host", parts.netloc.rpartition("@")[2]), ("Content-Length", str(len(delivery.body))))
    headers = (*own, ("Connection", "close"), *delivery.headers)
    lines = (f"POST {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers))
    return "\r\n".join((*lines, "", "")).encode("ascii", "replace")
