"""How getting a token went, per token endpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from timeback_core.engine.config import TokenSource
    from timeback_core.engine.policy.tokens import Token, TokenFailed
    from timeback_core.errors import AuthError


@attrs.frozen
class AuthCheck:
    """One token endpoint."""

    token_url: str
    latency: float
    """Seconds that it took to get the token, or to fail."""
    error: AuthError | None
    """Why there is no token; None where there is one."""

    @property
    def ok(self) -> bool:
        """Whether a fresh token could be had."""
        return self.error is None


@attrs.frozen
class AuthReport:
    """All token endpoints of a session; none where it needs no token."""

    checks: tuple[AuthCheck, ...]

    @property
    def ok(self) -> bool:
        """Whether every endpoint gave a token."""
        return all(check.ok for check in self.checks)


def check_of(source: TokenSource, got: Token | TokenFailed, latency: float) -> AuthCheck:
    """The check of one endpoint."""
    from timeback_core.engine.policy.tokens import TokenFailed

    error: AuthError | None = None
    if isinstance(got, TokenFailed):
        from timeback_core.errors import AuthError

        reason = "the session was closed" if got.closed else "no answer in time"
        error = got.error or AuthError(str(source.url), reason, retryable=not got.closed)
    return AuthCheck(str(source.url), latency, error)
