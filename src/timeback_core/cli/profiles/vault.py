"""Where secrets lie: in the keyring of the system, where one works."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import ModuleType
from typing import Final

from returns.result import Failure, Result, Success

from timeback_core.errors import StorageFailed

SERVICE: Final = "timeback"
"""What the entries of the keyring belong to."""
PLACE: Final = "keyring"


def keyring() -> ModuleType | None:
    """The library, where it is installed and has a keyring that works."""
    try:
        import keyring as library
    except ImportError:
        return None
    try:
        return library if library.get_keyring().priority > 0 else None
    except Exception:  # a backend of the system may raise anything
        return None


def keep(library: ModuleType, profile: str, secrets: Mapping[str, str]) -> Result[None, StorageFailed]:
    """Put the secrets of a profile into the keyring."""
    try:
        for name, secret in secrets.items():
            library.set_password(SERVICE, _entry(profile, name), secret)
    except Exception as error:  # as above
        return _failed(error, secrets.values())
    return Success(None)


def fetch(profile: str, names: Iterable[str]) -> Result[dict[str, str], StorageFailed]:
    """The secrets of a profile from the keyring."""
    library = keyring()
    if library is None:
        return Failure(StorageFailed(PLACE, "has the secrets of the profile, and cannot be used here"))
    try:
        found = {name: library.get_password(SERVICE, _entry(profile, name)) for name in names}
    except Exception as error:  # as above
        return _failed(error)
    if missing := [name for name, secret in found.items() if secret is None]:
        return Failure(StorageFailed(PLACE, f"has no {', '.join(missing)} of profile {profile!r}"))
    return Success({name: secret for name, secret in found.items() if secret is not None})


def forget(profile: str, names: Iterable[str]) -> Result[None, StorageFailed]:
    """Take the secrets of a profile out of the keyring; one that is not there is no failure."""
    library = keyring()
    if library is None:
        return Success(None)
    try:
        for name in names:
            if library.get_password(SERVICE, _entry(profile, name)) is not None:
                library.delete_password(SERVICE, _entry(profile, name))
    except Exception as error:  # as above
        return _failed(error)
    return Success(None)


def _entry(profile: str, name: str) -> str:
    return f"{profile}/{name}"


def _failed(error: Exception, secrets: Iterable[str] = ()) -> Failure[StorageFailed]:
    """The failure that a keyring tells of, without the secrets that it was given."""
    text = f"{type(error).__name__}: {error}"
    for secret in secrets:
        text = text.replace(secret, "***")
    return Failure(StorageFailed(PLACE, text))
