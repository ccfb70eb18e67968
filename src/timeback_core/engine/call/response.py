"""The whole answer of a call, for those who need more than its value."""

from __future__ import annotations

from typing import Generic, TypeVar

import attrs

T_co = TypeVar("T_co", covariant=True)


@attrs.frozen
class Response(Generic[T_co]):
    """An operation's value with what came beside it."""

    value: T_co
    status: int
    headers: tuple[tuple[str, str], ...]
    """Headers as they came, names in lower case."""
    request_id: str
    """The server's request id where it sent one, else the one that was sent."""
    attempts: int
    elapsed: float
    """Seconds from the start of the call to its end."""

    def header(self, name: str) -> str | None:
        """The first header of a name, in any case; None where it is absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), None)
