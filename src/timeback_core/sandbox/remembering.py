"""What a sandbox tells of the requests that arrived and of what it sent itself."""

import threading
from typing import Unpack

from timeback_core.sandbox.deliveries import Delivery
from timeback_core.sandbox.machine import Machine
from timeback_core.sandbox.messages import finish
from timeback_core.sandbox.patterns import WhichRequests, select
from timeback_core.sandbox.reaching import Reachable
from timeback_core.sandbox.request_log import LoggedRequest
from timeback_core.sandbox.verifying import Expected, Verification, verify
from timeback_core.sandbox.world import World


class Remembering(Reachable):
    """A sandbox that is asked what it remembers."""

    _machine: Machine
    _world: World
    _lock: threading.Lock

    def requests(self, **which: Unpack[WhichRequests]) -> tuple[LoggedRequest, ...]:
        """The last requests as they arrived, secrets masked: up to 10,000 and 32 MiB, control calls left out.

        All of them, or those that are meant: `requests(verb="POST", operation="oneroster.users.*", status="4xx")`.
        Raises `ValueError` where that makes no sense.
        """
        return tuple(finish(select(self._remembered(), which, self._machine.names)))

    def verify(self, **expected: Unpack[Expected]) -> Verification:
        """Whether such requests arrived: `verify(verb="POST", path="*/users/", containing={"user": {}}, times=1)`.

        It is true where they did, and tells otherwise which one comes nearest and what is different in it. Raises
        `ValueError` where what is expected makes no sense.
        """
        return finish(verify(self._remembered(), expected, self._machine.names))

    def forget_requests(self) -> None:
        """Empty the log."""
        with self._lock:
            self._world.log.clear()

    def deliveries(self) -> tuple[Delivery, ...]:
        """What was to be told to the receivers of webhooks, and what became of it: the last 10,000."""
        return self._world.deliveries.entries()

    def deliver(self) -> tuple[Delivery, ...]:
        """Send what waits for receivers, as a running server does by itself, and give all once nothing waits.

        It sends to this machine alone, several times where a receiver fails, so it may take seconds.
        """
        from timeback_core.sandbox.faces.courier import send_until_settled

        send_until_settled(self._world.deliveries)
        return self.deliveries()

    def _remembered(self) -> tuple[LoggedRequest, ...]:
        with self._lock:
            return self._world.log.entries()
