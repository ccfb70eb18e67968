"""Stored documents as they are written back, so that a change of one member loses none of the others.

An item is written back as its XML, which holds all of it. Stimuli and tests can be changed as JSON alone, of which the
server makes new XML: where theirs holds more than that, it is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from returns.result import Failure, Result, Success

from timeback_core.engine.codec import UNSET, evolve
from timeback_core.problems import Problem
from timeback_core.qti.models.items import AssessmentItem, AssessmentItemXmlInput
from timeback_core.qti.models.stimuli import Stimulus, StimulusInput
from timeback_core.qti.models.tests import AssessmentTest, AssessmentTestInput
from timeback_core.qti.roots import LARGEST_SENT, MalformedError
from timeback_core.qti.trees import Element, Tree, read_tree

if TYPE_CHECKING:
    from timeback_core.errors import InvalidInput


MOST_STORED: Final = 200_000
"""How many tags and attributes a document that a server has stored may have."""


class Sayable(NamedTuple):
    """What JSON can say of an element."""

    attributes: frozenset[str] = frozenset()
    children: frozenset[str] = frozenset()


def sayable(attributes: str = "", children: str = "") -> Sayable:
    """What JSON can say, by names with spaces between them."""
    return Sayable(frozenset(attributes.split()), frozenset(children.split()))


TEST: Final[Mapping[str, Sayable]] = {
    "qti-assessment-test": sayable(
        "identifier title tool-name tool-version", "qti-outcome-declaration qti-time-limits qti-test-part"
    ),
    "qti-time-limits": sayable("max-time"),
    "qti-outcome-declaration": sayable(
        "identifier cardinality base-type normal-maximum normal-minimum", "qti-default-value"
    ),
    "qti-default-value": sayable(children="qti-value"),
    "qti-value": sayable(),
    "qti-test-part": sayable("identifier navigation-mode submission-mode", "qti-assessment-section"),
    "qti-assessment-section": sayable("identifier title visible required fixed sequence", "qti-assessment-item-ref"),
    "qti-assessment-item-ref": sayable("identifier href sequence"),
}
STIMULUS: Final[Mapping[str, Sayable]] = {
    "qti-assessment-stimulus": sayable(
        "identifier title label tool-name tool-version", "qti-stimulus-body qti-stylesheet qti-catalog-info"
    ),
    "qti-stylesheet": sayable("href type"),
    "qti-catalog-info": sayable(children="qti-catalog"),
    "qti-catalog": sayable("id", "qti-card"),
    "qti-card": sayable("support", "qti-html-content"),
}
"""What is in bodies and cards is text to JSON."""


def written_item(item: AssessmentItem) -> Result[AssessmentItemXmlInput, InvalidInput]:
    """An item as it is written back."""
    metadata = UNSET if item.metadata is None else item.metadata
    return Success(AssessmentItemXmlInput(xml=item.raw_xml, metadata=metadata))


def written_stimulus(stimulus: Stimulus) -> Result[StimulusInput, InvalidInput]:
    """A stimulus as it is written back: its content is the HTML in its XML."""
    tree = tree_of(stimulus.raw_xml)
    if not isinstance(tree, Tree):
        return refused(tree)
    told = {"qti-stylesheet": stimulus.stylesheet, "qti-catalog-info": stimulus.catalog_info}
    if lost := lost_of(tree.root, STIMULUS, told):
        return refused(f"holds what a write would lose: {lost}")
    bodies = (tree.inside_of(each) for each in tree.root.children if each.name == "qti-stimulus-body")
    return StimulusInput.of_stored(stimulus).map(lambda body: evolve(body, content=next(bodies, "")))


def written_test(test: AssessmentTest) -> Result[AssessmentTestInput, InvalidInput]:
    """A test as it is written back, with what only its XML tells of it."""
    tree = tree_of(test.raw_xml)
    if not isinstance(tree, Tree):
        return refused(tree)
    told = {
        "qti-outcome-declaration": test.outcome_declarations,
        "qti-time-limits": test.time_limit,
        "qti-test-part": test.test_parts,
    }
    if lost := lost_of(tree.root, TEST, told):
        return refused(f"holds what a write of JSON would lose: {lost}; use update_from_xml")
    tool = {name: tree.root.attributes.get(name.replace("_", "-"), UNSET) for name in ("tool_name", "tool_version")}
    return AssessmentTestInput.of_stored(test).map(lambda body: evolve(body, **tool))


def tree_of(xml: str) -> Tree | str:
    """The tree of a stored document, or why it cannot be read."""
    try:
        return read_tree(xml, LARGEST_SENT, MOST_STORED)
    except MalformedError as error:
        return f"cannot be read: line {error.place[0]}: expected {error.expected}, found {error.found}"


def lost_of(root: Element, known: Mapping[str, Sayable], told: Mapping[str, object]) -> str:
    """What a write of JSON loses: what that cannot say, and what the JSON that was read did not tell."""
    if root.name not in known:
        return f"<{root.name}>"
    untold = (f"<{each.name}>" for each in root.children if not told.get(each.name, True))
    return ", ".join(dict.fromkeys([*unsaid(root, known), *untold]))


def unsaid(element: Element, known: Mapping[str, Sayable]) -> Iterator[str]:
    """What an element, and those in it, hold and JSON cannot say."""
    said = known.get(element.name)
    if said is None:
        return
    yield from (f"{name} of <{element.name}>" for name in element.attributes if name not in said.attributes)
    for child in element.children:
        if child.name in said.children:
            yield from unsaid(child, known)
        else:
            yield f"<{child.name}> in <{element.name}>"


def refused(text: str) -> Failure[InvalidInput]:
    """The failure for a document whose XML cannot be written back."""
    from timeback_core.errors import InvalidInput

    return Failure(InvalidInput((Problem("raw_xml", text),)))
