"""Lists where the platform has lists, and none where it has none: the standard lets one value be both."""

from typing import Any, TypeVar

from timeback_core.clr.models.achievements import Achievement
from timeback_core.clr.models.credentials import ClrSubject, Credential, VerifiableCredential
from timeback_core.clr.models.profiles import Profile
from timeback_core.engine.codec import Model, evolve
from timeback_core.engine.narrow import is_listing

C = TypeVar("C", bound=Credential)
T = TypeVar("T")

OF_CREDENTIAL = ("context", "type", "credential_schema")
OF_RECORD = ("type", "identifier", "achievement", "association")


def listed(credential: C) -> C:
    """A credential as the platform takes it. Of a signed one only the proof changes, which no signature is about."""
    if not isinstance(credential, VerifiableCredential):
        return credential  # which the request refuses, or sends as it is
    if credential.proofs:
        return evolve(credential, **in_lists(credential, ("proof",)))
    changes = in_lists(credential, OF_CREDENTIAL) | {"issuer": typed(credential.issuer)}
    about, subject = credential.credential_subject, subject_of(credential)
    if subject is not None:
        inside = in_lists(subject, OF_RECORD) | {"verifiable_credential": tuple(map(listed, subject.credentials))}
        if described := inside.get("achievement", subject.achievement):
            inside["achievement"] = tuple(map(typed, described))
        changes["credential_subject"] = evolve(subject, **inside)
    elif is_listing(about) and len(about) == 1:
        changes["credential_subject"] = about[0]
    return evolve(credential, **changes)


def typed(part: T) -> T:
    """A profile, or an achievement with its creator, whose types are in a list; anything else as it is."""
    if not isinstance(part, Profile | Achievement):
        return part
    creator = part.creator if isinstance(part, Achievement) else None
    return evolve(part, **in_lists(part, ("type",)), **({} if creator is None else {"creator": typed(creator)}))


def subject_of(credential: object) -> ClrSubject | None:
    """The subject of a record; None where code without types put something else there."""
    found: object = getattr(credential, "credential_subject", None)
    return found if isinstance(found, ClrSubject) else None


def in_lists(part: Model, names: tuple[str, ...]) -> dict[str, Any]:
    """The values of these fields that stand alone, each in a list."""
    alone = {name: value for name in names if (value := getattr(part, name)) is not None and not is_listing(value)}
    return {name: (value,) for name, value in alone.items()}
