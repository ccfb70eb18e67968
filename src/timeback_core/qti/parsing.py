"""What an item in XML asks, offers, holds to be right and answers: pure functions, total on any text.

They read QTI 3.0, whole documents or single elements of them, with any prefix of its namespace or without one.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeVar

import attrs
from returns.result import Failure, Result, Success

from timeback_core.errors import InvalidDocument
from timeback_core.qti.documents import unreadable
from timeback_core.qti.recognition import NAMESPACE, VERSION, version_of
from timeback_core.qti.roots import MalformedError
from timeback_core.qti.trees import Element, Tree, read_tree

__all__ = ["ParsedChoice", "ParsedDeclaration", "ParsedFeedback", "ParsedInteraction", "ParsedQti", "extract_choices"]
__all__ += ["extract_correct_response", "extract_feedback", "extract_feedback_blocks", "extract_interaction_attributes"]
__all__ += ["extract_modal_feedback", "extract_prompt", "extract_response_declaration", "parse_qti_xml"]

T = TypeVar("T")

CHOICES: Final = (
    *("qti-simple-choice", "qti-inline-choice", "qti-simple-associable-choice", "qti-hotspot-choice"),
    *("qti-associable-hotspot", "qti-hottext", "qti-gap-text", "qti-gap-img", "qti-gap"),
)
"""What can be chosen, ordered or paired."""


@attrs.frozen
class ParsedChoice:
    """Something that can be chosen, ordered or paired."""

    identifier: str
    text: str
    """What it says, without markup, and without feedback that stands in it."""
    content: str
    """The same with its markup, as it is written."""
    attributes: Mapping[str, str]
    """All that its element has, such as `fixed`, `match-max`, `shape`, `coords`."""


@attrs.frozen
class ParsedFeedback:
    """Feedback, and for which value of which outcome it is meant."""

    outcome_identifier: str
    identifier: str
    show_hide: str
    """`show` or `hide`."""
    content: str
    """With its markup, as it is written."""
    title: str
    """Empty where it has none."""


@attrs.frozen
class ParsedInteraction:
    """What a student does."""

    type: str
    """Such as `choice`, `text-entry`, `match`; `custom` for one of an author's own."""
    response_identifier: str
    """The response declaration that it fills."""
    shuffle: bool
    max_choices: int
    """0 for any number."""
    prompt: str
    """With its markup, as it is written; empty where it has none."""
    choices: tuple[ParsedChoice, ...]
    """What is chosen, ordered, or paired with one another or with the targets."""
    targets: tuple[ParsedChoice, ...]
    """The second set of a match; the gaps or the places of a gap match."""
    attributes: Mapping[str, str]
    """All that its element has, such as `max-associations`, `expected-length`, `lower-bound`."""


@attrs.frozen
class ParsedDeclaration:
    """A variable for what a student answers."""

    identifier: str
    cardinality: str
    base_type: str
    """Empty where it has none."""
    correct: tuple[str, ...]
    """All values of the right response, in their order; a pair is a text such as `A B`."""
    mapping: Mapping[str, float]
    """Points for single values."""


@attrs.frozen
class ParsedQti:
    """What an item says, as far as an app needs it to show the item and to mark an answer."""

    prompt: str
    """The first one, with its markup; empty where there is none."""
    choices: tuple[ParsedChoice, ...]
    """Those of all interactions."""
    correct_answer: str | None
    """The first value of the first right response; `response_declarations` has all."""
    feedback: tuple[ParsedFeedback, ...]
    """That which stands within a text."""
    feedback_blocks: tuple[ParsedFeedback, ...]
    modal_feedback: tuple[ParsedFeedback, ...]
    interaction: ParsedInteraction | None
    """The first one."""
    interactions: tuple[ParsedInteraction, ...]
    response_declaration: ParsedDeclaration | None
    """The first one."""
    response_declarations: tuple[ParsedDeclaration, ...]


def parse_qti_xml(xml: str) -> Result[ParsedQti, InvalidDocument]:
    """All that the other functions of this family extract, at once.

    xml: an item of QTI 3.0, or an element of one.

    Errors: `InvalidDocument`, of this function and of each `extract_...`: the text is no XML, is more than is read, or
    is of an older version of QTI, which is told; every problem has its line and column.
    """
    return extracted(xml, everything_of)


def extract_prompt(xml: str) -> Result[str, InvalidDocument]:
    """The first prompt with its markup, as it is written; empty where there is none."""
    return extracted(xml, prompt_of)


def extract_choices(xml: str) -> Result[tuple[ParsedChoice, ...], InvalidDocument]:
    """What can be chosen, ordered or paired, in all interactions, in its order."""
    return extracted(xml, choices_of)


def extract_correct_response(xml: str) -> Result[dict[str, tuple[str, ...]], InvalidDocument]:
    """All values that are right, in their order, by their response declaration; under no name in a part without one."""
    return extracted(xml, correct_of)


def extract_feedback(xml: str) -> Result[tuple[ParsedFeedback, ...], InvalidDocument]:
    """The feedback that stands within a text, that of choices included."""
    return extracted(xml, lambda tree: feedback_of(tree, "qti-feedback-inline"))


def extract_feedback_blocks(xml: str) -> Result[tuple[ParsedFeedback, ...], InvalidDocument]:
    """The feedback that stands as a block of its own."""
    return extracted(xml, lambda tree: feedback_of(tree, "qti-feedback-block"))


def extract_modal_feedback(xml: str) -> Result[tuple[ParsedFeedback, ...], InvalidDocument]:
    """The feedback that is shown in a dialog."""
    return extracted(xml, lambda tree: feedback_of(tree, "qti-modal-feedback"))


def extract_interaction_attributes(xml: str) -> Result[ParsedInteraction | None, InvalidDocument]:
    """The first interaction, of whatever kind; None where there is none."""
    return extracted(xml, lambda tree: next(interactions_of(tree), None))


def extract_response_declaration(xml: str) -> Result[ParsedDeclaration | None, InvalidDocument]:
    """The first response declaration; None where there is none."""
    return extracted(xml, lambda tree: next(declarations_of(tree), None))


def extracted(xml: str, extract: Callable[[Tree], T]) -> Result[T, InvalidDocument]:
    try:
        return Success(extract(tree_of(xml)))
    except MalformedError as error:
        return Failure(unreadable(error))


def tree_of(xml: str) -> Tree:
    """What a text holds; raises `MalformedError` where that is of an older version too."""
    tree = read_tree(xml)
    version = version_of(tree.root.name, tree.root.namespace)
    if version not in (None, VERSION):
        raise MalformedError(tree.place_of(tree.root), f"QTI {VERSION}", f"QTI {version}")
    return tree


def everything_of(tree: Tree) -> ParsedQti:
    declarations, interactions = tuple(declarations_of(tree)), tuple(interactions_of(tree))
    return ParsedQti(
        prompt=prompt_of(tree),
        choices=choices_of(tree),
        correct_answer=next((values[0] for values in correct_of(tree).values()), None),
        feedback=feedback_of(tree, "qti-feedback-inline"),
        feedback_blocks=feedback_of(tree, "qti-feedback-block"),
        modal_feedback=feedback_of(tree, "qti-modal-feedback"),
        interaction=next(iter(interactions), None),
        interactions=interactions,
        response_declaration=next(iter(declarations), None),
        response_declarations=declarations,
    )


def named(element: Element, *names: str) -> Iterator[Element]:
    """The outermost elements of QTI that bear one of these names: those in an element, or itself."""
    return element.find(lambda each: each.name in names and each.namespace in (NAMESPACE, ""))


def is_interaction(element: Element) -> bool:
    known = element.name.startswith("qti-") and element.name.endswith("-interaction")
    return known and element.namespace in (NAMESPACE, "")


def prompt_of(tree: Tree, element: Element | None = None) -> str:
    prompt = next(named(element or tree.root, "qti-prompt"), None)
    return "" if prompt is None else tree.inside_of(prompt)


def choices_of(tree: Tree) -> tuple[ParsedChoice, ...]:
    return tuple(choice_of(tree, each) for each in named(tree.root, *CHOICES))


def choice_of(tree: Tree, element: Element) -> ParsedChoice:
    return ParsedChoice(
        identifier=element.attributes.get("identifier", ""),
        text=" ".join(said(element).split()),
        content=tree.inside_of(element, without="qti-feedback-inline"),
        attributes=element.attributes,
    )


def said(element: Element) -> str:
    """The text in an element, without feedback that stands in it."""
    feedback = element.name == "qti-feedback-inline"
    return "" if feedback else "".join(part if isinstance(part, str) else said(part) for part in element.parts)


def feedback_of(tree: Tree, name: str) -> tuple[ParsedFeedback, ...]:
    def read(element: Element) -> ParsedFeedback:
        given = element.attributes
        body = next((each for each in element.children if each.name == "qti-content-body"), element)
        return ParsedFeedback(
            outcome_identifier=given.get("outcome-identifier", ""),
            identifier=given.get("identifier", ""),
            show_hide=given.get("show-hide", "show"),
            content=tree.inside_of(body),
            title=given.get("title", ""),
        )

    return tuple(map(read, named(tree.root, name)))


def interactions_of(tree: Tree) -> Iterator[ParsedInteraction]:
    for element in tree.root.find(is_interaction):
        kind, given = element.name[len("qti-") : -len("-interaction")].removeprefix("portable-"), element.attributes
        targets = dict.fromkeys(targets_in(element, kind))
        yield ParsedInteraction(
            type=kind,
            response_identifier=given.get("response-identifier", ""),
            shuffle=given.get("shuffle", "").strip().lower() in ("true", "1"),
            max_choices=int(number_in(tree, element, "max-choices", "a whole number", int, "1")),
            prompt=prompt_of(tree, element),
            choices=tuple(choice_of(tree, each) for each in named(element, *CHOICES) if each not in targets),
            targets=tuple(choice_of(tree, each) for each in targets),
            attributes=given,
        )


def targets_in(interaction: Element, kind: str) -> Iterator[Element]:
    """What the choices of an interaction are paired with, where that is no choice itself."""
    if kind == "match":
        for each in [*named(interaction, "qti-simple-match-set")][1:]:
            yield from named(each, *CHOICES)
    elif kind in ("gap-match", "graphic-gap-match"):
        yield from named(interaction, "qti-gap", "qti-associable-hotspot")


def declarations_of(tree: Tree) -> Iterator[ParsedDeclaration]:
    for element in named(tree.root, "qti-response-declaration"):
        yield ParsedDeclaration(
            identifier=element.attributes.get("identifier", ""),
            cardinality=element.attributes.get("cardinality", ""),
            base_type=element.attributes.get("base-type", ""),
            correct=right_values(element),
            mapping={
                entry.attributes.get("map-key", ""): number_in(tree, entry, "mapped-value", "a number", float, "0")
                for entry in named(element, "qti-map-entry")
            },
        )


def right_values(element: Element) -> tuple[str, ...]:
    right = (value for each in named(element, "qti-correct-response") for value in named(each, "qti-value"))
    return tuple(said(value).strip() for value in right)


def correct_of(tree: Tree) -> dict[str, tuple[str, ...]]:
    declared = {each.identifier: each.correct for each in declarations_of(tree)} or {"": right_values(tree.root)}
    return {name: values for name, values in declared.items() if values}


def number_in(
    tree: Tree, element: Element, attribute: str, expected: str, read: Callable[[str], float], default: str
) -> float:
    """The number that an attribute holds; raises `MalformedError` where that is none."""
    given = element.attributes.get(attribute, default)
    try:
        return read(given)
    except ValueError as error:
        raise MalformedError(tree.place_of(element), f"{expected} as {attribute}", "other text") from error
