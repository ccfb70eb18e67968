"""Who acts, for whom, and in what course: people, applications, organizations, and memberships of them."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, ClassVar, Final, Literal

from timeback_core.caliper.models.base import AgentRef, Entity, OrganizationRef, PersonRef
from timeback_core.engine.codec import Open, model, one_of, wire

ROLES: Final = ("Administrator", "ContentDeveloper", "Instructor", "Learner", "Manager", "Member", "Mentor", "Officer")


@model
class AnyAgent(Entity):
    """Base of all who can act."""

    closed = True


@model
class Agent(AnyAgent):
    """Somebody who acts."""

    type: Literal["Agent"] = "Agent"


@model
class Person(AnyAgent):
    """A person. The platform finds the e-mail address in `extensions`, as `{"email": "kid@example.edu"}`."""

    type: Literal["Person"] = "Person"


@model
class SoftwareApplication(AnyAgent):
    """An application."""

    type: Literal["SoftwareApplication"] = "SoftwareApplication"
    version: str | None = None
    host: str | None = None
    """The computer that it runs on."""
    ip_address: str | None = None
    """The address that it is used from."""
    user_agent: str | None = None
    """The browser that it is used with, as that describes itself."""


@model
class AnyOrganization(AnyAgent):
    """Base of all organizations, groups and courses."""

    sub_organization_of: OrganizationRef | None = None
    members: tuple[AgentRef, ...] = ()


@model
class Organization(AnyOrganization):
    """An organization."""

    type: Literal["Organization"] = "Organization"


@model
class Group(AnyOrganization):
    """A group of people."""

    type: Literal["Group"] = "Group"


@model
class AnyCourse(AnyOrganization):
    """Base of courses and their sections."""

    course_number: str | None = None
    academic_session: str | None = None
    """The term."""


@model
class CourseOffering(AnyCourse):
    """A course in a term."""

    type: Literal["CourseOffering"] = "CourseOffering"


@model
class CourseSection(AnyCourse):
    """A class of a course."""

    type: Literal["CourseSection"] = "CourseSection"
    category: str | None = None


class MembershipStatus(StrEnum):
    """Whether a membership is in force."""

    ACTIVE = "Active"
    INACTIVE = "Inactive"


def is_role(value: object) -> str | None:
    """One of the standard's roles, perhaps with a narrower one behind `#`."""
    known = isinstance(value, str) and value.partition("#")[0] in ROLES
    return None if known else f"must be one of {', '.join(ROLES)}, perhaps with a narrower role behind #"


@model
class Membership(Entity):
    """What a person is in an organization."""

    closed = True
    needs: ClassVar[tuple[str, ...]] = ("member", "organization")

    type: Literal["Membership"] = "Membership"
    member: PersonRef | None = None
    organization: OrganizationRef | None = None
    roles: tuple[Annotated[str, is_role], ...] = ()
    """Such as `Learner`, `Instructor` or `Instructor#TeachingAssistant`; what stands behind `#` is free."""
    status: Open[MembershipStatus] | None = wire(default=None, check=one_of(MembershipStatus))
