"""A server that answers by script, behind httpx's own transports, for sessions of both kinds."""

from collections.abc import Sequence
from threading import Lock
from typing import Literal, TypeAlias

import httpx

Move: TypeAlias = int | tuple[int, str] | Literal["refused", "broken", "garbage", "empty"]
"""A status, a status with its Retry-After, no connection, a broken one, a body that is no JSON, or none at all."""
TOKEN_HOST = "auth.example.org"


class ScriptedServer:
    """Answers each request by the next move of its script, and with 200 when that is over; keeps what it saw."""

    def __init__(self, moves: Sequence[Move], token_moves: Sequence[Move] = ()) -> None:
        self.seen: list[tuple[str, str, str | None]] = []
        """Verb, path and token of every request of the API."""
        self.token_requests = 0
        self._moves = list(moves)
        self._token_moves = list(token_moves)
        self._lock = Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """What the next move makes of a request.

        Raises httpx's own errors where the move is that there is no answer.
        """
        with self._lock:
            if request.url.host == TOKEN_HOST:
                self.token_requests += 1
                return self._token(self._token_moves.pop(0) if self._token_moves else 200)
            self.seen.append((request.method, request.url.path, request.headers.get("authorization")))
            return answer(self._moves.pop(0) if self._moves else 200, {"message": f"answer {len(self.seen)}"})

    def _token(self, move: Move) -> httpx.Response:
        return answer(move, {"access_token": f"t{self.token_requests}", "token_type": "Bearer", "expires_in": 3600})


def answer(move: Move, body: dict[str, object]) -> httpx.Response:
    """The answer that a move stands for.

    Raises httpx's own errors where it stands for none.
    """
    match move:
        case "refused":
            raise httpx.ConnectError("refused")
        case "broken":
            raise httpx.ReadError("broken")
        case "garbage":
            return httpx.Response(200, content=b"<html>")
        case "empty":
            return httpx.Response(200)
        case (status, wait):
            return httpx.Response(status, json=body, headers={"Retry-After": wait})
        case _:
            return httpx.Response(move, json=body)
