"""Items of JSON as XML, their interactions by a row for each type."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from typing import Any, Final, TypeAlias
from xml.etree.ElementTree import tostring

import attrs

from timeback_core.sandbox.messages import Document, is_array
from timeback_core.sandbox.qti.content import OUTCOMES
from timeback_core.sandbox.qti.markup import below, read_markup
from timeback_core.sandbox.qti.to_xml import held, listed, tag, values, whole

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


def item_xml(item: Document) -> str:
    """An item: its declarations, its body, its processing, its modal feedback."""
    attributes = {
        "identifier": item["identifier"],
        "title": item["title"],
        "adaptive": item.get("adaptive", False),
        "time-dependent": item.get("timeDependent", False),
    }
    return whole(
        "qti-assessment-item",
        attributes,
        *map(_response, listed(item, "responseDeclarations")),
        *(tag(OUTCOMES, _declared(each)) for each in listed(item, "outcomeDeclarations")),
        *map(_stimulus, stimuli_of(item)),
        tag("qti-item-body", {}, *_body(item)),
        _processing(held(item, "responseProcessing")),
        *(_feedback("qti-modal-feedback", each) for each in listed(item, "modalFeedback")),
    )


def stimuli_of(item: Document) -> list[Document]:
    """The references to stimuli that the JSON of an item has: one, or an array of them."""
    given: Any = item.get("stimulus") or []
    return given if is_array(given) else [given]


def _body(item: Document) -> Iterable[str]:
    if item.get("preInteraction"):
        yield tag("div", {}, item["preInteraction"])
    yield _interaction(item["interaction"])
    if item.get("postInteraction"):
        yield tag("div", {}, item["postInteraction"])
    for rubric in listed(item, "rubrics"):
        attributes = {name: rubric.get(name) for name in ("use", "view")}
        yield tag("qti-rubric-block", attributes, tag("qti-content-body", {}, rubric.get("body", "")))
    for feedback in listed(item, "feedbackInline"):
        yield tag("div", {}, tag("qti-feedback-inline", _triggers(feedback), feedback["content"]))
    for feedback in listed(item, "feedbackBlock"):
        yield _feedback("qti-feedback-block", feedback)


def _declared(declaration: Document) -> Document:
    return {
        "identifier": declaration["identifier"],
        "cardinality": declaration["cardinality"],
        "base-type": declaration.get("baseType") or None,
    }


def _response(declaration: Document) -> str:
    given = held(declaration, "correctResponse").get("value")
    written = "" if given in (None, [], [""]) else values("qti-correct-response", given)
    return tag("qti-response-declaration", _declared(declaration), written, _mapping(held(declaration, "mapping")))


def _mapping(mapping: Document) -> str:
    entries = [
        tag(
            "qti-map-entry",
            {
                "map-key": each.get("mapKey"),
                "mapped-value": each.get("mappedValue"),
                "case-sensitive": each.get("caseSensitive"),
            },
        )
        for each in listed(mapping, "mapEntries")
    ]
    names = {"default-value": "defaultValue", "lower-bound": "lowerBound", "upper-bound": "upperBound"}
    return (
        tag("qti-mapping", {name: mapping.get(member) for name, member in names.items()}, *entries) if entries else ""
    )


def _stimulus(stimulus: Document) -> str:
    identifier = stimulus["identifier"]
    attributes = {
        "identifier": identifier,
        "href": stimulus.get("href", f"stimuli/{identifier}"),
        "title": stimulus.get("title"),
    }
    return tag("qti-assessment-stimulus-ref", attributes)


def _processing(processing: Document) -> str:
    """A template, or a condition that also sets the outcome that shows feedback."""
    template = processing.get("templateType")
    if template is None:
        return ""
    outcome, response = processing.get("outcomeIdentifier"), processing.get("responseDeclarationIdentifier")
    told = [processing.get(f"{way}ResponseIdentifier") for way in ("correct", "incorrect")]
    if not outcome or not response or outcome == "SCORE" or not all(told) or template != "match_correct":
        return tag("qti-response-processing", {"template": template})
    condition = tag(
        "qti-match", {}, tag("qti-variable", {"identifier": response}), tag("qti-correct", {"identifier": response})
    )
    yes, no = (_set(outcome, tag("qti-base-value", {"base-type": "identifier"}, str(value))) for value in told)
    branches = tag("qti-response-if", {}, condition, yes), tag("qti-response-else", {}, no)
    inline = processing.get("inlineFeedback")
    shown = (
        ""
        if inline is None
        else _set(inline["outcomeIdentifier"], tag("qti-variable", {"identifier": inline["variableIdentifier"]}))
    )
    return tag("qti-response-processing", {}, tag("qti-response-condition", {}, *branches), shown)


def _set(outcome: str, expression: str) -> str:
    return tag("qti-set-outcome-value", {"identifier": outcome}, expression)


def _triggers(feedback: Document) -> Document:
    classes = feedback.get("class")
    return {
        "outcome-identifier": feedback["outcomeIdentifier"],
        "identifier": feedback["identifier"],
        "show-hide": feedback["showHide"],
        "title": feedback.get("title"),
        "class": " ".join(classes) if classes else None,
    }


def _feedback(name: str, feedback: Document) -> str:
    return tag(name, _triggers(feedback), tag("qti-content-body", {}, feedback["content"]))


def _interaction(interaction: Document) -> str:
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
