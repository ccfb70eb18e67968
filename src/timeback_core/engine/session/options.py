"""How calls are run: what a view of a session can change, checked and total."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal, TypeAlias, TypedDict, get_args

import attrs

from timeback_core.engine.config.options import MAX_TIMEOUT
from timeback_core.engine.narrow import is_mapping
from timeback_core.problems import Problem, unknown

RESERVED_HEADERS: Final = frozenset(
    ("authorization", "x-auth-token", "host", "content-length", "transfer-encoding", "connection", "x-request-id")
)
"""Headers that belong to the session itself."""


BadRows: TypeAlias = Literal["fail", "skip"]
"""What becomes of a list with a row that cannot be read: it fails, or leaves the row out and tells it."""


class CallOptions(TypedDict, total=False):
    """The options of `using`; None leaves one as it was."""

    timeout: float | None
    """Deadline of one request with its retries, in seconds."""
    total_timeout: float | None
    """Deadline of a stream, a collect or a flow, in seconds."""
    prefetch: int | None
    """Pages that streams ask for ahead."""
    headers: Mapping[str, str] | None
    """Further headers of every request."""
    request_id: str | None
    """Sent as `X-Request-ID` instead of a random one."""
    bad_rows: BadRows | None
    """Whether a row that cannot be read fails its list ("fail"), or is left out and told in `bad` ("skip")."""


@attrs.frozen
class Options:
    """Settings of one view of a session; None means what the configuration says."""

    timeout: float | None = None
    total_timeout: float | None = None
    prefetch: int = 0
    headers: tuple[tuple[str, str], ...] = ()
    request_id: str | None = None
    bad_rows: BadRows = "fail"
    problems: tuple[Problem, ...] = ()
    """What is wrong with the settings; every call gives it as `InvalidInput`."""


def changed(options: Options, given: Mapping[str, object]) -> Options:
    """The options with what was given in its place (headers in any case); what is wrong is left out and told."""
    changes: dict[str, Any] = {}
    problems = list(options.problems)
    for name, value in given.items():
        if value is None:
            continue
        if found := list(_problems(name, value)):
            problems += found
        elif is_mapping(value):
            replaced = {str(header).lower() for header in value}
            kept = (header for header in options.headers if header[0].lower() not in replaced)
            changes[name] = (*kept, *value.items())
        else:
            changes[name] = value
    return attrs.evolve(options, **changes, problems=tuple(problems))


def refused(options: Options, name: str, text: str) -> Options:
    """The options of calls of which each is to tell such a problem."""
    return attrs.evolve(options, problems=(*options.problems, Problem(name, text)))


def _problems(name: str, value: object) -> Iterator[Problem]:
    match name:
        case "timeout" | "total_timeout":
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= MAX_TIMEOUT:
                yield Problem(name, f"must be more than 0 and at most {MAX_TIMEOUT:.0f} seconds")
        case "prefetch":
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                yield Problem(name, "must be a whole number of at least 0")
        case "headers" if is_mapping(value):
            for header, text in value.items():
                yield from _header_problems(f"headers.{header}", header, text)
        case "headers":
            yield Problem(name, "must be a mapping of names to values")
        case "request_id":
            yield from _header_problems(name, name, value)
        case "bad_rows":
            if not isinstance(value, str) or value not in get_args(BadRows):
                yield Problem(name, "must be 'fail' or 'skip'")
        case _:
            yield Problem(name, unknown(name, CallOptions.__annotations__, "option"))


def _header_problems(path: str, name: object, value: object) -> Iterator[Problem]:
    if not isinstance(name, str) or not isinstance(value, str):
        yield Problem(path, "must be text")
    elif name.lower() in RESERVED_HEADERS:
        hint = "; a token of yours is the setting access_token" if name.lower() == "authorization" else ""
        yield Problem(path, "is set by the session" + hint)
    elif not re.fullmatch(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+", name):
        yield Problem(path, "is no name of a header")
    elif not (value.isascii() and value.isprintable()):
        yield Problem(path, "must be printable ASCII")
    elif value != value.strip():
        yield Problem(path, "must not begin or end with a blank")
