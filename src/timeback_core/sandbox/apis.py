"""What an API brings to the sandbox: its routes, its error bodies, its part of the district."""

from collections.abc import Callable, Sequence

import attrs

from timeback_core.sandbox.messages import Reply, Request, json_reply
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.routing import Route
from timeback_core.sandbox.tokens import bearer
from timeback_core.sandbox.world import World


def ims_error(refusal: RefusalError) -> Reply:
    """The error body of the IMS services."""
    minor = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": refusal.code}
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": refusal.text,
        "imsx_CodeMinor": {"imsx_codeMinorField": [minor]},
        "imsx_error_details": [{"path": path, "message": message} for path, message in refusal.details],
    }
    return json_reply(refusal.status, body, *refusal.headers)


def check_bearer(world: World, request: Request, route: Route | None, now: float) -> None:
    """Refuse a request without a valid token, or whose token lacks the route's scope."""
    token = bearer(request)
    grant = None if token is None else world.tokens.grant(token, now)
    if grant is None:
        raise RefusalError(401, "Unauthorized", headers=(("www-authenticate", "Bearer"),))
    if route is None or not route.scope or grant.scopes is None:
        return
    granted = {scope.rpartition("/scope/")[2] for scope in grant.scopes}
    # Who may write may read: LEARNWITH_AI documents no other scope for rosters than that of writing.
    opens = {route.scope, route.scope.replace(".readonly", ".createput"), "admin"}
    if not opens & granted:
        raise RefusalError(403, f"The token lacks the scope {route.scope}.")


@attrs.frozen(kw_only=True)
class Api:
    """One API over the machine. A further one is a module that builds one of these."""

    name: str
    bases: Sequence[str]
    """Paths that begin with one of these are its own, known or not."""
    routes: Sequence[Route]
    refuse: Callable[[RefusalError], Reply] = ims_error
    authorize: Callable[[World, Request, Route | None, float], None] = check_bearer
    """Raises `RefusalError` when the request may not be served; the route is None for an unknown path."""
    seed: Callable[[World], None] = lambda _world: None
    """Adds its part of the district of `world.plan`; the APIs seed in their order."""
