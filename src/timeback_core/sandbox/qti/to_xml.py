"""Documents of JSON as XML: stimuli and tests, and the pieces that all of them, items too, are made of."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Any, Final

from timeback_core.sandbox.messages import Document, is_array
from timeback_core.sandbox.qti.content import OUTCOMES, PARTS, REFERENCES, SECTIONS
from timeback_core.sandbox.qti.markup import NAMESPACE, SCHEMA_INSTANCE

_SCHEMAS: Final = "https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/"
_SCHEMA_FILES: Final = {"qti-assessment-stimulus": "imsqti_stimulusv3p0p1_v1p0.xsd"}
_SCHEMA_FILE: Final = "imsqti_asiv3p0_v1p0.xsd"
"""Of the other roots."""


def listed(document: Document, name: str) -> list[Document]:
    """An array of objects in a document; empty where there is none."""
    found: list[Document] | None = document.get(name)
    return found or []


def held(document: Document, name: str) -> Document:
    """An object in a document; empty where there is none."""
    found: Document | None = document.get(name)
    return found or {}


def tag(name: str, attributes: Mapping[str, Any], *inside: str) -> str:
    """An element; attributes that are None are left out, and what is inside is markup already."""
    given = "".join(f' {key}="{attribute(value)}"' for key, value in attributes.items() if value is not None)
    content = "".join(inside)
    return f"<{name}{given}>{content}</{name}>" if content else f"<{name}{given}/>"


def plain(value: object) -> str:
    """A value as text of an element."""
    return escape(_text(value), quote=False)


def whole(root: str, attributes: Mapping[str, Any], *inside: str) -> str:
    """A whole document."""
    location = f"{NAMESPACE} {_SCHEMAS}{_SCHEMA_FILES.get(root, _SCHEMA_FILE)}"
    head = {"xmlns": NAMESPACE, "xmlns:xsi": SCHEMA_INSTANCE, "xsi:schemaLocation": location}
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tag(root, {**head, **attributes}, *inside)


def values(name: str, given: Any) -> str:
    """An element that holds values: an array of them, where each may be a pair, or a single one."""
    listed = given if is_array(given) else [] if given is None else [given]
    texts = (" ".join(map(_text, each)) if is_array(each) else _text(each) for each in listed)
    return tag(name, {}, *(tag("qti-value", {}, plain(text)) for text in texts))


def stimulus_xml(stimulus: Document) -> str:
    """A stimulus."""
    attributes = {
        "identifier": stimulus["identifier"],
        "title": stimulus["title"],
        "label": stimulus.get("label"),
        "xml:lang": stimulus.get("language", "en"),
        **_tools(stimulus),
    }
    sheet, catalogs = held(stimulus, "stylesheet"), listed(stimulus, "catalogInfo")
    return whole(
        "qti-assessment-stimulus",
        attributes,
        tag("qti-stylesheet", sheet) if sheet else "",
        tag("qti-stimulus-body", {}, stimulus["content"]),
        tag("qti-catalog-info", {}, *map(_catalog, catalogs)) if catalogs else "",
    )


def test_xml(test: Document) -> str:
    """A test."""
    attributes = {"identifier": test["identifier"], "title": test["title"], **_tools(test)}
    limit, attempts = test.get("timeLimit"), test.get("maxAttempts")
    return whole(
        "qti-assessment-test",
        attributes,
        *(_outcome(each) for each in listed(test, OUTCOMES)),
        "" if limit is None else tag("qti-time-limits", {"max-time": limit}),
        *(part_xml(part, attempts) for part in listed(test, PARTS)),
    )


def part_xml(part: Document, attempts: float | None = None) -> str:
    """A test part, with the number of attempts that its items may have."""
    attributes = {
        "identifier": part["identifier"],
        "navigation-mode": part["navigationMode"],
        "submission-mode": part["submissionMode"],
    }
    control = "" if attempts is None else tag("qti-item-session-control", {"max-attempts": attempts})
    return tag(PARTS, attributes, control, *_sections(listed(part, SECTIONS)))


def _sections(sections: Iterable[Document]) -> Iterable[str]:
    for section in sections:
        names = ("identifier", "title", "visible", "required", "fixed", "sequence")
        references = (
            tag(REFERENCES, {name: reference.get(name) for name in ("identifier", "href", "sequence")})
            for reference in listed(section, REFERENCES)
        )
        yield tag(SECTIONS, {name: section.get(name) for name in names}, *references)


def _outcome(outcome: Document) -> str:
    attributes = {
        "identifier": outcome["identifier"],
        "cardinality": outcome.get("cardinality", "single"),
        "base-type": outcome.get("baseType"),
        "normal-maximum": outcome.get("normalMaximum"),
        "normal-minimum": outcome.get("normalMinimum"),
    }
    default = held(outcome, "defaultValue").get("value")
    return tag(OUTCOMES, attributes, "" if default is None else values("qti-default-value", default))


def _catalog(catalog: Document) -> str:
    content = tag("qti-html-content", {}, catalog["content"])
    return tag("qti-catalog", {"id": catalog["id"]}, tag("qti-card", {"support": catalog["support"]}, content))


def _tools(document: Document) -> Document:
    return {"tool-name": document.get("toolName"), "tool-version": document.get("toolVersion")}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def attribute(value: object) -> str:
    """A value as an attribute holds it."""
    return escape(_text(value)).replace("\n", "&#10;").replace("\t", "&#9;")
