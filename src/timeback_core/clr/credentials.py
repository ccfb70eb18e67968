"""Credentials: records of learners, stored by their id."""

from collections.abc import Iterator
from typing import cast

from timeback_core.clr.listing import listed, subject_of
from timeback_core.clr.models.base import CLR_CONTEXTS, VC_2_CONTEXT, Part
from timeback_core.clr.models.credentials import ClrCredential, VerifiableCredential
from timeback_core.engine.call.expect import One, Stated
from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.request import Base, Call, Request
from timeback_core.engine.codec import fields_of
from timeback_core.engine.narrow import is_listing
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import IDEMPOTENT, POST, operation
from timeback_core.problems import Problem

__all__ = ("Credentials", "upsert_credential")


class AsSent(One[ClrCredential]):
    """A record, or where the answer has no body the one that was sent: then nothing changed."""

    def read(self, request: Request[object], response: HttpResponse) -> ClrCredential:
        if response.body.strip():
            return super().read(request, response)
        return cast(ClrCredential, request.body)  # the body of the operation below


RECORD = ("context", "issuer", "name", "valid_from")
BUNDLED = ("context", "id", "issuer", "valid_from")
DESCRIBED = ("description", "criteria")
STORED = Stated(AsSent(None, ClrCredential, statuses=(304,)))


@operation(POST, Base("clr", "credentials"), "/", STORED, repeat=IDEMPOTENT)
def upsert_credential(credential: ClrCredential, *, any_context: bool = False) -> Call:
    """Store a record under its id, and give it with the proof of the platform; `created` says whether it is new.

    Everything goes out that the record holds, also what no field is for. Of a record that is signed nothing is changed
    but that a proof which stands alone becomes a list.

    any_context: take any contexts, where the standard wants its three.

    Errors: `Rejected`, with the server's problems by field.
    """
    return Call(body=listed(credential), problems=tuple(asked_for(credential, any_context=any_context)))


def asked_for(credential: object, *, any_context: bool) -> Iterator[Problem]:
    """What the platform asks of a record beyond what is right in any."""
    subject = subject_of(credential)
    if not isinstance(credential, ClrCredential) or subject is None:
        return  # which the request refuses
    contexts = credential.context if is_listing(credential.context) else (credential.context,)
    if not any_context and (len(contexts) < len(CLR_CONTEXTS) or contexts[0] != VC_2_CONTEXT):
        text = f"must be {len(CLR_CONTEXTS)} at least, first {VC_2_CONTEXT}; any_context takes others"
        yield Problem("context", text)
    yield from lacking(credential, "", RECORD)
    for index, each in enumerate(subject.credentials):
        path = f"credential_subject.verifiable_credential[{index}]"
        yield from lacking(each, path, BUNDLED)
        if isinstance(each, VerifiableCredential) and not each.proofs and is_listing(listed(each).credential_subject):
            yield Problem("credential_subject", "must be one").under(path)
    described = subject.achievement if isinstance(subject.achievement, tuple) else (subject.achievement,)
    for index, achievement in enumerate(described):
        yield from lacking(achievement, f"credential_subject.achievement[{index}]", DESCRIBED)


def lacking(part: object, path: str, names: tuple[str, ...]) -> Iterator[Problem]:
    """The members of these names that a part does not have."""
    if not isinstance(part, Part):
        return  # which the request refuses, unless there is none
    wires = {field.name: field.wire for field in fields_of(type(part))}
    for name in names:
        value = getattr(part, name, None)
        if value is None and wires.get(name, name) not in part.extra:
            yield Problem(name, "is required").under(path)
        elif name == "issuer" and isinstance(value, str):
            yield Problem(name, "must be a Profile").under(path)


class Credentials(Namespace[S_co]):
    """Credentials: records of learners, stored by their id."""

    upsert = upsert_credential
