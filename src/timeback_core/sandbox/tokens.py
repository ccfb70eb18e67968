"""Tokens as the sandbox keeps them: who may have them, what each is worth, and when it ends."""

from random import Random

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
    """The tokens that were issued and are not revoked."""

    def __init__(self) -> None:
        self._random = Random("tokens")  # noqa: S311 -- reproducible on purpose, guards nothing real
        self._grants: dict[str, Grant] = {}

    def issue(self, now: float, seconds: float, scopes: frozenset[str] | None) -> str:
        """A new token."""
        self._grants = {token: grant for token, grant in self._grants.items() if grant.expires_at > now}
        token = f"sandbox-{self._random.getrandbits(160):040x}"
        self._grants[token] = Grant(now + seconds, scopes)
        return token

    def grant(self, token: str, now: float) -> Grant | None:
        """What a token is worth now; None when it is unknown, expired or revoked."""
        grant = self._grants.get(token)
        return grant if grant is not None and grant.expires_at > now else None

    def revoke_all(self) -> None:
        """Make every token worthless."""
        self._grants = {}
