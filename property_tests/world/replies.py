"""What a request can meet in the simulated network, as data."""

from email.utils import formatdate
from typing import Literal, TypeAlias

import attrs

EPOCH = 1_800_000_000.0
"""What the wall clock of a world shows when its monotonic time is 0."""


@attrs.frozen
class Asked:
    """A `Retry-After`: in seconds, as a date by the client's clock, or as a date beside the server's own `Date`."""

    seconds: int
    form: Literal["seconds", "date", "date beside Date", "asctime"] = "seconds"
    skew: int = 0
    """Seconds that the server's clock is ahead; it matters only beside the server's own `Date`."""

    def headers(self, now: float) -> list[tuple[str, str]]:
        """The headers that say it, at an instant of the world's time."""
        if self.form == "seconds":
            return [("retry-after", str(self.seconds))]
        wall = int(EPOCH + now) + 1
        if self.form == "date":
            return [("retry-after", formatdate(wall + self.seconds, usegmt=True))]
        if self.form == "asctime":
            day, date, month, year, time, _ = formatdate(wall + self.seconds, usegmt=True).replace(",", "").split()
            return [("retry-after", f"{day} {month} {date} {time} {year}")]
        wall += self.skew
        return [("date", formatdate(wall, usegmt=True)), ("retry-after", formatdate(wall + self.seconds, usegmt=True))]

    def wait(self, now: float) -> float:
        """The seconds that a client is asked to wait, where it hears it at an instant of the world's time."""
        if self.form in ("seconds", "date beside Date"):
            return float(self.seconds)
        return int(EPOCH + now) + 1 + self.seconds - (EPOCH + now)


@attrs.frozen
class Answer:
    """An answer with a status, so many seconds after the request."""

    status: int
    delay: float = 0.1
    asked: Asked | None = None


@attrs.frozen
class Unreachable:
    """No connection can be made."""

    delay: float = 0.1


@attrs.frozen
class Cut:
    """The connection breaks: before or after a byte of the request reached the server."""

    arrived: bool
    stale: bool = False
    delay: float = 0.1


@attrs.frozen
class Silent:
    """The server takes the request and never answers."""


@attrs.frozen
class Nonsense:
    """What comes is not HTTP, or more than is allowed, or the transport itself gives up."""

    kind: Literal["garbage", "too_large", "unexpected", "slot", "barred"]
    delay: float = 0.1


Reply: TypeAlias = Answer | Unreachable | Cut | Silent | Nonsense


@attrs.frozen
class Grant:
    """A token that lives so many seconds (None: the answer does not say)."""

    life: int | None = 3600
    delay: float = 0.1


@attrs.frozen
class NoToken:
    """A 200 that holds no token."""

    delay: float = 0.1


TokenReply: TypeAlias = Grant | NoToken | Reply
