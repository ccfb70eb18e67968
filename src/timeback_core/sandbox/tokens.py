"""The OAuth token endpoint: client credentials by Basic or by form, scopes, lifetime, revocation."""

import base64
import binascii
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

import attrs

from timeback_core.sandbox.messages import Reply, Request, json_reply

if TYPE_CHECKING:
    from timeback_core.sandbox.world import World

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


def answer_token(world: "World", request: Request, now: float) -> Reply:
    """The answer of the token endpoint: a token, or an error of RFC 6749 with status 400."""
    if request.verb != "POST":
        return json_reply(405, {"error": "invalid_request"}, ("allow", "POST"))
    content_type = (request.header("content-type") or "").partition(";")[0].strip().lower()
    if content_type != "application/x-www-form-urlencoded":
        return json_reply(400, {"error": "invalid_request"})
    form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    if form.get("grant_type") != "client_credentials":
        return json_reply(400, {"error": "unsupported_grant_type"})
    credentials = world.credentials
    if _presented(request, form) != (credentials.client_id, credentials.client_secret):
        return json_reply(400, {"error": "invalid_client"})
    asked = frozenset(form.get("scope", "").split())
    if credentials.scopes is not None and not asked <= credentials.scopes:
        return json_reply(400, {"error": "invalid_scope"})
    scopes = None if credentials.scopes is None else (asked or credentials.scopes)
    seconds = world.switches.token_seconds
    answer: dict[str, object] = {
        "access_token": world.tokens.issue(now, seconds, scopes),
        "token_type": "Bearer",
    }
    if not world.switches.token_without_expiry:
        answer["expires_in"] = int(seconds)
    if asked:
        answer["scope"] = " ".join(sorted(asked))
    return json_reply(200, answer, ("cache-control", "no-store"))


def bearer(request: Request) -> str | None:
    """The token that a request carries."""
    scheme, _, token = (request.header("authorization") or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _presented(request: Request, form: dict[str, str]) -> tuple[str, str] | None:
    header = request.header("authorization")
    if header is None:
        return form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return client_id, secret
