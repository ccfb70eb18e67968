"""`timeback profile` and `timeback broadcast`: named configurations, their secrets, and calls for all of them."""

import json
import os
import re
from pathlib import Path
from typing import Final

import keyring
import pytest
from keyring.backend import KeyringBackend
from tests.cli.command import Command, Told

from timeback_core.sandbox import Server


class InMemory(KeyringBackend):
    """A keyring that works."""

    priority: float = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's own
        self.held: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.held.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.held[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.held[service, username]


class Unusable:
    """A keyring that does not work."""

    priority = 0


SECRET: Final = "(in a file that only you can read)"


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch: pytest.MonkeyPatch) -> None:
    """None but that of a test."""
    monkeypatch.setattr(keyring, "get_keyring", lambda: Unusable)


def added(timeback: Command, server: Server, name: str, *more: str, secret: str | None = None) -> Told:
    """What is said of a profile that leads to a sandbox and is added."""
    words = ("--base-url", server.base_url, "--auth-url", server.token_url, "--client-id", server.client_id)
    return timeback("profile", "add", name, *words, *more, typed=f"{secret or server.client_secret}\n")


def file_of(name: str) -> Path:
    """The file of a profile."""
    return Path(os.environ["TIMEBACK_CONFIG_DIR"]) / "profiles" / f"{name}.json"


def test_a_profile_is_kept_and_used(unconfigured: Command, shared: Server) -> None:
    timeback = unconfigured
    assert timeback("profile", "list").err.startswith("no profiles in ")
    assert added(timeback, shared, "north") == (0, f"profile north is in {file_of('north')}\n", "")
    assert file_of("north").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file_of("north").parent.iterdir()] == ["north.json"]
    assert timeback("call", "oneroster.users.exists", "student-1", "--profile", "north").out == "true\n"
    timeback.patch.setenv("TIMEBACK_PROFILE", "north")
    assert timeback("call", "oneroster.users.exists", "student-1").out == "true\n"
    assert timeback("profile", "check").out == f"north: {shared.token_url}: ok\n"

    shown = json.loads(timeback("profile", "show", "north", "--format", "json").out)
    assert shown == {
        "base_url": shared.base_url,
        "auth_url": shared.token_url,
        "client_id": shared.client_id,
        "client_secret": SECRET,
    }
    assert timeback("profile", "list").out == f"north: base_url={shared.base_url}\n"
    assert json.loads(timeback("profile", "list", "--format", "json").out) == {"profile": "north", **shown}

    assert added(timeback, shared, "north").status == 2
    assert added(timeback, shared, "north", "--replace", secret="wrong").status == 0
    refused = timeback("profile", "check", "north", "--format", "json")
    assert (refused.status, json.loads(refused.out)["ok"]) == (3, False)
    assert timeback("profile", "remove", "north") == (0, "", "")
    assert not file_of("north").exists()


def test_a_keyring_holds_the_secrets(unconfigured: Command, shared: Server) -> None:
    backend = InMemory()
    unconfigured.patch.setattr(keyring, "get_keyring", lambda: backend)
    for name in ("get_password", "set_password", "delete_password"):
        unconfigured.patch.setattr(keyring, name, getattr(backend, name))
    assert added(unconfigured, shared, "north").status == 0
    assert backend.held == {("timeback", "north/client_secret"): shared.client_secret}
    assert shared.client_secret not in file_of("north").read_text()
    assert "client_secret: (in the keyring)" in unconfigured("profile", "show", "north").out
    assert unconfigured("profile", "check", "north").status == 0

    secret = backend.held.pop(("timeback", "north/client_secret"))
    lost = unconfigured("profile", "check", "north")
    assert (lost.status, lost.err) == (3, "keyring: has no client_secret of profile 'north'\n")
    backend.held["timeback", "north/client_secret"] = secret
    assert unconfigured("profile", "remove", "north").status == 0
    assert backend.held == {}

    def full(service: str, _: str, password: str) -> None:
        raise RuntimeError(f"{service} has no room for {password}")

    unconfigured.patch.setattr(keyring, "set_password", full)
    assert added(unconfigured, shared, "south").err == "keyring: RuntimeError: timeback has no room for ***\n"
    assert not file_of("south").exists()


def test_what_others_can_read_is_not_used(unconfigured: Command, shared: Server) -> None:
    added(unconfigured, shared, "north")
    file_of("north").chmod(0o640)
    told = unconfigured("call", "oneroster.users.exists", "student-1", "--profile", "north")
    assert told == (3, "", f"{file_of('north')}: others can read it; it was not used: chmod 600 {file_of('north')}\n")
    file_of("north").chmod(0o600)
    for damaged in (
        "{",
        "5",
        '{"settings": 5}',
        '{"settings": {}, "secrets": ["s"]}',
        '{"settings": {}, "keyring": 5}',
        '{"settings": {}, "keyring": [[]]}',
        '{"settings": {}, "keyring": ["no-secret"]}',
    ):
        file_of("north").write_text(damaged)
        for words in (("profile", "show", "north"), ("profile", "check"), ("call", "list_orgs", "--profile", "north")):
            told = unconfigured(*words)
            assert (told.status, told.out) == (3, "")
            assert f"{file_of('north')}: is no profile" in told.err
        assert unconfigured("profile", "list").out.startswith("north: ")
    file_of("north").write_text('{"settings": {"client_secret": "s-e-c"}}')
    assert "s-e-c" not in unconfigured("profile", "show", "north").out
    assert unconfigured("profile", "remove", "north").status == 0


def test_what_makes_no_sense_is_not_kept(unconfigured: Command) -> None:
    told = unconfigured("profile", "add", "north", "--env", "stagin", "--client-id", "a", typed="")
    assert (told.status, told.err.splitlines()[1]) == (
        3,
        "  env: unknown environment 'stagin'; did you mean 'staging'?",
    )
    told = unconfigured("profile", "add", "../x", "--env", "staging", "--client-id", "a", typed="secret\n")
    assert (told.status, "name" in told.err) == (2, True)
    told = unconfigured("profile", "add", "a", "--service", "oneroster", typed="")
    assert told == (2, "", "services: write name=URL, not 'oneroster'\n")
    assert unconfigured("profile", "remove", "../../x").err == "there is no profile '../../x'\n"
    assert unconfigured("profile", "list").out == ""


def test_a_call_for_many_profiles_is_a_row_for_each(unconfigured: Command, shared: Server) -> None:
    added(unconfigured, shared, "north")
    added(unconfigured, shared, "south", secret="wrong")
    call = ("broadcast", "oneroster.orgs.list", "--fields", "name", "--limit", "1")
    told = unconfigured(*call, "--all-profiles", "--format", "jsonl")
    north, south = map(json.loads, told.out.splitlines())
    assert (told.status, told.err) == (1, "")
    assert (north["profile"], north["ok"], len(north["value"])) == ("north", True, 1)
    assert (south["profile"], south["ok"], south["error"]["error"]) == ("south", False, "AuthError")

    table = unconfigured(*call, "--all-profiles", "--format", "table").out
    assert re.search(r"north +│ true +│ 1 row ", table)
    assert re.search(r"south +│ false +│ +│ GET .*no token from", table)

    good = unconfigured(*call, "--profiles", "north", "--all", "--format", "json")
    (row,) = json.loads(good.out)
    assert (good.status, len(row["value"]) > 1) == (0, True)
    shown = unconfigured(*call, "--all-profiles", "--dry-run")
    assert (shown.status, shown.out.count('"verb": "GET"')) == (0, 2)
    unknown = unconfigured(*call, "--profiles", "north,nroth")
    assert unknown == (2, "", "unknown profile 'nroth'; did you mean 'north'?\n")
    assert unconfigured(*call).err == "give --profiles with names that there are, or --all-profiles\n"
