"""People who act for others: a student's guardians, a parent's children."""

from datetime import datetime

from timeback_core.engine.codec import Flag, Input, Model, Open, model, non_empty, wire
from timeback_core.oneroster.models.enums import Status
from timeback_core.oneroster.models.grades import Grade
from timeback_core.oneroster.models.profiles import UserProfile
from timeback_core.oneroster.models.refs import Ref
from timeback_core.oneroster.models.user_metadata import UserMetadata
from timeback_core.oneroster.models.users import UserId, UserRoleAssignment


@model
class AgentUser(Model):
    """A person as the routes for agents tell them: stored rows, with less and with more than a `User`."""

    sourced_id: str
    given_name: str | None = None
    family_name: str | None = None
    status: Open[Status] | None = None
    date_last_modified: datetime | None = None
    metadata: UserMetadata | None = None
    user_master_identifier: str | None = None
    username: str | None = None
    user_ids: tuple[UserId, ...] = ()
    enabled_user: Flag | None = None
    middle_name: str | None = None
    roles: tuple[UserRoleAssignment, ...] = ()
    agents: tuple[Ref, ...] = ()
    user_profiles: tuple[UserProfile, ...] = ()
    primary_org: Ref | str | None = None
    identifier: str | None = None
    email: str | None = None
    preferred_first_name: str | None = None
    preferred_middle_name: str | None = None
    preferred_last_name: str | None = None
    pronouns: str | None = None
    grades: tuple[Grade, ...] = ()
    masked_password: str | None = wire("password", default=None, secret=True)
    sms: str | None = None
    phone: str | None = None
    tenant_id: str | None = None
    client_app_id: str | None = None
    is_test_user: Flag | None = None


@model
class AgentInput(Input):
    """Who is to act for a person."""

    agent_sourced_id: str = wire(check=non_empty)
    """Id of the user who acts."""
