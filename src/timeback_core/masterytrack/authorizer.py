"""Tokens of MasteryTrack, for programs that call it by themselves; the client has its own, which this leaves alone."""

from typing import Annotated

from timeback_core.engine.call.expect import One
from timeback_core.engine.call.request import Call
from timeback_core.engine.codec import email as is_email
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import POST, SAFE, operation
from timeback_core.masterytrack.common import MASTERYTRACK
from timeback_core.masterytrack.models.authorizer import AuthorizerResponse

TOKEN = One(None, AuthorizerResponse, verdict="success")


@operation(POST, MASTERYTRACK, "/authorizer", TOKEN, auth="credentials", repeat=SAFE)
def get_token(email: Annotated[str, is_email] | None = None) -> Call:
    """Fetch a fresh token by the API key of the configuration.

    email: a registered address; that of the configuration if not given.

    Errors: `Unauthorized` where the key is wrong, `Forbidden` where the address has no access.
    """
    return Call(body=None if email is None else {"email": email})


class Authorizer(Namespace[S_co]):
    """Tokens of MasteryTrack, for programs that call it by themselves."""

    get_token = get_token
