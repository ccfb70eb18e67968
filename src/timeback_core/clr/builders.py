"""Credentials made from what was achieved: achievements, badges for them, and records that bundle badges.

A builder sends nothing. Where they are not given, an `id` is `urn:uuid:` and a random UUID, and `valid_from` is now;
with both it is a pure function. It checks nothing: `find_problems` does, and so does whatever sends the record.
"""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import uuid4

from timeback_core.clr.models.achievements import Achievement, AchievementCriteria, AchievementType, Association, Result
from timeback_core.clr.models.base import BADGE_CONTEXT, CLR_CONTEXTS, VC_2_CONTEXT
from timeback_core.clr.models.credentials import (
    AchievementSubject,
    ClrCredential,
    ClrSubject,
    Credential,
    VerifiableCredential,
)
from timeback_core.clr.models.profiles import IdentityObject, IdentityType, Profile

__all__ = ("achievement", "badge", "clr_credential", "hashed_identity")


def achievement(
    name: str,
    description: str,
    *,
    narrative: str | None = None,
    criteria_url: str | None = None,
    id: str | None = None,  # noqa: A002 -- the standard's own name for it
    achievement_type: AchievementType | str | None = None,
    human_code: str | None = None,
    creator: Profile | None = None,
) -> Achievement:
    """Something that can be achieved.

    narrative, criteria_url: how it is earned, as text, or the page that says so. human_code: the code by which people
    know it, such as that of a course. creator: who defined it.
    """
    return Achievement(
        id=id or uuid4().urn,
        name=name,
        description=description,
        criteria=AchievementCriteria(id=criteria_url, narrative=narrative),
        achievement_type=achievement_type,
        human_code=human_code,
        creator=creator,
    )


def badge(
    what: Achievement,
    *,
    issuer: Profile,
    learner_id: str | None = None,
    identities: Sequence[IdentityObject] = (),
    results: Sequence[Result] = (),
    name: str | None = None,
    id: str | None = None,  # noqa: A002 -- the standard's own name for it
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> VerifiableCredential:
    """That a learner achieved something: a badge of Open Badges 3.0, not signed.

    learner_id: a URI, such as a DID; `identities` can say it as well. name: that of the achievement if not given.
    """
    return VerifiableCredential(
        context=(VC_2_CONTEXT, BADGE_CONTEXT),
        id=id or uuid4().urn,
        type=("VerifiableCredential", "AchievementCredential"),
        issuer=issuer,
        name=name or what.name,
        valid_from=valid_from or now(),
        valid_until=valid_until,
        credential_subject=AchievementSubject(
            id=learner_id, achievement=what, identifier=tuple(identities) or None, result=tuple(results) or None
        ),
    )


def clr_credential(
    name: str,
    *,
    issuer: Profile,
    credentials: Sequence[Credential],
    learner_id: str | None = None,
    identities: Sequence[IdentityObject] = (),
    achievements: Sequence[Achievement] = (),
    associations: Sequence[Association] = (),
    description: str | None = None,
    id: str | None = None,  # noqa: A002 -- the standard's own name for it
    valid_from: datetime | None = None,
    valid_until: datetime | None = None,
) -> ClrCredential:
    """A comprehensive learner record, not signed; the platform adds its proof.

    credentials: those that it bundles, one at least: of `badge`, or as they were received. learner_id: a URI, such as a
    DID. achievements: those that the record describes by itself. associations: how achievements belong together. id: by
    which the record is known again; give it to replace one.
    """
    return ClrCredential(
        context=CLR_CONTEXTS,
        id=id or uuid4().urn,
        issuer=issuer,
        name=name,
        description=description,
        valid_from=valid_from or now(),
        valid_until=valid_until,
        credential_subject=ClrSubject(
            id=learner_id,
            verifiable_credential=tuple(credentials),
            identifier=tuple(identities) or None,
            achievement=tuple(achievements) or None,
            association=tuple(associations) or None,
        ),
    )


def hashed_identity(identity: str, identity_type: IdentityType | str, *, salt: str) -> IdentityObject:
    """An identity that tells nobody whose it is, but can be compared with one that is known.

    identity: such as an e-mail address, spelled as it will be compared. salt: a random text of your own.
    """
    digest = hashlib.sha256(f"{identity}{salt}".encode()).hexdigest()
    return IdentityObject(identity_hash=f"sha256${digest}", identity_type=identity_type, hashed=True, salt=salt)


def now() -> datetime:
    """The moment that it is, to the second."""
    return datetime.now(UTC).replace(microsecond=0)
