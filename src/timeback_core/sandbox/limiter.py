"""The limit on the number of requests: a token bucket, which refuses with 429 as the platform does."""

from math import ceil

import attrs

from timeback_core.sandbox.refusals import RefusalError


@attrs.define
class Bucket:
    """So many requests a second in the long run, and so many at once after a pause."""

    rate: float
    burst: float
    _left: float = attrs.field(init=False)
    _filled: float | None = attrs.field(init=False, default=None)

    def __attrs_post_init__(self) -> None:
        if not (self.rate > 0 and self.burst >= 1):
            raise ValueError("rate must be more than 0 and burst at least 1")
        self._left = self.burst

    def take(self, now: float) -> None:
        """Take one request at an instant, in seconds.

        Raises `RefusalError` (429) where there is no room; `Retry-After` tells the whole seconds until there is.
        """
        passed = max(0.0, now - (now if self._filled is None else self._filled))
        self._left = min(self.burst, self._left + passed * self.rate)
        self._filled = now
        if self._left < 1:
            wait = ceil((1 - self._left) / self.rate)
            raise RefusalError(429, "Too many requests", headers=(("retry-after", str(wait)),))
        self._left -= 1
