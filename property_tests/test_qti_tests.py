"""Law 10 for the structure of QTI tests: parts, sections and references are as plain lists say, however it is read."""

from typing import TypeVar
from xml.etree.ElementTree import Element

import attrs
from defusedxml.ElementTree import fromstring
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from property_tests.profiles import so_many
from returns.io import IOResult

from timeback_core import UNSET, TimebackClient, TimebackError
from timeback_core.compose import plain
from timeback_core.errors import Conflict, NotFound, Rejected
from timeback_core.qti import (
    AssessmentItemRefInput,
    AssessmentSection,
    AssessmentSectionInput,
    AssessmentTestInput,
    ReorderItemsInput,
    TestPart,
    TestPartInput,
)
from timeback_core.sandbox import Sandbox

T = TypeVar("T")
CLIENT = TimebackClient.open(**Sandbox(students=1).settings, environ={}).unwrap()
TEST = "the-test"
LOST = "item-that-does-not-exist"
SPACE = "{http://www.imsglobal.org/xsd/imsqtiasi_v3p0}"


@attrs.define
class Section:
    """What is known of a section: its items in order, and whether these have numbers, as from their first change on."""

    name: str
    visible: bool
    items: list[str]
    numbered: bool = False

    def input(self) -> AssessmentSectionInput:
        refs = [AssessmentItemRefInput(identifier=item) for item in self.items]
        return AssessmentSectionInput(
            identifier=self.name, title=f"Title of {self.name}", visible=self.visible, item_refs=refs
        )

    def numbers(self) -> list[int | None]:
        return [at if self.numbered else None for at in range(1, len(self.items) + 1)]


@attrs.define
class Part:
    """What is known of a part."""

    name: str
    navigation: str
    sections: list[Section]

    def input(self) -> TestPartInput:
        return TestPartInput(
            identifier=self.name,
            navigation_mode=self.navigation,
            submission_mode="individual",
            sections=[section.input() for section in self.sections],
        )


parts = st.sampled_from(["p1", "p2", "p3"])
sections = st.sampled_from(["s1", "s2"])
places = st.integers(0, 6)
items = st.sampled_from([*(f"item-math-{at}" for at in range(1, 6)), LOST])
lists_of_items = st.lists(items, unique=True, max_size=5)
new_sections = st.builds(Section, sections, st.booleans(), lists_of_items)
several_sections = st.lists(new_sections, min_size=1, max_size=2, unique_by=lambda section: section.name)
new_parts = st.builds(Part, parts, st.sampled_from(["linear", "nonlinear"]), several_sections)
several_parts = st.lists(new_parts, min_size=1, max_size=3, unique_by=lambda part: part.name)


class StructureAgainstLists(RuleBasedStateMachine):
    """Every change succeeds or fails as the lists say, and every way of reading the test gives what they hold."""

    def __init__(self) -> None:
        super().__init__()
        self.api = CLIENT.qti.assessment_tests
        known = [f"item-math-{at}" for at in range(1, 4)]
        self.parts = [
            Part(part, "linear", [Section(section, True, [*known]) for section in ("s1", "s2")])
            for part in ("p1", "p2")
        ]
        self.succeeds(self.api.upsert(TEST, self.whole()))

    def whole(self) -> AssessmentTestInput:
        """The test as it is written."""
        return AssessmentTestInput(identifier=TEST, title="Test", test_parts=[part.input() for part in self.parts])

    def succeeds(self, told: IOResult[T, TimebackError]) -> T:
        return plain(told).unwrap()

    def fails(self, told: IOResult[object, TimebackError], kind: type[TimebackError]) -> None:
        assert isinstance(plain(told).failure(), kind), told

    def part(self, name: str) -> Part | None:
        return next((part for part in self.parts if part.name == name), None)

    def place(self, at: int) -> tuple[str, str]:
        """A part and a section of it: one of those that are held, or one that is nowhere."""
        held = [(part.name, section.name) for part in self.parts for section in part.sections]
        return held[at % len(held)] if held and at else ("p1", "nowhere")

    def section(self, part: str, name: str) -> Section | None:
        held = self.part(part)
        return None if held is None else next((each for each in held.sections if each.name == name), None)

    @rule(several=several_parts)
    def rewrite(self, several: list[Part]) -> None:
        self.parts = several
        self.succeeds(self.api.update(TEST, self.whole()))

    @rule(part=new_parts)
    def add_part(self, part: Part) -> None:
        told = self.api.test_parts.create(TEST, part.input())
        if self.part(part.name) is not None:
            self.fails(told, Conflict)
            return
        self.parts.append(part)
        assert told_of_part(self.succeeds(told)) == held_in_part(part)

    @rule(part=new_parts)
    def replace_part(self, part: Part) -> None:
        told, held = self.api.test_parts.update(TEST, part.name, part.input()), self.part(part.name)
        if held is None:
            self.fails(told, NotFound)
            return
        held.navigation, held.sections = part.navigation, part.sections
        assert told_of_part(self.succeeds(told)) == held_in_part(part)

    @rule(part=parts)
    def delete_part(self, part: str) -> None:
        told, held = self.api.test_parts.delete(TEST, part), self.part(part)
        if held is None:
            self.fails(told, NotFound)
            return
        self.succeeds(told)
        self.parts.remove(held)

    @rule(part=parts, section=new_sections)
    def add_section(self, part: str, section: Section) -> None:
        told, held = self.api.test_parts.sections.create(TEST, part, section.input()), self.part(part)
        if held is None or self.section(part, section.name) is not None:
            self.fails(told, NotFound if held is None else Conflict)
            return
        held.sections.append(section)
        assert told_of_section(self.succeeds(told)) == held_in_section(section)

    @rule(part=parts, section=new_sections)
    def replace_section(self, part: str, section: Section) -> None:
        told = self.api.test_parts.sections.update(TEST, part, section.name, section.input())
        held = self.section(part, section.name)
        if held is None:
            self.fails(told, NotFound)
            return
        held.visible, held.items, held.numbered = section.visible, section.items, False
        assert told_of_section(self.succeeds(told)) == held_in_section(held)

    @rule(place=places)
    def delete_section(self, place: int) -> None:
        part, section = self.place(place)
        told, held = self.api.test_parts.sections.delete(TEST, part, section), self.section(part, section)
        if held is None:
            self.fails(told, NotFound)
            return
        self.succeeds(told)
        holder = self.part(part)
        assert holder is not None
        holder.sections.remove(held)

    @rule(place=places, several=st.lists(st.tuples(items, st.none() | st.integers(1, 3)), min_size=1, max_size=4))
    def add_items(self, place: int, several: list[tuple[str, int | None]]) -> None:
        part, section = self.place(place)
        for item, at in several:
            ref = AssessmentItemRefInput(identifier=item, sequence=UNSET if at is None else at)
            told = self.api.test_parts.sections.items.add(TEST, part, section, ref)
            held = self.section(part, section)
            if held is None or item == LOST or item in held.items:
                self.fails(told, NotFound if held is None else Rejected)
                continue
            held.items.insert(len(held.items) if at is None else at - 1, item)
            held.numbered = True
            assert told_of_section(self.succeeds(told)) == held_in_section(held)

    @rule(place=places, item=items)
    def remove_item(self, place: int, item: str) -> None:
        part, section = self.place(place)
        told = self.api.test_parts.sections.items.remove(TEST, part, section, item)
        held = self.section(part, section)
        if held is None or item not in held.items:
            self.fails(told, NotFound)
            return
        self.succeeds(told)
        held.items.remove(item)
        held.numbered = True

    @rule(place=places, data=st.data())
    def reorder(self, place: int, data: st.DataObject) -> None:
        part, section = self.place(place)
        held = self.section(part, section)
        known = ["item-math-1"] if held is None or not held.items else held.items
        first = data.draw(st.lists(st.sampled_from(known), min_size=1, unique=True))
        refs = [AssessmentItemRefInput(identifier=item, sequence=at) for at, item in enumerate(first, 1)]
        order = ReorderItemsInput(items=data.draw(st.permutations(refs)))
        told = self.api.test_parts.sections.items.reorder(TEST, part, section, order)
        if held is None or not held.items:
            self.fails(told, NotFound if held is None else Rejected)
            return
        held.items = [*first, *(item for item in held.items if item not in first)]
        held.numbered = True
        assert told_of_section(self.succeeds(told)) == held_in_section(held)

    @invariant()
    def every_way_to_read_it_gives_what_the_lists_hold(self) -> None:
        test = self.succeeds(self.api.get(TEST))
        assert [told_of_part(part) for part in test.test_parts] == [held_in_part(part) for part in self.parts]
        assert (
            told_of_xml(test.raw_xml)
            == told_of_xml(self.succeeds(self.api.get_xml(TEST)))
            == [
                (part.name, part.navigation, [(each.name, each.visible, each.items) for each in part.sections])
                for part in self.parts
            ]
        )
        questions = self.succeeds(self.api.get_questions(TEST))
        asked = [
            (each.reference.test_part, each.reference.section, each.reference.identifier, each.question is None)
            for each in questions.questions
        ]
        assert asked == [
            (part.name, section.name, item, item == LOST)
            for part in self.parts
            for section in part.sections
            for item in section.items
        ]
        assert questions.total_questions == len(asked)


def told_of_part(part: TestPart) -> object:
    """A part as it is told."""
    return part.identifier, part.navigation_mode, [told_of_section(section) for section in part.sections]


def told_of_section(section: AssessmentSection) -> object:
    """A section as it is told."""
    refs = [(ref.identifier, ref.href, ref.sequence) for ref in section.item_refs]
    return section.identifier, section.title, section.visible, refs


def held_in_part(part: Part) -> object:
    """The same of a part that is known."""
    return part.name, part.navigation, [held_in_section(section) for section in part.sections]


def held_in_section(section: Section) -> object:
    """The same of a section that is known."""
    numbered = zip(section.items, section.numbers(), strict=True)
    refs = [(item, f"/assessment-items/{item}", number) for item, number in numbered]
    return section.name, f"Title of {section.name}", section.visible, refs


def told_of_xml(text: str) -> object:
    """Parts, sections and items of a test in XML."""
    return [
        (part.get("identifier"), part.get("navigation-mode"), [section_in_xml(each) for each in part])
        for part in fromstring(text).iter(f"{SPACE}qti-test-part")
    ]


def section_in_xml(section: Element) -> object:
    """A section, whose children are its references alone."""
    return section.get("identifier"), section.get("visible") == "true", [ref.get("identifier") for ref in section]


TestStructureAgainstLists = StructureAgainstLists.TestCase
TestStructureAgainstLists.settings = settings(max_examples=so_many(14), stateful_step_count=18)
