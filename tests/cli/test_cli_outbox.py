"""`timeback outbox`: what waits is shown, sent and told."""

import json
from pathlib import Path

import pytest
from tests.cli.command import Command
from tests.cli.test_cli import WIDE, running, timeback
from tests.outbox.events import OTHER, SENSOR, Receiver, plain, refusing, urn
from tests.scripted_server import Reply, ScriptedServer
from tests.support import settings_of

from timeback_core import Outbox


@pytest.fixture
def file(tmp_path: Path) -> str:
    """An outbox with five events of two sensors."""
    outbox = Outbox.open(tmp_path / "events.outbox").unwrap()
    outbox.accept(SENSOR, *map(plain, range(1, 5))).unwrap()
    outbox.accept(OTHER, plain(5)).unwrap()
    return outbox.path


def configured(monkeypatch: pytest.MonkeyPatch, server: ScriptedServer) -> None:
    """Let the environment lead to a server."""
    settings = settings_of(server)
    for name in ("base_url", "auth_url", "client_id", "client_secret"):
        monkeypatch.setitem(WIDE, f"TIMEBACK_API_{name.upper()}", str(settings[name]))


def test_what_waits_is_shown_sent_and_told(unconfigured: Command, file: str) -> None:
    told = unconfigured("outbox", "status", file)
    assert (told.status, told.err) == (0, "")
    first, second, all_ = told.out.splitlines()
    assert first.startswith(f"{SENSOR}: 0 delivered, 0 refused, 4 waiting, the first since 2")
    assert second.startswith(f"{OTHER}: 0 delivered, 0 refused, 1 waiting")
    assert all_.startswith("all: 0 delivered, 0 refused, 5 waiting")

    with ScriptedServer(Receiver(refusing(3))) as server:
        unconfigured.use(server)
        told = unconfigured("outbox", "send", file)
        assert (told.status, told.out, told.err) == (1, "4 delivered, 1 refused, 0 waiting\n", "")
        told = unconfigured("outbox", "send", file)
        assert (told.status, told.out, told.err) == (0, "0 delivered, 0 refused, 0 waiting\n", "")

    row = json.loads(unconfigured("outbox", "refused", file, "--format", "json").out)
    assert (row["id"], row["sensor"], row["event"]) == (urn(3), SENSOR, plain(3))
    assert row["reason"].endswith("400 Invalid payload")
    status = json.loads(unconfigured("outbox", "status", file, "--format", "json").out)
    assert status["sensors"][SENSOR] == {"waiting": 0, "delivered": 3, "refused": 1, "oldest_waiting": None}
    assert (status["waiting"], status["delivered"], status["refused"]) == (0, 4, 1)


def test_what_cannot_be_sent_waits_and_says_why(unconfigured: Command, file: str) -> None:
    with ScriptedServer(Receiver()) as server:
        unconfigured.use(server)
    told = unconfigured("outbox", "send", file, "--seconds", "2")
    assert (told.status, told.out) == (1, "0 delivered, 0 refused, 5 waiting\n")
    assert any(reason in told.err for reason in ("Connection refused", "waiting for token"))  # whichever came last


def test_a_file_that_is_not_there_is_told_and_not_made(unconfigured: Command, tmp_path: Path) -> None:
    told = unconfigured("outbox", "send", str(tmp_path / "events.outbox"))
    assert (told.status, told.out) == (3, "")
    assert f"{tmp_path / 'events.outbox'}: is not there" in told.err
    assert "TIMEBACK_ENV" in told.err
    assert list(tmp_path.iterdir()) == []


def test_whatever_a_server_says_is_a_line_on_any_terminal(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Reply({"message": "Ung\u00fcltig\n \x1b[31mred"}, status=400)
    monkeypatch.setitem(WIDE, "PYTHONIOENCODING", "ascii")
    with ScriptedServer(Receiver(lambda ids: said)) as server:
        configured(monkeypatch, server)
        assert timeback("outbox", "send", file).returncode == 1

    told = timeback("outbox", "refused", file)
    assert (told.returncode, told.stderr) == (0, "")
    assert len(told.stdout.splitlines()) == 5
    with running("outbox", "refused", file, "--format", "json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()  # as `head` does, which is no failure
        assert process.stderr.read() == ""
    assert all(line.endswith(r"400 Ung\xfcltig [31mred") for line in told.stdout.splitlines())
