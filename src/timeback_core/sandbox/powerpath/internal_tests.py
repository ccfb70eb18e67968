"""Lessons whose test is in QTI: one test, or a bank of tests that take turns."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Either, Null, described
from timeback_core.sandbox.edubridge.structure import add
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster import kinds
from timeback_core.sandbox.oneroster.members import FREE, TEXT, TEXTS, URL
from timeback_core.sandbox.oneroster.vocabulary import LESSON_TYPE
from timeback_core.sandbox.oneroster.writes import checked
from timeback_core.sandbox.powerpath.new_lessons import IN_COURSE, course_for, lesson_metadata, place_for, put_lesson
from timeback_core.sandbox.qti.content import test_identifier_in
from timeback_core.sandbox.schema import Choice, ListOf, Record, Tagged, may, must, musts

_SOURCE: Final = Record((must("url", URL), may("title", TEXT), may("metadata", FREE)))
_BANK: Final = Record((must("resources", ListOf(_SOURCE, min_items=1)),))
_ON_ANY: Final = (*IN_COURSE, must("testType", TEXT), must("lessonType", Choice(LESSON_TYPE)))
_NEW_TEST: Final = Tagged(
    "InternalTestInput",
    "testType",
    {
        "qti": Record((*_ON_ANY, must("qti", _SOURCE))),
        "assessment-bank": Record((*_ON_ANY, must("assessmentBank", _BANK))),
    },
)

_CREATED: Final = Record(
    (
        *musts(TEXT, "lessonType", "testType", "lessonId", "courseComponentId", "resourceId"),
        may("courseIdOnFail", Either((TEXT, Null()))),
        *(may(name, TEXTS) for name in ("grades", "childResourceIds")),
    ),
    name="InternalTest",
)


@described(_CREATED, takes=_NEW_TEST)
def _create(call: Call) -> Reply:
    """Make a lesson whose test is in QTI."""
    body = checked(call.world, _NEW_TEST, call.body(), "")
    course = course_for(call, body)
    single: Document = body.get("qti", {})
    title: str = body.get("lessonTitle") or single.get("title") or f"{course['title']}: {body['lessonType']}"
    before, unit = place_for(call, course, body, title)
    of_lesson = lesson_metadata(course, body, body["lessonType"])
    children: list[str] = []
    if single:
        vendor_id, of_test = _of_test(single)
    else:
        sources = body["assessmentBank"]["resources"]
        children = [_add_part(call, source, f"{title} {at}") for at, source in enumerate(sources, 1)]
        vendor_id = f"bank-{children[0]}"
        of_test = {"type": "assessment-bank", "subType": "qti-test-bank", "resources": children}
    link, resource = put_lesson(call, before, unit, body, title, vendor_id, {**of_lesson, **of_test})
    shown: Document = {
        "lessonType": body["lessonType"],
        "testType": body["testType"],
        "lessonId": link["sourcedId"],
        "courseComponentId": unit["sourcedId"],
        "resourceId": resource["sourcedId"],
        **{name: body[name] for name in ("courseIdOnFail", "grades") if name in body},
    }
    if children:
        shown["childResourceIds"] = children
    return json_reply(200, shown)


def _of_test(source: Document) -> tuple[str, Document]:
    """The vendor's id of the resource of a QTI test, and what the resource says of the test."""
    url: str = source["url"]
    metadata = {**source.get("metadata", {}), "type": "qti", "subType": "qti-test", "url": url}
    return f"qti-{test_identifier_in(url) or url}", metadata


def _add_part(call: Call, source: Document, title: str) -> str:
    """Add the resource of one test of a bank; gives its id."""
    vendor_id, metadata = _of_test(source)
    named = source.get("title") or title
    part = add(call, kinds.RESOURCE, title=named, importance="primary", vendorResourceId=vendor_id, metadata=metadata)
    sourced_id: str = part["sourcedId"]
    return sourced_id


INTERNAL_TESTS: Final[Sequence[Route]] = (
    Route("powerpath.assessments.create_internal_test", "POST", "/powerpath/createInternalTest", _create),
)
