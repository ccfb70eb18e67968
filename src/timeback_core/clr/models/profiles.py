"""Who issues credentials and who receives them: profiles, pictures, identities."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from timeback_core.clr.models.base import Part, Texts, Words, is_uri
from timeback_core.engine.codec import Open, at_least, email, model, non_empty, wire


@model
class Image(Part):
    """A picture by its address, which may hold it (`data:image/png;base64,...`)."""

    id: str = wire(check=is_uri)
    type: Literal["Image"] = "Image"
    caption: str | None = None


@model
class Profile(Part):
    """An organisation or a person that issues credentials, or defines achievements."""

    id: str = wire(check=is_uri)
    type: Texts = wire(default=("Profile",), check=at_least(1))
    """Contains `Profile`."""
    name: Words | None = None
    url: str | None = wire(default=None, check=is_uri)
    """Home page."""
    phone: str | None = None
    description: Words | None = None
    image: Image | str | None = None
    email: str | None = wire(default=None, check=email)
    official: str | None = None
    """Who speaks for it."""


class IdentityType(StrEnum):
    """What an identity is; extensions begin with `ext:`."""

    NAME = "name"
    SOURCED_ID = "sourcedId"
    SYSTEM_ID = "systemId"
    PRODUCT_ID = "productId"
    USER_NAME = "userName"
    ACCOUNT_ID = "accountId"
    EMAIL_ADDRESS = "emailAddress"
    NATIONAL_IDENTITY_NUMBER = "nationalIdentityNumber"
    ISBN = "isbn"
    ISSN = "issn"
    LIS_SOURCED_ID = "lisSourcedId"
    ONE_ROSTER_SOURCED_ID = "oneRosterSourcedId"
    SIS_SOURCED_ID = "sisSourcedId"
    LTI_CONTEXT_ID = "ltiContextId"
    LTI_DEPLOYMENT_ID = "ltiDeploymentId"
    LTI_TOOL_ID = "ltiToolId"
    LTI_PLATFORM_ID = "ltiPlatformId"
    LTI_USER_ID = "ltiUserId"
    IDENTIFIER = "identifier"


@model
class IdentityObject(Part):
    """An identity of a learner, plain or hashed."""

    type: Literal["IdentityObject"] = "IdentityObject"
    identity_hash: str = wire(check=non_empty)
    """The identity, or its hash, such as `sha256$` and 64 digits."""
    identity_type: Open[IdentityType] = wire(check=non_empty)
    hashed: bool
    """Whether `identity_hash` is a hash."""
    salt: str | None = None
    """Salt of the hash."""
