"""What the XML of a document tells in typed members, and the tree of it that answers carry as `content`."""

from collections.abc import Container
from typing import Any, Final
from xml.etree.ElementTree import Element  # the type alone

from timeback_core.sandbox.messages import Document, is_object
from timeback_core.sandbox.qti.content import OUTCOMES, PARTS, REFERENCES, SECTIONS
from timeback_core.sandbox.qti.markup import (
    NAMESPACE,
    SCHEMA_INSTANCE,
    below,
    first_in,
    flag_of,
    inside_of,
    name_of,
    namespace_of,
    those_in,
)
from timeback_core.sandbox.qti.values import number_in, read_bounds, written_values

_XML: Final = "http://www.w3.org/XML/1998/namespace"
_PREFIXES: Final = {SCHEMA_INSTANCE: "xsi:", _XML: "xml:"}

INTERACTION_TYPES: Final = {
    **{
        f"qti-{name}-interaction": name
        for name in (
            *("choice", "text-entry", "extended-text", "inline-choice", "match", "order", "associate", "select-point"),
            *("graphic-order", "graphic-associate", "graphic-gap-match", "hotspot", "hottext", "slider", "drawing"),
            *("media", "upload", "gap-match", "custom"),
        )
    },
    "qti-portable-custom-interaction": "custom",
}
"""The type of an item by the name of its first interaction."""

LISTED: Final = frozenset(
    (
        *("qti-response-declaration", "qti-assessment-stimulus-ref", "qti-value"),
        *(OUTCOMES, PARTS, SECTIONS, REFERENCES),
    )
)
"""What stands in an array in the tree, also where there is one, by the published document."""


def item_in(root: Element) -> Document:
    """The typed members of an item; feedback is not among them."""
    members: Document = {
        **_named(root),
        "type": next((found for each in root.iter() if (found := INTERACTION_TYPES.get(name_of(each)))), "unknown"),
        "qtiVersion": "3.0",
        "timeDependent": flag_of(root, "time-dependent", default=False),
        "adaptive": flag_of(root, "adaptive", default=False),
        "responseDeclarations": [_response(each) for each in those_in(root, "qti-response-declaration")],
        "outcomeDeclarations": [_declared(each) for each in those_in(root, OUTCOMES)],
        **{name: [] for name in ("modalFeedback", "feedbackInline", "feedbackBlock")},
    }
    processing = first_in(root, "qti-response-processing")
    template = "" if processing is None else processing.get("template", "").rpartition("/")[2].removesuffix(".xml")
    if template:
        members["responseProcessing"] = {"templateType": template}
    stimuli = [_given(each, "identifier", "href", "title") for each in those_in(root, "qti-assessment-stimulus-ref")]
    if stimuli:
        members["stimulusRef"] = stimuli[0] if len(stimuli) == 1 else stimuli
    custom = next(below(root, "qti-portable-custom-interaction"), None)
    if custom is not None:
        members["customInteractionTypeIdentifier"] = custom.get("custom-interaction-type-identifier", "")
    return members


def test_in(root: Element) -> Document:
    """The typed members of a test."""
    limits = first_in(root, "qti-time-limits")
    control = next(below(root, "qti-item-session-control"), None)
    return {
        **_named(root),
        "qtiVersion": "3.0",
        PARTS: [_part(part) for part in those_in(root, PARTS)],
        OUTCOMES: [_test_outcome(each) for each in those_in(root, OUTCOMES)],
        "timeLimit": None if limits is None else _whole_number(limits, "max-time"),
        "maxAttempts": None if control is None else _whole_number(control, "max-attempts"),
        **_tools(root),
    }


def stimulus_in(root: Element) -> Document:
    """The typed members of a stimulus."""
    sheet, catalogs = first_in(root, "qti-stylesheet"), below(root, "qti-catalog")
    members: Document = {
        **_named(root),
        "language": root.get(f"{{{_XML}}}lang", "en"),
        "catalogInfo": [
            {"id": catalog.get("id", ""), "support": card.get("support", ""), "content": inside_of(content)}
            for catalog in catalogs
            for card in those_in(catalog, "qti-card")
            for content in those_in(card, "qti-html-content")
        ],
        **_tools(root),
    }
    if root.get("label"):
        members["label"] = root.get("label")
    if sheet is not None:
        members["stylesheet"] = {name: sheet.get(name, "") for name in ("href", "type")}
    return members


def tree_of(root: Element, *, listed: Container[str] = LISTED) -> Document:
    """The tree of a document: elements by their names, attributes under `_attributes`, a lone text as it is.

    Those of the `listed` names stand in an array also where there is one.
    """
    grown: Any = _tree(root, listed)
    tree: Document = grown if is_object(grown) else {"_": grown}
    namespaces = {"xmlns": namespace_of(root) or NAMESPACE, "xmlns:xsi": SCHEMA_INSTANCE}
    return {name_of(root): {**tree, "_attributes": {**namespaces, **tree.get("_attributes", {})}}}


def _tree(element: Element, listed: Container[str]) -> Any:
    text = "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
    if not element.attrib and not len(element):
        return text
    tree: Document = {}
    if element.attrib:
        tree["_attributes"] = {_plain(name): value for name, value in element.attrib.items()}
    if text:
        tree["_"] = text
    for child in element:
        name, grown = name_of(child), _tree(child, listed)
        if name in tree:
            tree[name] = [*(tree[name] if isinstance(tree[name], list) else [tree[name]]), grown]
        else:
            tree[name] = [grown] if name in listed else grown
    return tree


def _plain(attribute: str) -> str:
    namespace, _, name = attribute.rpartition("}")
    return _PREFIXES.get(namespace[1:], "") + name


def _given(element: Element, *names: str) -> Document:
    return {name: element.get(name) for name in names if element.get(name) is not None}


def _named(root: Element) -> Document:
    return {name: root.get(name, "") for name in ("identifier", "title")}


def _tools(root: Element) -> Document:
    told = {"toolName": root.get("tool-name"), "toolVersion": root.get("tool-version")}
    return {name: value for name, value in told.items() if value is not None}


def _declared(element: Element) -> Document:
    told = {"cardinality": element.get("cardinality", "single"), "baseType": element.get("base-type")}
    return {"identifier": element.get("identifier", ""), **{name: value for name, value in told.items() if value}}


def _response(element: Element) -> Document:
    declared = _declared(element)
    correct, mapping = (first_in(element, name) for name in ("qti-correct-response", "qti-mapping"))
    if correct is not None:
        declared["correctResponse"] = {"value": written_values(correct)}
    if mapping is not None:
        bounds = read_bounds(mapping)
        declared["mapping"] = {
            "defaultValue": bounds.default,
            "lowerBound": bounds.lower,
            "upperBound": bounds.upper,
            "mapEntries": [
                {
                    "mapKey": entry.get("map-key", ""),
                    "mappedValue": number_in(entry, "mapped-value"),
                    "caseSensitive": flag_of(entry, "case-sensitive", default=True),
                }
                for entry in those_in(mapping, "qti-map-entry")
            ],
        }
    return declared


def _test_outcome(element: Element) -> Document:
    told = {
        "normalMaximum": _whole_number(element, "normal-maximum"),
        "normalMinimum": _whole_number(element, "normal-minimum"),
    }
    values = written_values(first_in(element, "qti-default-value"))
    default: Document = {"defaultValue": {"value": values[0] if len(values) == 1 else values}} if values else {}
    return {**_declared(element), **{name: value for name, value in told.items() if value is not None}, **default}


def _part(element: Element) -> Document:
    return {
        "identifier": element.get("identifier", ""),
        "navigationMode": element.get("navigation-mode", "linear"),
        "submissionMode": element.get("submission-mode", "individual"),
        SECTIONS: [_section(section) for section in those_in(element, SECTIONS)],
    }


def _section(element: Element) -> Document:
    section: Document = {
        **_named(element),
        "visible": flag_of(element, "visible", default=True),
        "required": flag_of(element, "required", default=True),
        "fixed": flag_of(element, "fixed", default=False),
        REFERENCES: [_reference(each) for each in below(element, REFERENCES)],
    }
    return {**section, **_sequence(element)}


def _reference(element: Element) -> Document:
    return {"identifier": element.get("identifier", ""), "href": element.get("href", ""), **_sequence(element)}


def _sequence(element: Element) -> Document:
    sequence = element.get("sequence", "")
    return {"sequence": int(sequence)} if sequence.isascii() and sequence.isdigit() and len(sequence) < 10 else {}


def _whole_number(element: Element, attribute: str) -> float | None:
    number = number_in(element, attribute)
    return int(number) if number is not None and number == int(number) and abs(number) < 1 << 53 else number
