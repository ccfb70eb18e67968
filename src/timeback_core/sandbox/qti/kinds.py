"""The three kinds of QTI documents: where they are kept, how they are read, written, checked and shown."""

from collections.abc import Callable
from typing import Any, Final
from xml.etree.ElementTree import Element  # the type alone

import attrs

from timeback_core.sandbox.described import Told
from timeback_core.sandbox.messages import Document, is_object
from timeback_core.sandbox.qti import answers
from timeback_core.sandbox.qti.content import ITEMS, PARTS, REFERENCES, SECTIONS, STIMULI, TESTS
from timeback_core.sandbox.qti.errors import broken, checked, missing, wrong
from timeback_core.sandbox.qti.from_xml import LISTED, item_in, stimulus_in, test_in, tree_of
from timeback_core.sandbox.qti.items_to_xml import item_xml, stimuli_of
from timeback_core.sandbox.qti.markup import MarkupError, read_markup
from timeback_core.sandbox.qti.shapes import ITEM, STIMULUS, TEST, at_its_path
from timeback_core.sandbox.qti.to_xml import stimulus_xml, test_xml
from timeback_core.sandbox.qti.validity import root_problem
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import ABSENT, Record
from timeback_core.sandbox.world import World


@attrs.frozen(kw_only=True, eq=False)
class Kind:
    """One of the three."""

    collection: str
    noun: str
    schema: str
    """What validation calls it."""
    record: Record
    answered: Record
    """What is answered of one."""
    to_xml: Callable[[Document], str]
    of_xml: Callable[[Element], Document]
    rule: Callable[[World, Document, bool], Document]
    """The last word on what JSON gave, new or not: what is stored of it; may refuse."""
    sorts: tuple[str, ...] = ("title", "identifier", "createdAt", "updatedAt")
    enveloped: frozenset[str] = frozenset(("POST", "PUT"))
    """Verbs that take XML in an envelope of JSON."""
    is_raw: bool = False
    """Whether XML is the body itself, instead of standing in an envelope."""
    hidden: frozenset[str] = frozenset(("sourcedId",))
    """Members that are stored and not shown."""

    def takes(self, verb: str) -> Told:
        """What a body of this verb may be."""
        record = at_its_path(self.record) if verb == "PUT" else self.record
        if self.is_raw:
            return answers.or_xml(record)
        return answers.or_enveloped(record) if verb in self.enveloped else record

    def get(self, world: World, identifier: str) -> Document:
        """The document of that identifier; 404 when there is none."""
        document = world.store.get(self.collection, identifier)
        if document is None:
            raise missing(self.noun, identifier)
        return document

    def of_json(self, world: World, body: Document, *, is_new: bool) -> Document:
        """What a body of JSON stores, its XML among it."""
        if "interaction" in self.names:
            check_interaction(body)
        given: Document = checked(self.record, body)
        defaults = {member.name: member.default for member in self.record.members if member.default is not ABSENT}
        told = {name: value for name, value in given.items() if value is not None}
        return self.with_xml(self.rule(world, {**defaults, **told}, is_new))

    def with_xml(self, document: Document) -> Document:
        """The document with the XML that is made of it."""
        try:
            written = self.to_xml(document)
            read_markup(written)
        except MarkupError as error:
            raise broken(str(error)) from error
        return {**document, "rawXml": written}

    def of_text(self, text: str) -> Document:
        """What a document in XML stores, the text itself among it."""
        try:
            root = read_markup(text)
        except MarkupError as error:
            raise broken(str(error)) from error
        problem = root_problem(root, self.schema)
        document = self.of_xml(root)
        if problem is not None or not document["identifier"]:
            raise broken(problem or "The document has no identifier")
        return {**document, "rawXml": text}

    def show(self, world: World, document: Document) -> Document:
        """The answered form, with the tree of its XML."""
        shown = {name: value for name, value in document.items() if name not in self.hidden}
        return {**shown, "content": content_of(world, document["rawXml"])}

    @property
    def names(self) -> frozenset[str]:
        """The members that JSON may have."""
        return frozenset(member.name for member in self.record.members)


def content_of(world: World, text: str) -> Document:
    """The tree of XML, as the switches have it."""
    return tree_of(read_markup(text), listed=() if world.switches.live_qti else LISTED)


def check_interaction(body: Document) -> None:
    """500 where an item has no interaction of a type, as the platform fails at it; 400 where it is of another."""
    interaction: Any = body.get("interaction")
    name = interaction.get("type") if is_object(interaction) else None
    if name is None:
        raise broken("Unsupported interaction type: undefined")
    if name != body.get("type"):
        raise wrong("interaction.type", "Must be the type of the item")


def stored_part(part: Document) -> Document:
    """A test part as it is stored."""
    return {**part, SECTIONS: [stored_section(section) for section in part[SECTIONS]]}


def stored_section(section: Document) -> Document:
    """A section as it is stored: with the list of its references, also where it has none."""
    return {**section, REFERENCES: section.get(REFERENCES) or []}


def _stimulus(_world: World, stimulus: Document, _is_new: bool) -> Document:
    return stimulus


def _item(world: World, item: Document, is_new: bool) -> Document:
    lost = [each["identifier"] for each in stimuli_of(item) if world.store.get(STIMULI, each["identifier"]) is None]
    if lost:
        raise RefusalError(400, f"Stimulus(s) not found: {', '.join(lost)}")
    for name in ("responseDeclarations", "outcomeDeclarations"):
        for at, declared in enumerate(item[name]):
            place = f"AssessmentItem validation failed: {name}.{at}"
            if declared["cardinality"] == "record":
                raise broken(f"{place}.cardinality: `record` is not a valid enum value for path `cardinality`.")
            if is_new and not declared.get("baseType"):
                raise broken(f"{place}.baseType: Path `baseType` is required.")
    return item


def _test(_world: World, test: Document, _is_new: bool) -> Document:
    parts = [stored_part(part) for part in test[PARTS]]
    for part in parts:
        for section in part[SECTIONS]:
            if any("href" not in reference for reference in section[REFERENCES]):
                raise broken("AssessmentTest validation failed: qti-assessment-item-ref.href: Path `href` is required.")
    return {"timeLimit": None, "maxAttempts": None, **test, PARTS: parts}


STIMULUS_KIND: Final = Kind(
    collection=STIMULI,
    noun="Stimulus",
    schema="stimulus",
    record=STIMULUS,
    answered=answers.STIMULUS,
    to_xml=stimulus_xml,
    of_xml=stimulus_in,
    rule=_stimulus,
    enveloped=frozenset(("POST",)),
)
ITEM_KIND: Final = Kind(
    collection=ITEMS,
    noun="Assessment item",
    schema="item",
    record=ITEM,
    answered=answers.ITEM,
    to_xml=item_xml,
    of_xml=item_in,
    rule=_item,
    sorts=("title", "identifier", "type", "createdAt", "updatedAt"),
)
TEST_KIND: Final = Kind(
    collection=TESTS,
    noun="Assessment test",
    schema="test",
    record=TEST,
    answered=answers.TEST,
    to_xml=test_xml,
    of_xml=test_in,
    rule=_test,
    enveloped=frozenset(),
    is_raw=True,
    hidden=frozenset(("sourcedId", "toolName", "toolVersion")),
)
KINDS: Final = {kind.schema: kind for kind in (TEST_KIND, ITEM_KIND, STIMULUS_KIND)}
