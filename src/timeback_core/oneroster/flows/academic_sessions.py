"""Flows over academic sessions: exists, modify, upsert, ensure, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import ensured, exists, modified, upserted
from timeback_core.oneroster.models.sessions import AcademicSession, AcademicSessionInput
from timeback_core.oneroster.operations.academic_sessions import (
    create_academic_session,
    get_academic_session,
    list_academic_sessions,
    update_academic_session,
)


@flow
def academic_session_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a session of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_academic_session.request(sourced_id, fields=("status",))))


@flow
def read_academic_sessions_by_ids(ids: Sequence[str]) -> Steps[Batch[AcademicSession]]:
    """Read many sessions by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_academic_sessions.request))


@flow
def modify_academic_session(
    sourced_id: str, change: Callable[[AcademicSessionInput], AcademicSessionInput]
) -> Steps[AcademicSession]:
    """Change a session: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id,
            get_academic_session.request,
            AcademicSessionInput.of,
            change,
            update_academic_session.request,
        )
    )


@flow
def upsert_academic_session(
    sourced_id: str, academic_session: AcademicSessionInput
) -> Steps[AcademicSession]:
    """Replace a session, or create it where there is none; gives it as stored.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly and cannot be replaced.
    """
    body = with_id(academic_session, sourced_id)
    return (
        yield from upserted(
            sourced_id,
            get_academic_session.request,
            update_academic_session.request(sourced_id, body),
            create_academic_session.request(body),
        )
    )


@flow
def ensure_academic_session(
    sourced_id: str, academic_session: AcademicSessionInput
) -> Steps[AcademicSession]:
    """Make sure of a session: give it as it is, or create it where there is none.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of one that was deleted softly.
    """
    body = with_id(academic_session, sourced_id)
    return (
        yield from ensured(sourced_id, get_academic_session.request, create_academic_session.request(body))
    )
