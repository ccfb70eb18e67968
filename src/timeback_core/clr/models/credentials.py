"""Credentials: comprehensive learner records, badges and any other credential, with what they say of whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from timeback_core.clr.models.achievements import Achievement, Association, Evidence, Result
from timeback_core.clr.models.base import Contexts, Part, Texts, When, Words, is_uri, is_verifiable, of_type, some
from timeback_core.clr.models.profiles import IdentityObject, Image, Profile
from timeback_core.engine.codec import JsonObject, JsonValue, Number, at_least, in_order, model, non_empty, wire
from timeback_core.problems import Problem

__all__ = (
    "AchievementSubject",
    "Assertion",
    "ClrCredential",
    "ClrSubject",
    "Credential",
    "CredentialSchema",
    "EndorsementSubject",
    "Proof",
    "Subject",
    "VerifiableCredential",
)

SubjectClass: TypeAlias = "type[Subject]"  # classes, for methods of those that have a field called `type`
CredentialClass: TypeAlias = "type[Credential]"


@model
class Proof(Part):
    """A signature. Nothing here verifies it."""

    type: str | None = wire(default=None, check=non_empty)
    """Such as `DataIntegrityProof`."""
    cryptosuite: str | None = None
    """Such as `eddsa-rdfc-2022`."""
    created: When | None = None
    verification_method: str | JsonObject | None = None
    """The key, or where it is."""
    proof_purpose: str | None = wire(default=None, check=non_empty)
    """`assertionMethod` as a rule."""
    proof_value: str | None = wire(default=None, check=non_empty)
    jws: str | None = wire(default=None, check=non_empty)
    """The signature of the kinds that carry it so."""


@model
class CredentialSchema(Part):
    """By what the structure of a credential can be checked."""

    id: str = wire(check=non_empty)
    type: str = "1EdTechJsonSchemaValidator2019"


@model
class Subject(Part):
    """Whom or what a credential is about, and what it says: whatever its type does not tell is in `extra`."""

    id: str | None = None
    """Of the learner, such as a DID; none where `identifier` says who it is."""
    type: Texts | None = None

    @classmethod
    def __variant__(cls, body: Mapping[str, object]) -> SubjectClass:
        known: tuple[SubjectClass, ...] = (ClrSubject, AchievementSubject, EndorsementSubject)
        return next((each for each in known if of_type(body, each.__name__)), Subject)


@model
class AchievementSubject(Subject):
    """A learner, and what was achieved."""

    type: Texts = wire(default=("AchievementSubject",), check=at_least(1))
    achievement: Achievement | None = None
    identifier: IdentityObject | tuple[IdentityObject, ...] | None = None
    result: Result | tuple[Result, ...] | None = None
    name: Words | None = None
    narrative: Words | None = None
    activity_start_date: When | None = None
    activity_end_date: When | None = None
    credits_earned: Number | None = None
    image: Image | str | None = None
    license_number: str | None = None
    role: str | None = None
    source: Profile | str | None = None
    """Who saw it, where that is not the issuer."""
    term: str | None = None

    def problems(self) -> Iterable[Problem]:
        yield from super().problems()
        yield from in_order(self, "activity_start_date", "activity_end_date")


@model
class EndorsementSubject(Subject):
    """Something that is endorsed."""

    type: Texts = wire(default=("EndorsementSubject",), check=at_least(1))
    endorsement_comment: Words | None = None


@model
class ClrSubject(Subject):
    """A learner, and the credentials of the record."""

    id: str | None = wire(default=None, check=is_uri)
    type: Texts = wire(default=("ClrSubject",), check=at_least(1))
    verifiable_credential: Credential | tuple[Credential, ...] = wire(check=some)
    """The credentials that are bundled."""
    identifier: IdentityObject | tuple[IdentityObject, ...] | None = None
    achievement: Achievement | tuple[Achievement, ...] | None = None
    """Achievements that the record describes by itself."""
    association: Association | tuple[Association, ...] | None = None
    """How achievements belong together."""
    name: Words | None = None

    @property
    def credentials(self) -> tuple[Credential, ...]:
        """The credentials that are bundled, of which one may stand without a list."""
        bundled = self.verifiable_credential
        return bundled if isinstance(bundled, tuple) else (bundled,)


@model
class Credential(Part):
    """A credential of any kind. What is read has the class of its type, and is a `Credential` where it tells nothing.

    So is one that holds another in a form of its own, such as an `EnvelopedVerifiableCredential`.
    """

    context: Contexts | None = wire("@context", default=None, check=at_least(1))
    id: str | None = wire(default=None, check=non_empty)
    type: Texts = wire(check=at_least(1))

    @classmethod
    def __variant__(cls, body: Mapping[str, object]) -> CredentialClass:
        if of_type(body, "ClrCredential"):
            return ClrCredential
        if of_type(body, "Assertion"):
            return Assertion
        is_whole = of_type(body, "VerifiableCredential") or "credentialSubject" in body
        return VerifiableCredential if is_whole else Credential


@model
class VerifiableCredential(Credential):
    """A credential after the W3C's data model, 1.1 or 2.0: a badge of Open Badges 3.0, an endorsement, or any other."""

    issuer: Profile | str
    """Who issued it, or only its id."""
    credential_subject: Subject | tuple[Subject, ...]
    """What it says of whom: an `AchievementSubject` in a badge."""
    name: Words | None = None
    description: Words | None = None
    valid_from: When | None = None
    """Since when it is valid (2.0)."""
    valid_until: When | None = None
    issuance_date: When | None = None
    """When it was issued (1.1)."""
    expiration_date: When | None = None
    """When it ends (1.1)."""
    awarded_date: When | None = None
    """When the learner got it."""
    proof: Proof | tuple[Proof, ...] | None = None
    """Signatures; a change of anything else makes them worthless."""
    credential_schema: CredentialSchema | tuple[CredentialSchema, ...] | None = None
    credential_status: JsonValue = None
    """Where it can be asked whether it was revoked; nothing here asks."""
    refresh_service: JsonValue = None
    terms_of_use: JsonValue = None
    evidence: Evidence | tuple[Evidence, ...] | None = None
    endorsement: Credential | tuple[Credential, ...] | None = None
    endorsement_jwt: Texts | None = None
    image: Image | str | None = None

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """Whom it is about, as a rule one."""
        subject = self.credential_subject
        return subject if isinstance(subject, tuple) else (subject,)

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Its signatures, of which one may stand without a list."""
        proof = self.proof
        return proof if isinstance(proof, tuple) else () if proof is None else (proof,)

    def problems(self) -> Iterable[Problem]:
        yield from super().problems()
        yield from in_order(self, "valid_from", "valid_until")
        yield from in_order(self, "issuance_date", "expiration_date")


@model
class ClrCredential(VerifiableCredential):
    """A comprehensive learner record: a credential that bundles others."""

    id: str = wire(check=is_uri)
    """By which the platform knows the record again; `clr_credential` makes one."""
    type: Texts = wire(default=("VerifiableCredential", "ClrCredential"), check=is_verifiable)
    """Contains `VerifiableCredential`."""
    credential_subject: ClrSubject
    partial: bool | None = None
    """Whether it leaves something out on purpose."""


@model
class Assertion(Credential):
    """A badge of Open Badges 2.0, and who got it."""

    recipient: JsonObject | None = None
    """Whose it is, plain or hashed."""
    badge: JsonObject | str | None = None
    """What was achieved, or where that is described."""
    verification: JsonObject | None = None
    issued_on: When | None = None
    expires: When | None = None
    image: JsonObject | str | None = None
    evidence: JsonValue = None
    narrative: Words | None = None
    revoked: bool | None = None
    revocation_reason: str | None = None

    def problems(self) -> Iterable[Problem]:
        yield from super().problems()
        yield from in_order(self, "issued_on", "expires")
