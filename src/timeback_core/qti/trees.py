"""XML as a tree whose elements know where they stand: total on any text, and cheap whatever that holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

import attrs

from timeback_core.qti.roots import MalformedError, Target, bytes_of, parse

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

LARGEST: Final = 1_500_000
"""How many bytes a document from anywhere may have of which a tree is made, as UTF-8."""
MOST_PARTS: Final = 20_000
"""How many tags and attributes it may have."""


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
    """A document: its root, and its bytes."""

    root: Element
    source: bytes

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


def read_tree(xml: object, largest: int = LARGEST, most: int = MOST_PARTS) -> Tree:
    """The document that a text holds; raises `MalformedError` where it holds none, or none that is read."""
    source = bytes_of(xml, largest)
    if source.count(b"<") + source.count(b"=") > most:  # tags and attributes are not written without the one or other
        raise MalformedError((1, 1), f"at most {most:,} tags and attributes", "more")
    builder = Builder()
    parse(source, builder)
    return Tree(builder.roots[0], source)


class Builder(Target):
    """Makes the tree of what the parser meets."""

    def __init__(self) -> None:
        super().__init__()
        self.roots: list[Element] = []
        self.open: list[Element] = []
        self.begun: Element | None = None
        """The element of which the start tag was met last, until something else is."""
        self.ended: Element | None = None

    def follow(self, expat: XMLParserType) -> None:
        super().follow(expat)
        expat.buffer_text = False
        expat.StartCdataSectionHandler = self.meet

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
        self.enter(len(self.open))
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
