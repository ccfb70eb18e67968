"""Recording, replaying and comparing as the command does it."""

import sys
from argparse import Namespace
from collections.abc import Callable

import orjson

from timeback_core.sandbox.box import Sandbox
from timeback_core.sandbox.reaching import cli_text
from timeback_core.sandbox.recording.comparing import compare
from timeback_core.sandbox.recording.exchanges import RecordingError
from timeback_core.sandbox.recording.recorder import RecordingServer, record
from timeback_core.sandbox.recording.replaying import replay
from timeback_core.sandbox.saying import say


def run(given: Namespace, build: Callable[[], Sandbox]) -> int:
    """Record, replay or compare; gives the exit status: 1 where answers differ, 2 where a recording cannot be used.

    Raises `ValueError` and `OSError` as a sandbox does that is built and served.
    """
    try:
        if given.record is not None:
            return _record(given)
        return _replay(given) if given.replay is not None else _compare(given, build)
    except RecordingError as error:
        print(error, file=sys.stderr)
        return 2


def _record(given: Namespace) -> int:
    recorder = record(given.record, given.to, auth_url=given.record_auth_url, platform=given.platform)
    with recorder, recorder.serve(given.port, given.host) as server:
        say(_told(server, given))
        server.wait()
    return 0


def _replay(given: Namespace) -> int:
    answering = replay(given.replay)
    for problem in answering.problems:
        print(f"{given.replay}: {problem}", file=sys.stderr)
    with answering.serve(given.port, given.host) as server:
        say(cli_text(server, has_page=False))
        server.wait()
    return 0


def _compare(given: Namespace, build: Callable[[], Sandbox]) -> int:
    with build() as sandbox:
        report = compare(given.compare, sandbox)
    if given.format == "json":
        say(orjson.dumps(report.as_json(), option=orjson.OPT_INDENT_2).decode())
    else:
        say(report.as_text())
    return 0 if report.agrees else 1


def _told(server: RecordingServer, given: Namespace) -> str:
    """Addresses, and the lines that make a shell use them; the credentials stay those of the other server."""
    lines = [
        f"recording {given.record} to {given.to}",
        "",
        f"export TIMEBACK_API_BASE_URL={server.base_url}",
        f"export TIMEBACK_API_AUTH_URL={server.token_url}",
    ]
    if server.platform == "BEYOND_AI":
        lines.append(f"export TIMEBACK_MASTERYTRACK_BASE_URL={server.base_url}")
    return "\n".join(lines)
