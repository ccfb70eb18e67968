"""Lists where the platform has lists: the standard lets one value stand alone, the platform does not."""

from typing import Any, TypeVar

from timeback_core.clr.models.credentials import ClrSubject, Credential, VerifiableCredential
from timeback_core.engine.codec import Model, evolve
from timeback_core.engine.narrow import is_listing

C = TypeVar("C", bound=Credential)

OF_CREDENTIAL = ("context", "type", "credential_schema")
OF_RECORD = ("identifier", "achievement", "association")


def listed(credential: C) -> C:
    """A credential as the platform takes it. Of a signed one only the proof changes, which no signature is about."""
    if not isinstance(credential, VerifiableCredential):
        return credential  # which the request refuses, or sends as it is
    changes: dict[str, Any] = in_lists(credential, ("proof",) if credential.proofs else OF_CREDENTIAL)
    subject = subject_of(credential)
    if subject is not None and not credential.proofs:
        bundled = tuple(map(listed, subject.credentials))
        changes["credential_subject"] = evolve(subject, verifiable_credential=bundled, **in_lists(subject, OF_RECORD))
    return evolve(credential, **changes)


def subject_of(credential: object) -> ClrSubject | None:
    """The subject of a record; None where code without types put something else there."""
    found: object = getattr(credential, "credential_subject", None)
    return found if isinstance(found, ClrSubject) else None


def in_lists(part: Model, names: tuple[str, ...]) -> dict[str, Any]:
    """The values of these fields that stand alone, each in a list."""
    alone = {name: value for name in names if (value := getattr(part, name)) is not None and not is_listing(value)}
    return {name: (value,) for name, value in alone.items()}
