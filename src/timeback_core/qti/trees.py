"""XML as a tree whose elements know where they stand: total on any text, and cheap whatever that holds.

The parser is that of `defusedxml`; a document type declaration is refused where it begins, so there are no entities,
and nothing outside of the text is ever read. The limits bound what a text can cost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

LARGEST: Final = 1_500_000
"""How many bytes a document may have, as UTF-8."""
DEEPEST: Final = 200
"""How deep its elements may stand in each other."""
MOST_PARTS: Final = 20_000
"""How many tags and attributes it may have."""
FED_AT_ONCE: Final = 1 << 17  # enough for nearly all documents; little enough to stop soon where one is refused


class MalformedError(Exception):
    """Text that is no document, or one that is not read."""

    def __init__(self, place: tuple[int, int], expected: str, found: str, doctype: tuple[str, str] = ("", "")) -> None:
        super().__init__(expected, found)
        self.place = place
        """Line and column, both from 1."""
        self.expected = expected
        self.found = found
        self.doctype = doctype
        """What a document type declaration says: the name of the root, and where its definition lies."""


@attrs.define(eq=False)
class Element:
    """An element: its name, its attributes, what is in it, and its place in the text."""

    name: str
    """Without a prefix."""
    namespace: str
    """Empty for none."""
    attributes: dict[str, str]
    """Those without a namespace."""
    first: int
    """The byte with which it begins; from `inside` to `inside_end` is what stands between its tags."""
    inside: int = 0
    inside_end: int = 0
    last: int = 0
    """The byte after it."""
    parts: list[Element | str] = attrs.Factory(list["Element | str"])
    """Elements and text in it, in their order; comments and instructions are none of it."""

    @property
    def children(self) -> Iterator[Element]:
        return (part for part in self.parts if isinstance(part, Element))

    def find(self, wanted: Callable[[Element], bool]) -> Iterator[Element]:
        """The outermost elements in it that are wanted, or itself, in the order of the document."""
        waiting: list[Element] = [self]
        while waiting:
            element = waiting.pop()
            if wanted(element):
                yield element
            elif element.parts:
                waiting.extend(reversed([*element.children]))


@attrs.frozen
class Tree:
    """A document: its root, its bytes, and the encoding that it declares."""

    root: Element
    source: bytes
    encoding: str | None

    def place_of(self, element: Element) -> tuple[int, int]:
        """Line and column of its start tag, both from 1."""
        before = self.source[: element.first].decode()
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    def inside_of(self, element: Element, without: str = "") -> str:
        """What stands between the tags of an element, as it is written, without the elements of a name."""
        kept: list[bytes] = []
        start = element.inside
        for each in element.find(lambda inner: inner.name == without):
            kept.append(self.source[start : each.first])
            start = each.last
        kept.append(self.source[start : element.inside_end])
        return b"".join(kept).decode().strip()


def read_tree(xml: object) -> Tree:
    """The document that a text holds; raises `MalformedError` where it holds none, or none that is read."""
    if not isinstance(xml, str):
        raise MalformedError((1, 1), "text", type(xml).__name__)
    source = bytes_of(xml)
    if xml.count("<") + xml.count("=") > MOST_PARTS:  # none of which can be written without the one or the other
        raise MalformedError((1, 1), f"at most {MOST_PARTS:,} tags and attributes", "more")
    from defusedxml.common import DefusedXmlException, DTDForbidden
    from defusedxml.ElementTree import ParseError, XMLParser

    builder = Builder()
    parser = XMLParser(target=builder, encoding="utf-8", forbid_dtd=True)
    builder.follow(parser.parser)
    try:
        for start in range(0, len(source), FED_AT_ONCE):
            parser.feed(source[start : start + FED_AT_ONCE])
        parser.close()
    except ParseError as error:
        line, column = error.position
        raise MalformedError((line, column + 1), "well-formed XML", str(error).partition(":")[0]) from error
    except DTDForbidden as error:
        told = "a document type declaration"
        raise MalformedError(
            builder.place, "none of what is not safe", told, (error.name, error.sysid or "")
        ) from error
    except DefusedXmlException as error:
        raise MalformedError(builder.place, "none of what is not safe", "an entity") from error
    return Tree(builder.roots[0], source, builder.encoding)


def bytes_of(xml: str) -> bytes:
    """A text as UTF-8; raises `MalformedError` where it is too long, or no text."""
    try:
        source = b"" if len(xml) > LARGEST else xml.encode()
    except UnicodeEncodeError as error:
        line, column = xml.count("\n", 0, error.start), error.start - xml.rfind("\n", 0, error.start)
        raise MalformedError((line + 1, column), "characters", "half of a surrogate pair") from error
    if not xml or len(source) > LARGEST:
        raise MalformedError((1, 1), "a document", "nothing")
    if not source:
        raise MalformedError((1, 1), f"at most {LARGEST:,} bytes", "more")
    return source


class Builder:
    """Makes the tree of what the parser meets."""

    def __init__(self) -> None:
        self.roots: list[Element] = []
        self.open: list[Element] = []
        self.begun: Element | None = None
        """The element of which the start tag was met last, until something else is."""
        self.ended: Element | None = None
        self.encoding: str | None = None

    def follow(self, expat: XMLParserType) -> None:
        """Be told by the parser where it is, and of what it tells nobody else."""
        expat.buffer_text = False
        expat.StartCdataSectionHandler = self.meet
        expat.XmlDeclHandler = self.declared
        self.expat = expat

    def declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = encoding

    @property
    def place(self) -> tuple[int, int]:
        return self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1

    def meet(self) -> int:
        """Where the parser is; what was open until here is known to end here."""
        self.expat.buffer_text = False  # else it is further on than the text that it tells
        at = self.expat.CurrentByteIndex
        if self.begun is not None:
            self.begun.inside = at
            self.begun = None
        if self.ended is not None:
            self.ended.last = at
            self.ended = None
        return at

    def start(self, tag: str, given: dict[str, str]) -> None:
        at = self.meet()
        if len(self.open) == DEEPEST:
            raise MalformedError(self.place, f"at most {DEEPEST} levels", "more")
        namespace, _, name = tag.rpartition("}")
        element = Element(name, namespace[1:], {key: given[key] for key in given if key[0] != "{"}, at)
        (self.open[-1].parts if self.open else self.roots).append(element)
        self.open.append(element)
        self.begun = element

    def end(self, _tag: str) -> None:
        at = self.meet()
        self.ended = self.open.pop()
        self.ended.inside_end = self.ended.last = at

    def data(self, text: str) -> None:
        if self.begun is not None or self.ended is not None:
            self.meet()
            self.expat.buffer_text = True  # where the rest of it stands does not matter
        self.open[-1].parts.append(text)

    def comment(self, _text: str) -> None:
        self.meet()

    def pi(self, _target: str, _text: str) -> None:
        self.meet()
