"""What the server wants to be told of the structure of a test, filled in where an input leaves it out."""

from __future__ import annotations

from typing import TypeVar

from timeback_core.engine.codec import UNSET, evolve
from timeback_core.engine.narrow import is_listing
from timeback_core.qti.models.sections import (
    AssessmentItemRefInput,
    AssessmentSectionInput,
    ReorderItemsInput,
    TestPartInput,
)
from timeback_core.qti.models.tests import AssessmentTestInput

B = TypeVar("B")


def placed_ref(ref: B, place: int | None = None) -> B:
    """A reference that says where its item lies; what is no reference is left to the request, which refuses it."""
    if not isinstance(ref, AssessmentItemRefInput):
        return ref
    href = f"/assessment-items/{ref.identifier}" if ref.href is UNSET else ref.href
    return evolve(ref, href=href, sequence=place if place is not None and ref.sequence is UNSET else ref.sequence)


def placed_order(order: B) -> B:
    """An order whose references say where their items lie, and each its place in the order."""
    if isinstance(order, ReorderItemsInput) and is_listing(order.items):
        return evolve(order, items=tuple(placed_ref(each, at) for at, each in enumerate(order.items, 1)))
    return order


def placed_section(section: B, place: int | None = None) -> B:
    """A section whose references say where their items lie, at its place in the part."""
    if not isinstance(section, AssessmentSectionInput):
        return section
    refs = tuple(map(placed_ref, section.item_refs)) if is_listing(section.item_refs) else section.item_refs
    at = place if place is not None and section.sequence is UNSET else section.sequence
    return evolve(section, item_refs=refs, sequence=at)


def placed_part(part: B) -> B:
    """A part whose sections have their places."""
    if isinstance(part, TestPartInput) and is_listing(part.sections):
        return evolve(part, sections=tuple(placed_section(each, at) for at, each in enumerate(part.sections, 1)))
    return part


def placed_test(test: B) -> B:
    """A test whose sections have their places."""
    if isinstance(test, AssessmentTestInput) and is_listing(test.test_parts):
        return evolve(test, test_parts=tuple(map(placed_part, test.test_parts)))
    return test
