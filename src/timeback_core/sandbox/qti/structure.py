"""The inside of a test: parts, sections, references to items. Whoever changes one changes the test, and its XML."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeAlias

import attrs

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Described, Parameter, Told, described
from timeback_core.sandbox.messages import Document, Reply, Steps, empty_reply, json_reply
from timeback_core.sandbox.qti import answers
from timeback_core.sandbox.qti.answers import MESSAGE, QUESTIONS, or_xml, page_of
from timeback_core.sandbox.qti.content import PARTS, REFERENCES, SECTIONS, places_of_test
from timeback_core.sandbox.qti.errors import FAILS, REFUSAL, checked, missing, route, taken, unsupported, wrong
from timeback_core.sandbox.qti.kinds import ITEM_KIND, TEST_KIND, content_of, stored_part, stored_section
from timeback_core.sandbox.qti.reads import MODES, PAGES, asks_for_xml, page, part_modes, xml_reply
from timeback_core.sandbox.qti.shapes import NEW_ORDER, PART, REFERENCE, SECTION, at_its_path
from timeback_core.sandbox.qti.to_xml import part_xml
from timeback_core.sandbox.qti.writes import stored
from timeback_core.sandbox.schema import Choice, Loose, Record, Shape
from timeback_core.sandbox.world import World

Rows: TypeAlias = list[Document]
Change: TypeAlias = Callable[[Rows], Rows]

_TEST: Final = "/assessment-tests/{assessmentTestIdentifier}"
_PARTS: Final = f"{_TEST}/test-parts"
_PART: Final = f"{_PARTS}/{{identifier}}"
_SECTIONS: Final = f"{_PARTS}/{{testPartIdentifier}}/sections"
_SECTION: Final = f"{_SECTIONS}/{{identifier}}"

_SORTS: Final = ("title", "identifier", "createdAt", "updatedAt")


_SORTED: Final = (*PAGES, Parameter("sort", Choice(_SORTS)))
_FAILS: Final[Mapping[int, Told]] = {**FAILS, 501: REFUSAL}


@attrs.frozen
class Level:
    """Parts of a test, or sections of a part."""

    depth: int
    """How many identifiers of the path stand before its own."""
    noun: str
    taken: int
    """The status for an identifier that exists."""
    record: Record
    answered: Shape
    """What writes answer."""
    find: Callable[[Call], Document]
    """The one of the path; 404 when there is none."""
    store: Callable[[Document], Document]
    show: Callable[[World, Document], Document]


@described(QUESTIONS)
def find_questions(call: Call) -> Reply:
    """GET of every reference of a test with its item, null where it dangles."""
    test = TEST_KIND.get(call.world, call.ids[0])
    questions: Rows = []
    for part, section, reference in places_of_test(test):
        item = call.world.store.get(ITEM_KIND.collection, reference["identifier"])
        place = {
            "identifier": reference["identifier"],
            "href": reference.get("href", ""),
            "testPart": part["identifier"],
            "section": section["identifier"],
        }
        questions.append({"reference": place, "question": None if item is None else ITEM_KIND.show(call.world, item)})
    told = {"assessmentTest": test["identifier"], "title": test["title"], "totalQuestions": len(questions)}
    return json_reply(200, {**told, "questions": questions})


@described(page_of(answers.PART), asks=(*_SORTED, *MODES))
def list_parts(call: Call) -> Steps[Reply]:
    """GET of a page of the parts of a test."""
    test = TEST_KIND.get(call.world, call.ids[0])
    return page(call, part_modes(call, test[PARTS]), _SORTS, None, lambda part: part)


@described(or_xml(answers.PART))
def get_part(call: Call) -> Reply:
    """GET of a part, also as XML."""
    part = _part(call)
    return xml_reply(part_xml(part)) if asks_for_xml(call) else json_reply(200, part)


@described(page_of(answers.SECTION), asks=_SORTED)
def list_sections(call: Call) -> Steps[Reply]:
    """GET of a page of the sections of a part."""
    return page(call, _part(call)[SECTIONS], _SORTS, None, lambda section: section)


@described(answers.SECTION)
def get_section(call: Call) -> Reply:
    """GET of a section."""
    return json_reply(200, _section(call))


def create(level: Level) -> Described:
    """POST of one, after those that are there."""
    gives, takes = {201: level.answered, **_FAILS}, Loose(level.record)

    @described(gives, takes=takes, summary=f"Add a {level.noun.lower()}.")
    def answer(call: Call) -> Reply:
        given = _sent(call, level)

        def add(rows: Rows) -> Rows:
            if any(row["identifier"] == given["identifier"] for row in rows):
                raise taken(level.noun, given["identifier"], level.taken)
            return [*rows, given]

        _changed(call, level.depth, add)
        return json_reply(201, level.show(call.world, given))

    return answer


def update(level: Level) -> Described:
    """PUT of one, in the place that it has."""
    gives, takes = {200: level.answered, **_FAILS}, Loose(at_its_path(level.record))

    @described(gives, takes=takes, summary=f"Replace a {level.noun.lower()}.")
    def answer(call: Call) -> Reply:
        level.find(call)
        given = {**_sent(call, level), "identifier": call.ids[level.depth]}

        def replace(rows: Rows) -> Rows:
            return [given if row["identifier"] == given["identifier"] else row for row in rows]

        _changed(call, level.depth, replace)
        return json_reply(200, level.show(call.world, given))

    return answer


@described({204: None})
def delete_part(call: Call) -> Reply:
    """DELETE of a part with its sections; the items stay."""
    _part(call)
    _changed(call, 1, lambda parts: [part for part in parts if part["identifier"] != call.ids[1]])
    return empty_reply(204)


@described(MESSAGE)
def delete_section(call: Call) -> Reply:
    """DELETE of a section; the items stay."""
    _section(call)
    _changed(call, 2, lambda sections: [each for each in sections if each["identifier"] != call.ids[2]])
    return json_reply(200, {"message": "Section deleted successfully"})


@described({201: answers.SECTION}, takes=REFERENCE)
def add_item(call: Call) -> Reply:
    """POST of a reference to an item that exists, at the place that `sequence` names or after the others."""
    section = _section(call)
    given = checked(REFERENCE, call.body())
    identifier = given["identifier"]
    if call.world.store.get(ITEM_KIND.collection, identifier) is None:
        raise missing(ITEM_KIND.noun, identifier)
    if any(reference["identifier"] == identifier for reference in section[REFERENCES]):
        raise wrong("identifier", f"The section has the item '{identifier}' already")
    rows, defaults = list(section[REFERENCES]), {"href": f"/assessment-items/{identifier}"}
    rows.insert((given.get("sequence") or len(rows) + 1) - 1, {**defaults, **_without_nulls(given)})
    return json_reply(201, _with_references(call, rows))


@described({204: None})
def remove_item(call: Call) -> Reply:
    """DELETE of a reference; the item stays."""
    section, identifier = _section(call), call.ids[3]
    left = [reference for reference in section[REFERENCES] if reference["identifier"] != identifier]
    if len(left) == len(section[REFERENCES]):
        raise missing(ITEM_KIND.noun, identifier)
    _with_references(call, left)
    return empty_reply(204)


@described(answers.SECTION, takes=NEW_ORDER)
def reorder_items(call: Call) -> Reply:
    """PUT of an order: those that are named come first, as their `sequence` says, the others after them."""
    section = _section(call)
    known = {reference["identifier"]: reference for reference in section[REFERENCES]}
    given = checked(NEW_ORDER, call.body())["items"]
    for at, reference in enumerate(given):
        if reference["identifier"] not in known:
            raise wrong(f"items.{at}.identifier", f"The section has no item '{reference['identifier']}'")
    ordered = sorted(given, key=lambda reference: reference.get("sequence") or len(given) + 1)
    named = {each["identifier"]: {**known[each["identifier"]], **_without_nulls(each)} for each in ordered}
    others = [reference for identifier, reference in known.items() if identifier not in named]
    return json_reply(200, _with_references(call, [*named.values(), *others]))


def _part(call: Call) -> Document:
    test = TEST_KIND.get(call.world, call.ids[0])
    return _named(test[PARTS], call.ids[1], "Test part")


def _section(call: Call) -> Document:
    return _named(_part(call)[SECTIONS], call.ids[2], "Section")


def _named(rows: Rows, identifier: str, noun: str) -> Document:
    found = next((row for row in rows if row["identifier"] == identifier), None)
    if found is None:
        raise missing(noun, identifier)
    return found


def _sent(call: Call, level: Level) -> Document:
    """The part or the section that a call sends, as it is stored."""
    if asks_for_xml(call):
        raise unsupported()
    body = call.body()
    if call.request.verb == "PUT":
        body = {**body, "identifier": call.ids[level.depth]}
    checked(level.record, body)
    # What writes answer may come back: it is no part of what is stored.
    return level.store({name: value for name, value in body.items() if name not in {"rawXml", "content"}})


def _changed(call: Call, depth: int, change: Change) -> None:
    """Change the parts of a test, or the sections of the part in the path."""
    test = TEST_KIND.get(call.world, call.ids[0])
    if depth == 1:
        parts = change(test[PARTS])
    else:
        part = _part(call)
        parts = [{**each, SECTIONS: change(each[SECTIONS])} if each is part else each for each in test[PARTS]]
    stored(call, TEST_KIND, TEST_KIND.with_xml({**test, PARTS: parts}), test)


def _with_references(call: Call, references: Rows) -> Document:
    """The section of the path once it has these references, numbered in their order."""
    section = {**_section(call), REFERENCES: [{**each, "sequence": at} for at, each in enumerate(references, 1)]}
    _changed(call, 2, lambda rows: [section if row["identifier"] == section["identifier"] else row for row in rows])
    return section


def _without_nulls(given: Document) -> Document:
    return {name: value for name, value in given.items() if value is not None}


def _part_with_xml(world: World, part: Document) -> Document:
    written = part_xml(part)
    return {**part, "rawXml": written, "content": content_of(world, written)}


PART_LEVEL: Final = Level(
    depth=1,
    noun="Test part",
    taken=409,
    record=PART.record,
    find=_part,
    answered=answers.WRITTEN_PART,
    store=stored_part,
    show=_part_with_xml,
)
SECTION_LEVEL: Final = Level(
    depth=2,
    noun="Section",
    taken=400,
    record=SECTION.record,
    find=_section,
    answered=answers.SECTION,
    store=stored_section,
    show=lambda _, section: section,
)

STRUCTURE: Final[Sequence[Route]] = (
    route("qti.assessment_tests.get_questions", "GET", f"{_TEST}/questions", find_questions),
    route("qti.assessment_tests.test_parts.list", "GET", _PARTS, list_parts),
    route("qti.assessment_tests.test_parts.create", "POST", _PARTS, create(PART_LEVEL)),
    route("qti.assessment_tests.test_parts.get", "GET", _PART, get_part),
    route("qti.assessment_tests.test_parts.update", "PUT", _PART, update(PART_LEVEL)),
    route("qti.assessment_tests.test_parts.delete", "DELETE", _PART, delete_part),
    route("qti.assessment_tests.test_parts.sections.list", "GET", _SECTIONS, list_sections),
    route("qti.assessment_tests.test_parts.sections.create", "POST", _SECTIONS, create(SECTION_LEVEL)),
    route("qti.assessment_tests.test_parts.sections.get", "GET", _SECTION, get_section),
    route("qti.assessment_tests.test_parts.sections.update", "PUT", _SECTION, update(SECTION_LEVEL)),
    route("qti.assessment_tests.test_parts.sections.delete", "DELETE", _SECTION, delete_section),
    route("qti.assessment_tests.test_parts.sections.items.add", "POST", f"{_SECTION}/items", add_item),
    route(
        "qti.assessment_tests.test_parts.sections.items.remove",
        "DELETE",
        f"{_SECTION}/items/{{itemIdentifier}}",
        remove_item,
    ),
    route("qti.assessment_tests.test_parts.sections.items.reorder", "PUT", f"{_SECTION}/items/order", reorder_items),
)
