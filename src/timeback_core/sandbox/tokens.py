"""Tokens as the sandbox keeps them: who may have them, what each is worth, and when it ends."""

import heapq
from random import SystemRandom

import attrs

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.store import Changes

TOKEN_PATHS = {"BEYOND_AI": "/oauth2/token", "LEARNWITH_AI": "/auth/1.0/token"}


@attrs.frozen
class Credentials:
    """Who may have tokens, and for what: `scopes` None means that scopes are neither checked nor limited."""

    client_id: str
    client_secret: str = attrs.field(repr=False)
    scopes: frozenset[str] | None = None
    masterytrack_email: str = ""
    masterytrack_api_key: str = attrs.field(default="", repr=False)


@attrs.frozen
class Grant:
    """What a token is worth: until when (seconds of the epoch) and for which scopes (None: all)."""

    expires_at: float
    scopes: frozenset[str] | None
    holder: str = ""
    """The e-mail address of a token of MasteryTrack, which opens that alone, as no other does."""


def grant_json(grant: Grant) -> Document:
    """What a token is worth as JSON."""
    return {**attrs.asdict(grant), "scopes": None if grant.scopes is None else sorted(grant.scopes)}


def read_grant(told: Document) -> Grant:
    """The worth that JSON tells of; raises `TypeError` where it tells of none."""
    members: Document = {**told, "scopes": None if told["scopes"] is None else frozenset(told["scopes"])}
    return Grant(**members)


class TokenBook:
    """The tokens that were issued and are not revoked; no other sandbox has the same ones."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._random = SystemRandom()
        self._mark = f"{self._random.getrandbits(64):016x}"
        """Stands in every token that is issued."""
        self._grants: dict[str, Grant] = {}
        self._endings: list[tuple[float, str]] = []
        """A heap of (end, token), so that what has ended is dropped without looking at the others."""

    def issue(
        self, now: float, seconds: float, scopes: frozenset[str] | None, start: str = "sandbox-", holder: str = ""
    ) -> str:
        """A new token, which begins so."""
        while self._endings and self._endings[0][0] <= now:
            ended = heapq.heappop(self._endings)[1]
            del self._grants[ended]
            self._changes.add(("tokens", ended))
        token = f"{start}{self._mark}{self._random.getrandbits(96):024x}"
        self.add(token, Grant(now + seconds, scopes, holder))
        return token

    def add(self, token: str, grant: Grant) -> None:
        """Let a token be worth this."""
        self._grants[token] = grant
        heapq.heappush(self._endings, (grant.expires_at, token))
        self._changes.add(("tokens", token))

    def issued(self, token: str) -> Grant | None:
        """What a token was issued for; None when it is unknown, or revoked."""
        return self._grants.get(token)

    def has_given(self, token: str) -> bool:
        """Whether a token is of this book, also one that has ended or is revoked."""
        return token in self._grants or self._mark in token

    def grant(self, token: str, now: float) -> Grant | None:
        """What a token is worth now; None when it is unknown, expired or revoked."""
        grant = self.issued(token)
        return grant if grant is not None and grant.expires_at > now else None

    def entries(self) -> tuple[tuple[str, Grant], ...]:
        """Every token with what it is worth, the oldest first; some have ended."""
        return tuple(self._grants.items())

    def revoke_all(self) -> None:
        """Make every token worthless."""
        self._changes.update(("tokens", token) for token in self._grants)
        self._grants.clear()
        self._endings.clear()
