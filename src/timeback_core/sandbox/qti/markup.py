"""Documents in XML: read without a definition or an entity of their own, and looked through by plain names."""

from collections.abc import Iterator
from copy import deepcopy
from functools import lru_cache
from typing import Final
from xml.etree.ElementTree import Element, ParseError, tostring  # what reads is defusedxml

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

NAMESPACE: Final = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
SCHEMA_INSTANCE: Final = "http://www.w3.org/2001/XMLSchema-instance"
DEEPEST: Final = 100
"""Levels of elements: their tree in JSON has two for each, and ends at 254."""


class MarkupError(Exception):
    """A text is no document that is taken; the message says why."""


@lru_cache(maxsize=256)
def read_markup(text: str) -> Element:
    """The root element of a document, which nobody changes; raises `MarkupError`."""
    try:
        root = fromstring(text, forbid_dtd=True)
    except DefusedXmlException as error:
        raise MarkupError("A document type definition, an entity or an external reference is not allowed") from error
    except (ParseError, ValueError) as error:
        raise MarkupError(f"The XML is not well-formed: {error}") from error
    if _is_too_deep(root):
        raise MarkupError(f"The XML is nested more than {DEEPEST} levels deep")
    return root


def name_of(element: Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rpartition("}")[2]


def namespace_of(element: Element) -> str:
    """The namespace of an element; empty when it has none."""
    return element.tag[1:].rpartition("}")[0] if element.tag.startswith("{") else ""


def those_in(element: Element, name: str) -> list[Element]:
    """The children of that name."""
    return [child for child in element if name_of(child) == name]


def first_in(element: Element | None, name: str) -> Element | None:
    """The first child of that name; None when there is none."""
    return None if element is None else next((child for child in element if name_of(child) == name), None)


def below(element: Element, name: str) -> Iterator[Element]:
    """Every element of that name at any depth, in document order."""
    return (found for found in element.iter() if name_of(found) == name)


def text_of(element: Element) -> str:
    """All text of an element, trimmed."""
    return "".join(element.itertext()).strip()


def inside_of(element: Element) -> str:
    """What stands in an element, as markup without namespaces."""
    copied = deepcopy(element)
    for each in copied.iter():
        each.tag = name_of(each)
    copied.tail = None
    written: str = tostring(copied, encoding="unicode", short_empty_elements=False)
    return written[written.index(">") + 1 : written.rindex("</")].strip()


def flag_of(element: Element, name: str, *, default: bool) -> bool:
    """An attribute that is true or false."""
    return {"true": True, "1": True, "false": False, "0": False}.get(element.get(name, "").strip(), default)


def _is_too_deep(root: Element) -> bool:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
        if not level:
            return False
    return True
