"""Commands run inside the test's own process, with what they print."""

import io
import sys
from typing import NamedTuple

import pytest
from tests.scripted_server import ScriptedServer
from tests.support import settings_of

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

    def use(self, server: Server | ScriptedServer) -> None:
        """Let the environment lead to a server."""
        settings = settings_of(server)
        for name in ("base_url", "auth_url", "client_id", "client_secret"):
            self.patch.setenv(f"TIMEBACK_API_{name.upper()}", str(settings[name]))
