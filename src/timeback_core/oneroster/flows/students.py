"""Flows over students: exists."""

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.steps import exists
from timeback_core.oneroster.operations.students import get_student


@flow
def student_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a student of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_student.request(sourced_id, fields=("status",))))
