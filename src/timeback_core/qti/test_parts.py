"""The parts of tests: sections that are taken in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Unpack

from timeback_core.engine.call.expect import Many, Nothing, One, Raw
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.qti.common import PAGES, QTI, XML, Navigation, PageOptions, Submission, listed, named
from timeback_core.qti.models.sections import TestPart, TestPartInput
from timeback_core.qti.placing import placed_part

if TYPE_CHECKING:
    from timeback_core.qti.sections import Sections

PARTS = Many("items", TestPart, also=("data",), paging=PAGES, names=("title",))


@operation(GET, QTI, "/assessment-tests/{test_id}/test-parts", PARTS)
def list_test_parts(
    test_id: str,
    *,
    navigation_mode: Navigation | None = None,
    submission_mode: Submission | None = None,
    **options: Unpack[PageOptions],
) -> Call:
    """List the parts of a test.

    navigation_mode, submission_mode: only parts of that mode.

    Errors: `NotFound`.
    """
    return listed(options, query={"navigationMode": navigation_mode, "submissionMode": submission_mode})


@operation(POST, QTI, "/assessment-tests/{test_id}/test-parts", One(None, TestPart))
def create_test_part(test_id: str, part: TestPartInput) -> Call:
    """Append a part to a test, and give it as stored.

    Errors: `NotFound`, `Conflict` where the test has a part of that identifier, `Rejected`.
    """
    return Call(body=placed_part(part))


@operation(GET, QTI, "/assessment-tests/{test_id}/test-parts/{part_id}", One(None, TestPart))
def get_test_part(test_id: str, part_id: str) -> Call:
    """Fetch one part of a test.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, QTI, "/assessment-tests/{test_id}/test-parts/{part_id}", Raw(str))
def get_test_part_xml(test_id: str, part_id: str) -> Call:
    """Fetch the XML of one part of a test.

    Errors: `NotFound`.
    """
    return Call(accept=XML, content_type=XML)


@operation(PUT, QTI, "/assessment-tests/{test_id}/test-parts/{part_id}", One(None, TestPart))
def update_test_part(test_id: str, part_id: str, part: TestPartInput) -> Call:
    """Replace a part with its sections and references, and give it as stored.

    part_id: it wins over the identifier in the input.

    Errors: `NotFound`, `Rejected`.
    """
    return Call(body=placed_part(named(part, part_id)))


@operation(DELETE, QTI, "/assessment-tests/{test_id}/test-parts/{part_id}", Nothing())
def delete_test_part(test_id: str, part_id: str) -> Call:
    """Delete a part with its sections; the items stay.

    Errors: `NotFound`.
    """
    return Call()


class TestParts(Namespace[S_co]):
    """The parts of tests: sections that are taken in the same way."""

    list = list_test_parts
    create = create_test_part
    get = get_test_part
    get_xml = get_test_part_xml
    update = update_test_part
    delete = delete_test_part
    sections: Sections[S_co]
