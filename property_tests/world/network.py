"""The simulated network: what becomes of a request, by script, and the server behind it that checks tokens."""

import json
from collections.abc import Iterator
from math import ceil

import attrs
from property_tests.world.replies import (
    Answer,
    Asked,
    Cut,
    Grant,
    Nonsense,
    NoToken,
    Reply,
    Silent,
    TokenReply,
    Unreachable,
)
from property_tests.world.trace import Issued

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendFailed, SendOutcome

DEFAULT_LIFE = 3600.0
"""Seconds that a token lives whose answer does not say (OAuth leaves it to the documentation of the server)."""


@attrs.frozen
class Meeting:
    """What a request meets: the outcome, when it is there, and what only the network knows."""

    outcome: SendOutcome
    at: float
    arrived: bool = False
    asked: float | None = None
    number: int = 0
    issued: Issued | None = None


class Bucket:
    """A limit on calls: so many a second, and so many at once after a pause."""

    def __init__(self, rate: float, burst: float) -> None:
        self.rate, self.burst = rate, burst
        self._left, self._filled = burst, 0.0

    def refuses(self, now: float) -> int:
        """Take one call, or give the whole seconds after which there is room for another one."""
        self._left = min(self.burst, self._left + (now - self._filled) * self.rate)
        self._filled = now
        if self._left < 1:
            return ceil((1 - self._left) / self.rate)
        self._left -= 1
        return 0


class Server:
    """The API and the token endpoint; it knows which tokens are good."""

    def __init__(self, token_replies: Iterator[TokenReply]) -> None:
        self.token_replies = token_replies
        self.issued: dict[str, Issued] = {}
        self.revoked: set[str] = set()
        self.numbers = 0
        self.limit: Bucket | None = None
        """How many calls a second the API takes."""

    def revoke_all(self) -> None:
        """Refuse every token that was issued so far."""
        self.revoked.update(self.issued)

    def accepts(self, token: str | None, at: float) -> bool:
        """Whether the API lets a request in at an instant, by the token that it carries."""
        if token is None:
            return True
        assert token in self.issued, "a token that nobody had issued"
        issued = self.issued[token]
        return token not in self.revoked and at < issued.received + issued.life

    def meet(self, reply: Reply, now: float, until: float) -> Meeting:
        """What becomes of a request of the API."""
        outcome = self._common(reply, now, until)
        if outcome is not None:
            return outcome
        assert isinstance(reply, Answer)
        return self._answered(reply, now + reply.delay)

    def meet_token(self, now: float, until: float) -> Meeting:
        """What becomes of a request for a token."""
        reply = next(self.token_replies, Grant())
        if isinstance(reply, Grant | NoToken):
            outcome = self._late(now + reply.delay, until)
            if outcome is not None:
                return outcome
            return self._grant(reply.life if isinstance(reply, Grant) else None, reply, now + reply.delay)
        met = self._common(reply, now, until)
        if met is not None:
            return met
        assert isinstance(reply, Answer)
        return self._answered(reply, now + reply.delay)

    def _answered(self, reply: Answer, at: float) -> Meeting:
        self.numbers += 1
        if self.limit is not None and (wait := self.limit.refuses(at)):
            reply = Answer(429, asked=Asked(wait))
        headers = [] if reply.asked is None else reply.asked.headers(at)
        return _answer(reply.status, self.numbers, at, headers, None if reply.asked is None else reply.asked.wait(at))

    def _grant(self, life: int | None, reply: Grant | NoToken, at: float) -> Meeting:
        body: dict[str, object] = {"token_type": "Bearer"}
        issued = None
        if isinstance(reply, Grant):
            text = f"t{len(self.issued) + 1}"
            issued = self.issued[text] = Issued(text, at, DEFAULT_LIFE if life is None else float(life))
            body["access_token"] = text
            if life is not None:
                body["expires_in"] = life
        return Meeting(HttpResponse(200, (), json.dumps(body).encode()), at, issued=issued, arrived=True)

    def _late(self, at: float, until: float) -> Meeting | None:
        if at < until:
            return None
        return Meeting(SendFailed("timeout", sent=True, detail="the deadline passed"), until, arrived=True)

    def _common(self, reply: Reply, now: float, until: float) -> Meeting | None:
        if now >= until:
            return Meeting(SendFailed("timeout", sent=False, detail="the deadline passed"), now)
        match reply:
            case Silent():
                return self._late(until, until)
            case Unreachable():
                failed = SendFailed("connect", sent=False, detail="refused")
                return Meeting(failed, min(now + reply.delay, until))
            case Cut() if now + reply.delay < until:
                broken = SendFailed("broken", sent=reply.arrived, stale=reply.stale, detail="cut")
                return Meeting(broken, now + reply.delay, arrived=reply.arrived)
            case Nonsense() if now + reply.delay < until:
                arrived = reply.kind not in ("slot", "barred")
                return Meeting(SendFailed(reply.kind, sent=arrived, detail="x: y"), now + reply.delay, arrived=arrived)
            case _:
                return self._late(now + reply.delay, until)


def token_of(request: HttpRequest) -> str | None:
    """The text of the token that a request carries; it must not carry two."""
    carried = [value for name, value in request.headers if name == "Authorization"]
    assert len(carried) <= 1, "several tokens in one request"
    return carried[0].removeprefix("Bearer ") if carried else None


def refused(met: Meeting) -> Meeting:
    """The 401 in the place of an answer."""
    return _answer(401, met.number, met.at)


def _answer(
    status: int, number: int, at: float, headers: list[tuple[str, str]] | None = None, asked: float | None = None
) -> Meeting:
    # The same body serves as a value and as a refusal's sentence.
    body = json.dumps({"message": f"answer {number}"}).encode()
    own = [("content-type", "application/json"), *(headers or [])]
    return Meeting(HttpResponse(status, own, body), at, arrived=True, asked=asked, number=number)
