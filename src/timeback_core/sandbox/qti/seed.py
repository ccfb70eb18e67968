"""Stimuli and items of each subject, and a test of them for every lesson of the district."""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.moments import write_moment
from timeback_core.sandbox.qti.content import ITEMS, PARTS, REFERENCES, SECTIONS, STIMULI, TESTS, test_identifier_in
from timeback_core.sandbox.qti.kinds import STIMULUS_KIND, TEST_KIND
from timeback_core.sandbox.qti.material import TOPICS
from timeback_core.sandbox.qti.questions import questions_about
from timeback_core.sandbox.qti.to_xml import attribute, held
from timeback_core.sandbox.store import Store
from timeback_core.sandbox.world import World

_PLACE: Final = "identifier-of-the-test"
_QUIZ: Final = 6
"""How many questions a lesson has whose questions are not chosen one by one."""


def seed_qti(world: World) -> None:
    """Add the same documents for the same plan."""
    store, prefix = world.store, world.plan.id_prefix
    for number, subject in enumerate(TOPICS):
        stimulus, items = _documents(prefix, subject)
        _put(world, STIMULI, stimulus, number)
        for at, item in enumerate(items, number * 100):
            _put(world, ITEMS, item, at)
    for at, link in enumerate(store.rows("componentResources")):
        resource = store.get("resources", link["resource"]["sourcedId"]) or {}
        identifier = test_identifier_in(held(resource, "metadata").get("url"))
        if identifier is None:
            continue
        known = seeded_items(prefix, _subject(store, link))
        if not known:
            continue
        chosen = known if link.get("lessonType") == "powerpath-100" else _some(known, at)
        seed_test(world, identifier, link["title"], chosen)


def seeded_items(prefix: str, subject: str) -> tuple[str, ...]:
    """The identifiers of the seeded items of a subject, from easy to hard; of none where it has none."""
    return tuple(item["identifier"] for item in _documents(prefix, subject)[1]) if subject in TOPICS else ()


def seed_test(world: World, identifier: str, title: str, items: Sequence[str]) -> None:
    """Put a test of one part and one section with these items, by their identifiers."""
    pattern = _pattern(title, tuple(items))
    written = pattern["rawXml"].replace(_PLACE, attribute(identifier))
    _put(world, TESTS, {**pattern, "identifier": identifier, "rawXml": written}, world.store.count(TESTS))


@lru_cache(maxsize=256)
def _pattern(title: str, items: Sequence[str]) -> Document:
    """A test whose identifier is still to be put in."""
    references = [
        {"identifier": item, "href": f"/assessment-items/{item}", "sequence": at} for at, item in enumerate(items, 1)
    ]
    section = {"identifier": "section-1", "title": title, "visible": True, "required": True, "fixed": False}
    part = {
        "identifier": "part-1",
        "navigationMode": "linear",
        "submissionMode": "individual",
        SECTIONS: [{**section, "sequence": 1, REFERENCES: references}],
    }
    score = {"identifier": "SCORE", "cardinality": "single", "baseType": "float", "normalMaximum": len(items)}
    test = {
        "identifier": _PLACE,
        "title": title,
        "qtiVersion": "3.0",
        PARTS: [part],
        "qti-outcome-declaration": [{**score, "defaultValue": {"value": 0}}],
        "timeLimit": None,
        "maxAttempts": None,
    }
    return TEST_KIND.with_xml(test)


@lru_cache(maxsize=64)
def _documents(prefix: str, subject: str) -> tuple[Document, list[Document]]:
    """The stimulus and the items of a subject, without their dates; sandboxes share them."""
    slug, topic = subject.lower().replace(" ", "-"), TOPICS[subject]
    told = "".join(f"<li><strong>{word}</strong>: {meaning}</li>" for word, meaning in topic.words)
    stimulus_id = f"{prefix}stimulus-{slug}"
    stimulus: Document = {
        "identifier": stimulus_id,
        "title": f"Words of {subject}",
        "content": f"<div><h2>Words of {subject}</h2><ul>{told}</ul></div>",
        "language": "en",
        "catalogInfo": [],
        "metadata": {"subject": subject},
    }
    return STIMULUS_KIND.with_xml(stimulus), list(questions_about(subject, topic, f"{prefix}item-{slug}", stimulus_id))


def _put(world: World, collection: str, document: Document, at: int) -> None:
    moment = write_moment(world.plan.made + timedelta(seconds=at))
    dated = {"sourcedId": document["identifier"], **document, "createdAt": moment, "updatedAt": moment, "__v": 0}
    world.store.put(collection, dated)


def _subject(store: Store, link: Document) -> str:
    """The subject of the course that a lesson is of; empty where it tells none."""
    component = store.get("courseComponents", link["courseComponent"]["sourcedId"]) or {}
    course = store.get("courses", component["course"]["sourcedId"]) or {}
    return str((course.get("subjects") or ("",))[0])


def _some(items: Sequence[str], at: int) -> list[str]:
    """Some of the items, others for the next lesson."""
    begin = at % len(items)
    return [*items[begin:], *items[:begin]][:_QUIZ]
