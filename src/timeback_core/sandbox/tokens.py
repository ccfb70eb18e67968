"""Tokens as the sandbox keeps them: who may have them, what each is worth, and when it ends."""

import heapq
from random import SystemRandom

import attrs

TOKEN_PATHS = {"BEYOND_AI": "/oauth2/token", "LEARNWITH_AI": "/auth/1.0/token"}


@attrs.frozen
class Credentials:
    """Who may have tokens, and for what: `scopes` None means that scopes are neither checked nor limited."""

    client_id: str
    client_secret: str = attrs.field(repr=False)
    scopes: frozenset[str] | None = None


@attrs.frozen
class Grant:
    """What a token is worth: until when (seconds of the epoch) and for which scopes (None: all)."""

    expires_at: float
    scopes: frozenset[str] | None


class TokenBook:
    """The tokens that were issued and are not revoked; no other sandbox has the same ones."""

    def __init__(self) -> None:
        self._random = SystemRandom()
        self._grants: dict[str, Grant] = {}
        self._endings: list[tuple[float, str]] = []
        """A heap of (end, token), so that what has ended is dropped without looking at the others."""

    def issue(self, now: float, seconds: float, scopes: frozenset[str] | None) -> str:
        """A new token."""
        while self._endings and self._endings[0][0] <= now:
            del self._grants[heapq.heappop(self._endings)[1]]
        token = f"sandbox-{self._random.getrandbits(160):040x}"
        self._grants[token] = Grant(now + seconds, scopes)
        heapq.heappush(self._endings, (now + seconds, token))
        return token

    def grant(self, token: str, now: float) -> Grant | None:
        """What a token is worth now; None when it is unknown, expired or revoked."""
        grant = self._grants.get(token)
        return grant if grant is not None and grant.expires_at > now else None

    def revoke_all(self) -> None:
        """Make every token worthless."""
        self._grants.clear()
        self._endings.clear()
