"""Uploads of whole frameworks."""

from typing import Final, Never

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.case.frameworks import DOCUMENTS, store_package
from timeback_core.sandbox.case.reads import found
from timeback_core.sandbox.case.shapes import PACKAGE, checked
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Document, Reply, json_reply
from timeback_core.sandbox.oneroster.members import TEXT
from timeback_core.sandbox.refusals import RefusalError, invalid
from timeback_core.sandbox.schema import WHOLE, Boolean, Record, must, musts

_ONE_BY_ONE: Final = "Packages are built by the server: they cannot be uploaded, nor read in groups."

_STATS: Final = Record(musts(WHOLE, "documents", "items", "associations"))
_RESULT: Final = Record((must("documentId", TEXT), must("stats", _STATS), must("success", Boolean())))
_UPLOADED: Final = Record(
    (must("success", Boolean()), must("message", TEXT), must("result", _RESULT)), name="CaseUpload"
)


@described({201: _UPLOADED}, takes=PACKAGE)
def create(call: Call) -> Reply:
    """POST of a framework; one of the same document is replaced."""
    return _stored(call, 201, checked(call.body()))


@described(_UPLOADED, takes=PACKAGE)
def update(call: Call) -> Reply:
    """PUT of a framework that is there."""
    package, document = checked(call.body()), found(call, DOCUMENTS)
    if package["CFDocument"]["identifier"] != document["sourcedId"]:
        raise invalid("CFDocument.identifier", "Must be the id in the path")
    return _stored(call, 200, package)


@described({})
def refuse(_call: Call) -> Never:
    """What a platform does not offer that builds packages itself."""
    raise RefusalError(403, _ONE_BY_ONE)


def _stored(call: Call, status: int, package: Document) -> Reply:
    document = store_package(call.world.store, package)
    stats = {"documents": 1, "items": len(package["CFItems"]), "associations": len(package["CFAssociations"])}
    result = {"documentId": document["sourcedId"], "stats": stats, "success": True}
    return json_reply(status, {"success": True, "message": "CASE package uploaded", "result": result})
