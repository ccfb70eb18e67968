"""Scripted answers: a transport that gives what a test says, one answer after another, without a server."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from threading import Lock
from typing import Final

import httpx

from timeback_core.engine.codec.json import JsonValue
from timeback_core.engine.codec.text import unparse
from timeback_core.testing.places import asks_for_token

TOKEN: Final[JsonValue] = {"access_token": "scripted", "expires_in": 3600, "success": True, "jwt": "scripted"}
"""A token as either kind of endpoint answers it."""


class Answer:
    """One scripted answer, or the exception that a transport raises instead."""

    def __init__(
        self,
        status: int = 200,
        body: JsonValue | bytes = None,
        *,
        headers: Mapping[str, str] | None = None,
        raises: Exception | None = None,
    ) -> None:
        """An answer of a status with a body: JSON, or bytes as they are (None is an empty body)."""
        self.status = status
        self.content: bytes = b"" if body is None else body if isinstance(body, bytes) else unparse(body)
        self.headers: dict[str, str] = dict(headers or {})
        self.raises = raises

    def to_httpx(self, request: httpx.Request) -> httpx.Response:
        """The answer as httpx has it."""
        if self.raises is not None:
            raise self.raises
        return httpx.Response(self.status, headers=self.headers, content=self.content, request=request)


class ScriptedTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A transport for `open(transport=)` that answers from a script; token requests are answered by themselves.

    What was asked is kept in `requests`, token requests left out. When the script is at its end, the last answer
    is given again.
    """

    def __init__(self, answers: Iterable[Answer]) -> None:
        self._answers = deque(answers)
        self._lock = Lock()
        self.requests: list[httpx.Request] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        return self._answer(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        return self._answer(request)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if asks_for_token(request.method, request.url.path, request.headers):
            return Answer(200, TOKEN).to_httpx(request)
        with self._lock:
            self.requests.append(request)
            answer = self._answers.popleft() if len(self._answers) > 1 else self._answers[0]
        return answer.to_httpx(request)
