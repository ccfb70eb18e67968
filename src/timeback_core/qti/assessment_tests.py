"""Assessment tests: items in sections and parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, Unpack

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Many, Nothing, One, Raw
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids
from timeback_core.flows.steps import modified
from timeback_core.qti.common import (
    PAGES,
    QTI,
    XML,
    FilteredPageOptions,
    Navigation,
    Submission,
    found,
    listed,
    misnamed,
    named,
    replaced_or_created,
)
from timeback_core.qti.models.tests import (
    AssessmentTest,
    AssessmentTestInput,
    QuestionsResponse,
    UpdateTestMetadataInput,
)
from timeback_core.qti.placing import placed_test
from timeback_core.qti.recognition import TestXml
from timeback_core.qti.stored import written_test

if TYPE_CHECKING:
    from timeback_core.qti.test_parts import TestParts

ONE = One("assessmentTest", AssessmentTest, bare=True)


@operation(GET, QTI, "/assessment-tests", Many("items", AssessmentTest, also=("data",), paging=PAGES))
def list_assessment_tests(
    *,
    navigation_mode: Navigation | None = None,
    submission_mode: Submission | None = None,
    **options: Unpack[FilteredPageOptions],
) -> Call:
    """List tests; `search` looks at title and identifier.

    navigation_mode, submission_mode: only tests that have such a part.
    """
    return listed(options, query={"navigationMode": navigation_mode, "submissionMode": submission_mode})


@operation(POST, QTI, "/assessment-tests", ONE)
def create_assessment_test(test: AssessmentTestInput) -> Call:
    """Create a test, and give it as stored; whether its items exist is not looked at.

    Errors: `Conflict` where the identifier exists, `Rejected`.
    """
    return Call(body=placed_test(test))


@operation(POST, QTI, "/assessment-tests", ONE)
def create_assessment_test_from_xml(xml: TestXml) -> Call:
    """Create a test from its XML, and give it as stored.

    xml: a test of QTI 3.0, which says identifier and title itself; it goes out as it is.

    Errors: `Conflict` where the identifier exists, `ServerFault` where the server cannot read the XML.
    """
    return Call(body=xml, content_type=XML)


@operation(GET, QTI, "/assessment-tests/{identifier}", ONE)
def get_assessment_test(identifier: str) -> Call:
    """Fetch one test, with whether its XML is valid.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, QTI, "/assessment-tests/{identifier}", Raw(str))
def get_assessment_test_xml(identifier: str) -> Call:
    """Fetch the XML of one test.

    Errors: `NotFound`.
    """
    return Call(accept=XML, content_type=XML)


@operation(PUT, QTI, "/assessment-tests/{identifier}", ONE)
def update_assessment_test(identifier: str, test: AssessmentTestInput) -> Call:
    """Replace a test with its parts, sections and references, and give it as stored.

    What the input does not hold is lost. identifier: it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body=placed_test(named(test, identifier)))


@operation(PUT, QTI, "/assessment-tests/{identifier}", ONE)
def update_assessment_test_from_xml(identifier: str, xml: TestXml) -> Call:
    """Replace a test from its XML, and give it as stored.

    xml: a test of QTI 3.0; it goes out as it is.

    Errors: `NotFound` where there is none (it is not created), `ServerFault` where the server cannot read the XML.
    """
    return Call(body=xml, content_type=XML)


@operation(DELETE, QTI, "/assessment-tests/{identifier}", Nothing())
def delete_assessment_test(identifier: str) -> Call:
    """Delete a test; its items stay.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, QTI, "/assessment-tests/{identifier}/questions", One(None, QuestionsResponse))
def get_questions(identifier: str) -> Call:
    """Fetch all items of a test, in its order; one that does not exist is None beside its reference, or left out.

    Errors: `NotFound`.
    """
    return Call()


@operation(PUT, QTI, "/assessment-tests/{identifier}/metadata", ONE)
def update_test_metadata(identifier: str, metadata: UpdateTestMetadataInput) -> Call:
    """Replace the metadata of a test, and give the test as stored; its structure stays.

    Errors: `NotFound`, `Rejected`.
    """
    return Call(body=metadata)


read_assessment_tests: Final = flow(by_ids("read_assessment_tests", list_assessment_tests, "identifier"))


@flow
def modify_assessment_test(
    identifier: str, change: Callable[[AssessmentTestInput], AssessmentTestInput]
) -> Steps[AssessmentTest]:
    """Change a test: read it, change it, write it back as JSON; gives it as stored.

    Nothing is written without a change. What somebody else writes between the read and the write is lost.

    change: gives the changed input, such as `lambda test: evolve(test, title="Unit 2")`.

    Errors: `NotFound`; `InvalidInput` where its XML holds what a write of JSON would lose, such as rubrics, branch
    rules or sections in sections: change the XML then.
    """
    return modified(identifier, get_assessment_test, written_test, change, update_assessment_test)


@flow
def upsert_assessment_test(identifier: str, test: AssessmentTestInput) -> Steps[AssessmentTest]:
    """Replace a test, or create it where there is none; gives it as stored.

    identifier: it wins over the one in the input.

    Errors: `Rejected`.
    """
    create = create_assessment_test.request(named(test, identifier))
    return replaced_or_created(update_assessment_test.request(identifier, test), create)


@flow
def upsert_assessment_test_from_xml(identifier: str, xml: TestXml) -> Steps[AssessmentTest]:
    """Replace a test from its XML, or create it where there is none; gives it as stored.

    identifier: that which the XML says; any other is refused.

    Errors: `ServerFault` where the server cannot read the XML.
    """
    create = create_assessment_test_from_xml.request(xml)
    replace = update_assessment_test_from_xml.request(identifier, xml)
    return replaced_or_created(replace, create, *misnamed(identifier, xml))


@flow
def assessment_test_exists(identifier: str) -> Steps[bool]:
    """Whether there is a test of that identifier."""
    return found(get_assessment_test_xml.request(identifier))


class AssessmentTests(Namespace[S_co]):
    """Assessment tests: items in sections and parts."""

    list = list_assessment_tests
    create = create_assessment_test
    create_from_xml = create_assessment_test_from_xml
    get = get_assessment_test
    get_xml = get_assessment_test_xml
    update = update_assessment_test
    update_from_xml = update_assessment_test_from_xml
    update_metadata = update_test_metadata
    delete = delete_assessment_test
    get_questions = get_questions
    get_many = read_assessment_tests
    """Read many tests by their identifiers, up to fifty in one request."""
    modify = modify_assessment_test
    upsert = upsert_assessment_test
    upsert_from_xml = upsert_assessment_test_from_xml
    exists = assessment_test_exists
    test_parts: TestParts[S_co]
