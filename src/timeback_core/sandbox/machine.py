"""The sandbox as one deterministic step over its APIs: a world, a request and the time give a reply."""

import logging
from collections.abc import Iterable
from pathlib import Path

import attrs

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Call, Match, Routes
from timeback_core.sandbox.control import CONTROL_CALLS, OPENAPI, answer_control, is_control
from timeback_core.sandbox.effects import apply_faults
from timeback_core.sandbox.fault_calls import FAULT_CALLS
from timeback_core.sandbox.messages import MAX_BODY, Reply, Request, Steps, finish, json_reply
from timeback_core.sandbox.names import Known
from timeback_core.sandbox.oauth import answer_token
from timeback_core.sandbox.openapi.document import document_call
from timeback_core.sandbox.page.calls import page_calls
from timeback_core.sandbox.refusals import RefusalError, ims_error, unknown
from timeback_core.sandbox.request_calls import request_calls
from timeback_core.sandbox.state_calls import STATE_CALLS
from timeback_core.sandbox.store import Changes
from timeback_core.sandbox.tokens import TOKEN_PATHS
from timeback_core.sandbox.world import World

_log = logging.getLogger("timeback_core.sandbox")


class Machine:
    """The APIs that a sandbox serves, and its step."""

    def __init__(self, apis: Iterable[Api]) -> None:
        self._apis = tuple(apis)
        self._routes = Routes(route for api in self._apis for route in api.routes)
        document = {("GET", OPENAPI): document_call(self._apis)}
        page = page_calls({api.name: api.collections for api in self._apis})
        self._controls = {
            **CONTROL_CALLS,
            **FAULT_CALLS,
            **request_calls(self.names),
            **STATE_CALLS,
            **page,
            **document,
        }
        for api in self._apis:
            self._controls.update(api.controls)
        self._owners = {id(route): api for api in self._apis for route in api.routes}

    @property
    def names(self) -> Known:
        """The names of all operations and services."""
        return {
            "operation": [route.operation for api in self._apis for route in api.routes],
            "service": [api.name for api in self._apis],
        }

    @property
    def collections(self) -> list[str]:
        """Those of the store that hold the documents of its APIs."""
        return [collection for api in self._apis for collection in api.collections]

    def seed(self, world: World) -> None:
        """Fill an empty world with the district of its plan, to which a reset leads back."""
        self.fill(world)
        world.begin()

    def fill(self, world: World) -> None:
        """Let each API add its part of the district of the world's plan."""
        for api in self._apis:
            api.seed(world)

    def step(self, world: World, request: Request, now: float) -> Reply:
        """Answer one request, changing the world; `now` is in seconds of the epoch.

        The same worlds, requests and times give the same replies, but for the tokens in them.
        """
        return finish(self.steps(world, request, now))

    def steps(self, world: World, request: Request, now: float) -> Steps[Reply]:
        """The same step with pauses, in which others may take theirs."""
        match = self._match(world, request)
        api = self._owner_of_path(request.path) if match is None else self._owners[id(match.route)]
        refuse = (api or self._apis[0]).refuse
        guards, is_of_control = world.guards, is_control(request)
        try:
            refused = guards.answer(request, world.base_url, is_control=is_of_control)
            if refused is not None:
                reply = refused
            elif len(request.body) > MAX_BODY:
                reply = refuse(RefusalError(413, f"The body has more than {MAX_BODY} bytes."))
            elif is_of_control:
                reply = yield from _kept(world, answer_control(world, request, self._controls))
            else:
                reply = yield from _kept(world, self._answer(world, request, match, api or self._apis[0], now))
        except Exception as error:
            _log.error("%s %s: %s", request.verb, request.path, _told(error))
            reply = refuse(RefusalError(500, "Internal server error"))
        return attrs.evolve(
            reply,
            headers=(
                *reply.headers,
                ("x-amzn-requestid", world.request_id()),
                *guards.headers(request, world.base_url, is_control=is_of_control),
            ),
            head_only=request.verb == "HEAD",
            operation=_operation_of(match),
            service="" if api is None else api.name,
        )

    def _answer(self, world: World, request: Request, match: Match | None, api: Api, now: float) -> Steps[Reply]:
        is_token = request.path == world.token_path
        met = world.adversity.faults.met_by(request, _operation_of(match), api.name, is_token=is_token, now=now)
        if isinstance(met, str):
            return json_reply(400, {"error": "unknown_fault", "error_description": met})
        refuse = ims_error if is_token else api.refuse
        return (yield from apply_faults(met, lambda: self._serve(world, request, match, api, now), refuse, now))

    def _serve(self, world: World, request: Request, match: Match | None, api: Api, now: float) -> Steps[Reply]:
        if request.path == world.token_path:
            return answer_token(world, request, now)
        try:
            world.adversity.limits.take(request, _operation_of(match), api.name, now)
            # The token path of another platform is not there, also for those who have no token yet.
            if request.path not in TOKEN_PATHS.values():
                api.authorize(world, request, None if match is None else match.route, now)
            if match is None:
                raise unknown("The requested resource does not exist.")
            told = match.route.handler(Call(world, request, match, now))
            reply = told if isinstance(told, Reply) else (yield from told)
        except RefusalError as refusal:
            return api.refuse(refusal)
        if request.verb == "PUT" and world.switches.empty_put_bodies:
            return attrs.evolve(reply, headers=(), body=b"")
        return reply

    def _match(self, world: World, request: Request) -> Match | None:
        """The route that a request is for, as far as this platform has it."""
        match = self._routes.match("GET" if request.verb == "HEAD" else request.verb, request.path)
        if match is None or match.route.platform not in ("", world.platform):
            return None
        return match if match.exact or not world.switches.strict_slash else None

    def _owner_of_path(self, path: str) -> Api | None:
        return next((api for api in self._apis if any(path.startswith(base) for base in api.bases)), None)


def _operation_of(match: Match | None) -> str:
    return "" if match is None else match.route.operation


def _kept(world: World, told: Reply | Steps[Reply]) -> Steps[Reply]:
    """The reply, once all is kept that was changed on the way to it, and nothing that others changed in its pauses."""
    changes: Changes = set()
    try:
        while not isinstance(told, Reply):
            try:
                next(told)
            except StopIteration as done:
                told = done.value
            else:
                changes |= world.take_changes()
                yield
    except BaseException:  # also where nobody waits for the reply any more
        world.changes |= changes  # is kept by the next step: what was done is seen from now on
        raise
    world.keep(changes | world.take_changes())
    return told


def _told(error: Exception) -> str:
    """An exception in one line, with the place that raised it."""
    place = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = "" if place is None else f" at {Path(place.tb_frame.f_code.co_filename).name}:{place.tb_lineno}"
    return f"{error!r}{where}"
