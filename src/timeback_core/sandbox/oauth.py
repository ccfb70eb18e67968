"""OAuth: the token endpoint (client credentials by Basic or by form), and what a token opens."""

import base64
from urllib.parse import parse_qsl

from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.messages import Reply, Request, json_reply
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.world import World


def answer_token(world: World, request: Request, now: float) -> Reply:
    """The answer of the token endpoint: a token, or an error of RFC 6749 with status 400."""
    if request.verb != "POST":
        return json_reply(405, {"error": "invalid_request"}, ("allow", "POST"))
    content_type = (request.header("content-type") or "").partition(";")[0].strip().lower()
    if content_type != "application/x-www-form-urlencoded":
        return json_reply(400, {"error": "invalid_request"})
    form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    if form.get("grant_type") != "client_credentials":
        return json_reply(400, {"error": "unsupported_grant_type"})
    credentials = world.credentials
    if _presented(request, form) != (credentials.client_id, credentials.client_secret):
        return json_reply(400, {"error": "invalid_client"})
    asked = frozenset(form.get("scope", "").split())
    if credentials.scopes is not None and not asked <= credentials.scopes:
        return json_reply(400, {"error": "invalid_scope"})
    scopes = None if credentials.scopes is None else (asked or credentials.scopes)
    seconds = world.switches.token_seconds
    answer: dict[str, object] = {"access_token": world.tokens.issue(now, seconds, scopes), "token_type": "Bearer"}
    if not world.switches.token_without_expiry:
        answer["expires_in"] = int(seconds)
    if asked:
        answer["scope"] = " ".join(sorted(asked))
    return json_reply(200, answer, ("cache-control", "no-store"))


def client_id_of(request: Request) -> str:
    """The client id that a request for a token presents; empty where it presents none."""
    form = dict(parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True))
    return (_presented(request, form) or ("", ""))[0]


def check_bearer(world: World, request: Request, route: Route | None, now: float) -> None:
    """Refuse a request without a valid token, or whose token lacks the route's scope."""
    token = _bearer(request)
    grant = None if token is None else world.tokens.grant(token, now)
    if grant is None or grant.holder:
        raise RefusalError(401, "Unauthorized", headers=(("www-authenticate", "Bearer"),))
    if route is None or not route.scope or grant.scopes is None:
        return
    granted = {scope.rpartition("/scope/")[2] for scope in grant.scopes}
    # Who may write may read: LEARNWITH_AI documents no other scope for rosters than that of writing.
    opens = {route.scope, route.scope.replace(".readonly", ".createput"), "admin"}
    if route.scope == "roster.readonly":
        opens.add("roster-core.readonly")
    if not opens & granted:
        raise RefusalError(403, f"The token lacks the scope {route.scope}.")


def _bearer(request: Request) -> str | None:
    scheme, _, token = (request.header("authorization") or "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _presented(request: Request, form: dict[str, str]) -> tuple[str, str] | None:
    header = request.header("authorization")
    if header is None:
        return form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, encoded = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, _, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError:
        return None
    return client_id, secret
