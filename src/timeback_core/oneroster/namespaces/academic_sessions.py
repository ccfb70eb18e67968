"""`client.oneroster.academic_sessions`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.academic_sessions import (
    academic_session_exists,
    ensure_academic_session,
    modify_academic_session,
    read_academic_sessions_by_ids,
    upsert_academic_session,
)
from timeback_core.oneroster.operations.academic_sessions import (
    create_academic_session,
    delete_academic_session,
    get_academic_session,
    list_academic_sessions,
    update_academic_session,
)


class AcademicSessions(Namespace[S_co]):
    """Sessions of every type: school years, semesters, terms and grading periods."""

    list = list_academic_sessions
    get = get_academic_session
    create = create_academic_session
    update = update_academic_session
    delete = delete_academic_session
    get_many = read_academic_sessions_by_ids
    exists = academic_session_exists
    modify = modify_academic_session
    upsert = upsert_academic_session
    ensure = ensure_academic_session
