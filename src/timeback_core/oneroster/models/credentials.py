"""Logins of people in connected applications."""

from timeback_core.engine.codec import Input, Model, model, non_empty, wire


@model
class CredentialPair(Input):
    """A login, as written."""

    username: str
    password: str = wire(check=non_empty, secret=True)


@model
class CredentialInput(Input):
    """A login of a person in an application; one that exists is replaced."""

    application_name: str = wire(check=non_empty)
    """Name of the application, such as `AlphaNumbers`."""
    credentials: CredentialPair


@model
class CredentialResult(Model):
    """Where a login was stored."""

    user_profile_id: str
    credential_id: str
    """Id to decrypt it with."""
    message: str | None = None


@model
class DecryptedCredential(Model):
    """A stored password in clear."""

    password: str = wire(secret=True)
