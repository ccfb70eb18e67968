"""XML as far as its root, and whether the rest is well-formed: total on any text, at a cost in proportion to it.

The parser is that of `defusedxml`; a document type declaration is refused where it begins, so there are no entities,
and nothing outside of the text is ever read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

LARGEST_SENT: Final = 10 << 20
"""How many bytes a document may have of which the root alone is read, as UTF-8: as many as a body."""
DEEPEST: Final = 200
"""How deep its elements may stand in each other."""
FED_FIRST: Final = 1 << 17  # enough for nearly all documents; little enough to stop soon where one is refused


NO_NOUNS: Final = {"no element found": "its end", "not well-formed (invalid token)": "an invalid token"}
"""What the parser says that names nothing, and what was found."""


class MalformedError(Exception):
    """Text that is no document, or one that is not read."""

    def __init__(self, place: tuple[int, int], expected: str, found: str, doctype: tuple[str, str] = ("", "")) -> None:
        super().__init__(expected, found)
        self.place: tuple[int, int] = place
        """Line and column, both from 1."""
        self.expected: str = expected
        self.found: str = found
        self.doctype: tuple[str, str] = doctype
        """What a document type declaration says: the name of the root, and where its definition lies."""


@attrs.frozen
class Root:
    """What the start of a document tells."""

    name: str
    """Without a prefix."""
    namespace: str
    """Empty for none."""
    attributes: Mapping[str, str]
    """Those without a namespace."""
    encoding: str | None
    """The one that is declared."""


def read_root(xml: object) -> Root:
    """The root of a document; raises `MalformedError` where a text is not well-formed, or not safe, to its end."""
    head = Head()
    parse(bytes_of(xml, LARGEST_SENT), head)
    namespace, _, name = head.tag.rpartition("}")
    return Root(name, namespace, head.given, head.encoding)


def bytes_of(xml: object, largest: int) -> bytes:
    """A text as UTF-8; raises `MalformedError` where it is too long, or no text."""
    if not isinstance(xml, str):
        raise MalformedError((1, 1), "text", type(xml).__name__)
    try:
        source = b"" if len(xml) > largest else xml.encode()
    except UnicodeEncodeError as error:
        line, column = xml.count("\n", 0, error.start), error.start - xml.rfind("\n", 0, error.start)
        raise MalformedError((line + 1, column), "characters", "half of a surrogate pair") from error
    if not xml:
        raise MalformedError((1, 1), "a document", "nothing")
    if not source or len(source) > largest:
        raise MalformedError((1, 1), f"at most {largest:,} bytes", "more")
    return source


def parse(source: bytes, target: Target) -> None:
    """Tell a target what a document holds; raises `MalformedError` where it is not well-formed, or not safe."""
    from defusedxml.common import DefusedXmlException, DTDForbidden
    from defusedxml.ElementTree import ParseError, XMLParser

    parser = XMLParser(target=target, encoding="utf-8", forbid_dtd=True)
    target.follow(parser.parser)
    start, size = 0, FED_FIRST
    try:
        while start < len(source):
            parser.feed(source[start : start + size])
            start, size = start + size, 2 * size  # the parser looks at a long token anew each time it is given more
        parser.close()
    except ParseError as error:
        (line, column), told = error.position, str(error).partition(":")[0]
        raise MalformedError((line, column + 1), "well-formed XML", NO_NOUNS.get(told, told)) from error
    except DTDForbidden as error:
        told = "a document type declaration"
        raise MalformedError(target.place, "none of what is not safe", told, (error.name, error.sysid or "")) from error
    except DefusedXmlException as error:
        raise MalformedError(target.place, "none of what is not safe", "an entity") from error


class Target:
    """What the parser tells; it knows where that is, and how deep."""

    def __init__(self) -> None:
        self.encoding: str | None = None
        """The one that is declared."""

    def follow(self, expat: XMLParserType) -> None:
        """Be told by the parser where it is, and of what it tells nobody else."""
        expat.XmlDeclHandler = self.declared
        self.expat: XMLParserType = expat

    def declared(self, _version: str, encoding: str | None, _standalone: int) -> None:
        self.encoding = encoding

    @property
    def place(self) -> tuple[int, int]:
        return self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1

    def enter(self, depth: int) -> None:
        """An element that so many others hold; raises `MalformedError` where those are too many."""
        if depth == DEEPEST:
            raise MalformedError(self.place, f"at most {DEEPEST} levels", "more")


class Head(Target):
    """Keeps what the root says; the rest is well-formed, or not."""

    def __init__(self) -> None:
        super().__init__()
        self.tag: str = ""
        self.given: Mapping[str, str] = {}
        self.depth: int = 0

    def follow(self, expat: XMLParserType) -> None:
        super().follow(expat)
        expat.DefaultHandlerExpand = None  # nobody asks for text
        expat.StartElementHandler = self.begin
        expat.EndElementHandler = self.end

    def begin(self, tag: str, given: Sequence[str]) -> None:
        """The root; names and values take turns."""
        pairs = zip(given[::2], given[1::2], strict=True)
        self.tag, self.given = tag, {name: value for name, value in pairs if "}" not in name}
        self.depth = 1
        self.expat.StartElementHandler = self.start

    def start(self, _tag: str, _given: Sequence[str]) -> None:
        self.enter(self.depth)
        self.depth += 1

    def end(self, _tag: str) -> None:
        self.depth -= 1
