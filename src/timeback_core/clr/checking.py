"""What can be told of a credential without asking anybody: whether its structure is that of the standards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from returns.result import Failure

from timeback_core.clr.models.achievements import Achievement
from timeback_core.clr.models.base import VC_1_CONTEXT, VC_2_CONTEXT, is_verifiable, texts_of
from timeback_core.clr.models.credentials import (
    AchievementSubject,
    Assertion,
    ClrSubject,
    Credential,
    Proof,
    VerifiableCredential,
)
from timeback_core.clr.reading import read_credential
from timeback_core.documents import as_problems, check
from timeback_core.engine.codec import JsonValue, fields_of
from timeback_core.engine.narrow import is_listing
from timeback_core.problems import Problem

__all__ = ("find_problems",)

OF_KIND = {
    "ClrCredential": "/spec/clr/v2p0/",
    "AchievementCredential": "/spec/ob/v3p0/",
    "OpenBadgeCredential": "/spec/ob/v3p0/",
}
"""Kinds of credentials, and a part of the context that tells their words."""
OF_ASSERTION = ("recipient", "badge", "verification", "issued_on")


def find_problems(credential: Credential | bytes | str | JsonValue) -> tuple[Problem, ...]:
    """What is wrong with the structure of a credential by its standard; nothing is asked of anybody.

    Contexts and types, what has to be there, URIs and dates with their order, the shape of proofs, associations that
    lead to achievements of the record, results to their descriptions; of the credentials that it bundles as well. No
    signature is verified, and nobody is asked whether it was revoked.

    credential: a model, or its JSON as bytes, as text, or parsed.

    Gives every problem with its path, in the names of the models' fields where it could be read at all.
    """
    if isinstance(credential, Credential):
        return tuple(dict.fromkeys((*check(credential), *faults(credential))))
    read = read_credential(credential)
    return as_problems(read.failure()) if isinstance(read, Failure) else find_problems(read.unwrap())


def faults(credential: Credential) -> Iterator[Problem]:
    """What is wrong with a credential and those in it, but for the values of single fields."""
    if isinstance(credential, Assertion):
        yield from missing(credential, OF_ASSERTION)
    if not isinstance(credential, VerifiableCredential):
        return
    types = texts_of(credential.type)
    if text := is_verifiable(types):
        yield Problem("type", text)
    yield from of_contexts(credential, types)
    for place, proof in placed("proof", credential.proof):
        yield from (problem.under(place) for problem in of_proof(proof))
    for place, subject in placed("credential_subject", credential.credential_subject):
        if isinstance(subject, AchievementSubject):
            yield from (problem.under(place) for problem in of_results(subject))
        if isinstance(subject, ClrSubject):
            yield from (problem.under(place) for problem in of_record(subject))
    for place, endorsement in placed("endorsement", credential.endorsement):
        yield from (problem.under(place) for problem in faults(endorsement))


def of_contexts(credential: VerifiableCredential, types: tuple[str, ...]) -> Iterator[Problem]:
    """The contexts tell version and kind, and what the version has to have is there."""
    contexts = credential.context if is_listing(credential.context) else (credential.context,)
    first = contexts[0] if contexts else None
    if first not in (VC_1_CONTEXT, VC_2_CONTEXT):
        yield Problem("context", f"must begin with {VC_2_CONTEXT}, or {VC_1_CONTEXT}")
    for kind, part in OF_KIND.items():
        if kind in types and not any(isinstance(each, str) and part in each for each in contexts):
            yield Problem("context", f"must have that of {kind}, which contains {part}")
    since = "issuance_date" if first == VC_1_CONTEXT else "valid_from"
    yield from missing(credential, (since,))


def of_proof(proof: Proof) -> Iterator[Problem]:
    """The members that a signature of its type has to have."""
    yield from missing(proof, ("type", "verification_method", "proof_purpose"))
    if proof.proof_value is None and proof.jws is None:
        yield Problem("proof_value", "is required, or jws")
    if proof.type == "DataIntegrityProof":
        yield from missing(proof, ("cryptosuite",))


def of_results(subject: AchievementSubject) -> Iterator[Problem]:
    """Results lead to descriptions that the achievement has."""
    described = {each.id for _, each in placed("", subject.achievement and subject.achievement.result_description)}
    for place, result in placed("result", subject.result):
        if result.result_description is not None and result.result_description not in described:
            yield Problem(f"{place}.result_description", "leads to no result description of the achievement")


def of_record(subject: ClrSubject) -> Iterator[Problem]:
    """Associations lead to achievements of the record, and what it bundles is right by itself."""
    known = {each.id for each in achievements_of(subject)}
    for place, association in placed("association", subject.association):
        for name, target in (("source_id", association.source_id), ("target_id", association.target_id)):
            if target not in known:
                yield Problem(f"{place}.{name}", "leads to no achievement of the record")
    for place, bundled in placed("verifiable_credential", subject.verifiable_credential):
        yield from (problem.under(place) for problem in faults(bundled))


def achievements_of(subject: ClrSubject) -> Iterator[Achievement]:
    """Every achievement that a record describes, by itself or in what it bundles."""
    yield from (each for _, each in placed("", subject.achievement))
    for bundled in subject.credentials:
        for about in bundled.subjects if isinstance(bundled, VerifiableCredential) else ():
            if isinstance(about, AchievementSubject) and about.achievement is not None:
                yield about.achievement
            if isinstance(about, ClrSubject):
                yield from achievements_of(about)


def placed(path: str, values: Any) -> Iterator[tuple[str, Any]]:
    """What stands alone or in a list, each with its path."""
    if is_listing(values):
        yield from ((f"{path}[{index}]", each) for index, each in enumerate(values))
    elif values is not None:
        yield path, values


def missing(part: Credential | Proof, names: tuple[str, ...]) -> Iterator[Problem]:
    """Those of these fields that have no value; of one that does not fit its field something else is told."""
    wires = {field.name: field.wire for field in fields_of(type(part))}
    return (
        Problem(name, "is required") for name in names if getattr(part, name) is None and wires[name] not in part.extra
    )
