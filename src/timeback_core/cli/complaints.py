"""What a command says of an error, and the exit status that it ends with."""

from __future__ import annotations

import json
import sys
from typing import Final

from timeback_core import errors
from timeback_core.cli.options import Form
from timeback_core.errors import AnyError, BadRow
from timeback_core.problems import Problem

FAILED: Final = 1
MISUSED: Final = 2

STATUSES: Final[tuple[tuple[int, str, tuple[type[Exception], ...]], ...]] = (
    (MISUSED, "the words make no sense: an unknown name, a wrong argument", (errors.InvalidInput,)),
    (
        3,
        "configuration, credentials or rights; a file that cannot be used",
        (
            errors.ConfigError,
            errors.ServiceNotConfigured,
            errors.UnsupportedOperation,
            errors.UnknownClient,
            errors.StorageFailed,
            errors.AuthError,
            errors.Unauthorized,
            errors.Forbidden,
        ),
    ),
    (4, "what was asked for is not there", (errors.NotFound,)),
    (5, "the server refused what was sent", (errors.Conflict, errors.Rejected)),
    (
        6,
        "no answer, or none for now: the same can work later",
        (errors.ConnectionFailed, errors.TimedOut, errors.RateLimited, errors.ServerFault),
    ),
)
"""Exit statuses by kind of error; any other error is `FAILED`."""


def status_of(error: AnyError | BadRow) -> int:
    """The exit status of a command that ended with an error."""
    return next((status for status, _, kinds in STATUSES if isinstance(error, kinds)), FAILED)


def complain(error: AnyError | BadRow, form: Form = "text") -> int:
    """Print an error on stderr, for people or as JSON; gives the exit status."""
    print(json.dumps(members(error)) if form == "json" else "\n".join(_lines(error)), file=sys.stderr)
    return status_of(error)


def members(error: AnyError | BadRow) -> dict[str, object]:
    """An error as plain JSON."""
    call = getattr(error, "call", None)
    said: dict[str, object] = {"error": type(error).__name__, "message": in_one_line(error.message)}
    if call is not None:
        said |= {"operation": call.operation, "request_id": call.request_id}
    if (status := getattr(error, "status", None)) is not None:
        said["status"] = status
    if problems := _problems(error):
        said["problems"] = [{"path": each.path, "text": in_one_line(each.text)} for each in problems]
    return said


def in_one_line(text: str) -> str:
    """What a server said, without what would begin a line or steer a terminal."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def _lines(error: AnyError | BadRow) -> list[str]:
    problems = _problems(error)
    call = getattr(error, "call", None)
    request_id = getattr(call, "request_id", None)
    listed = isinstance(error, errors.InvalidInput | errors.ConfigError)
    if listed and len(problems) == 1 and call is None:
        return [in_one_line(str(problems[0]))]
    first = "wrong input:" if isinstance(error, errors.InvalidInput) else "wrong configuration:"
    lines = [first if listed else in_one_line(error.message)]
    lines += [f"  {in_one_line(str(each))}" for each in problems if listed]
    return lines + ([f"  request id: {in_one_line(request_id)}"] if request_id else [])


def _problems(error: AnyError | BadRow) -> tuple[Problem, ...]:
    own: tuple[Problem, ...] = getattr(error, "problems", ())
    reply = getattr(error, "reply", None)
    return own or (() if reply is None else reply.problems)
