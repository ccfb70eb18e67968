"""What tests are made of: parts, sections, and references to items."""

from collections.abc import Sequence
from datetime import datetime

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    JsonObject,
    Loose,
    OneOrMany,
    Open,
    Unset,
    at_least,
    model,
    non_empty,
    one_of,
    positive,
    wire,
)
from timeback_core.qti.models.enums import NavigationMode, SubmissionMode


@model
class AssessmentItemRef(Loose):
    """The place of an item in a section; the item need not exist."""

    identifier: str
    """That of the item."""
    href: str | None = None
    sequence: int | None = None


@model
class AssessmentSection(Loose):
    """Items that belong together."""

    identifier: str
    title: str
    visible: Flag
    required: Flag | None = None
    fixed: Flag | None = None
    """Whether it keeps its place where sections are shuffled."""
    sequence: int | None = None
    """Its place in the part, from 1 on; not told of tests that came as XML."""
    item_refs: OneOrMany[AssessmentItemRef] = wire("qti-assessment-item-ref", default=())
    created_at: datetime | None = None
    updated_at: datetime | None = None


@model
class TestPart(Loose):
    """Sections that are taken in the same way."""

    identifier: str
    navigation_mode: Open[NavigationMode]
    submission_mode: Open[SubmissionMode]
    sections: OneOrMany[AssessmentSection] = wire("qti-assessment-section", default=())
    raw_xml: str | None = None
    """The part as QTI 3.0, where it was just written."""
    content: JsonObject | None = None
    """The same as a tree of JSON, whose shape changes."""
    created_at: datetime | None = None
    updated_at: datetime | None = None


@model
class AssessmentItemRefInput(Input, reads=AssessmentItemRef):
    """The place of an item in a section."""

    identifier: str = wire(check=non_empty)
    """That of the item."""
    href: str | Unset = UNSET
    """Where it lies, as any text; `/assessment-items/` and the identifier unless it is given."""
    sequence: int | Unset = wire(default=UNSET, check=positive)


@model
class ReorderItemsInput(Input):
    """Items of a section in their new order."""

    items: Sequence[AssessmentItemRefInput] = wire(check=at_least(1))


@model
class AssessmentSectionInput(Input, reads=AssessmentSection, drops=("created_at", "updated_at")):
    """Items that belong together, as created or replaced."""

    identifier: str = wire(check=non_empty)
    title: str = wire(check=non_empty)
    visible: Flag = True
    required: Flag | Unset | None = UNSET
    """True unless it is given."""
    fixed: Flag | Unset | None = UNSET
    """Whether it keeps its place where sections are shuffled."""
    sequence: int | Unset = wire(default=UNSET, check=positive)
    """Its place in the part, from 1 on; that in the list unless it is given."""
    item_refs: Sequence[AssessmentItemRefInput] | Unset = wire("qti-assessment-item-ref", default=UNSET)


@model
class TestPartInput(Input, reads=TestPart, drops=("raw_xml", "content", "created_at", "updated_at")):
    """Sections that are taken in the same way, as created or replaced."""

    identifier: str = wire(check=non_empty)
    navigation_mode: Open[NavigationMode] = wire(check=one_of(NavigationMode))
    submission_mode: Open[SubmissionMode] = wire(check=one_of(SubmissionMode))
    sections: Sequence[AssessmentSectionInput] = wire("qti-assessment-section", check=at_least(1))
