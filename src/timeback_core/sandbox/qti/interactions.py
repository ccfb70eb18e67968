"""Interactions of JSON as XML, a row for each type."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any, Final, TypeAlias
from xml.etree.ElementTree import tostring

import attrs

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.qti.markup import below, read_markup
from timeback_core.sandbox.qti.writing import held, listed, tag

Inside: TypeAlias = Callable[[Document], Iterable[str]]
"""Gives what stands in an interaction below its prompt, from its `questionStructure`."""

_NAMES: Final = {
    "shuffle": "shuffle",
    "maxChoices": "max-choices",
    "minChoices": "min-choices",
    "maxAssociations": "max-associations",
    "orientation": "orientation",
    "autostart": "autostart",
    "minPlays": "min-plays",
    "maxPlays": "max-plays",
    "loop": "loop",
    "expectedLength": "expected-length",
    "expectedLines": "expected-lines",
    "format": "format",
    "maxStrings": "max-strings",
    "minStrings": "min-strings",
    "patternMask": "pattern-mask",
    "placeholder": "placeholder-text",
    "maxSize": "data-max-size",
    "maxFiles": "data-max-files",
}
"""Attributes by the members that give them; those of other names are written as they are spelt."""

_SPELT: Final = (
    *("lower-bound", "upper-bound", "step", "step-label", "reverse"),
    *("expected-length", "expected-lines", "pattern-mask", "placeholder-text", "max-strings", "min-strings"),
)


@attrs.frozen
class _Kind:
    inside: Inside
    is_inline: bool = False
    """Whether the prompt stands before it, and not in it."""


def interaction_xml(interaction: Document) -> str:
    """An interaction with its prompt; `interaction["type"]` is one of the known types."""
    name, structure = interaction["type"], interaction["questionStructure"]
    kind, prompt = _KINDS[name], structure.get("prompt") or ""
    given = {**structure, **held(interaction, "attributes"), **interaction}
    attributes = {
        "response-identifier": interaction["responseIdentifier"],
        **{written: given.get(member) for member, written in _NAMES.items()},
        **{member: given[member] for member in _SPELT if given.get(member) is not None},
        "type": " ".join(structure["allowedTypes"]) if "allowedTypes" in structure else None,
    }
    inside = kind.inside(structure)
    if kind.is_inline:
        return tag("div", {}, prompt, tag(f"qti-{name}-interaction", attributes, *inside))
    return tag(f"qti-{name}-interaction", attributes, tag("qti-prompt", {}, prompt) if prompt else "", *inside)


def _choices(member: str, element: str) -> Inside:
    return lambda structure: [_choice(element, choice) for choice in listed(structure, member)]


def _choice(element: str, choice: Document) -> str:
    feedback = ""
    if choice.get("feedbackInline"):
        told = {
            "outcome-identifier": choice.get("feedbackOutcomeIdentifier", "FEEDBACK"),
            "identifier": choice["identifier"],
            "show-hide": "show",
        }
        feedback = tag("qti-feedback-inline", told, choice["feedbackInline"])
    attributes = {"identifier": choice["identifier"], "fixed": choice.get("fixed"), "match-max": _matches(choice)}
    return tag(element, attributes, choice["content"], feedback)


def _matches(choice: Document) -> Any:
    return choice.get("matchMax")


def _object(structure: Document) -> str:
    given, canvas = held(structure, "object"), held(structure, "canvas")
    if not given and canvas:
        given = {"data": "", "type": "image/png", **canvas}
    attributes = {name: given.get(name) for name in ("data", "type", "width", "height")}
    return tag("object", attributes) if given else ""


def _graphic(*parts: Inside) -> Inside:
    """What stands on an image."""
    return lambda structure: [_object(structure), *(written for part in parts for written in part(structure))]


def _spots(member: str, element: str) -> Inside:
    def inside(structure: Document) -> Iterable[str]:
        for spot in listed(structure, member):
            attributes = {name: spot.get(name) for name in ("identifier", "shape", "coords")}
            label = {"hotspot-label": spot.get("label"), "match-max": _matches(spot)}
            yield tag(element, {**attributes, **label})

    return inside


def _images(structure: Document) -> Iterable[str]:
    for image in listed(structure, "gapImgs"):
        attributes = {"identifier": image["identifier"], "match-max": _matches(image)}
        yield tag("qti-gap-img", attributes, _object(image))


def _match_sets(structure: Document) -> Iterable[str]:
    for member in ("sourceChoices", "targetChoices"):
        choices = (_associable(choice) for choice in listed(structure, member))
        yield tag("qti-simple-match-set", {}, *choices)


def _one_set(structure: Document) -> Iterable[str]:
    return (_associable(choice) for member in ("sourceChoices", "targetChoices") for choice in structure[member])


def _associable(choice: Document) -> str:
    return _choice("qti-simple-associable-choice", {"matchMax": 1, **choice})


def _hottexts(structure: Document) -> Iterable[str]:
    """The text with its hottexts under the name that they have in QTI."""
    text = deepcopy(read_markup(f"<div>{structure['text']}</div>"))
    for hottext in list(below(text, "hottext")):
        hottext.tag = "qti-hottext"
    yield tostring(text, encoding="unicode")


def _nothing(_structure: Document) -> Iterable[str]:
    return ()


_KINDS: Final[Mapping[str, _Kind]] = {
    "choice": _Kind(_choices("choices", "qti-simple-choice")),
    "order": _Kind(_choices("choices", "qti-simple-choice")),
    "text-entry": _Kind(_nothing, is_inline=True),
    "extended-text": _Kind(_nothing),
    "inline-choice": _Kind(_choices("inlineChoices", "qti-inline-choice"), is_inline=True),
    "match": _Kind(_match_sets),
    "associate": _Kind(_one_set),
    "select-point": _Kind(_graphic()),
    "graphic-order": _Kind(_graphic(_spots("orderChoices", "qti-hotspot-choice"))),
    "graphic-associate": _Kind(_graphic(_spots("associableHotspots", "qti-associable-hotspot"))),
    "graphic-gap-match": _Kind(_graphic(_images, _spots("associableHotspots", "qti-associable-hotspot"))),
    "hotspot": _Kind(_graphic(_spots("hotspots", "qti-hotspot-choice"))),
    "hottext": _Kind(_hottexts),
    "slider": _Kind(_graphic()),
    "drawing": _Kind(_graphic()),
    "media": _Kind(_graphic()),
    "upload": _Kind(_nothing),
}
