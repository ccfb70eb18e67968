"""`timeback broadcast`: one call for many profiles at the same time, a row for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from returns.result import Failure, Result, Success

from timeback_core.cli.calls.asking import Asked
from timeback_core.cli.calls.performing import default_form, form_of_errors, understood
from timeback_core.cli.calls.rehearsing import rehearsed
from timeback_core.cli.calls.words import RUNNING, Option
from timeback_core.cli.complaints import FAILED, complain, members
from timeback_core.cli.output import cell, plain, so_many, writer_of
from timeback_core.cli.profiles.store import Profiles
from timeback_core.client import TimebackClient
from timeback_core.compose import plain as result_of
from timeback_core.engine.config.settings import Settings
from timeback_core.engine.narrow import is_array, is_object
from timeback_core.errors import ConfigError, InvalidInput, StorageFailed
from timeback_core.manager import TimebackManager
from timeback_core.problems import Problem

PROFILES: Final = (
    Option("profiles", str | None, "The profiles, such as `north,south`.", RUNNING),
    Option("all-profiles", bool, "All profiles that there are.", RUNNING),
)
COLUMNS: Final = ("profile", "ok", "value", "error")


def run(words: Sequence[str]) -> int:
    """Make the call that words name for every profile, and print a row for each; gives the exit status."""
    told = understood(words, "broadcast", PROFILES)
    if isinstance(told, int):
        return told
    given, call = told
    form = given.options["format"]
    names = _named(given.options["profiles"], everyone=given.options["all_profiles"])
    if isinstance(names, Failure):
        return complain(names.failure(), form_of_errors(form))
    if given.options["dry_run"]:
        return max(rehearsed(call, name, form_of_errors(form)) for name in names.unwrap())
    manager = _manager(names.unwrap())
    if isinstance(manager, Failure):
        return complain(manager.failure(), form_of_errors(form))

    def perform(client: TimebackClient) -> Result[Any, Any]:
        return _performed(client.using(**call.using), call, whole=bool(given.options.get("all")))

    with manager.unwrap() as clients:
        results = clients.broadcast(perform)
    shape = form or default_form()
    writer = writer_of(shape, COLUMNS)
    for name, result in results.items():
        row: dict[str, object] = (
            {"ok": False, "error": members(result.failure())}
            if isinstance(result, Failure)
            else {"ok": True, "value": plain(result.unwrap())}
        )
        writer.write({"profile": name, **(_in_short(row) if shape == "table" else row)})
    writer.end()
    return FAILED if results.any_failed else 0


def _in_short(row: dict[str, object]) -> dict[str, object]:
    """What is told of a profile, for cells of a table: how many rows, what an error says."""
    value, error = row.get("value"), row.get("error")
    if is_array(value):
        row["value"] = so_many(len(value))
    elif is_object(value):
        row["value"] = cell(value)
    if is_object(error):
        row["error"] = error["message"]
    return row


def _performed(client: TimebackClient, call: Asked, *, whole: bool) -> Result[Any, Any]:
    request: Any = call.request  # of a list, where all of it is wanted
    return result_of(client.session.collect(request) if whole else client.session.perform(request))


def _named(given: str | None, *, everyone: bool) -> Result[tuple[str, ...], InvalidInput]:
    """The names of the profiles that are meant, one at least."""
    names = Profiles.of_user().names if everyone else tuple(name for name in (given or "").split(",") if name)
    if not names or (everyone and given is not None):
        text = "give --profiles with names that there are, or --all-profiles"
        return Failure(InvalidInput((Problem("", text),)))
    return Success(names)


def _manager(names: Sequence[str]) -> Result[TimebackManager, ConfigError | InvalidInput | StorageFailed]:
    """A manager of the clients of profiles."""
    settings: dict[str, Settings] = {}
    for name in names:
        told = Profiles.of_user().settings(name)
        if isinstance(told, Failure):
            return told
        settings[name] = told.unwrap()
    return TimebackManager.of(settings)
