"""A whole course in one call: the course, a component per unit and lesson, and the resources on them."""

from collections.abc import Iterator
from typing import Any, Final

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Document, Reply
from timeback_core.sandbox.oneroster import kinds
from timeback_core.sandbox.oneroster.kind import Kind
from timeback_core.sandbox.oneroster.members import NUMBER, TEXT
from timeback_core.sandbox.oneroster.writes import ID_PAIR, pairs_reply, refuse_problems, require_targets, store_new
from timeback_core.sandbox.refusals import bad_request
from timeback_core.sandbox.schema import Findings, MapOf, Record, may, must
from timeback_core.sandbox.store import reference

_ITEM: Final = Record(
    (
        *(must(name, TEXT) for name in ("url", "skillCode", "lessonCode", "title", "unit-title", "status")),
        must("xp", NUMBER),
        may("stimulus", Record((must("title", TEXT), must("identifier", TEXT)))),
        may("video", Record((must("url", TEXT), must("title", TEXT)))),
    )
)
_ITEMS: Final = MapOf(_ITEM)


@described({201: ID_PAIR}, takes=Record((must("course", kinds.COURSE.record), must("courseStructure", _ITEMS))))
def create_structure(call: Call) -> Reply:
    """POST of a course with its lessons; 201 with the id pair of the course."""
    body = call.body()
    for key in ("course", "courseStructure"):
        if key not in body:
            raise bad_request(key, "Required")
    findings = Findings()
    course = kinds.COURSE.record.check(body["course"], "course", findings)
    items = _ITEMS.check(body["courseStructure"], "courseStructure", findings)
    refuse_problems(findings)
    require_targets(call.world, findings)
    stored = store_new(call, kinds.COURSE, course, body["course"])
    _Builder(call, stored["sourcedId"]).build(list(items.values()))
    return pairs_reply(call, [(course.get("sourcedId"), stored["sourcedId"])])


class _Builder:
    def __init__(self, call: Call, course_id: str) -> None:
        self._call = call
        self._course = reference(course_id)

    def build(self, items: list[Document]) -> None:
        units: dict[str, str] = {}
        for at, item in enumerate(items):
            title = item["unit-title"]
            if title not in units:
                units[title] = self._component(title, len(units), None)
            lesson = self._component(item["title"], at, units[title])
            for order, (resource_title, vendor_id, metadata) in enumerate(_resources(item)):
                self._link(lesson, order, resource_title, vendor_id, metadata)

    def _component(self, title: str, order: int, parent: str | None) -> str:
        return self._store(
            kinds.COURSE_COMPONENT,
            {
                "course": self._course,
                "title": title,
                "sortOrder": order,
                "parent": None if parent is None else reference(parent),
            },
        )

    def _link(self, component: str, order: int, title: str, vendor_id: str, metadata: Document) -> None:
        resource = self._store(
            kinds.RESOURCE,
            {"title": title, "vendorResourceId": vendor_id, "importance": "primary", "metadata": metadata},
        )
        self._store(
            kinds.COMPONENT_RESOURCE,
            {
                "courseComponent": reference(component),
                "resource": reference(resource),
                "title": title,
                "sortOrder": order,
            },
        )

    def _store(self, kind: Kind, document: Document) -> str:
        stored = store_new(self._call, kind, {"status": "active", **document}, document)
        return str(stored["sourcedId"])


def _resources(item: Document) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(title, vendor's id, metadata) of everything that an item brings."""
    lesson = {"type": "qti", "subType": "qti-test", "xp": item["xp"], "url": item["url"]}
    yield item["title"], item["lessonCode"], {**lesson, "skillCode": item["skillCode"]}
    stimulus, video = item.get("stimulus"), item.get("video")
    if stimulus is not None:
        yield stimulus["title"], stimulus["identifier"], {"type": "qti", "subType": "qti-stimulus"}
    if video is not None:
        yield video["title"], video["url"], {"type": "video", "format": "mp4", "url": video["url"]}
