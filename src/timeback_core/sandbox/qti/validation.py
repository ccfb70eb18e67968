"""The calls that say whether a document is valid: one as it was sent, or one that is stored."""

from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import described, under
from timeback_core.sandbox.messages import Document, Reply, Steps, json_reply, mapped
from timeback_core.sandbox.qti.answers import VALIDITY
from timeback_core.sandbox.qti.errors import checked, route, wrong
from timeback_core.sandbox.qti.kinds import KINDS
from timeback_core.sandbox.qti.shapes import VALIDATION, VALIDATIONS
from timeback_core.sandbox.qti.validity import problems_in
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import ListOf


class UnknownEntityError(RefusalError):
    """404 for a document that is to be validated."""

    def __init__(self, schema: str, entity_id: str) -> None:
        super().__init__(404, f"{schema} {entity_id} does not exist")
        self.entity_id = entity_id


def not_found(refusal: RefusalError) -> Document:
    """The body of such a 404."""
    entity_id = refusal.entity_id if isinstance(refusal, UnknownEntityError) else ""
    return {"success": False, "entityId": entity_id, "error": "Entity not found", "message": refusal.text}


@described(VALIDITY, takes=VALIDATION)
def validate(call: Call) -> Reply:
    """POST of one: 200 also where it is not valid."""
    given = checked(VALIDATION, call.body())
    if given.get("xml") is None and given.get("entityId") is None:
        raise wrong("xml", "Either xml or entityId is required")
    return json_reply(200, _result(call, given["schema"], (given.get("xml"), given.get("entityId"))))


@described(under("results", ListOf(VALIDITY)), takes=VALIDATIONS)
def validate_batch(call: Call) -> Steps[Reply]:
    """POST of several; texts and ids of the same place belong together."""
    given = checked(VALIDATIONS, call.body())
    texts: list[str] = given.get("xml") or []
    entity_ids: list[str] = given.get("entityIds") or []
    pairs = list(zip_longest(texts, entity_ids))
    if not pairs:
        raise wrong("xml", "Either xml or entityIds is required")
    results = yield from mapped(pairs, lambda pair: _result(call, given["schema"], pair))
    return json_reply(200, {"results": results})


def _result(call: Call, schema: str, pair: tuple[str | None, str | None]) -> Document:
    xml, entity_id = pair
    if xml is None:
        entity = call.world.store.get(KINDS[schema].collection, entity_id or "")
        if entity is None:
            raise UnknownEntityError(schema, entity_id or "")
        xml = entity["rawXml"]
    problems = problems_in(xml, schema)
    return {
        "success": not problems,
        "entityId": entity_id or "",
        "xmlContent": xml,
        "validationErrors": problems,
        "message": "XML validation failed" if problems else "XML is valid",
    }


VALIDATING: Final[Sequence[Route]] = (
    route("qti.validate.validate", "POST", "/validate", validate, {404: not_found}),
    route("qti.validate.batch", "POST", "/validate/batch", validate_batch, {404: not_found}),
)
