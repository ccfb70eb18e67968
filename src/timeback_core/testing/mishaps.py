"""What goes wrong on the way to a server and back, by rule: a transport that lets it happen, over any other one."""

import random
from collections.abc import AsyncIterator, Iterator, Mapping
from fnmatch import fnmatchcase
from math import inf
from threading import Lock
from typing import Final, Literal, TypeAlias, TypedDict, Unpack

import attrs
import httpx

from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.surface.operation import Operation
from timeback_core.problems import unknown
from timeback_core.sandbox.faces.transport import wait, wait_async
from timeback_core.testing.over import Over, target_of
from timeback_core.testing.places import asks_for_token, name_of, operations_at
from timeback_core.testing.scripted import Answer

Kind: TypeAlias = Literal["refused", "reset", "lost", "timeout", "slow", "answer", "malformed", "truncated"]


class When(TypedDict, total=False):
    """Which requests a mishap meets: all of them, but for those for tokens, where nothing is said."""

    operation: Operation[..., object] | str
    """Those of an operation: `create_user`, or `"oneroster.users.create"`."""
    verb: str
    path: str
    """A glob over the path as it is sent, such as `*/users/*`; it alone meets requests for tokens too."""
    after: int
    """So many requests that fit are let through first."""
    times: int
    """So many are met at most."""
    chance: float
    """From 0 to 1: each is met by chance, the same in each run of a transport with that seed."""


BOUNDS: Final[Mapping[str, tuple[float, float]]] = {"after": (0, inf), "times": (1, inf), "chance": (0, 1)}
"""What numbers may be."""


@attrs.frozen(repr=False)
class Mishap:
    """Something that goes wrong, and when; made by its own functions, such as `Mishap.refused(times=1)`.

    Raises:
        ValueError: there is no such operation or option, or a number is out of its bounds.
    """

    kind: Kind
    when: When
    answer: Answer | None = None
    seconds: float = 0.0

    def __attrs_post_init__(self) -> None:
        for name in self.when.keys() - When.__annotations__.keys():
            raise ValueError(unknown(name, When.__annotations__, "option"))
        if "operation" in self.when:
            name_of(self.when["operation"])
        for name, (least, most) in BOUNDS.items():
            value = self.when.get(name, least)
            if not (isinstance(value, int | float) and least <= value <= most):
                raise ValueError(f"{name} of a mishap must be a number from {least} to {most}, not {value!r}")

    @classmethod
    def refused(cls, **when: Unpack[When]) -> "Mishap":
        """No connection can be made."""
        return cls("refused", when)

    @classmethod
    def reset(cls, **when: Unpack[When]) -> "Mishap":
        """The connection breaks before the request has arrived, which the client cannot know."""
        return cls("reset", when)

    @classmethod
    def lost(cls, **when: Unpack[When]) -> "Mishap":
        """The request arrives and takes effect, and the connection breaks before the answer."""
        return cls("lost", when)

    @classmethod
    def timeout(cls, **when: Unpack[When]) -> "Mishap":
        """The request arrives and takes effect, and the answer is given up as too late, at once."""
        return cls("timeout", when)

    @classmethod
    def slow(cls, seconds: float, **when: Unpack[When]) -> "Mishap":
        """The request arrives and takes effect, and its answer comes late: so late, or when its deadline has passed."""
        return cls("slow", when, seconds=seconds)

    @classmethod
    def status(
        cls,
        status: int,
        body: JsonValue | bytes = None,
        *,
        headers: Mapping[str, str] | None = None,
        **when: Unpack[When],
    ) -> "Mishap":
        """Something on the way answers instead, such as 429 with `headers={"Retry-After": "1"}`; nothing arrives."""
        return cls("answer", when, Answer(status, body, headers=headers))

    @classmethod
    def malformed(cls, **when: Unpack[When]) -> "Mishap":
        """The request arrives and takes effect, and its answer has half a body, which is no JSON."""
        return cls("malformed", when)

    @classmethod
    def truncated(cls, **when: Unpack[When]) -> "Mishap":
        """The request arrives and takes effect, and the connection breaks in the middle of the answer's body."""
        return cls("truncated", when)

    def fits(self, request: httpx.Request) -> bool:
        """Whether a request is one of those that it is about."""
        when, verb, path = self.when, request.method, target_of(request).partition("?")[0]
        if "path" not in when and asks_for_token(verb, path, request.headers):
            return False
        return (
            when.get("verb", verb).upper() == verb
            and fnmatchcase(path, when.get("path", "*"))
            and ("operation" not in when or name_of(when["operation"]) in operations_at(verb, path))
        )

    def __repr__(self) -> str:
        return f"<Mishap {' '.join([self.kind, *(f'{name}={value}' for name, value in self.when.items())])}>"


class FaultyTransport(Over):
    """A transport for `open(transport=)`, or for any httpx client, that lets things go wrong.

    mishaps: each request meets the first one that concerns it, and the others do not hear of it; so those with
    `times` happen one after another. over: the transport that carries what goes well, such as `sandbox.transport()`;
    by default it has connections of its own. seed: of what happens by chance; equal requests in equal order meet the
    same.
    """

    def __init__(
        self, *mishaps: Mishap, over: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None, seed: int = 0
    ) -> None:
        super().__init__(over)
        self._lock = Lock()
        self._rules = [_Rule(mishap, random.Random(f"{seed} {n}")) for n, mishap in enumerate(mishaps)]  # noqa: S311
        self._happened: list[Mishap] = []

    @property
    def happened(self) -> tuple[Mishap, ...]:
        """What went wrong up to now, in order."""
        with self._lock:
            return tuple(self._happened)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, or what goes wrong instead, after the request has arrived or before."""
        mishap = self._met_by(request)
        instead = mishap and _instead(mishap, request)
        if mishap is None or instead is not None:
            return instead or self._below.handle_request(request)
        response = self._below.handle_request(request)
        response.read()
        response.close()
        wait(request, mishap.seconds)
        return _spoiled(mishap, request, response)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer, or what goes wrong instead, after the request has arrived or before."""
        mishap = self._met_by(request)
        instead = mishap and _instead(mishap, request)
        if mishap is None or instead is not None:
            return instead or await self._below_async.handle_async_request(request)
        response = await self._below_async.handle_async_request(request)
        await response.aread()
        await response.aclose()
        await wait_async(request, mishap.seconds)
        return _spoiled(mishap, request, response)

    def _met_by(self, request: httpx.Request) -> Mishap | None:
        with self._lock:
            met = next((rule.mishap for rule in self._rules if rule.meets(request)), None)
            if met is not None:
                self._happened.append(met)
            return met


class _Rule:
    """A mishap, and how often it was asked for and has happened."""

    def __init__(self, mishap: Mishap, chances: random.Random) -> None:
        self.mishap = mishap
        self._chances = chances
        self._passed = 0
        self._met = 0

    def meets(self, request: httpx.Request) -> bool:
        when = self.mishap.when
        if self._met >= when.get("times", self._met + 1) or not self.mishap.fits(request):
            return False
        if self._passed < when.get("after", 0) or self._chances.random() >= when.get("chance", 1.0):
            self._passed += 1
            return False
        self._met += 1
        return True


def _instead(mishap: Mishap, request: httpx.Request) -> httpx.Response | None:
    """What comes of a request that does not arrive; None where it does."""
    match mishap.kind:
        case "refused":
            raise httpx.ConnectError("the connection was refused", request=request)
        case "reset":
            raise httpx.WriteError("the connection was reset", request=request)
        case _:
            return None if mishap.answer is None else mishap.answer.to_httpx(request)


def _spoiled(mishap: Mishap, request: httpx.Request, response: httpx.Response) -> httpx.Response:
    """What comes of an answer."""
    half = response.content[: len(response.content) // 2]
    match mishap.kind:
        case "lost":
            raise httpx.ReadError("the connection was reset", request=request)
        case "timeout":
            raise httpx.ReadTimeout("the answer was late", request=request)
        case "malformed":
            stream: httpx.ByteStream | _Broken = httpx.ByteStream(half or b"{")
        case "truncated":
            stream = _Broken(half, request)
        case _:
            stream = httpx.ByteStream(response.content)
    framing = ("content-length", "content-encoding", "transfer-encoding")
    headers = [(name, value) for name, value in response.headers.multi_items() if name not in framing]
    return httpx.Response(response.status_code, headers=headers, stream=stream, request=request)


class _Broken(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body that breaks off."""

    def __init__(self, begun: bytes, request: httpx.Request) -> None:
        self._begun = begun
        self._request = request

    def __iter__(self) -> Iterator[bytes]:
        yield self._begun
        raise httpx.RemoteProtocolError("the body broke off", request=self._request)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self:
            yield piece
