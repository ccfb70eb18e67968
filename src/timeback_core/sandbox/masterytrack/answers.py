"""How MasteryTrack answers and refuses, and whom it lets in."""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Final

import orjson

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Document, Reply, Request, json_reply
from timeback_core.sandbox.oneroster.kinds.people import roles_of
from timeback_core.sandbox.oneroster.members import FREE, TEXT
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import Boolean, Record, may, must, musts
from timeback_core.sandbox.tokens import Grant
from timeback_core.sandbox.world import World

_CODES: Final[Mapping[int, str]] = {
    400: "INVALID_PARAMETERS",
    401: "UNAUTHORIZED",
    403: "ACCESS_DENIED",
    409: "ASSIGNMENT_EXISTS",
    422: "TEST_NOT_SUPPORTED",
    500: "INTERNAL_ERROR",
}
_NO_STAFF: Final = ("student", "guardian", "parent", "relative")
_TOKEN_PATH: Final = "/authorizer"  # noqa: S105 -- where tokens are had
_NO_CODES: Final = "/delivery/assignments/invalidate"

SUCCESS: Final = must("success", Boolean())
REFUSAL: Final = Record(
    (SUCCESS, must("error", TEXT), may("code", TEXT), may("details", FREE), may("data", FREE)), name="MasteryRefusal"
)


class DeniedError(RefusalError):
    """A refusal with more than its sentence."""

    def __init__(self, status: int, text: str, code: str | None = None, **members: object) -> None:
        super().__init__(status, text)
        self.members: Document = {"code": code or _CODES.get(status)} | members


def refuse(refusal: RefusalError) -> Reply:
    """The error body of MasteryTrack."""
    members = refusal.members if isinstance(refusal, DeniedError) else {"code": _CODES.get(refusal.status)}
    told = {name: value for name, value in members.items() if value is not None}
    return json_reply(refusal.status, {"success": False, "error": refusal.text, **told}, *refusal.headers)


def without_code(refusal: RefusalError) -> RefusalError:
    """The same refusal as the call tells it that has no codes."""
    told = DeniedError(refusal.status, refusal.text)
    told.members = {"code": None}
    return told


def authorize(world: World, request: Request, _: Route | None, now: float) -> None:
    """Refuse a request without a valid token of MasteryTrack's own, in its own header."""
    if request.path.rstrip("/") == _TOKEN_PATH:
        return
    try:
        holder_of(world, request, now)
    except RefusalError as refusal:
        raise without_code(refusal) if request.path.rstrip("/") == _NO_CODES else refusal from None


def holder_of(world: World, request: Request, now: float) -> str:
    """The e-mail address of whose token a request has."""
    scheme, _, token = (request.header("x-auth-token") or "").partition(" ")
    grant: Grant | None = world.tokens.grant(token.strip(), now) if scheme.lower() == "bearer" else None
    if grant is None or not grant.holder:
        raise DeniedError(401, "Unauthorized")
    return grant.holder


@described(Record((SUCCESS, must("jwt", TEXT))), takes=Record(musts(TEXT, "email")))
def give_token(call: Call) -> Reply:
    """POST of an address with the key of the application: a token for that address."""
    email = call.body().get("email")
    if not isinstance(email, str) or not email.strip():
        raise DeniedError(400, "Email is required", "MISSING_PARAMETER")
    if call.request.header("x-api-key") != call.world.credentials.masterytrack_api_key:
        raise DeniedError(401, "Invalid API key")
    if number_of(call.world, email) is None:
        raise DeniedError(403, "The user has no access to the API")
    seconds = call.world.switches.token_seconds
    claims = (orjson.dumps(each) for each in ({"alg": "HS256"}, {"email": email, "exp": int(call.now + seconds)}))
    start = "".join(f"{urlsafe_b64encode(each).rstrip(b'=').decode()}." for each in claims)
    return json_reply(200, {"success": True, "jwt": call.world.tokens.issue(call.now, seconds, None, start, email)})


def number_of(world: World, email: str) -> int | None:
    """The number of somebody who may call: the application itself, or one of the staff; None for anybody else."""
    if email.lower() == world.credentials.masterytrack_email.lower():
        return 1
    user = user_of(world, email)
    if user is None or all(role in _NO_STAFF for role, _ in roles_of(user)):
        return None
    position = world.store.position("users", user["sourcedId"])
    return None if position is None else 2 + position


def user_of(world: World, email: object) -> Document | None:
    """The user of an e-mail address, in any case of letters, who was not deleted."""
    users = world.store.table("users")
    by_email = users.column("email in lower case", "email", lambda told: ((told or "").lower(),))
    rows = by_email.rows_with(email.lower()) if isinstance(email, str) else []
    found = (user for row in rows if (user := users.at(row)) is not None and user["status"] == "active")
    return next(found, None)
