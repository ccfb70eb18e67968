"""Sessions that are terms, and what belongs to them; they are written as academic sessions."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, POST, operation
from timeback_core.flows.factories import existing
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.academic_sessions import AcademicSession, TermGradingPeriodInput
from timeback_core.oneroster.models.classes import Class


@operation(GET, ROSTERING, "/terms/", Many("terms", AcademicSession, also=("academicSessions",)))
def list_terms(**options: Unpack[ListOptions]) -> Call:
    """List the sessions that are terms."""
    return Call()


@operation(GET, ROSTERING, "/terms/{sourced_id}", One("term", AcademicSession, also=("academicSession",)))
def get_term(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one term.

    Errors: `NotFound`, also for a session of another type. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(GET, ROSTERING, "/terms/{term_id}/classes", Many("classes", Class))
def list_classes_for_term(term_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a term.

    Errors: `NotFound` where there is no such term.
    """
    return Call()


@operation(
    GET,
    ROSTERING,
    "/terms/{term_id}/gradingPeriods",
    Many("gradingPeriods", AcademicSession, also=("academicSessions",)),
)
def list_grading_periods_for_term(term_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the grading periods of a term.

    Errors: `NotFound` where there is no such term.
    """
    return Call()


@operation(POST, ROSTERING, "/terms/{term_id}/gradingPeriods", One("academicSession", AcademicSession))
def create_grading_period_for_term(term_id: str, period: TermGradingPeriodInput) -> Call:
    """Create a grading period in a term, and give it as stored.

    period: the server makes the term its parent unless it names another.

    Errors: `NotFound` where there is no such term, `Conflict` where the id exists (deleted ones included).
    """
    return Call(body={"academicSession": period})


term_exists: Final = flow(existing("term_exists", get_term))


class Terms(Namespace[S_co]):
    """Sessions that are terms, and what belongs to them; they are written as academic sessions."""

    list = list_terms
    get = get_term
    exists = term_exists
    """Whether there is a term of that id; a deleted one counts, see `is_active`."""
    list_classes = list_classes_for_term
    list_grading_periods = list_grading_periods_for_term
    create_grading_period = create_grading_period_for_term
