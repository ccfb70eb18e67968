"""Documents: the frameworks that there are."""

from typing import Unpack

from timeback_core.case.common import CASE
from timeback_core.case.models.documents import CFDocument
from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation


@operation(GET, CASE, "/CFDocuments", Many("CFDocuments", CFDocument, absent_is_empty=True))
def list_documents(**options: Unpack[ListOptions]) -> Call:
    """List the frameworks that there are."""
    return Call()


@operation(GET, CASE, "/CFDocuments/{sourced_id}", One("CFDocument", CFDocument, bare=True))
def get_document(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch what is said of a framework as a whole.

    Errors: `NotFound`.
    """
    return Call()


class Documents(Namespace[S_co]):
    """The frameworks that there are."""

    list = list_documents
    get = get_document
