"""What the command line promises."""

import json
from pathlib import Path

import pytest
from tests.cli.command import Command
from tests.support import calls

from timeback_core import catalogue
from timeback_core.cli.calls.arguments import arguments_of, is_for_python
from timeback_core.cli.calls.words import PROFILE, options_of
from timeback_core.cli.profiles import vault
from timeback_core.sandbox import Server


@pytest.fixture
def timeback(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Command:
    """A command whose environment leads to the sandbox."""
    monkeypatch.setenv("TIMEBACK_CONFIG_DIR", str(tmp_path))
    monkeypatch.setattr(vault, "keyring", lambda: None)
    command = Command(monkeypatch, capsysbinary)
    command.use(server)
    return command


def test_every_call_has_a_command_line() -> None:
    for entry in catalogue():
        given = [each for each in arguments_of(entry) if each.how not in ("change", "function")]
        options = {each.option for each in given}
        assert len(options) == len(given), entry.qualified
        assert options & {f"--{each.name}" for each in options_of(entry, PROFILE)} <= {"--all", "--timeout"}
        assert sum(each.how in ("document", "change") for each in arguments_of(entry)) <= 1, entry.qualified
        assert not is_for_python(entry), entry.qualified


def test_wrong_words_are_all_told_and_nothing_is_sent(timeback: Command, server: Server) -> None:
    words = ("--set", "givenNme=A", "--set", "enabledUser=maybe", "--format", "json")
    told = timeback("call", "oneroster.users.modify", *words)
    problems = json.loads(told.err)["problems"]
    assert (told.status, told.out) == (2, "")
    assert [each["path"] for each in problems] == ["sourced_id", "change", "change.enabledUser"]
    assert timeback("call", "oneroster.users.lst") == (
        *(2, ""),
        "unknown call 'oneroster.users.lst'; did you mean 'oneroster.users.list'?\n",
    )
    assert calls(server.sandbox) == []


def test_no_command_shows_a_secret(timeback: Command, server: Server, tmp_path: Path) -> None:
    settings = ("--base-url", server.base_url, "--auth-url", server.token_url, "--client-id", server.client_id)
    told = [timeback("profile", "add", "north", *settings, typed=f"{server.client_secret}\n")]
    file = tmp_path / "profiles" / "north.json"
    assert file.stat().st_mode & 0o077 == 0
    told += [timeback("profile", word, *rest) for word, *rest in (("list",), ("show", "north"), ("check",))]
    told.append(timeback("call", "oneroster.users.exists", "student-1", "--profile", "north"))
    told.append(timeback("call", "oneroster.users.exists", "student-1", "--profile", "north", "--dry-run"))
    assert [each.status for each in told] == [0] * len(told)
    file.chmod(0o644)
    told.append(timeback("call", "oneroster.users.exists", "student-1", "--profile", "north"))
    assert (told[-1].status, told[-1].out) == (3, "")
    assert not [each for each in told if server.client_secret in each.out + each.err]
