"""People: students, teachers, guardians and administrators."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum

from timeback_core.engine.codec import (
    UNSET,
    Flag,
    Input,
    Model,
    Open,
    Unset,
    at_least,
    email,
    model,
    non_empty,
    one_of,
    wire,
)
from timeback_core.oneroster.models.demographics import Demographics
from timeback_core.oneroster.models.enums import RoleType, Status
from timeback_core.oneroster.models.grades import Grade, GradeInput
from timeback_core.oneroster.models.profiles import UserProfile
from timeback_core.oneroster.models.refs import Mention, Ref, RefInput
from timeback_core.oneroster.models.user_metadata import RoleMetadata, UserMetadata


class UserRole(StrEnum):
    """What a person is at an organization."""

    SYSTEM_ADMINISTRATOR = "system_administrator"
    ADMINISTRATOR = "administrator"
    AIDE = "aide"
    GUARDIAN = "guardian"
    PARENT = "parent"
    PROCTOR = "proctor"
    RELATIVE = "relative"
    STUDENT = "student"
    TEACHER = "teacher"


@model
class UserId(Model):
    """A person's id in another system."""

    type: str | None = None
    """Name of the other system."""
    identifier: str | None = None


@model
class UserIdInput(Input, reads=UserId):
    """A person's id in another system, as written."""

    type: str = wire(check=non_empty)
    identifier: str = wire(check=non_empty)


@model
class UserRoleAssignment(Model):
    """What a person is at one organization."""

    role: Open[UserRole]
    role_type: Open[RoleType] | None = None
    org: Mention | None = None
    status: Open[Status] | None = None
    user_profile: str | None = None
    """Id of the profile that the role is used with."""
    metadata: RoleMetadata | None = None
    begin_date: date | None = None
    end_date: date | None = None


@model
class UserRoleAssignmentInput(Input, reads=UserRoleAssignment, drops=("status",)):
    """What a person is at one organization, as written."""

    role: Open[UserRole] = wire(check=one_of(UserRole))
    role_type: Open[RoleType] = wire(check=one_of(RoleType))
    org: RefInput
    user_profile: str | Unset = UNSET
    metadata: RoleMetadata | Unset | None = UNSET
    begin_date: date | Unset | None = UNSET
    end_date: date | Unset | None = UNSET


@model
class User(Model):
    """A person with their roles."""

    sourced_id: str
    given_name: str
    family_name: str
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    """When the server stored the document last."""
    metadata: UserMetadata | None = None
    user_master_identifier: str | None = None
    """Id of the person across systems."""
    username: str | None = None
    user_ids: tuple[UserId, ...] = ()
    enabled_user: Flag | None = None
    """Whether the person may log in."""
    middle_name: str | None = None
    roles: tuple[UserRoleAssignment, ...] = ()
    agents: tuple[Mention, ...] = ()
    """Guardians and others who act for the person."""
    user_profiles: tuple[UserProfile, ...] = ()
    """Accounts in connected applications."""
    primary_org: Ref | None = None
    identifier: str | None = None
    email: str | None = None
    """Unique among all users; missing on old documents."""
    preferred_first_name: str | None = None
    preferred_middle_name: str | None = None
    preferred_last_name: str | None = None
    pronouns: str | None = None
    grades: tuple[Grade, ...] = ()
    masked_password: str | None = wire("password", default=None, secret=True)
    """What answers tell of the password; never the password itself, so it is not written back."""
    sms: str | None = None
    phone: str | None = None
    demographics: Demographics | None = None
    """Filled by the read that asks for it."""
    orgs: tuple[Ref, ...] = ()
    role: str | None = None
    """A role that some answers carry beside `roles`."""


@model
class UserInput(
    Input,
    reads=User,
    drops=("date_last_modified", "user_profiles", "identifier", "masked_password", "demographics", "orgs", "role"),
):
    """A person, as created or replaced. Without `sourced_id` the server chooses one."""

    sourced_id: str | Unset = wire(default=UNSET, check=non_empty)
    given_name: str = wire(check=non_empty)
    family_name: str = wire(check=non_empty)
    enabled_user: Flag
    """Whether the person may log in."""
    roles: Sequence[UserRoleAssignmentInput] = wire(check=at_least(1))
    email: str = wire(check=email)
    """Unique among all users. It is sent in the case that it is given in, and servers compare it with its case: lower
    case is what others will look for."""
    status: Open[Status] | Unset = wire(default=UNSET, check=one_of(Status))
    metadata: UserMetadata | Unset | None = UNSET
    user_master_identifier: str | Unset | None = UNSET
    username: str | Unset | None = UNSET
    user_ids: Sequence[UserIdInput] | Unset = UNSET
    middle_name: str | Unset | None = UNSET
    agents: Sequence[RefInput] | Unset = UNSET
    """Guardians and others who act for the person; better kept by the operations for agents."""
    primary_org: RefInput | Unset = UNSET
    preferred_first_name: str | Unset | None = UNSET
    preferred_middle_name: str | Unset | None = UNSET
    preferred_last_name: str | Unset | None = UNSET
    pronouns: str | Unset | None = UNSET
    grades: Sequence[GradeInput] | Unset = UNSET
    password: str | Unset | None = wire(default=UNSET, check=non_empty, secret=True)
    sms: str | Unset | None = UNSET
    phone: str | Unset | None = UNSET
