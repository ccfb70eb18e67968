"""What a response to an item is worth, by the response processing that the item's own XML asks for."""

from collections.abc import Iterable, Mapping
from xml.etree.ElementTree import Element

import attrs

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.qti.declarations import Variables, read_variables
from timeback_core.sandbox.qti.expressions import evaluate, holds
from timeback_core.sandbox.qti.markup import below, first_in, name_of, read_markup
from timeback_core.sandbox.qti.values import NULL, Value, matches, of_number

SCORE = "SCORE"
_FEEDBACKS = ("qti-modal-feedback", "qti-feedback-block", "qti-feedback-inline")


@attrs.frozen
class Scored:
    """What came of a response."""

    score: float
    """From 0 to 1."""
    correct: bool
    feedback: Document | None
    """Its `identifier` and its `value`."""
    outcomes: dict[str, str]
    """The outcome variables that are not null, as they are written in XML."""


def score(item: Document, responses: Mapping[str, str | list[str]], default: float) -> Scored:
    """The worth of the responses to an item, by the identifiers of their declarations.

    Undeclared ones do not count; `default` is the score of an answer that nothing tells right from wrong.
    """
    root = read_markup(item["rawXml"])
    variables = read_variables(root)
    given = {name: each.read(responses[name]) for name, each in variables.responses.items() if name in responses}
    reached, outcomes = _processed(root, variables.begun(given))
    best, _ = _processed(root, variables.begun({name: each.ideal for name, each in variables.responses.items()}))
    if best > 0:
        share = min(1.0, max(0.0, reached / best))
    elif any(each.ideal.items for each in variables.responses.values()):
        share = float(_all_correct(variables, given))
    else:
        share = default if any(value.items for value in given.values()) else 0.0
    correct = share >= 1
    return Scored(share, correct, _feedback(root, outcomes, correct=correct), _written(outcomes))


def grader_of(item: Document) -> str | None:
    """The address of the grader outside of the platform that an item asks for; None when it asks for none."""
    operators = below(read_markup(item["rawXml"]), "qti-custom-operator")
    graders = (each.get("definition") for each in operators if each.get("class", "").endswith("ExternalApiScore"))
    return next((grader for grader in graders if grader), None)


def _processed(root: Element, variables: Variables) -> tuple[float, Variables]:
    """The score that processing gives, and the variables after it."""
    processing = first_in(root, "qti-response-processing")
    if processing is not None:
        template = processing.get("template", "").rpartition("/")[2].removesuffix(".xml")
        if len(processing) == 0 and template:
            _follow_template(template, variables)
        _run(processing, variables)
    return variables.values.get(SCORE, NULL).number or 0.0, variables


def _follow_template(template: str, variables: Variables) -> None:
    """Set the score as one of the standard templates does, over all declared responses."""
    scores: list[float] = []
    for name, declared in variables.responses.items():
        value = variables.values[name]
        if template == "match_correct" and declared.correct.items:
            scores.append(float(matches(value, declared.correct) or False))
        elif template == "map_response" and declared.mapping is not None:
            scores.append(declared.mapping.worth(value))
        elif template == "map_response_point" and declared.areas is not None:
            scores.append(declared.areas.worth(value))
    if scores:
        variables.values[SCORE] = of_number(min(scores) if template == "match_correct" else sum(scores))


def _run(rules: Iterable[Element], variables: Variables) -> bool:
    """Follow rules in their order; whether processing goes on after them."""
    for rule in rules:
        match name_of(rule):
            case "qti-set-outcome-value":
                expression = next(iter(rule), None)
                value = NULL if expression is None else evaluate(expression, variables)
                variables.values[rule.get("identifier", "")] = value
            case "qti-response-condition":
                if not _run(_branch(rule, variables), variables):
                    return False
            case "qti-response-processing-fragment":
                if not _run(rule, variables):
                    return False
            case "qti-exit-response":
                return False
            case _:
                pass
    return True


def _branch(condition: Element, variables: Variables) -> list[Element]:
    """The rules of the first branch whose expression holds."""
    for branch in condition:
        parts = list(branch)
        if name_of(branch) == "qti-response-else":
            return parts
        if parts and holds(parts[0], variables):
            return parts[1:]
    return []


def _all_correct(variables: Variables, given: Mapping[str, Value]) -> bool:
    wanted = {name: each.ideal for name, each in variables.responses.items() if each.ideal.items}
    return all(matches(given.get(name, NULL), ideal) for name, ideal in wanted.items())


def _feedback(root: Element, variables: Variables, *, correct: bool) -> Document:
    """The value of the first outcome that feedback of the item waits for, or simply whether it was right."""
    watched = dict.fromkeys(each.get("outcome-identifier", "") for name in _FEEDBACKS for each in below(root, name))
    shown = (variables.values[name].text for name in (*watched, "FEEDBACK") if name in variables.others)
    told = "correct" if correct else "incorrect"
    return {"identifier": next(filter(None, shown), told), "value": told.capitalize()}


def _written(variables: Variables) -> dict[str, str]:
    return {name: value.text for name in variables.others if (value := variables.values[name]).items}
