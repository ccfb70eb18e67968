"""Credentials: logins of people in connected applications."""

from timeback_core.engine.call.expect import One, Stated
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import IDEMPOTENT, POST, SAFE, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.credentials import CredentialInput, CredentialResult, DecryptedCredential


@operation(
    POST, ROSTERING, "/users/{userId}/credentials", Stated(One(None, CredentialResult)), repeat=IDEMPOTENT
)
def register_credential(user_id: str, credential: CredentialInput) -> Call:
    """Store a person's login in an application; one that exists there is replaced.

    `created` tells whether it is new; after an answer that was lost on its way it may be false for a new
    one.

    user_id: whose login it is.

    Errors: `NotFound` where there is no such user.

    Source: POST /ims/oneroster/rostering/v1p2/users/{userId}/credentials
    """
    return Call(path={"userId": user_id}, body=credential)


@operation(
    POST,
    ROSTERING,
    "/users/{userId}/credentials/{credentialId}/decrypt",
    One(None, DecryptedCredential),
    repeat=SAFE,
)
def decrypt_credential(user_id: str, credential_id: str) -> Call:
    """Read a stored password in clear; it shows in no repr and no log.

    user_id: whose login it is. credential_id: as `register_credential` gave it, or from the user's
    profiles.

    Errors: `NotFound`.

    Source: POST /ims/oneroster/rostering/v1p2/users/{userId}/credentials/{credentialId}/decrypt
    """
    return Call(path={"userId": user_id, "credentialId": credential_id})
