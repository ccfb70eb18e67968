"""Commands run inside the test's own process, with what they print."""

import io
import sys
from typing import NamedTuple

import pytest

from timeback_core.cli.app import app
from timeback_core.sandbox import Server


class Told(NamedTuple):
    """The exit status of a command, and what it printed."""

    status: int
    out: str
    err: str


class Terminal(io.StringIO):
    """What somebody looks at."""

    def isatty(self) -> bool:
        """It is one."""
        return True


class Command:
    """The `timeback` command."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
        self.patch = monkeypatch
        self._captured = capsysbinary

    def __call__(self, *words: str, typed: str = "") -> Told:
        """Run a command; `typed` is what standard input holds."""
        self.patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(typed.encode())))
        status = 0
        try:
            app(words)
        except SystemExit as end:
            status = int(end.code or 0)
        out, err = self._captured.readouterr()
        return Told(status, out.decode(), err.decode())

    def use(self, server: Server) -> None:
        """Let the environment lead to a sandbox."""
        self.patch.setenv("TIMEBACK_API_BASE_URL", server.base_url)
        self.patch.setenv("TIMEBACK_API_AUTH_URL", server.token_url)
        self.patch.setenv("TIMEBACK_API_CLIENT_ID", server.client_id)
        self.patch.setenv("TIMEBACK_API_CLIENT_SECRET", server.client_secret)
