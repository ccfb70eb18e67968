"""Several sandboxes at one address: a request belongs to the one whose credentials or token it presents."""

import asyncio
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

import attrs

from timeback_core.sandbox.box import Sandbox
from timeback_core.sandbox.closing import Closing
from timeback_core.sandbox.control import TENANT, is_control
from timeback_core.sandbox.guards import is_for_page
from timeback_core.sandbox.messages import Reply, Request, Steps, json_reply
from timeback_core.sandbox.oauth import client_id_of
from timeback_core.sandbox.reaching import SandboxSettings, ServerSettings, settings_of
from timeback_core.sandbox.serving import Answering, Running, serve_until_told_to_end
from timeback_core.sandbox.tokens import TOKEN_PATHS
from timeback_core.sandbox.world import World

TENANT_HEADER: Final = "x-sandbox-tenant"

TENANT_NAME: Final = re.compile(r"[a-zA-Z0-9][\w.-]{0,63}", re.ASCII)


class Tenants(Answering, Closing):
    """Several sandboxes in one process and at one address, each with credentials, data, ids, a clock and faults.

    A request is for the one whose client id, key of MasteryTrack or token it presents. Control calls and the page name
    theirs by the parameter `tenant` or the header `X-Sandbox-Tenant`. What names none is for the first one. Closing
    it closes all of them.

    Raises `ValueError` where there is none, a name is none, or two have the same client id or key of MasteryTrack.
    """

    def __init__(self, sandboxes: Mapping[str, Sandbox]) -> None:
        self._sandboxes = dict(sandboxes)
        problems = list(_problems(self._sandboxes))
        if problems:
            raise ValueError("; ".join(problems))
        worlds = {name: _world_of(sandbox) for name, sandbox in self._sandboxes.items()}
        for world in worlds.values():
            world.tenants = worlds

    @property
    def sandboxes(self) -> dict[str, Sandbox]:
        """The sandboxes by name."""
        return dict(self._sandboxes)

    @property
    def settings(self) -> dict[str, SandboxSettings]:
        """What a client of each needs in this process: `TimebackClient.open(**tenants.settings["north"])`."""
        transport = self.transport()
        return {name: {**settings_of(each), "transport": transport} for name, each in self._sandboxes.items()}

    def steps(self, request: Request) -> Steps[Reply]:
        """Answer one request with pauses, in which others may be answered."""
        if not is_control(request):
            return (yield from self._owner_of(request).steps(request))
        named = {value for name, value in parse_qsl(request.query) if name == TENANT}
        named |= {value for name, value in request.headers if name == TENANT_HEADER}
        if len(named) > 1:
            return json_reply(400, {"error": f"a request is for one tenant, not for {' and '.join(sorted(named))}"})
        name = next(iter(named), next(iter(self._sandboxes)))
        if name not in self._sandboxes:
            return json_reply(404, {"error": f"no tenant is called {name}; known are {', '.join(self._sandboxes)}"})
        return (yield from self._sandboxes[name].steps(_without_name(request)))

    def serve(self, port: int = 0, host: str = "127.0.0.1", *, public_url: str | None = None) -> "TenantsServer":
        """Start an HTTP server in a thread, as that of one sandbox; raises `OSError` as it does."""
        server = TenantsServer(self, host, port, public_url)
        for sandbox in self._sandboxes.values():
            _world_of(sandbox).move_to(server.base_url, follows_host=public_url is None)
        return server

    def serve_forever(
        self,
        port: int = 0,
        host: str = "127.0.0.1",
        *,
        public_url: str | None = None,
        ready: "Callable[[TenantsServer], object]" = lambda _: None,
    ) -> None:
        """Serve until Ctrl-C, SIGTERM or until the server is closed; `ready` gets it once it listens.

        Raises `OSError` when the address cannot be had.
        """
        serve_until_told_to_end(lambda: self.serve(port, host, public_url=public_url), ready)

    def close(self) -> None:
        """Let others have the files in which they stay. Twice is once."""
        for sandbox in self._sandboxes.values():
            sandbox.close()

    def _owner_of(self, request: Request) -> Sandbox:
        owners = (each for each in self._sandboxes.values() if _is_known(_world_of(each), request))
        return next(owners, next(iter(self._sandboxes.values())))


class TenantsServer(Running):
    """A running server of several sandboxes; it stops with `close()`, at the end of a `with` block, or the process."""

    def __init__(self, tenants: Tenants, host: str, port: int, public_url: str | None) -> None:
        from timeback_core.sandbox.faces.courier import Courier

        couriers = [Courier(_world_of(sandbox).deliveries) for sandbox in tenants.sandboxes.values()]

        async def keep_sending() -> None:
            await asyncio.gather(*(courier.keep_sending() for courier in couriers))

        super().__init__(tenants.steps, host, port, public_url, keep_sending)
        self._tenants = tenants

    @property
    def tenants(self) -> Tenants:
        """The sandboxes that answer."""
        return self._tenants

    @property
    def settings(self) -> dict[str, ServerSettings]:
        """What a client of each needs: `TimebackClient.open(**server.settings["north"])`."""
        return {name: settings_of(sandbox) for name, sandbox in self._tenants.sandboxes.items()}


def _problems(sandboxes: Mapping[str, Sandbox]) -> Iterator[str]:
    if not sandboxes:
        yield "there must be one tenant at least"
    for name in sandboxes:
        if TENANT_NAME.fullmatch(name) is None:
            yield f"the name of a tenant has at most 64 letters, digits, dots, `_` and `-`, not {name!r}"
    for what, of in _DISTINCT.items():
        holders: dict[str, str] = {}
        for name, sandbox in sandboxes.items():
            first = holders.setdefault(of(sandbox), name)
            if first != name:
                yield f"{first} and {name} have the same {what}"


_DISTINCT: Final[Mapping[str, Callable[[Sandbox], str]]] = {
    "client_id": lambda sandbox: sandbox.credentials.client_id,
    "masterytrack_api_key": lambda sandbox: sandbox.credentials.masterytrack_api_key,
}
"""What tells the requests of one from those of another."""


def _world_of(sandbox: Sandbox) -> World:
    return sandbox._world  # pyright: ignore[reportPrivateUsage]  # they are of one house


def _is_known(world: World, request: Request) -> bool:
    """Whether a request presents credentials of a sandbox, or a token that it gave."""
    if request.path in TOKEN_PATHS.values():
        return client_id_of(request) == world.credentials.client_id
    key = request.header("x-api-key")
    if key is not None:
        return key == world.credentials.masterytrack_api_key
    presented = (request.header(name) or "" for name in ("authorization", "x-auth-token"))
    return any(world.tokens.has_given(each.partition(" ")[2].strip()) for each in presented)


def _without_name(request: Request) -> Request:
    """The request as it would be of a sandbox alone; the page gets to know which one it is of."""
    if is_for_page(request):
        return request
    query = urlencode([each for each in parse_qsl(request.query, keep_blank_values=True) if each[0] != TENANT])
    return attrs.evolve(request, target=f"{request.path}?{query}" if query else request.path)
