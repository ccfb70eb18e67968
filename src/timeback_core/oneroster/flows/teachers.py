"""Flows over teachers: exists."""

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.steps import exists
from timeback_core.oneroster.operations.teachers import get_teacher


@flow
def teacher_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a teacher of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_teacher.request(sourced_id, fields=("status",))))
