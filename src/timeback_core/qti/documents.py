"""What a text in XML is: an item, a test or a stimulus, of which version of QTI, and how it is called."""

import attrs
from returns.result import Failure, Result, Success

from timeback_core.errors import DocumentProblem, InvalidDocument
from timeback_core.problems import shortened
from timeback_core.qti.recognition import KINDS, OLDER, DocumentKind, version_of
from timeback_core.qti.roots import MalformedError, read_root

__all__ = ["QtiDocument", "identify_document"]


@attrs.frozen
class QtiDocument:
    """What a text holds, as far as its root tells."""

    kind: DocumentKind | None
    """None for what cannot be sent by itself, such as a section, or the collections of QTI 1."""
    version: str
    """Such as `3.0`, `2.1`, `1.2`; `2.x` and `1.x` where the text does not say which."""
    identifier: str
    """Empty where it has none."""
    title: str
    """Empty where it has none."""


def identify_document(xml: str) -> Result[QtiDocument, InvalidDocument]:
    """What a text is: an item, a test or a stimulus, of which version of QTI, and how it is called.

    xml: the document; it may be of an older version.

    Errors: `InvalidDocument`: the text is no XML, or no QTI; every problem has its line and column.
    """
    try:
        root = read_root(xml)
    except MalformedError as error:
        old = version_of(*error.doctype)
        return Success(QtiDocument(None, old, "", "")) if old else Failure(unreadable(error))
    version = version_of(root.name, root.namespace)
    if version is None:
        found = f"<{shortened(root.name, 60)}>"
        return Failure(unreadable(MalformedError((1, 1), "the root of a QTI document", found)))
    kind = KINDS.get(root.name) or OLDER.get(root.name, ("", None))[1]
    return Success(QtiDocument(kind, version, root.attributes.get("identifier", ""), root.attributes.get("title", "")))


def unreadable(error: MalformedError) -> InvalidDocument:
    line, column = error.place
    return InvalidDocument((DocumentProblem(f"line {line}, column {column}", error.expected, error.found),))
