"""What is wrong with a text that is to be sent as an item, a test or a stimulus in XML: rules for whoever takes one."""

import re
from collections.abc import Callable, Iterator
from typing import Annotated, Final, Literal, TypeAlias

from timeback_core.problems import Problem, shortened, unknown
from timeback_core.qti.roots import MalformedError, Root, read_root

__all__ = ["DocumentKind", "ItemXml", "StimulusXml", "TestXml", "find_xml_problems"]

DocumentKind: TypeAlias = Literal["item", "test", "stimulus"]
"""What a document holds that can be sent by itself."""

NAMESPACE: Final = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
"""The namespace of QTI 3.0, of items, tests and stimuli alike."""
VERSION: Final = "3.0"
"""The version that the platform takes."""

ROOTS: Final[dict[DocumentKind, str]] = {
    "item": "qti-assessment-item",
    "test": "qti-assessment-test",
    "stimulus": "qti-assessment-stimulus",
}
"""The root of each kind in QTI 3.0."""
KINDS: Final[dict[str, DocumentKind]] = {root: kind for kind, root in ROOTS.items()}
OLDER: Final[dict[str, tuple[str, DocumentKind | None]]] = {
    "assessmentItem": ("2.x", "item"),
    "assessmentTest": ("2.x", "test"),
    "assessmentStimulus": ("2.x", "stimulus"),
    "assessmentSection": ("2.x", None),
    "questestinterop": ("1.x", None),
}
"""The version and the kind of roots of older versions; a collection of items and tests has no kind."""


def version_of(root: str, told: str) -> str | None:
    """The version of QTI by the name of a root and its namespace, or its definition; None where that is no QTI."""
    if root in KINDS or (told == NAMESPACE and root.startswith("qti-")):
        return VERSION
    if root not in OLDER:
        return None
    unsure = OLDER[root][0]
    found = re.search(r"qti\w*v(\d)p(\d)", told)  # as in `imsqti_v2p1`, `ims_qtiasiv1p2p1.dtd`
    return f"{found[1]}.{found[2]}" if found and found[1] == unsure[0] else unsure


def find_xml_problems(xml: str, kind: DocumentKind) -> tuple[Problem, ...]:
    """What keeps the platform from taking a text as an item, a test or a stimulus, as far as its root tells.

    Args:
        xml: the document.
        kind: what it is to hold.

    Returns:
        Every problem; none where it is well-formed QTI 3.0 of that kind, with an identifier.
    """
    if kind not in [*ROOTS]:  # which need not be text
        return (Problem("kind", unknown(str(kind), ROOTS, "kind of document")),)
    return tuple(Problem("", text) for text in faults(xml, kind))


def faults(xml: object, kind: DocumentKind) -> Iterator[str]:
    """What is wrong with a text that is to be sent, in the words of a rule."""
    try:
        root = read_root(xml)
    except MalformedError as error:
        old = version_of(*error.doctype)
        place = f"line {error.place[0]}, column {error.place[1]}"
        yield outdated(old, error.doctype[0]) if old else f"{place}: expected {error.expected}, found {error.found}"
        return
    wanted = ROOTS[kind]
    version = version_of(root.name, root.namespace)
    if version not in (None, VERSION):
        yield outdated(version or "", root.name)
    elif root.name != wanted:
        yield f"must be <{wanted}>, is <{shortened(root.name, 60)}>"
    elif root.namespace != NAMESPACE:
        yield f"must be in the namespace {NAMESPACE}, is in {shortened(root.namespace, 100) or 'none'}"
    identifier = root.attributes.get("identifier", "").strip()
    if root.name == wanted and identifier in ("", ".", ".."):
        yield f"must have an identifier{' that a path can hold' if identifier else ''}"
    if not is_utf8(root, str(xml)):
        yield f"must be declared as UTF-8, in which it is sent, is declared as {shortened(root.encoding or '', 60)}"


def outdated(version: str, root: str) -> str:
    return f"must be QTI {VERSION}, is QTI {version} (its root is <{root}>)"


def is_utf8(root: Root, xml: str) -> bool:
    """Whether a document reads the same in the encoding that it declares; it is sent as UTF-8."""
    declared = (root.encoding or "utf-8").lower()
    try:
        return declared in ("utf-8", "utf8") or (xml.isascii() and "<".encode(declared) == b"<")
    except (LookupError, ValueError):
        return False


def holds(kind: DocumentKind) -> Callable[[object], str | None]:
    """A rule: text that is a document of QTI 3.0 that holds an item, a test or a stimulus."""

    def check(value: object) -> str | None:
        return "; ".join(faults(value, kind)) or None

    return check


is_item: Final[Callable[[object], str | None]] = holds("item")
is_test: Final[Callable[[object], str | None]] = holds("test")
is_stimulus: Final[Callable[[object], str | None]] = holds("stimulus")
ItemXml: TypeAlias = Annotated[str, is_item]
"""An item in XML, of QTI 3.0; it is sent byte for byte."""
TestXml: TypeAlias = Annotated[str, is_test]
"""A test in XML, of QTI 3.0; it is sent byte for byte."""
StimulusXml: TypeAlias = Annotated[str, is_stimulus]
"""A stimulus in XML, of QTI 3.0; it is sent byte for byte."""
