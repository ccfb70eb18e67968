"""The sandbox as one deterministic step over its APIs: a world, a request and the time give a reply."""

from collections.abc import Callable, Sequence

import attrs

from timeback_core.sandbox.calls import Call, Route, Routes
from timeback_core.sandbox.control import CONTROL_PREFIX, WELL_KNOWN, answer_control
from timeback_core.sandbox.effects import apply_faults
from timeback_core.sandbox.faults import faults_for
from timeback_core.sandbox.messages import Reply, Request, json_reply
from timeback_core.sandbox.oauth import answer_token, check_bearer
from timeback_core.sandbox.refusals import RefusalError, ims_error, unknown
from timeback_core.sandbox.request_log import masked
from timeback_core.sandbox.tokens import TOKEN_PATHS
from timeback_core.sandbox.world import World


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


class Machine:
    """The APIs that a sandbox serves, and its step."""

    def __init__(self, apis: Sequence[Api]) -> None:
        self._apis = tuple(apis)
        self._routes = Routes(route for api in self._apis for route in api.routes)
        self._owners = {id(route): api for api in self._apis for route in api.routes}

    def seed(self, world: World) -> None:
        """Fill an empty world with the district of its plan."""
        for api in self._apis:
            api.seed(world)

    def step(self, world: World, request: Request, now: float) -> Reply:
        """Answer one request, changing the world; `now` is in seconds of the epoch.

        The same worlds, requests and times give the same replies.
        """
        if request.path.startswith(CONTROL_PREFIX) or request.path == WELL_KNOWN:
            return answer_control(world, request, self.seed)
        reply = self._answer(world, request, now).with_headers(("x-amzn-requestid", world.new_id()))
        world.log.append(masked(request, 0 if reply.cut == "before" else reply.status))
        return reply

    def _answer(self, world: World, request: Request, now: float) -> Reply:
        is_token = request.path in TOKEN_PATHS.values()
        faults = faults_for(world.faults, request, is_token=is_token)
        if isinstance(faults, str):
            return json_reply(400, {"error": "unknown_fault", "error_description": faults})
        if is_token:
            return apply_faults(faults, lambda: answer_token(world, request, now), ims_error, now)
        return apply_faults(
            faults, lambda: self._serve(world, request, now), self._owner_of_path(request.path).refuse, now
        )

    def _serve(self, world: World, request: Request, now: float) -> Reply:
        match = self._routes.match(request.verb, request.path)
        if match is not None and world.switches.strict_slash and not match.exact:
            match = None
        api = self._owner_of_path(request.path) if match is None else self._owners[id(match.route)]
        try:
            api.authorize(world, request, None if match is None else match.route, now)
            if match is None:
                raise unknown("The requested resource does not exist.")
            reply = match.route.handler(Call(world, request, match, now))
        except RefusalError as refusal:
            return api.refuse(refusal)
        if request.verb == "PUT" and world.switches.empty_put_bodies:
            return attrs.evolve(reply, headers=(), body=b"")
        return reply

    def _owner_of_path(self, path: str) -> Api:
        owners = (api for api in self._apis if any(path.startswith(base) for base in api.bases))
        return next(owners, self._apis[0])
