"""Whether documents are what the server takes."""

from collections.abc import Iterable, Sequence
from typing import Annotated

from timeback_core.engine.codec import UNSET, Flag, Input, Loose, OneOrMany, Open, Unset, model, non_empty, one_of, wire
from timeback_core.problems import Problem
from timeback_core.qti.models.enums import ValidationSchema


@model
class ValidateInput(Input):
    """A document that is to be validated: its XML, or the identifier of a stored one."""

    schema: Open[ValidationSchema] = wire(check=one_of(ValidationSchema))
    xml: str | Unset = wire(default=UNSET, check=non_empty)
    """What is validated, where both are given."""
    entity_id: str | Unset = wire(default=UNSET, check=non_empty)

    def problems(self) -> Iterable[Problem]:
        """There is something to validate."""
        if self.xml is UNSET and self.entity_id is UNSET:
            yield Problem("xml", "must be given, or entity_id")


@model
class ValidateBatchInput(Input):
    """Documents that are to be validated: their XML, or the identifiers of stored ones."""

    xml: Sequence[Annotated[str, non_empty]] | Unset = UNSET
    schema: Open[ValidationSchema] = wire(check=one_of(ValidationSchema))
    entity_ids: Sequence[Annotated[str, non_empty]] | Unset = UNSET
    """Where both are given, those of the documents in `xml`."""

    def problems(self) -> Iterable[Problem]:
        """There is something to validate."""
        if not self.xml and not self.entity_ids:
            yield Problem("xml", "must hold at least one document, or entity_ids at least one identifier")


@model
class ValidationResult(Loose):
    """What a validation found."""

    success: Flag
    """Whether the document is valid; one that is may be refused all the same when it is created."""
    entity_id: str | None = None
    xml_content: str | None = None
    """What was examined."""
    validation_errors: OneOrMany[str] = ()
    message: str | None = None
    error: str | None = None


@model
class BatchValidationResult(Loose):
    """What the validations found, in the order of the documents."""

    results: tuple[ValidationResult, ...] = ()
