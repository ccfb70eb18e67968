"""A server that answers from a recording, whatever the order of parameters and whatever the names of people."""

import os
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl

import attrs
import orjson

from timeback_core.sandbox.box import BASE_URL
from timeback_core.sandbox.messages import Document, Reply, Request, Steps, is_array, is_object, json_reply
from timeback_core.sandbox.reaching import Reachable, SandboxSettings, settings_of
from timeback_core.sandbox.recording.concealing import concealed_body, concealed_target
from timeback_core.sandbox.recording.exchanges import Exchange, Recording, read_recording
from timeback_core.sandbox.recording.personal import Blanks, Nothing, StandIns
from timeback_core.sandbox.schema import ABSENT
from timeback_core.sandbox.serving import Answering, ReachableServer
from timeback_core.sandbox.tokens import TOKEN_PATHS, Credentials
from timeback_core.sandbox.world import Platform

_Asked: TypeAlias = tuple[str, str, tuple[tuple[str, str], ...], bytes]
"""What a request asks for: its verb, its path, its query and its body, secrets masked."""

_CREDENTIALS: Final = Credentials("replay-client", "replay-secret", None, "app@example.com", "replay-key")
_FAR: Final = 4_102_444_800
"""When its tokens of MasteryTrack end, in seconds of the epoch: in 2100."""


@attrs.define
class _Answers:
    """What was answered to requests that ask for the same."""

    asked: _Asked
    exchanges: list[Exchange]
    given: int = 0

    def take(self) -> Reply:
        """The next of the answers; the last one again and again."""
        at = min(self.given, len(self.exchanges) - 1)
        self.given += 1
        return self.exchanges[at].reply()


class Replay(Reachable, Answering):
    """Answers from a recording; made by `replay`."""

    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._lock = threading.Lock()
        self._answers: dict[_Asked, _Answers] = {}
        self._alike: dict[_Asked, list[_Asked]] = {}
        """Those of which only what is personal differs."""
        self._meant: dict[_Asked, _Asked] = {}
        """What a request stands for that was recorded with stand-ins."""
        for exchange in recording.exchanges:
            asked = _asked(exchange.request(), Nothing())
            if asked not in self._answers:
                self._answers[asked] = _Answers(asked, [])
                self._alike.setdefault(_asked(exchange.request(), Blanks()), []).append(asked)
            self._answers[asked].exchanges.append(exchange)

    @property
    def base_url(self) -> str:
        """What clients in this process take as base URL."""
        return BASE_URL

    @property
    def credentials(self) -> Credentials:
        """Any others get tokens as well."""
        return _CREDENTIALS

    @property
    def platform(self) -> Platform:
        """The platform that was recorded."""
        return self._recording.platform

    @property
    def problems(self) -> tuple[str, ...]:
        """What of the recording could not be read, such as `line 7: it is no JSON`."""
        return self._recording.problems

    @property
    def settings(self) -> SandboxSettings:
        """What a client needs to use it in this process."""
        return {**settings_of(self), "transport": self.transport()}

    def serve(self, port: int = 0, host: str = "127.0.0.1") -> "ReplayServer":
        """Start an HTTP server in a thread; port 0 takes a free one. Close it, or use it with `with`.

        Raises `OSError` when the address cannot be had.
        """
        return ReplayServer(self, host, port)

    def steps(self, request: Request) -> Steps[Reply]:
        """The answer that was recorded; 501 that names the nearest request where none was."""
        yield from ()
        if request.verb == "POST" and request.path in TOKEN_PATHS.values():
            return json_reply(200, {"access_token": "replay", "token_type": "Bearer", "expires_in": 3600})
        if request.verb == "POST" and request.path.rstrip("/") == "/authorizer":
            return json_reply(200, {"success": True, "jwt": _jwt()})
        asked = _asked(request, Nothing())
        with self._lock:
            found = self._answers.get(self._meaning(asked, request))
            return _not_recorded(asked, self._answers) if found is None else found.take()

    def _meaning(self, asked: _Asked, request: Request) -> _Asked:
        """What was recorded of it, maybe with stand-ins: for each of those that are alike another one, in order."""
        if asked in self._answers:
            return asked
        if asked not in self._meant:
            alike = self._alike.get(_asked(request, Blanks()), [])
            if not alike:
                return asked
            free = (each for each in alike if each not in self._meant.values())
            self._meant[asked] = next(free, alike[-1])
        return self._meant[asked]


class ReplayServer(ReachableServer):
    """A running server of a recording; it stops with `close()`, at the end of a `with` block, or with the process."""

    def __init__(self, answering: Replay, host: str, port: int) -> None:
        super().__init__(answering, answering.steps, host, port)


def replay(path: str | os.PathLike[str]) -> Replay:
    """Something that answers from a recording, in this process or as a server.

    Raises `RecordingError` where it cannot be read, or holds no exchange.
    """
    return Replay(read_recording(path))


def _unlike(recorded: object, asked: object, path: str) -> Iterator[str]:
    """Where JSON is not that which was recorded."""
    if is_object(recorded) and is_object(asked):
        for name in recorded.keys() | asked.keys():
            yield from _unlike(recorded.get(name, ABSENT), asked.get(name, ABSENT), f"{path}.{name}")
    elif is_array(recorded) and is_array(asked) and len(recorded) == len(asked):
        for at, (one, other) in enumerate(zip(recorded, asked, strict=True)):
            yield from _unlike(one, other, f"{path}[{at}]")
    elif recorded != asked:
        yield f"{path}: {_shown(recorded)} was recorded, {_shown(asked)} is asked for"


def _shown(value: object) -> str:
    text = "nothing" if value is ABSENT else orjson.dumps(value).decode()
    return text if len(text) <= 80 else f"{text[:80]}..."


def _asked(request: Request, stand_ins: StandIns) -> _Asked:
    path, _, query = concealed_target(request.target, stand_ins).partition("?")
    body = concealed_body(request.body, request.header("content-type") or "", stand_ins)
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    return request.verb, path, tuple(pairs), orjson.dumps(body, option=orjson.OPT_SORT_KEYS)


def _not_recorded(asked: _Asked, answers: Mapping[_Asked, _Answers]) -> Reply:
    nearest = max(answers, key=lambda each: _nearness(each, asked))
    told = sorted(_unlike(_members(nearest), _members(asked), ""))
    return json_reply(
        501,
        {
            "error": "not_recorded",
            "error_description": f"{asked[0]} {asked[1]} was not recorded like this.",
            "nearest": f"{nearest[0]} {answers[nearest].exchanges[0].target}",
            "differences": [each.removeprefix(".") for each in told],
        },
    )


def _nearness(each: _Asked, asked: _Asked) -> tuple[object, ...]:
    same_path, same_verb = each[1] == asked[1], each[0] == asked[0]
    alike = 1.0 if same_path else SequenceMatcher(None, each[1], asked[1]).quick_ratio()
    return same_path, same_verb, alike, len(set(each[2]) & set(asked[2])), each[3] == asked[3]


def _members(asked: _Asked) -> Document:
    verb, path, query, body = asked
    held: Any = orjson.loads(body) or {}
    return {"verb": verb, "path": path, "query": dict(query), "body": next(iter(held.values()), None)}


def _jwt() -> str:
    parts: tuple[Document, ...] = ({"alg": "HS256"}, {"email": _CREDENTIALS.masterytrack_email, "exp": _FAR})
    return ".".join((*(urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=").decode() for part in parts), "replay"))
