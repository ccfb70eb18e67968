"""Frameworks as files of the standard, of CASE 1.0 and 1.1: read, and written the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from returns.result import Failure, Result

from timeback_core.case.models.packages import CFPackage
from timeback_core.documents import MOST_PROBLEMS, decode, encode, parse_whole, told
from timeback_core.engine.codec import JsonValue, Model, fields_of
from timeback_core.engine.codec.json import MISSING, Bad, name_of_type
from timeback_core.engine.codec.text import unparse
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.errors import DocumentProblem, InvalidDocument

if TYPE_CHECKING:
    from timeback_core.case.models.associations import CFAssociation
    from timeback_core.case.models.documents import CFDocument
    from timeback_core.case.models.items import CFItem
    from timeback_core.errors import InvalidInput

__all__ = ["read_package", "write_package"]

ENVELOPE: Final = "CFPackage"
IDENTIFIER: Final = "identifier"
"""What the standard calls the id that the platform answers as `sourcedId`."""


def read_package(document: bytes | str | JsonValue) -> Result[CFPackage, InvalidDocument]:
    """A framework from a file, or from what a server answered: with ids by either name, in its envelope or without it.

    document: JSON as bytes, as text, or parsed. What does not fit an optional field is kept in `extra`; a document, an
    item or an association without an id is refused, with its place, and so is an object that has a name twice.
    """
    try:
        parsed = parse_whole(document) if isinstance(document, bytes | str) else document
    except Bad as bad:
        return Failure(InvalidDocument((told(bad),)))
    held = parsed.get(ENVELOPE) if is_mapping(parsed) and "CFDocument" not in parsed else None
    package = parsed if held is None else held
    text = DocumentProblem("$", "object", "string")  # which `decode` would read as JSON within JSON
    read = Failure(InvalidDocument((text,))) if isinstance(package, str) else decode(CFPackage, package)
    wrong = read.failure().problems if isinstance(read, Failure) else tuple(without_ids(read.unwrap()))
    if not wrong:
        return read
    return Failure(InvalidDocument(wrong if held is None else tuple(map(in_envelope, wrong))))


def write_package(package: CFPackage) -> Result[str, InvalidInput]:
    """A framework as JSON of the standard, which calls ids `identifier`; what was unknown is written as it came.

    Gives a failure only where a package that was built by hand holds what JSON cannot say.
    """
    return encode(package).map(lambda written: unparse(in_standard(package, written)).decode())


def without_ids(package: CFPackage) -> Iterator[DocumentProblem]:
    """What of a package has no id, up to a hundred of it."""
    nameless = ((place, each) for place, each in entities(package) if not each.sourced_id.strip())
    for place, each in islice(nameless, MOST_PROBLEMS):
        yield DocumentProblem(f"$.{place}.{IDENTIFIER}", "string", found_instead(each))


def entities(package: CFPackage) -> Iterator[tuple[str, CFDocument | CFItem | CFAssociation]]:
    """Everything in a package that has an id, with its place."""
    yield "CFDocument", package.cf_document
    for index, item in enumerate(package.cf_items):
        yield f"CFItems[{index}]", item
    for index, association in enumerate(package.cf_associations):
        yield f"CFAssociations[{index}]", association


def found_instead(entity: Model) -> str:
    """What stands in the place of an id that is none."""
    odd = next((entity.extra[name] for name in ("sourcedId", IDENTIFIER) if name in entity.extra), MISSING)
    return name_of_type(odd)


def in_envelope(problem: DocumentProblem) -> DocumentProblem:
    """A problem of a package in its envelope."""
    return DocumentProblem(f"$.{ENVELOPE}{problem.path[1:]}", problem.expected, problem.found)


def in_standard(value: object, written: Any) -> Any:
    """The JSON of a value, with each id by the name that the standard has for it."""
    if written is None:
        return None
    if is_listing(value):
        return [in_standard(each, below) for each, below in zip(value, written, strict=True)]
    if not isinstance(value, Model):
        return written
    renamed: dict[str, JsonValue] = {}
    fields = {field.wire: field for field in fields_of(type(value))}
    for name, below in written.items():
        field = fields.get(name)
        if field is None or name in value.extra:
            renamed[name] = below
        else:
            by_standard = IDENTIFIER in field.also and IDENTIFIER not in written
            renamed[IDENTIFIER if by_standard else name] = in_standard(getattr(value, field.name), below)
    return renamed
