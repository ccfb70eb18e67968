"""Assessment items: single questions, created from XML or JSON, read, replaced, and their scoring."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Final, TypeAlias, Unpack

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Many, Nothing, One, Raw
from timeback_core.engine.call.request import Call
from timeback_core.engine.narrow import is_listing, is_mapping
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
    found,
    listed,
    misnamed,
    named,
    replaced_or_created,
)
from timeback_core.qti.models.items import (
    AssessmentItem,
    AssessmentItemInput,
    AssessmentItemXmlInput,
    ProcessResponseResult,
)
from timeback_core.qti.stored import written_item

ONE = One("assessmentItem", AssessmentItem, bare=True)
SCORED = One(None, ProcessResponseResult)


def is_response(value: object) -> str | None:
    """A text, or a list of texts."""
    texts = value if is_listing(value) else (value,)
    return None if all(isinstance(each, str) for each in texts) else "must be text or a sequence of texts"


def are_responses(value: object) -> str | None:
    """Responses by the identifiers of their declarations, one at least."""
    if not is_mapping(value) or not value:
        return "must be a mapping of identifiers to responses, one at least"
    wrong = (f"{text}, at {name}" for name, each in value.items() if (text := is_response(each)))
    return next(wrong, None)


Response: TypeAlias = Annotated[str | Sequence[str], is_response]
Responses: TypeAlias = Annotated[Mapping[str, str | Sequence[str]], are_responses]


@operation(GET, QTI, "/assessment-items", Many("items", AssessmentItem, also=("data",), paging=PAGES))
def list_assessment_items(**options: Unpack[FilteredPageOptions]) -> Call:
    """List items; `search` looks at title and identifier."""
    return listed(options, "type")


@operation(POST, QTI, "/assessment-items", ONE)
def create_assessment_item(item: AssessmentItemInput) -> Call:
    """Create an item from JSON, of which the server makes XML, and give it as stored.

    Only choices, orders, short and long texts come out of that as they went in; create any other item from XML.

    Errors: `Conflict` where the identifier exists, `Rejected` where a stimulus is unknown.
    """
    return Call(body=item)


@operation(POST, QTI, "/assessment-items", ONE)
def create_assessment_item_from_xml(item: AssessmentItemXmlInput) -> Call:
    """Create an item from its XML, and give it as stored.

    Errors: `Conflict` where the identifier exists, `ServerFault` where the server cannot read the XML.
    """
    return Call(body=item)


@operation(GET, QTI, "/assessment-items/{identifier}", ONE)
def get_assessment_item(identifier: str) -> Call:
    """Fetch one item.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, QTI, "/assessment-items/{identifier}", Raw(str))
def get_assessment_item_xml(identifier: str) -> Call:
    """Fetch the XML of one item.

    Errors: `NotFound`.
    """
    return Call(accept=XML, content_type=XML)


@operation(PUT, QTI, "/assessment-items/{identifier}", ONE)
def update_assessment_item(identifier: str, item: AssessmentItemInput) -> Call:
    """Replace an item from JSON, and give it as stored: what the input does not hold is lost.

    identifier: it wins over the one in the input.

    Errors: `NotFound` where there is none (it is not created), `Rejected`.
    """
    return Call(body=named(item, identifier))


@operation(PUT, QTI, "/assessment-items/{identifier}", ONE)
def update_assessment_item_from_xml(identifier: str, item: AssessmentItemXmlInput) -> Call:
    """Replace an item from its XML, and give it as stored; metadata that the input does not hold is lost.

    Errors: `NotFound` where there is none (it is not created), `ServerFault` where the server cannot read the XML.
    """
    return Call(body=item)


@operation(DELETE, QTI, "/assessment-items/{identifier}", Nothing())
def delete_assessment_item(identifier: str) -> Call:
    """Delete an item; tests go on to refer to it.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, QTI, "/assessment-items/metadata", ONE)
def create_item_from_metadata(item: AssessmentItemInput) -> Call:
    """Create an item as its metadata says, and give it as stored.

    What this is for is told in two ways: servers may also change the metadata of the item instead, and forget that
    somebody has approved it. `create` and `modify` leave no doubt.

    Errors: `Rejected`.
    """
    return Call(body=item)


@operation(POST, QTI, "/assessment-items/{identifier}/process-response", SCORED)
def process_response(identifier: str, response: Response, response_identifier: str | None = None) -> Call:
    """Score a response; nothing is stored.

    A long text may be graded by a model, which takes longer than the usual time: `client.using(timeout=120)`.

    response: a value, such as the identifier of a choice, `A B` of a pair, `10 20` of a point; or several, which are
    in their order where that matters. response_identifier: its declaration. Without it, several values go to
    `RESPONSE`, and with a single one the item's own identifier is sent, from which servers find the declaration.

    Errors: `NotFound`.
    """
    if is_listing(response):
        return Call(body={"responses": {response_identifier or "RESPONSE": response}})
    return Call(body={"identifier": response_identifier or identifier, "response": response})


@operation(POST, QTI, "/assessment-items/{identifier}/process-response", SCORED)
def process_responses(identifier: str, responses: Responses) -> Call:
    """Score the responses of an item that has several; nothing is stored.

    responses: by the identifiers of their declarations; one that the item does not declare may make it fail.

    Errors: `NotFound`.
    """
    return Call(body={"responses": responses})


read_assessment_items: Final = flow(by_ids("read_assessment_items", list_assessment_items, "identifier"))


@flow
def modify_assessment_item(
    identifier: str, change: Callable[[AssessmentItemXmlInput], AssessmentItemXmlInput]
) -> Steps[AssessmentItem]:
    """Change an item: read it, change its XML or its metadata, write both back; gives it as stored.

    So it is changed as it came, whether as XML or as JSON, since the XML holds all of an item but its metadata.
    Whatever else the metadata holds is kept. What somebody else writes between the read and the write is lost.

    change: gives the changed input, such as `lambda item: evolve(item, xml=item.xml.replace("colour", "color"))`.

    Errors: `NotFound`, `ServerFault` where the server cannot read the XML.
    """
    return modified(identifier, get_assessment_item, written_item, change, update_assessment_item_from_xml)


@flow
def upsert_assessment_item(identifier: str, item: AssessmentItemInput) -> Steps[AssessmentItem]:
    """Replace an item from JSON, or create it where there is none; gives it as stored.

    identifier: it wins over the one in the input.

    Errors: `Rejected`.
    """
    create = create_assessment_item.request(named(item, identifier))
    return replaced_or_created(update_assessment_item.request(identifier, item), create)


@flow
def upsert_assessment_item_from_xml(identifier: str, item: AssessmentItemXmlInput) -> Steps[AssessmentItem]:
    """Replace an item from its XML, or create it where there is none; gives it as stored.

    identifier: that which the XML says; any other is refused.

    Errors: `ServerFault` where the server cannot read the XML.
    """
    create = create_assessment_item_from_xml.request(item)
    replace = update_assessment_item_from_xml.request(identifier, item)
    xml = getattr(item, "xml", None)  # of what is no such input its requests tell
    return replaced_or_created(replace, create, *misnamed(identifier, xml))


@flow
def assessment_item_exists(identifier: str) -> Steps[bool]:
    """Whether there is an item of that identifier."""
    return found(get_assessment_item_xml.request(identifier))


class AssessmentItems(Namespace[S_co]):
    """Assessment items: single questions, and their scoring."""

    list = list_assessment_items
    create = create_assessment_item
    create_from_xml = create_assessment_item_from_xml
    create_from_metadata = create_item_from_metadata
    get = get_assessment_item
    get_xml = get_assessment_item_xml
    update = update_assessment_item
    update_from_xml = update_assessment_item_from_xml
    delete = delete_assessment_item
    process_response = process_response
    process_responses = process_responses
    get_many = read_assessment_items
    """Read many items by their identifiers, up to fifty in one request."""
    modify = modify_assessment_item
    upsert = upsert_assessment_item
    upsert_from_xml = upsert_assessment_item_from_xml
    exists = assessment_item_exists
