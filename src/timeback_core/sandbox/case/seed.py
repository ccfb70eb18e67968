"""Two frameworks of the district, with the standards that its questions name as their learning objectives."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final
from uuid import UUID, uuid5

from timeback_core.sandbox.case.frameworks import CHILD, store_package
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.moments import write_moment
from timeback_core.sandbox.settings import SeedPlan
from timeback_core.sandbox.world import World

_IDS: Final = UUID("0d1cb8a5-1f4f-4c9f-8f0f-0b1f3c1a7e52")
_SITE: Final = "https://standards.example.com"
_LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_FRAMEWORKS: Final[Mapping[str, Mapping[str, Mapping[str, Sequence[str]]]]] = {
    "Math": {
        "Numbers": {
            "Count and compare": ("Count to 120 from any number.", "Compare two numbers by their digits."),
            "Add and subtract": ("Add and subtract within 20.",),
        },
        "Figures": {"Name and describe figures": ("Name figures by their sides and corners.",)},
    },
    "Reading": {
        "Understanding": {
            "Find what a text says": ("Answer questions about a text.", "Tell a story again in its order.")
        },
        "Words": {
            "Know what words mean": ("Find out what a word means from its sentence.",),
            "See how words are made": ("Find the parts of a long word.",),
        },
    },
}
"""Of each subject the domains, their clusters, and the standards of these."""
_TYPES: Final = ("Domain", "Cluster", "Standard")


def seed_case(world: World) -> None:
    """Add the frameworks of the district: the same for the same plan."""
    for subject in _FRAMEWORKS:
        store_package(world.store, _package(world.plan, subject))


def _package(plan: SeedPlan, subject: str) -> Document:
    """A framework as it would be uploaded."""

    def named(collection: str, *parts: str) -> Document:
        identifier = plan.id_prefix + str(uuid5(_IDS, "\x00".join((collection, subject, *parts))))
        address = f"{_SITE}/{collection}/{identifier}"
        return {"identifier": identifier, "uri": address, "lastChangeDateTime": changed}

    def link(entity: Document) -> Document:
        title = entity.get("title") or entity["fullStatement"]
        return {"title": title, "identifier": entity["identifier"], "uri": entity["uri"]}

    def associate(kind: str, origin: Document, destination: Document, number: int | None = None) -> None:
        ends = {"originNodeURI": link(origin), "destinationNodeURI": link(destination)}
        place = {} if number is None else {"sequenceNumber": number}
        known = named("CFAssociations", kind, origin["identifier"], destination["identifier"])
        associations.append({**known, "associationType": kind, **ends, **place})

    def add(parent: Document, level: int, number: int, statement: str, code: str | None = None) -> Document:
        kind = types[level]
        item = {
            **named("CFItems", statement),
            "fullStatement": statement,
            "CFItemType": kind["title"],
            "CFItemTypeURI": link(kind),
            "subject": [subject],
            "language": "en",
            "educationLevel": ["01", "02"],
            **({} if code is None else {"humanCodingScheme": code}),
        }
        items.append(item)
        associate(CHILD, item, parent, number)
        return item

    changed = write_moment(plan.made)
    items: list[Document] = []
    associations: list[Document] = []
    types = [
        {**named("CFItemTypes", title), "title": title, "description": title, "hierarchyCode": str(level)}
        for level, title in enumerate(_TYPES, 1)
    ]
    document = {
        **named("CFDocuments"),
        "title": f"District Standards in {subject}",
        "creator": "Sandbox District",
        "publisher": "Sandbox District",
        "description": f"What students of the district learn in {subject}",
        "language": "en",
        "version": "1",
        "caseVersion": "1.1",
        "adoptionStatus": "Adopted",
        "statusStartDate": f"{plan.first_year}-08-01",
        "licenseURI": {"title": "CC BY 4.0", "identifier": named("CFLicenses")["identifier"], "uri": _LICENCE},
        "subject": [subject],
    }
    standards: list[Document] = []
    for at, (domain, clusters) in enumerate(_FRAMEWORKS[subject].items(), 1):
        top = add(document, 0, at, domain)
        for place, (cluster, statements) in enumerate(clusters.items(), 1):
            middle = add(top, 1, place, cluster)
            for number, statement in enumerate(statements, 1):
                standards.append(add(middle, 2, number, statement, f"{subject} {len(standards) + 1}"))
    for before, after in pairwise(standards):
        associate("precedes", before, after)
    associate("exactMatchOf", standards[0], {**named("CFItems", "of the state"), "title": f"State {subject} 1"})
    return {"CFDocument": document, "CFItems": items, "CFAssociations": associations}
