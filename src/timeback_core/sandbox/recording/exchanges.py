"""A recording as a file: a line of JSON for what it is of, and one for each exchange, written as they happen."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, TypeGuard, get_args

import attrs
import orjson

from timeback_core.sandbox.messages import Document, Headers, Reply, Request, is_array, is_object
from timeback_core.sandbox.recording.concealing import KEPT_HEADERS
from timeback_core.sandbox.world import Platform

FORMAT: Final = 1

_KIND: Final = "timeback_recording"
_FRAMED: Final = ("json", "text", "omitted")
_BOM: Final = b"\xef\xbb\xbf"


class RecordingError(Exception):
    """A recording cannot be used; its message says which one and why."""


@attrs.frozen(kw_only=True)
class Exchange:
    """A request and its answer, without secrets and without what is personal."""

    verb: str
    target: str
    """Path and query."""
    headers: Headers
    body: Document | None
    """Its `json` or its `text`, of one that is neither how many bytes were `omitted`; None of none."""
    status: int
    answer_headers: Headers
    answer_body: Document | None
    seconds: float
    """How long the answer took."""

    @property
    def path(self) -> str:
        """The path, nothing decoded."""
        return self.target.partition("?")[0]

    def request(self) -> Request:
        """The request as it can be sent again."""
        return Request(self.verb, self.target, self.headers, bytes_of(self.body))

    def reply(self) -> Reply:
        """The answer as it can be given again."""
        return Reply(self.status, self.answer_headers, bytes_of(self.answer_body))


@attrs.frozen
class Recording:
    """What a file holds, and what of it could not be read."""

    platform: Platform
    exchanges: tuple[Exchange, ...]
    problems: tuple[str, ...]
    """Such as `line 7: it is no JSON`; these lines are left out."""


class RecordingFile:
    """A new file to which exchanges are added. Raises `RecordingError` where it is there already or cannot be made."""

    def __init__(self, path: str | os.PathLike[str], platform: Platform) -> None:
        self.path: Path = Path(path)
        self._is_empty = True
        try:
            self._file = self.path.open("xb", buffering=0)
            self._write({_KIND: FORMAT, "platform": platform})
        except FileExistsError:
            raise RecordingError(f"{self.path} is there already; name another file, or remove it") from None
        except OSError as error:
            raise RecordingError(f"{self.path} cannot be written: {error.strerror or error}") from None

    def add(self, exchange: Exchange) -> None:
        """Write an exchange; raises `OSError`."""
        self._is_empty = False
        self._write(
            {
                "verb": exchange.verb,
                "target": exchange.target,
                "headers": exchange.headers,
                "body": exchange.body,
                "answer": {"status": exchange.status, "headers": exchange.answer_headers, "body": exchange.answer_body},
                "seconds": round(exchange.seconds, 6),
            }
        )

    def close(self) -> None:
        """Let the file go, and leave none behind in which there is no exchange. Twice is once."""
        if self._is_empty and not self._file.closed:
            self.path.unlink(missing_ok=True)
        self._file.close()

    def _write(self, value: object) -> None:
        line = orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE)
        end = self._file.seek(0, os.SEEK_END)
        while line:
            try:
                line = line[self._file.write(line) :]
            except OSError:
                self._file.truncate(end)  # half a line would spoil the next one
                raise


def read_recording(path: str | os.PathLike[str]) -> Recording:
    """What a file holds. Raises `RecordingError` where it cannot be read, or no line of it is an exchange."""
    exchanges: list[Exchange] = []
    problems: list[str] = []
    platform: Platform = "BEYOND_AI"
    for number, line in _lines(Path(path)):
        try:
            value: Any = orjson.loads(line)
        except orjson.JSONDecodeError:
            problems.append(f"line {number}: it is no JSON")
            continue
        if is_object(value) and _KIND in value:
            if value[_KIND] != FORMAT:
                raise RecordingError(f"{path} has the format {value[_KIND]!r} and not {FORMAT}")
            if _is_platform(told := value.get("platform")):
                platform = told
            continue
        read = _exchange(value)
        if isinstance(read, str):
            problems.append(f"line {number}: {read}")
        else:
            exchanges.append(read)
    if not exchanges:
        raise RecordingError("; ".join((f"{path} holds no exchange", *problems[:10])))
    return Recording(platform, tuple(exchanges), tuple(problems))


def bytes_of(body: Document | None) -> bytes:
    """A body as it is sent."""
    if body is None or "omitted" in body:
        return b""
    return body["text"].encode() if "text" in body else orjson.dumps(body["json"])


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                told = line.removeprefix(_BOM).strip()
                if told:
                    yield number, told
    except OSError as error:
        raise RecordingError(f"{path} cannot be read: {error.strerror or error}") from None


def _exchange(value: object) -> Exchange | str:
    """The exchange that a line is, or everything that is wrong with it."""
    if not is_object(value):
        return "it is no object"
    answer: Any = value.get("answer")
    members: Document = answer if is_object(answer) else {}
    checks = {
        "verb": isinstance(value.get("verb"), str),
        "target": isinstance(value.get("target"), str) and value["target"].startswith("/"),
        "headers": _are_headers(value.get("headers", [])),
        "body": _is_body(value.get("body")),
        "answer": is_object(answer),
        "answer.status": isinstance(members.get("status"), int) and 200 <= members["status"] <= 999,
        "answer.headers": _are_headers(members.get("headers", [])),
        "answer.body": _is_body(members.get("body")),
        "seconds": isinstance(value.get("seconds", 0), int | float),
    }
    wrong = [name for name, is_right in checks.items() if not is_right]
    if wrong:
        return f"{', '.join(wrong)} cannot be read"
    return Exchange(
        verb=value["verb"],
        target=value["target"],
        headers=_headers(value.get("headers", [])),
        body=value.get("body"),
        status=members["status"],
        answer_headers=_headers(members.get("headers", [])),
        answer_body=members.get("body"),
        seconds=value.get("seconds", 0),
    )


def _is_platform(value: object) -> TypeGuard[Platform]:
    return value in get_args(Platform)


def _are_headers(value: object) -> bool:
    return is_array(value) and all(
        is_array(pair) and len(pair) == 2 and all(isinstance(part, str) and part.isprintable() for part in pair)
        for pair in value
    )


def _headers(value: list[list[str]]) -> Headers:
    return tuple((name.lower(), text) for name, text in value if name.lower() in KEPT_HEADERS)


def _is_body(value: object) -> bool:
    if value is None:
        return True
    if not is_object(value) or len(value) != 1 or not any(name in value for name in _FRAMED):
        return False
    return isinstance(value.get("text", ""), str) and isinstance(value.get("omitted", 0), int)
