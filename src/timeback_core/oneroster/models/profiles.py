"""Accounts of people in connected applications, and the logins that are stored for them."""

from timeback_core.engine.codec import JsonObject, Model, OneOrMany, model, wire


@model
class UserCredential(Model):
    """A stored login; its password is read with the operation that decrypts it."""

    id: str
    type: str | None = None
    username: str | None = None
    password: str | None = wire(default=None, secret=True)
    """Masked or absent."""


@model
class UserProfileApp(Model):
    """The application of a profile."""

    sourced_id: str
    name: str | None = None
    description: str | None = None
    domain: OneOrMany[str] = ()
    metadata: JsonObject | None = None


@model
class UserProfile(Model):
    """An account of a person in a connected application."""

    profile_id: str
    profile_type: str | None = None
    vendor_id: str | None = None
    """Who provides the application, such as `math_academy`."""
    application_id: str | None = None
    description: str | None = None
    app: UserProfileApp | None = None
    credentials: tuple[UserCredential, ...] = ()
