"""Associations, one by one; all of a framework are in its package."""

from timeback_core.case.common import CASE
from timeback_core.case.models.associations import CFAssociation
from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation


@operation(GET, CASE, "/CFAssociations/{sourced_id}", One("CFAssociation", CFAssociation, bare=True))
def get_association(sourced_id: str) -> Call:
    """Fetch one association.

    Errors: `NotFound`.
    """
    return Call()


class Associations(Namespace[S_co]):
    """Associations, one by one; all of a framework are in its package."""

    get = get_association
