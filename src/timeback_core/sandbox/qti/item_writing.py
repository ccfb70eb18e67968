"""Items of JSON as XML."""

from collections.abc import Iterable
from typing import Any

from timeback_core.sandbox.messages import Document, is_array
from timeback_core.sandbox.qti.content import OUTCOMES
from timeback_core.sandbox.qti.interactions import interaction_xml
from timeback_core.sandbox.qti.writing import held, listed, tag, values, whole


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
    yield interaction_xml(item["interaction"])
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
