"""`timeback profile`: what is configured under a name, and whether it works."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from getpass import getpass
from typing import Any

from returns.result import Failure

from timeback_core.cli.complaints import complain, in_one_line, status_of
from timeback_core.cli.options import Form
from timeback_core.cli.profiles.clients import opened
from timeback_core.cli.profiles.store import SECRETS, Profiles, folder_of_user
from timeback_core.compose import plain
from timeback_core.engine.config import configure
from timeback_core.errors import InvalidInput
from timeback_core.problems import Problem


def add(name: str, settings: Mapping[str, Any], *, access_token: bool, replace: bool) -> int:
    """Write a profile, once its settings and secrets are known to fit; gives the exit status.

    Secrets are asked for on a terminal, and else read from standard input, one a line.
    """
    given = {setting: value for setting, value in settings.items() if value not in (None, {}, ())}
    wanted = [
        *(["client_secret"] if "client_id" in given else []),
        *(["access_token"] if access_token else []),
        *(["masterytrack_api_key"] if "masterytrack_email" in given else []),
    ]
    secrets: dict[str, Any] = {setting: asked_for(SECRETS[setting]) for setting in wanted}
    told = configure(**given, **secrets, environ={})
    if isinstance(told, Failure):
        return complain(told.failure())
    written = Profiles.of_user().add(name, given, secrets, replace=replace)
    if isinstance(written, Failure):
        return complain(written.failure())
    print(f"profile {name} is in {written.unwrap()}")
    return 0


def asked_for(what: str) -> str:
    """A secret that somebody types unseen, or the next line of standard input."""
    if sys.stdin.isatty():
        return getpass(f"{what}: ")
    return sys.stdin.readline().rstrip("\r\n")


def show_all(form: Form) -> int:
    """Print the profiles that there are, a line each; gives the exit status."""
    profiles = Profiles.of_user()
    for name in profiles.names:
        stored = profiles.read(name)
        shown = {} if isinstance(stored, Failure) else stored.unwrap().shown
        where = stored.failure().message if isinstance(stored, Failure) else " ".join(_where(shown))
        print(json.dumps({"profile": name, **shown}) if form == "json" else f"{name}: {in_one_line(where)}")
    if not profiles.names and form == "text":
        print(f"no profiles in {folder_of_user()}", file=sys.stderr)
    return 0


def show(name: str, form: Form) -> int:
    """Print the settings of a profile, and where its secrets are; gives the exit status."""
    stored = Profiles.of_user().read(name)
    if isinstance(stored, Failure):
        return complain(stored.failure())
    shown = stored.unwrap().shown
    if form == "json":
        print(json.dumps(shown, indent=2))
    else:
        print("\n".join(f"{setting}: {in_one_line(str(value))}" for setting, value in shown.items()))
    return 0


def check(names: Sequence[str], form: Form) -> int:
    """Fetch a token for each profile, for all where none is named; gives the exit status, the first bad one's."""
    status = 0
    for name in names or Profiles.of_user().names:
        client = opened(name)
        if isinstance(client, Failure):
            status = status or complain(client.failure(), form)
            continue
        with client.unwrap() as using:
            report = plain(using.check_auth()).unwrap()  # the client is open
        for each in report.checks:
            status = status or (0 if each.error is None else status_of(each.error))
            said = "ok" if each.error is None else in_one_line(each.error.message)
            row = {"profile": name, "token_url": each.token_url, "ok": each.ok, "seconds": round(each.latency, 3)}
            row |= {} if each.error is None else {"message": said}
            print(json.dumps(row) if form == "json" else f"{name}: {each.token_url}: {said}")
        if not report.checks:
            print(json.dumps({"profile": name, "ok": True}) if form == "json" else f"{name}: takes no token")
    return status


def remove(name: str) -> int:
    """Take a profile and its secrets away; gives the exit status."""
    told = Profiles.of_user().remove(name)
    return complain(told.failure()) if isinstance(told, Failure) else 0


def services(given: Sequence[str]) -> dict[str, str] | InvalidInput:
    """The URLs of services, each given as `name=URL`."""
    wrong = [each for each in given if "=" not in each]
    if wrong:
        return InvalidInput(tuple(Problem("services", f"write name=URL, not {each!r}") for each in wrong))
    return dict(_pairs(given))


def _pairs(given: Sequence[str]) -> Iterator[tuple[str, str]]:
    for each in given:
        name, _, url = each.partition("=")
        yield name.strip(), url.strip()


def _where(shown: Mapping[str, Any]) -> Iterator[str]:
    for setting in ("env", "platform", "base_url", "services"):
        if setting in shown:
            yield f"{setting}={shown[setting]}"
