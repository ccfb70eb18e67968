"""Orgs and academic sessions."""

import re
from typing import Any, ClassVar, Final

from timeback_core.sandbox.described import Either
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.oneroster.kind import Computed, Kind
from timeback_core.sandbox.oneroster.members import DATE, TEXT, Reference, answered, entity
from timeback_core.sandbox.oneroster.vocabulary import ORG_TYPE, SESSION_TYPE
from timeback_core.sandbox.schema import Choice, Findings, Links, ListOf, Member, Number, Shape, Text, may_null, must
from timeback_core.sandbox.store import reference
from timeback_core.sandbox.world import World

_YEAR = Text(pattern=re.compile(r"[0-9]{1,9}|.*[^0-9].*|", re.DOTALL), format="year")
"""Some text, but no number that an integer column cannot hold."""


class _SchoolYear:
    """Written as text, answered as a number."""

    def check(self, value: Any, path: str, findings: Findings) -> Any:
        return _YEAR.check(value, path, findings)

    def show(self, value: Any, links: Links) -> Any:  # noqa: ARG002 -- the other shapes need it
        return int(value) if value.isascii() and value.isdigit() else value

    like_written: ClassVar[Shape] = _YEAR
    like_answered: ClassVar[Shape] = Either((Number(whole=True), TEXT))


def _children(collection: str) -> Computed:
    def children(world: World, sourced_id: str) -> list[Document]:
        found = world.store.referring(collection, "parent", sourced_id)
        return [reference(child["sourcedId"]) for child in found]

    return Computed("sourcedId", (collection,), children)


ORG: Final = Kind(
    collection="orgs",
    noun="Organization",
    not_found="Organization not found.",
    href=("rostering", "orgs"),
    guid_type="org",
    record=entity(
        "Org",
        must("name", TEXT),
        must("type", Choice(ORG_TYPE)),
        may_null("identifier", TEXT),
        may_null("parent", Reference("orgs", "href")),
        answered("children", ListOf(Reference("orgs", "href")), always=True),
    ),
    display_name=lambda org: str(org["name"]),
    search=("name",),
    computed={"children": _children("orgs")},
)

ACADEMIC_SESSION: Final = Kind(
    collection="academicSessions",
    noun="Academic session",
    not_found="Academic session not found.",
    href=("rostering", "academicSessions"),
    guid_type="academicSession",
    record=entity(
        "AcademicSession",
        must("title", TEXT),
        must("startDate", DATE),
        must("endDate", DATE),
        must("type", Choice(SESSION_TYPE)),
        may_null("parent", Reference("academicSessions", "guid")),
        must("schoolYear", _SchoolYear()),
        must("org", Reference("orgs", "guid")),
        Member(
            name="children",
            shape=ListOf(Reference("academicSessions", "guid", full=True)),
            nullable=True,
            stored=False,
            answered="always",
        ),
        id_required=True,
        status_required=True,
    ),
    computed={"children": _children("academicSessions")},
)
