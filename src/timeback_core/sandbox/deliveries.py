"""What the sandbox has for the receivers of webhooks: deliveries that wait and those that were made, within bounds."""

import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import Final, Literal, TypeAlias

import attrs

from timeback_core.sandbox.messages import Document, Headers
from timeback_core.sandbox.store import Changes

DELIVERIES_KEPT: Final = 10_000
ANSWER_KEPT: Final = 4 << 10

DeliveryState: TypeAlias = Literal["waiting", "delivered", "failed", "refused"]
"""Not settled yet; answered with 2xx; given up after some attempts; not sent, as its target is not on this machine."""


@attrs.frozen(kw_only=True)
class Delivery:
    """An event for the receiver of a webhook, and what became of it."""

    id: str
    webhook_id: str
    event_id: str
    target: str
    """The address that it is sent to."""
    headers: Headers
    """Those that the sandbox sends with it, the signature among them."""
    body: bytes
    at: float
    """When it was made, in seconds of the epoch."""
    state: DeliveryState = "waiting"
    attempts: int = 0
    status: int = 0
    """What the receiver answered last; 0 while it has not."""
    error: str = ""
    """Why it has not arrived; empty where nothing went wrong."""
    answer: bytes = b""
    """What the receiver answered last, as it came: head and body, the first 4 KiB, secrets masked."""


def delivery_json(delivery: Delivery) -> Document:
    """A delivery as JSON."""
    return {
        **attrs.asdict(delivery),
        "body": delivery.body.decode(),
        "answer": delivery.answer.decode("utf-8", "replace"),
    }


def read_delivery(told: Document) -> Delivery:
    """The delivery that JSON tells of; raises `TypeError` where it tells of none."""
    members: Document = {
        **told,
        "headers": tuple((name, value) for name, value in told["headers"]),
        "body": told["body"].encode(),
        "answer": told.get("answer", "").encode(),
    }
    return Delivery(**members)


class DeliveryBook:
    """The last 10,000 deliveries. Whoever sends takes what waits, each delivery once, and tells what became of it."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._entries: dict[str, Delivery] = {}
        self._free: deque[Delivery] = deque()
        """Those that wait and that nobody has taken."""
        self.count: int = 0
        """How many ids were given."""
        self.generation: int = 0
        """Grows with every change."""
        self.when_told: Callable[[Delivery], object] = lambda _: None
        """Called, outside of any request, when a sender has told what became of one."""
        self._changed = threading.Condition()
        self._senders: list[Callable[[], object]] = []

    def new_id(self) -> str:
        """A fresh id."""
        self.count += 1
        return f"delivery-{self.count}"

    def get(self, delivery_id: str) -> Delivery | None:
        """The delivery of that id, unless it was forgotten."""
        return self._entries.get(delivery_id)

    def add(self, delivery: Delivery) -> None:
        """Keep a new delivery, and wake whoever sends."""
        with self._changed:
            self._entries[delivery.id] = delivery
            self.generation += 1
            self._changes.add(("deliveries", delivery.id))
            if len(self._entries) > DELIVERIES_KEPT:
                oldest = next(iter(self._entries))
                del self._entries[oldest]
                self._changes.add(("deliveries", oldest))
        if delivery.state == "waiting":
            self.give_back((delivery,))

    def repeat(self, delivery_id: str, now: float) -> Delivery | None:
        """Let the same be sent once more, as a delivery of its own; None where there is none of that id."""
        before = self.get(delivery_id)
        if before is None:
            return None
        state: DeliveryState = "refused" if before.state == "refused" else "waiting"
        error = before.error if state == "refused" else ""
        again = attrs.evolve(
            before, id=self.new_id(), at=now, state=state, attempts=0, status=0, error=error, answer=b""
        )
        self.add(again)
        return again

    def take(self) -> list[Delivery]:
        """Those that wait; who takes them is to send them, or to give them back."""
        with self._changed:
            taken = [delivery for delivery in self._free if self._entries.get(delivery.id) is delivery]
            self._free.clear()
            return taken

    def give_back(self, deliveries: Iterable[Delivery]) -> None:
        """Let others send them."""
        with self._changed:
            self._free.extend(deliveries)
            self._changed.notify_all()
            senders = list(self._senders)
        for wake in senders:
            wake()

    def holds(self, delivery: Delivery) -> bool:
        """Whether it is still to be sent: one that was forgotten is not."""
        with self._changed:
            return self._entries.get(delivery.id) is delivery

    def change(self, before: Delivery, after: Delivery) -> None:
        """Keep what became of a delivery, unless it was forgotten meanwhile."""
        with self._changed:
            if self._entries.get(before.id) is not before:
                return
            self._entries[before.id] = after
            self.generation += 1
            self._changed.notify_all()
        self.when_told(after)

    def entries(self) -> tuple[Delivery, ...]:
        """What is remembered, the oldest first."""
        with self._changed:
            return tuple(self._entries.values())

    def become(self, deliveries: Iterable[Delivery], count: int) -> None:
        """Remember these instead, of so many that there were; what waited is not sent any more, what waits now is."""
        # Copies, so that whoever is sending one of them holds it no longer.
        entries = {delivery.id: attrs.evolve(delivery) for delivery in deliveries}
        with self._changed:
            self._changes.update(("deliveries", each) for each in self._entries | entries)
            self._entries, self.count = entries, count
            self.generation += 1
            self._free.clear()
            self._changed.notify_all()
        self.give_back(delivery for delivery in entries.values() if delivery.state == "waiting")

    def wait(self) -> bool:
        """Return when nothing waits any more; False where something does that nobody sends."""
        with self._changed:
            self._changed.wait_for(lambda: bool(self._free) or self._is_settled())
            return self._is_settled()

    def _is_settled(self) -> bool:
        return all(each.state != "waiting" for each in self._entries.values())

    def add_sender(self, wake: Callable[[], object]) -> None:
        """Call this whenever something waits that nobody has taken."""
        with self._changed:
            self._senders.append(wake)

    def remove_sender(self, wake: Callable[[], object]) -> None:
        """Call it no more."""
        with self._changed:
            self._senders.remove(wake)
