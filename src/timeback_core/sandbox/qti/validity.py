"""What is wrong with a document in XML, as far as it can be told without the schemas of the standard."""

from collections.abc import Iterator, Mapping
from typing import Final
from xml.etree.ElementTree import Element  # the type alone

from timeback_core.sandbox.qti.content import OUTCOMES, PARTS, REFERENCES, SECTIONS
from timeback_core.sandbox.qti.from_xml import INTERACTION_TYPES
from timeback_core.sandbox.qti.markup import NAMESPACE, MarkupError, below, first_in, name_of, namespace_of, read_markup
from timeback_core.sandbox.qti.shapes import NAVIGATION_MODE, SUBMISSION_MODE

_ROOTS: Final = {name: f"qti-assessment-{name}" for name in ("test", "item", "stimulus")}
_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(_ROOTS.values(), ("identifier", "title")),
    "qti-response-declaration": ("identifier", "cardinality"),
    OUTCOMES: ("identifier", "cardinality"),
    "qti-map-entry": ("map-key", "mapped-value"),
    "qti-assessment-stimulus-ref": ("identifier", "href"),
    "qti-modal-feedback": ("outcome-identifier", "identifier", "show-hide"),
    "qti-feedback-block": ("outcome-identifier", "identifier", "show-hide"),
    "qti-feedback-inline": ("outcome-identifier", "identifier", "show-hide"),
    "qti-rubric-block": ("view",),
    "qti-set-outcome-value": ("identifier",),
    **dict.fromkeys(INTERACTION_TYPES, ("response-identifier",)),
    **{f"qti-{name}-choice": ("identifier",) for name in ("simple", "inline", "simple-associable")},
    **{f"qti-{name}": ("identifier", "shape", "coords") for name in ("hotspot-choice", "associable-hotspot")},
    **{f"qti-{name}": ("identifier",) for name in ("hottext", "gap", "gap-text", "gap-img")},
    PARTS: ("identifier", "navigation-mode", "submission-mode"),
    SECTIONS: ("identifier", "title", "visible"),
    REFERENCES: ("identifier", "href"),
    "qti-stylesheet": ("href", "type"),
    "qti-catalog": ("id",),
    "qti-card": ("support",),
}
"""Attributes that an element needs."""
_ONE_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "cardinality": ("single", "multiple", "ordered", "record"),
    "navigation-mode": NAVIGATION_MODE,
    "submission-mode": SUBMISSION_MODE,
    "show-hide": ("show", "hide"),
}
_UNIQUE: Final = ("qti-response-declaration", OUTCOMES, PARTS, SECTIONS)
_NEEDED: Final = {"item": "qti-item-body", "test": PARTS, "stimulus": "qti-stimulus-body"}


def problems_in(text: str, schema: str) -> list[str]:
    """What is wrong with the text of a test, an item or a stimulus; empty when it is valid."""
    try:
        root = read_markup(text)
    except MarkupError as error:
        return [str(error)]
    problem = root_problem(root, schema)
    return [problem] if problem is not None else list(_problems(root, schema))


def root_problem(root: Element, schema: str) -> str | None:
    """What is wrong with the root of a document: its name, or its namespace."""
    wanted = _ROOTS[schema]
    if namespace_of(root) != NAMESPACE:
        return f"The namespace of <{name_of(root)}> is '{namespace_of(root)}', not '{NAMESPACE}'"
    return None if name_of(root) == wanted else f"The root is <{name_of(root)}>, not <{wanted}>"


def _problems(root: Element, schema: str) -> Iterator[str]:
    if first_in(root, _NEEDED[schema]) is None:
        yield f"<{name_of(root)}> has no <{_NEEDED[schema]}>"
    for element in root.iter():
        name = name_of(element)
        for attribute in _REQUIRED.get(name, ()):
            value = element.get(attribute, "")
            if not value.strip():
                yield f"<{name}> lacks the attribute '{attribute}'"
            elif value not in _ONE_OF.get(attribute, (value,)):
                yield f"The attribute '{attribute}' of <{name}> is '{value}', none of {', '.join(_ONE_OF[attribute])}"
    for name in _UNIQUE:
        yield from _repeated(root, name)
    declared = {each.get("identifier") for each in below(root, "qti-response-declaration")}
    for element in root.iter():
        answers = element.get("response-identifier", "") if name_of(element) in INTERACTION_TYPES else ""
        if answers and answers not in declared:
            yield f"<{name_of(element)}> answers to '{answers}', which is not declared"


def _repeated(root: Element, name: str) -> Iterator[str]:
    seen: set[str] = set()
    for element in below(root, name):
        identifier = element.get("identifier", "")
        if identifier in seen:
            yield f"The identifier '{identifier}' of <{name}> is there twice"
        seen.add(identifier)
