"""HTML as a browser and as somebody who listens to it take it in: elements, texts, links, forms, labels."""

from collections.abc import Iterator
from html.parser import HTMLParser

import attrs

VOID = {"input", "link", "meta", "img", "br"}


@attrs.define(eq=False)
class Element:
    """An element with what is in it."""

    tag: str
    attributes: dict[str, str]
    children: "list[Element | str]" = attrs.Factory(list)

    def all(self, *tags: str) -> "Iterator[Element]":
        """Every element in it of these tags, itself too; of all tags where none is named."""
        coming = [self]
        while coming:
            element = coming.pop()
            if not tags or element.tag in tags:
                yield element
            coming.extend(child for child in reversed(element.children) if isinstance(child, Element))

    def by_id(self, wanted: str) -> "Element":
        """The only element of this id."""
        (found,) = (each for each in self.all() if each.attributes.get("id") == wanted)
        return found

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


@attrs.frozen
class Form:
    """A form as it would be sent if nobody changed it."""

    action: str
    method: str
    fields: dict[str, str]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("document", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element."""
        assert len(dict(attrs)) == len(attrs), f"an attribute of {tag} comes twice"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the element that is open."""
        assert self.open.pop().tag == tag, f"{tag} is closed where it is not open"

    def handle_data(self, data: str) -> None:
        """Take in a text."""
        self.open[-1].children.append(data)


def read_page(html: str) -> Element:
    """The document of a page; fails where elements are not closed in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root


def links(page: Element) -> list[str]:
    """Where its links lead."""
    return [each.attributes["href"] for each in page.all("a")]


def forms(page: Element) -> list[Form]:
    """Its forms that lead anywhere."""
    found = [each for each in page.all("form") if each.attributes["method"] != "dialog"]
    return [Form(each.attributes["action"], each.attributes["method"], _fields(each)) for each in found]


def form_to(page: Element, end: str, **changes: str) -> Form:
    """The first form whose address ends like this, with some fields filled in."""
    found = next(each for each in forms(page) if each.action.partition("?")[0].endswith(end))
    assert changes.keys() <= found.fields.keys()
    return attrs.evolve(found, fields={**found.fields, **changes})


def _fields(form: Element) -> dict[str, str]:
    told = {}
    for field in form.all("input", "select", "textarea"):
        name = field.attributes.get("name")
        if name is None:
            continue
        if field.tag == "select":
            chosen = [each for each in field.all("option") if "selected" in each.attributes]
            told[name] = next((each.attributes.get("value", each.text) for each in chosen), "")
        elif field.attributes.get("type") != "checkbox" or "checked" in field.attributes:
            told[name] = field.text if field.tag == "textarea" else field.attributes.get("value", "")
        else:
            told[name] = ""
    return told


def labelled(page: Element) -> set[str]:
    """The ids of the controls that a label names; those inside of their label count as well."""
    named = {each.attributes["for"] for each in page.all("label") if "for" in each.attributes}
    inside = (each for label in page.all("label") for each in label.all("input", "select", "textarea"))
    return named | {str(id(each)) for each in inside}


def controls(page: Element) -> list[Element]:
    """What somebody can fill in."""
    found = page.all("input", "select", "textarea")
    return [each for each in found if each.attributes.get("type") != "hidden"]
