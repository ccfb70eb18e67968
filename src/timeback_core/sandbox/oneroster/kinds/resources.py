"""Learning resources."""

from typing import Final

from timeback_core.sandbox.oneroster.kind import Kind
from timeback_core.sandbox.oneroster.members import TEXT, entity, may, may_null, must
from timeback_core.sandbox.oneroster.vocabulary import ROLE_TYPE
from timeback_core.sandbox.schema import Choice, ListOf, Member, Record

RESOURCE: Final = Kind(
    collection="resources",
    noun="Resource",
    not_found="Resource not found.",
    href="resources/v1p2/resources",
    guid_type="resource",
    record=entity(
        must("title", TEXT),
        may("roles", ListOf(Choice(ROLE_TYPE))),
        Member(name="importance", shape=Choice(ROLE_TYPE), default="primary"),
        must("vendorResourceId", TEXT),
        may_null("vendorId", TEXT),
        may_null("applicationId", TEXT),
    ),
)

RESOURCE_UPDATE: Final = Record(
    tuple(member for member in RESOURCE.record.members if member.name not in {"sourcedId", "status"})
)
"""What a PUT of a resource takes; everything else in it is ignored."""
