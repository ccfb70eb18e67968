"""What an upload must hold; whatever else it holds is kept as it came."""

from typing import Any, Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.members import FULL_TEXT, NUMBER, TEXT, TEXTS, may, must
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import Findings, ListOf, Loose, Record

_FREE: Final = ListOf(Loose(Record(())))
_LINK: Final = Loose(Record((must("title", TEXT), must("identifier", FULL_TEXT), must("uri", TEXT))))
_NAMED: Final = (must("identifier", FULL_TEXT), must("uri", FULL_TEXT), must("lastChangeDateTime", FULL_TEXT))
_DATED: Final = (may("statusStartDate", TEXT), may("statusEndDate", TEXT))
_ABOUT: Final = (may("language", TEXT), may("notes", TEXT), may("subject", TEXTS))

_DOCUMENT: Final = (
    *_NAMED,
    must("title", FULL_TEXT),
    must("creator", FULL_TEXT),
    *(may(name, TEXT) for name in ("officialSourceURL", "publisher", "description", "version", "caseVersion")),
    *(may(name, TEXT) for name in ("adoptionStatus", "licenseUri")),
    *_ABOUT,
    *_DATED,
)
_ITEM: Final = (
    *_NAMED,
    must("fullStatement", FULL_TEXT),
    *(may(name, TEXT) for name in ("alternativeLabel", "CFItemType", "cfItemType", "humanCodingScheme")),
    *(may(name, TEXT) for name in ("listEnumeration", "abbreviatedStatement")),
    *(may(name, TEXTS) for name in ("conceptKeywords", "educationLevel")),
    *_ABOUT,
    *_DATED,
)
_ASSOCIATION: Final = (
    *_NAMED,
    must("associationType", FULL_TEXT),
    must("originNodeURI", _LINK),
    must("destinationNodeURI", _LINK),
    may("sequenceNumber", NUMBER),
)
_LISTS: Final = ("CFItemTypes", "CFSubjects", "CFConcepts", "CFLicenses", "CFAssociationGroupings")
_PACKAGE: Final = Record(
    (
        must("CFDocument", Loose(Record(_DOCUMENT))),
        must("CFItems", ListOf(Loose(Record(_ITEM)))),
        must("CFAssociations", ListOf(Loose(Record(_ASSOCIATION)))),
        may("CFDefinitions", Loose(Record(tuple(may(name, _FREE) for name in _LISTS)))),
    )
)


def checked(package: Any) -> Document:
    """A package that can be stored; raises `RefusalError`."""
    findings = Findings()
    found: Document = _PACKAGE.check(package, "", findings)
    if findings.problems:
        raise RefusalError(422, "Validation error", tuple(findings.problems))
    return found
