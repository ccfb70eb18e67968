"""What an upload must hold; whatever else it holds is kept as it came."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.members import FULL_TEXT, NUMBER, TEXT, TEXTS
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import Findings, ListOf, Loose, Member, Record, may, must, musts

_FREE: Final = ListOf(Loose(Record(())))
_LINK: Final = Loose(
    Record((must("title", TEXT), must("identifier", FULL_TEXT), must("uri", TEXT)), name="CaseLinkInput")
)
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
PACKAGE: Final = Record(
    (
        must("CFDocument", Loose(Record(_DOCUMENT, name="CaseDocumentInput"))),
        must("CFItems", ListOf(Loose(Record(_ITEM, name="CaseItemInput")))),
        must("CFAssociations", ListOf(Loose(Record(_ASSOCIATION, name="CaseAssociationInput")))),
        may("CFDefinitions", Loose(Record(tuple(may(name, _FREE) for name in _LISTS)))),
    ),
    name="CasePackageInput",
)


_ENDS: Final = ("originNodeURI", "destinationNodeURI")
_ANSWERED_LINK: Final = Record(musts(TEXT, "sourcedId", "title", "uri"), name="CaseLink")
_ID: Final = must("sourcedId", FULL_TEXT)
_IN: Final = must("CFDocumentURI", Loose(_ANSWERED_LINK))


def _but(members: Sequence[Member], *names: str) -> Iterator[Member]:
    """These members but those that an answer has under another name."""
    return (member for member in members if member.name not in {"identifier", *names})


_TYPE: Final = Member(name="CFItemType", shape=TEXT, required=True, nullable=True)
ANSWERED: Final = {
    "CFDocuments": Record(
        (_ID, *_but(_DOCUMENT, "licenseUri"), must("CFPackageURI", Loose(_ANSWERED_LINK))), name="CFDocument"
    ),
    "CFItems": Record((_ID, *_but(_ITEM, "CFItemType", "cfItemType"), _TYPE, _IN), name="CFItem"),
    "CFAssociations": Record(
        (_ID, *_but(_ASSOCIATION, *_ENDS), *(must(name, Loose(_ANSWERED_LINK)) for name in _ENDS), _IN),
        name="CFAssociation",
    ),
}
"""What is answered of each: its id has another name, and whatever else was uploaded is there as well."""


def checked(package: Any) -> Document:
    """A package that can be stored; raises `RefusalError`."""
    findings = Findings()
    found: Document = PACKAGE.check(package, "", findings)
    if findings.problems:
        raise RefusalError(422, "Validation error", tuple(findings.problems))
    return found
