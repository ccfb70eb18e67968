"""The files of profiles: one for each, which only its user can read, written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any, Final, TypeAlias, cast

import attrs
from returns.result import Failure, Result, Success

from timeback_core.cli.profiles import vault
from timeback_core.engine.config.settings import Settings
from timeback_core.engine.narrow import is_listing, is_object
from timeback_core.errors import InvalidInput, StorageFailed
from timeback_core.problems import Problem, unknown

Trouble: TypeAlias = InvalidInput | StorageFailed

SECRETS: Final = {
    "client_secret": "client secret",
    "access_token": "access token",
    "masterytrack_api_key": "API key of MasteryTrack",
}
"""The settings that are never shown, and what they are asked for as."""
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def folder_of_user() -> Path:
    """Where a user keeps configurations: `TIMEBACK_CONFIG_DIR`, or `timeback` where the system has such."""
    if own := os.environ.get("TIMEBACK_CONFIG_DIR"):
        return Path(own)
    if os.name == "nt":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "timeback"
    return Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "timeback"


@attrs.frozen
class Stored:
    """A profile as its file has it."""

    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    """Those that lie in the file itself."""
    kept: tuple[str, ...]
    """Names of those that lie in the keyring."""

    @property
    def shown(self) -> dict[str, Any]:
        """The settings for people, and of each secret only where it is."""
        secrets = self.secrets.keys() | (self.settings.keys() & {*SECRETS})  # a file may have been written by hand
        return {
            **self.settings,
            **dict.fromkeys(sorted(secrets), "(in a file that only you can read)"),
            **dict.fromkeys(self.kept, "(in the keyring)"),
        }


@attrs.frozen
class Profiles:
    """The profiles in a folder."""

    folder: Path

    @classmethod
    def of_user(cls) -> Profiles:
        """Those of the user who calls."""
        return cls(folder_of_user() / "profiles")

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all profiles, sorted."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.json") if NAME.fullmatch(path.stem)))

    def add(
        self, name: str, settings: Mapping[str, Any], secrets: Mapping[str, str], *, replace: bool = False
    ) -> Result[Path, Trouble]:
        """Write a profile; gives its file.

        secrets: go into the keyring where one works, else into the file. replace: whether there may be one already.
        """
        if not NAME.fullmatch(name):
            return _wrong("a profile's name has letters, digits and . _ - after the first")
        if name in self.names and not replace:
            return _wrong(f"there is a profile {name!r} already; --replace replaces it")
        library = vault.keyring() if secrets else None
        if library is not None and isinstance(told := vault.keep(library, name, secrets), Failure):
            return told
        document: dict[str, object] = {"settings": dict(settings)}
        if secrets:
            document |= {"keyring": sorted(secrets)} if library is not None else {"secrets": dict(secrets)}
        return self._write(self._path(name), json.dumps(document, indent=2) + "\n")

    def read(self, name: str) -> Result[Stored, Trouble]:
        """A profile as it is kept."""
        if name not in self.names:
            return _wrong(unknown(name, self.names, "profile") if self.names else f"there is no profile {name!r}")
        path = self._path(name)
        try:
            with path.open(encoding="utf-8") as file:
                others = stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077
                held = json.load(file)
        except (OSError, ValueError) as error:
            return Failure(StorageFailed(str(path), getattr(error, "strerror", None) or f"is no profile: {error}"))
        if os.name != "nt" and others:
            return Failure(StorageFailed(str(path), f"others can read it; it was not used: chmod 600 {path}"))
        whole: dict[str, Any] = {"settings": None, "secrets": {}, "keyring": [], **(held if is_object(held) else {})}
        kept = whole["keyring"]
        listed = is_listing(kept) and all(isinstance(each, str) and each in SECRETS for each in kept)
        if not listed or not all(map(is_object, (whole["settings"], whole["secrets"]))):
            return Failure(StorageFailed(str(path), "is no profile"))
        return Success(Stored(whole["settings"], whole["secrets"], tuple(whole["keyring"])))

    def settings(self, name: str) -> Result[Settings, Trouble]:
        """The settings of a client of a profile, secrets included; no environment variable adds to them."""
        stored = self.read(name)
        if isinstance(stored, Failure):
            return stored
        held = stored.unwrap()
        kept = vault.fetch(name, held.kept) if held.kept else Success(dict[str, str]())
        if isinstance(kept, Failure):
            return kept
        whole: dict[str, object] = {**held.settings, **held.secrets, **kept.unwrap(), "environ": {}}
        return Success(cast(Settings, whole))  # whatever the file holds is checked when the client is opened

    def remove(self, name: str) -> Result[None, Trouble]:
        """Take a profile away, with its secrets."""
        stored = self.read(name)
        if isinstance(stored, Failure) and name not in self.names:
            return stored
        kept = stored.unwrap().kept if isinstance(stored, Success) else SECRETS
        if isinstance(told := vault.forget(name, kept), Failure):
            return told
        try:
            self._path(name).unlink()
        except OSError as error:
            return Failure(StorageFailed(str(self._path(name)), error.strerror or str(error)))
        return Success(None)

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def _write(self, path: Path, text: str) -> Result[Path, StorageFailed]:
        """Put a whole file in place of the one that is there; it is the user's alone from the beginning."""
        beside: str | None = None
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with NamedTemporaryFile("w", encoding="utf-8", dir=self.folder, prefix=".", delete=False) as file:
                beside = file.name
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(beside, path)
        except OSError as error:
            if beside is not None:
                with suppress(OSError):
                    os.unlink(beside)
            return Failure(StorageFailed(str(path), error.strerror or str(error)))
        return Success(path)


def _wrong(text: str) -> Failure[InvalidInput]:
    return Failure(InvalidInput((Problem("", text),)))
