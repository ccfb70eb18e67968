"""Everything that the sandbox knows between two requests."""

import re
from random import Random
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import attrs

from timeback_core.sandbox.deliveries import DeliveryBook
from timeback_core.sandbox.faults import ActiveFault
from timeback_core.sandbox.limiter import Bucket
from timeback_core.sandbox.messages import Request
from timeback_core.sandbox.request_log import RequestLog
from timeback_core.sandbox.settings import SeedPlan, Switches
from timeback_core.sandbox.store import Store
from timeback_core.sandbox.tokens import TOKEN_PATHS, Credentials, TokenBook

Platform: TypeAlias = Literal["BEYOND_AI", "LEARNWITH_AI"]

_HOST: Final = re.compile(r"[\w.-]+(:\d+)?|\[[0-9a-fA-F:.]+\](:\d+)?", re.ASCII)


class Derived:
    """Values computed from the store, each kept until the store or a switch changes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._stamp: object = None
        self._values: dict[Any, Any] = {}

    def at(self, stamp: object) -> dict[Any, Any]:
        """The values that are still true at this stamp; an older stamp's, or too many, are dropped."""
        if stamp != self._stamp or len(self._values) >= self._limit:
            self._values = {}
            self._stamp = stamp
        return self._values


@attrs.define
class World:
    """State: documents, tokens, switches, faults, and the source of every random choice."""

    credentials: Credentials
    platform: Platform
    base_url: str
    """Where the sandbox is, as far as no request says otherwise."""
    plan: SeedPlan
    switches: Switches
    follows_host: bool = True
    """Whether answers name the host that the request was sent to."""
    bucket: Bucket | None = None
    """The limit on requests of the APIs, where there is one."""
    store: Store = attrs.field(init=False, factory=Store)
    first_store: Store = attrs.field(init=False, factory=Store)
    """The documents that a reset brings back."""
    random: Random = attrs.field(init=False)
    tokens: TokenBook = attrs.field(init=False, factory=TokenBook)
    faults: list[ActiveFault] = attrs.field(init=False, factory=list[ActiveFault])
    log: RequestLog = attrs.field(init=False, factory=RequestLog)
    deliveries: DeliveryBook = attrs.field(init=False, factory=DeliveryBook)
    rendered: Derived = attrs.field(init=False, factory=lambda: Derived(limit=50_000))
    """JSON of single documents."""
    selected: Derived = attrs.field(init=False, factory=lambda: Derived(limit=200))
    """Rows of lists, filtered and sorted."""
    _first_switches: Switches = attrs.field(init=False)
    _request_ids: Random = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._first_switches = attrs.evolve(self.switches)
        # Both are reproducible on purpose; ids of documents do not depend on how many requests came before.
        self.random = Random(self.plan.seed)  # noqa: S311
        self._request_ids = Random(f"requests {self.plan.seed}")  # noqa: S311

    def reset(self) -> None:
        """Back to the start: the first documents and switches, no faults, nothing logged; tokens stay valid."""
        for field in attrs.fields(Switches):
            setattr(self.switches, field.name, getattr(self._first_switches, field.name))
        generation = self.store.generation
        self.store = self.first_store.copy()
        # A generation that comes again would bring back what was derived from other documents.
        self.store.generation = generation + 1
        self.random = Random(self.plan.seed)  # noqa: S311 -- reproducible on purpose
        self.faults.clear()
        self.log.clear()
        self.deliveries.clear()

    def new_id(self) -> str:
        """A fresh id for a document: a UUID (version 4) behind the prefix of the sandbox."""
        return self.plan.id_prefix + str(UUID(int=self.random.getrandbits(128), version=4))

    def request_id(self) -> str:
        """A fresh id for an answer."""
        return str(UUID(int=self._request_ids.getrandbits(128), version=4))

    def address(self, request: Request) -> str:
        """Where the sandbox is for whoever sent this request."""
        host = request.header("host")
        if not self.follows_host or host is None or _HOST.fullmatch(host) is None:
            return self.base_url
        return f"{self.base_url.partition('://')[0]}://{host}"

    @property
    def stamp(self) -> tuple[object, ...]:
        """Changes whenever an answer could."""
        return (self.store.generation, self.switches.terms_include_semesters)

    @property
    def token_path(self) -> str:
        """The path of the token endpoint on this platform."""
        return TOKEN_PATHS[self.platform]
