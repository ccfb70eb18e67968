"""What was sent, in order, and assertions about it: as a transport recorded it, or as a sandbox received it."""

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import count
from threading import Lock
from typing import Final, Unpack, overload

import attrs
import httpx

from timeback_core.engine.codec.json import Bad, JsonValue, step
from timeback_core.engine.codec.text import parse
from timeback_core.engine.surface.operation import Operation
from timeback_core.sandbox import Sandbox, Server
from timeback_core.sandbox.messages import Reply, Request, finish
from timeback_core.sandbox.patterns import WHICH_EXACTLY, Pattern, WhichExactly, read
from timeback_core.sandbox.request_log import LoggedRequest, logged
from timeback_core.sandbox.verifying import Counted, Verification, verify
from timeback_core.testing.over import Over, target_of
from timeback_core.testing.places import asks_for_token, name_of, operations_at

_UNANSWERED: Final = Reply(0, cut="before")


@attrs.frozen(eq=False, slots=False)
class SentRequest:
    """One attempt of a call as it went out; passwords, keys, tokens and other secrets are masked."""

    logged: LoggedRequest
    """All that is remembered of it."""

    @property
    def verb(self) -> str:
        """The verb."""
        return self.logged.verb

    @property
    def path(self) -> str:
        """As it was sent: ids are percent-encoded."""
        return self.logged.path

    @cached_property
    def query(self) -> httpx.QueryParams:
        """Its parameters, decoded: `query["limit"]`, or `query.get_list("role")` of one that is repeated."""
        return httpx.QueryParams(self.logged.query)

    @cached_property
    def headers(self) -> httpx.Headers:
        """Its headers."""
        return httpx.Headers(list(self.logged.headers))

    @property
    def content(self) -> bytes:
        """The body as it was sent."""
        return self.logged.body

    @property
    def status(self) -> int | None:
        """What was answered; None where nothing was."""
        return self.logged.status or None

    @cached_property
    def operations(self) -> tuple[str, ...]:
        """The operations that send such a request, as a client spells them (`oneroster.users.create`).

        None for what is no call of the platform; several where they differ in what they send or read alone.
        """
        return operations_at(self.verb, self.path)

    @cached_property
    def body(self) -> JsonValue:
        """The body as JSON, or as text where it is none; None where it is empty."""
        try:
            return parse(self.content) if self.content else None
        except Bad:
            return self.content.decode("utf-8", "replace")

    def at(self, *path: str | int) -> JsonValue:
        """What lies in the body: `at("user", "roles", 0, "role")`.

        Raises:
            AssertionError: nothing does.
        """
        found = self.body
        for depth, part in enumerate(path, 1):
            try:
                found = _member(found, part)
            except LookupError:
                where = "".join(map(step, path[:depth])).removeprefix(".")
                raise AssertionError(f"nothing at {where} in the body of {self}: {self.body!r}") from None
        return found

    def __str__(self) -> str:
        return str(_told(self))


class SentRequests:
    """Requests in the order in which they were sent, those for tokens left out; printed, they are a line each."""

    def __init__(self, requests: Iterable[SentRequest]) -> None:
        self._requests = tuple(requests)

    def of(
        self, operation: Operation[..., object] | str | None = None, /, **which: Unpack[WhichExactly]
    ) -> "SentRequests":
        """Those of an operation, `create_user` or `"oneroster.users.create"`, or those that are meant otherwise.

        Raises:
            ValueError: there is no such operation, or what is meant makes no sense.
        """
        pattern = Pattern(read(WHICH_EXACTLY, _named(operation, which)))
        return SentRequests(each for each in self._requests if pattern.fits(each.logged, each.operations))

    def verify(
        self, operation: Operation[..., object] | str | None = None, /, **expected: Unpack[Counted]
    ) -> Verification:
        """Whether such requests were sent, and where not, which one comes nearest and what is different in it.

        Raises:
            ValueError: there is no such operation, or what is expected makes no sense.
        """
        operations = {each.logged.id: each.operations for each in self._requests}
        told = [_told(each) for each in self._requests]
        return finish(verify(told, _named(operation, expected), operations_of=lambda each: operations[each.id]))

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self._requests)

    @property
    def first(self) -> SentRequest:
        """The first one; an AssertionError where nothing was sent."""
        return self._one(0)

    @property
    def last(self) -> SentRequest:
        """The last one; an AssertionError where nothing was sent."""
        return self._one(-1)

    @property
    def only(self) -> SentRequest:
        """The only one; an AssertionError that tells them all where they are more."""
        if self.count > 1:
            raise AssertionError(f"{self.count} requests were sent:\n{self}")
        return self._one(0)

    def _one(self, index: int) -> SentRequest:
        if not self._requests:
            raise AssertionError("no such request was sent")
        return self._requests[index]

    @overload
    def __getitem__(self, index: int) -> SentRequest: ...
    @overload
    def __getitem__(self, index: slice) -> "SentRequests": ...
    def __getitem__(self, index: int | slice) -> "SentRequest | SentRequests":
        return self._requests[index] if isinstance(index, int) else SentRequests(self._requests[index])

    def __iter__(self) -> Iterator[SentRequest]:
        return iter(self._requests)

    def __len__(self) -> int:
        return len(self._requests)

    def __str__(self) -> str:
        return "\n".join(map(str, self._requests))

    def __repr__(self) -> str:
        return f"<{self.count} requests{''.join(f'{chr(10)}  {each}' for each in self._requests)}>"


class RecordingTransport(Over):
    """A transport for `open(transport=)`, or for any httpx client, that keeps what was sent.

    over: the transport that carries the requests, such as `sandbox.transport()`; by default it has connections of its
    own.
    """

    def __init__(self, over: httpx.BaseTransport | httpx.AsyncBaseTransport | None = None) -> None:
        super().__init__(over)
        self._lock = Lock()
        self._numbers = count()
        self._sent: dict[int, LoggedRequest] = {}

    @property
    def sent(self) -> SentRequests:
        """What was sent up to now."""
        with self._lock:
            return SentRequests(map(SentRequest, self._sent.values()))

    def forget(self) -> None:
        """Forget what was sent."""
        with self._lock:
            self._sent.clear()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Keep the request, and have it answered by the transport below."""
        number = self._keep(request, request.read())
        response = self._below.handle_request(request)
        self._answered(number, response)
        return response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Keep the request, and have it answered by the transport below."""
        number = self._keep(request, await request.aread())
        response = await self._below_async.handle_async_request(request)
        self._answered(number, response)
        return response

    def _keep(self, request: httpx.Request, body: bytes) -> int:
        headers = tuple(
            (name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in request.headers.raw
        )
        arrived = Request(request.method, target_of(request), headers, body)
        with self._lock:
            number = next(self._numbers)
            sent = logged(number, arrived, _UNANSWERED, time.time(), 0.0, body_kept=len(body))
            if not asks_for_token(sent.verb, sent.path, request.headers):
                self._sent[number] = sent
        return number

    def _answered(self, number: int, response: httpx.Response) -> None:
        with self._lock:
            if number in self._sent:
                self._sent[number] = attrs.evolve(self._sent[number], status=response.status_code)


def sent_to(sandbox: Sandbox | Server) -> SentRequests:
    """What a sandbox received, as it remembers it: the last 10,000 requests."""
    box = sandbox.sandbox if isinstance(sandbox, Server) else sandbox
    calls = (each for each in box.requests() if not asks_for_token(each.verb, each.path, dict(each.headers)))
    return SentRequests(map(SentRequest, calls))


def assert_sent(
    to: Sandbox | Server | RecordingTransport | SentRequests,
    operation: Operation[..., object] | str | None = None,
    /,
    **expected: Unpack[Counted],
) -> SentRequests:
    """Give the requests that were sent as expected: `assert_sent(sandbox, create_user, times=1, status=201)`.

    to: where they were sent, or those that are looked at. operation: `create_user`, or `"oneroster.users.create"`.
    expected: what else they are, and how many of them; at least one where nothing is said.

    Raises:
        AssertionError: they are too few or too many; it tells which one comes nearest, and what is different in it.
        ValueError: there is no such operation, or what is expected makes no sense.
    """
    match to:
        case SentRequests():
            sent = to
        case RecordingTransport():
            sent = to.sent
        case _:
            sent = sent_to(to)
    told = sent.verify(operation, **expected)
    if not told:
        raise AssertionError(str(told))
    meant = {each.id for each in told.requests}
    return SentRequests(each for each in sent if each.logged.id in meant)


def _named(operation: Operation[..., object] | str | None, given: Mapping[str, object]) -> Mapping[str, object]:
    """What is given, with the name of an operation, which is known to be one."""
    return given if operation is None else {**given, "operation": name_of(operation)}


def _told(sent: SentRequest) -> LoggedRequest:
    """It with the operations that a client knows it by."""
    return attrs.evolve(sent.logged, operation=" or ".join(sent.operations))


def _member(value: JsonValue, part: str | int) -> JsonValue:
    """The member of an object, or the element of an array; a LookupError where there is none."""
    if isinstance(part, str) and isinstance(value, Mapping):
        return value[part]
    if isinstance(part, int) and isinstance(value, Sequence) and not isinstance(value, str):
        return value[part]
    raise LookupError(part)
