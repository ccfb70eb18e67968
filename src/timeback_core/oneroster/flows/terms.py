"""Flows over terms: exists."""

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.steps import exists
from timeback_core.oneroster.operations.terms import get_term


@flow
def term_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a term of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_term.request(sourced_id, fields=("status",))))
