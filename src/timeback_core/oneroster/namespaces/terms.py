"""`client.oneroster.terms`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.terms import term_exists
from timeback_core.oneroster.operations.classes import list_classes_for_term
from timeback_core.oneroster.operations.grading_periods import (
    create_grading_period_for_term,
    list_grading_periods_for_term,
)
from timeback_core.oneroster.operations.terms import get_term, list_terms


class Terms(Namespace[S_co]):
    """Sessions that are terms, and what belongs to them; they are written as academic sessions."""

    list = list_terms
    get = get_term
    exists = term_exists
    list_classes = list_classes_for_term
    list_grading_periods = list_grading_periods_for_term
    create_grading_period = create_grading_period_for_term
