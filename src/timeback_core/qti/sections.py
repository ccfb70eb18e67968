"""The sections of tests, and the references to items in them."""

from __future__ import annotations

from typing import Unpack

from timeback_core.engine.call.expect import Many, Maybe, Nothing, One
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.qti.common import PAGES, QTI, PageOptions, listed, named
from timeback_core.qti.models.feedback import MessageResponse
from timeback_core.qti.models.sections import (
    AssessmentItemRefInput,
    AssessmentSection,
    AssessmentSectionInput,
    ReorderItemsInput,
)
from timeback_core.qti.placing import placed_order, placed_ref, placed_section

SECTIONS = "/assessment-tests/{test_id}/test-parts/{part_id}/sections"
ITEMS = SECTIONS + "/{section_id}/items"
ONE = One(None, AssessmentSection)


@operation(GET, QTI, SECTIONS, Many("items", AssessmentSection, also=("data",), paging=PAGES))
def list_sections(test_id: str, part_id: str, **options: Unpack[PageOptions]) -> Call:
    """List the sections of a part.

    Errors: `NotFound`.
    """
    return listed(options)


@operation(POST, QTI, SECTIONS, ONE)
def create_section(test_id: str, part_id: str, section: AssessmentSectionInput) -> Call:
    """Add a section to a part, and give it as stored.

    Errors: `NotFound`, `Conflict` where the part has a section of that identifier, `Rejected`.
    """
    return Call(body=placed_section(section))


@operation(GET, QTI, SECTIONS + "/{section_id}", ONE)
def get_section(test_id: str, part_id: str, section_id: str) -> Call:
    """Fetch one section.

    Errors: `NotFound`.
    """
    return Call()


@operation(PUT, QTI, SECTIONS + "/{section_id}", ONE)
def update_section(test_id: str, part_id: str, section_id: str, section: AssessmentSectionInput) -> Call:
    """Replace a section with its references, and give it as stored.

    section_id: it wins over the identifier in the input.

    Errors: `NotFound`, `Rejected`.
    """
    return Call(body=placed_section(named(section, section_id)))


@operation(DELETE, QTI, SECTIONS + "/{section_id}", Maybe(One(None, MessageResponse)))
def delete_section(test_id: str, part_id: str, section_id: str) -> Call:
    """Delete a section, and give what the server says of it, if it says anything; the items stay.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, QTI, ITEMS, ONE)
def add_section_item(test_id: str, part_id: str, section_id: str, ref: AssessmentItemRefInput) -> Call:
    """Add an item to a section, and give the section as stored.

    ref: the item, which has to exist.

    Errors: `NotFound`, `Rejected` where there is no such item, or the section has it already.
    """
    return Call(body=placed_ref(ref))


@operation(DELETE, QTI, ITEMS + "/{item_id}", Nothing())
def remove_section_item(test_id: str, part_id: str, section_id: str, item_id: str) -> Call:
    """Take an item out of a section; the item itself stays.

    Errors: `NotFound`.
    """
    return Call()


@operation(PUT, QTI, ITEMS + "/order", ONE)
def reorder_section_items(test_id: str, part_id: str, section_id: str, order: ReorderItemsInput) -> Call:
    """Put the items of a section in another order, and give the section as stored.

    order: items that are in the section already.

    Errors: `NotFound`, `Rejected`.
    """
    return Call(body=placed_order(order))


class SectionItems(Namespace[S_co]):
    """The references to items in a section."""

    add = add_section_item
    remove = remove_section_item
    reorder = reorder_section_items


class Sections(Namespace[S_co]):
    """The sections of tests."""

    list = list_sections
    create = create_section
    get = get_section
    update = update_section
    delete = delete_section
    items: SectionItems[S_co]
