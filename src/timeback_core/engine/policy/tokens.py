"""Tokens: how one is asked for, what an answer must hold, and how long it may be used."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote_plus, urlencode

from timeback_core.engine.call.effects import Effect, Now, Sleep
from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendFailed, with_body
from timeback_core.engine.config.values import is_token
from timeback_core.engine.narrow import is_object
from timeback_core.engine.policy.call import asked_wait, backoff, found_dead, repeatable, silent_until
from timeback_core.engine.policy.effects import Draw, Send, Token, WallClock
from timeback_core.engine.policy.plan import JSON, credentials_header
from timeback_core.version import USER_AGENT

if TYPE_CHECKING:
    from timeback_core.engine.config import TokenSource
    from timeback_core.engine.policy.effects import NoToken
    from timeback_core.errors import AuthError

_CODE: Final = re.compile(r"[A-Za-z0-9_.-]{1,60}")

EXPIRES_IN: Final = 3600.0
"""Seconds that a token lives whose answer does not say."""
MARGIN: Final = 60.0
"""Seconds before its end from which a token is no longer used; at most half of its life."""
MASTERYTRACK_USE: Final = 3000.0
"""Seconds for which a token of MasteryTrack is used; it lives an hour."""
REFUSED: Final = 30.0
"""Seconds for which a refusal of credentials is told to further callers instead of asking again."""
UNREACHABLE: Final = 5.0
"""The same for any other failure, which may pass sooner."""


def fetch_token(source: TokenSource, timeout: float, attempts: int) -> Generator[Effect[Any], Any, Token | NoToken]:
    """Ask a token endpoint, again after transient failures, until there is a token or the time is over."""
    now = yield from Now()
    until = now + timeout
    request = token_request(source)
    encoded = token_request(source, quote_plus)  # as RFC 6749, 2.3.1 has it, and as few want it
    attempt = 0
    while True:
        attempt += 1
        silent = silent_until(now, until, again=attempt == 1 < attempts)
        outcome = with_body((yield from Send(request, until, silent, slot=False)))
        now = yield from Now()
        if request != encoded and isinstance(outcome, HttpResponse) and outcome.status in (400, 401):
            request, attempt = encoded, attempt - 1
            continue
        if attempt < attempts and repeatable(outcome, "idempotent"):
            asked = asked_wait(outcome, (yield from WallClock())) if isinstance(outcome, HttpResponse) else None
            wait = backoff(attempt, (yield from Draw())) if asked is None else asked
            wait = 0.0 if found_dead(outcome, attempt) else wait
            if now + wait < until:
                yield from Sleep(wait)
                if (yield from Now()) < until:
                    continue
        return read_token(source, outcome, now)


def remembered(failure: NoToken) -> float:
    """Seconds for which a failure to get a token is told to further callers."""
    return UNREACHABLE if isinstance(failure, SendFailed) or failure.retryable else REFUSED


def token_request(source: TokenSource, spell: Callable[[str], str] = str) -> HttpRequest:
    """The request for a token, by client credentials (RFC 6749, 4.4) or in MasteryTrack's own way."""
    in_form = source.client_auth == "client_secret_post"
    if source.kind == "masterytrack":
        import orjson

        body, content_type = orjson.dumps(source.introduction), JSON
    else:
        form = {"grant_type": "client_credentials"} | ({"scope": " ".join(source.scopes)} if source.scopes else {})
        form |= {"client_id": source.client_id, "client_secret": source.client_secret} if in_form else {}
        body, content_type = urlencode(form).encode("ascii"), "application/x-www-form-urlencoded"
    headers = [("Accept", JSON), ("User-Agent", USER_AGENT), ("Content-Type", content_type)]
    headers += [] if in_form else [credentials_header(source, spell)]
    url = source.url
    return HttpRequest("POST", url.scheme, url.host, url.port, (url.path or "/").encode("ascii"), headers, body)


def read_token(source: TokenSource, outcome: HttpResponse | SendFailed, now: float) -> Token | NoToken:
    """The token of an answer, or why there is none: refused, no usable answer, or no answer at all."""
    if isinstance(outcome, SendFailed):
        unusable = outcome.kind in ("too_large", "garbage")
        return _failed(source, outcome.detail or outcome.kind, retryable=True) if unusable else outcome
    body, status = _members(outcome.body), outcome.status
    if status // 100 != 2 or body.get("error"):
        return _refused(source, status, body)
    if source.kind == "masterytrack":
        text = body.get("jwt")
        if body.get("success") is not True or not is_token(text):
            return _failed(source, "the answer holds no usable jwt", status)
        return Token(("X-Auth-Token", f"Bearer {text}"), now + MASTERYTRACK_USE)
    kind, text = body.get("token_type"), body.get("access_token")
    if not is_token(text):
        return _failed(source, "the answer holds no usable access_token", status)
    if kind and not str(kind).lower().startswith("bearer"):
        return _failed(source, "the token is not of type Bearer", status)
    seconds = _seconds(body.get("expires_in"))
    if seconds is None:
        return _failed(source, "the answer's expires_in is no number of seconds", status)
    return Token(("Authorization", f"Bearer {text}"), now + seconds - min(MARGIN, seconds / 2))


def _refused(source: TokenSource, status: int, body: dict[str, object]) -> AuthError:
    told = body.get("code" if source.kind == "masterytrack" else "error")
    # Not what is no code, or repeats a secret.
    code = told if isinstance(told, str) and _CODE.fullmatch(told) and source.client_secret not in told else None
    reason = {
        None: "the endpoint refused",
        "invalid_client": "wrong client id or secret (invalid_client); look for a stray blank in the secret",
        "invalid_scope": "a scope is unknown or not granted (invalid_scope)",
    }.get(code, code)
    return _failed(source, reason or "", status, code, retryable=status == 429 or status >= 500)


def _failed(
    source: TokenSource, reason: str, status: int | None = None, code: str | None = None, *, retryable: bool = False
) -> AuthError:
    from timeback_core.errors import AuthError

    return AuthError(str(source.url), reason, status, code, retryable)


def _members(body: bytes) -> dict[str, object]:
    from timeback_core.engine.codec.json import Bad
    from timeback_core.engine.codec.text import parse

    try:
        parsed = parse(body)
    except Bad:
        return {}
    return parsed if is_object(parsed) else {}


def _seconds(told: Any) -> float | None:
    """How long a token lives; null, an empty text, 0 and less say as little as nothing. None for what is no number."""
    try:
        life = float(0 if told in (None, "") else told)
    except (TypeError, ValueError, OverflowError):
        return None
    return life if life > 0 else EXPIRES_IN
