"""Validation of documents before they are created, or as they are stored."""

from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import POST, SAFE, operation
from timeback_core.qti.common import QTI
from timeback_core.qti.models.validation import (
    BatchValidationResult,
    ValidateBatchInput,
    ValidateInput,
    ValidationResult,
)


@operation(POST, QTI, "/validate", One(None, ValidationResult), repeat=SAFE)
def validate_document(document: ValidateInput) -> Call:
    """Validate a document; one that is not valid is a success that says so.

    Errors: `NotFound` where there is no stored one of that identifier.
    """
    return Call(body=document)


@operation(POST, QTI, "/validate/batch", One(None, BatchValidationResult), repeat=SAFE)
def validate_documents(documents: ValidateBatchInput) -> Call:
    """Validate several documents at once; those that are not valid are successes that say so.

    Errors: `NotFound` where there is no stored one of one of the identifiers; then none is validated.
    """
    return Call(body=documents)


class Validate(Namespace[S_co]):
    """Validation of documents before they are created, or as they are stored."""

    validate = validate_document
    batch = validate_documents
