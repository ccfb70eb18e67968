"""Everything that the sandbox knows between two requests."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID

import attrs

from timeback_core.sandbox.chaos import Adversity, Trouble
from timeback_core.sandbox.clock import Clock
from timeback_core.sandbox.deliveries import DeliveryBook
from timeback_core.sandbox.guards import Guards
from timeback_core.sandbox.messages import Request
from timeback_core.sandbox.names import NOTHING_KNOWN, Known
from timeback_core.sandbox.request_log import RequestLog
from timeback_core.sandbox.settings import SeedPlan, Switches
from timeback_core.sandbox.state import Draws, Facts, State
from timeback_core.sandbox.store import Changes, Store
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
    """Documents, tokens, switches, faults, and the source of every random choice."""

    credentials: Credentials
    platform: Platform
    base_url: str
    """Where the sandbox is, as far as no request says otherwise."""
    plan: SeedPlan
    switches: Switches
    clock: Clock = attrs.field(factory=Clock)
    follows_host: bool = True
    """Whether answers name the host that the request was sent to."""
    guards: Guards = attrs.field(factory=Guards)
    """Whom it lets in from a browser."""
    trouble: Trouble = attrs.field(factory=Trouble)
    """What goes wrong from the start."""
    names: Known = attrs.field(default=NOTHING_KNOWN, repr=False)
    """Those of all operations and services."""
    tenants: "Mapping[str, World]" = attrs.field(init=False, factory=dict[str, "World"], eq=False, repr=False)
    """All sandboxes that stand at one address, this one among them, by name; none where it stands alone."""
    changes: Changes = attrs.field(init=False, factory=Changes)
    """What is not kept yet."""
    keep: Callable[[Changes], object] = attrs.field(init=False, default=lambda _: None)
    """Keeps what was changed, where a file does that; raises where it cannot."""
    store: Store = attrs.field(init=False)
    first: State = attrs.field(init=False)
    """What a reset brings back."""
    snapshots: dict[str, State] = attrs.field(init=False, factory=dict[str, State])
    """By name."""
    draws: Draws = attrs.field(init=False)
    tokens: TokenBook = attrs.field(init=False)
    adversity: Adversity = attrs.field(init=False)
    log: RequestLog = attrs.field(init=False, factory=RequestLog)
    deliveries: DeliveryBook = attrs.field(init=False)
    rendered: Derived = attrs.field(init=False, factory=lambda: Derived(limit=50_000))
    """JSON of single documents."""
    selected: Derived = attrs.field(init=False, factory=lambda: Derived(limit=200))
    """Rows of lists, filtered and sorted."""
    _first_switches: Switches = attrs.field(init=False)
    _request_ids: Random = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._first_switches = attrs.evolve(self.switches)
        self.store, self.tokens = Store(self.changes), TokenBook(self.changes)
        self.deliveries = DeliveryBook(self.changes)
        self.adversity = Adversity(self.plan.seed, self.trouble, self.names)
        # Ids of documents do not depend on how many requests came before.
        self.draws = Draws(self.plan.seed)
        self._request_ids = Random(f"requests {self.plan.seed}")  # noqa: S311 -- reproducible on purpose

    def facts(self) -> Facts:
        """Counters, and the switches and the clock that are not as at first."""
        names = (field.name for field in attrs.fields(Switches))
        pairs = ((name, getattr(self.switches, name)) for name in names)
        changed = {name: value for name, value in pairs if value != getattr(self._first_switches, name)}
        return {
            "draws": self.draws.words,
            "deliveries": self.deliveries.count,
            "switches": changed,
            "clock": self.clock.told(),
        }

    def state(self) -> State:
        """What is now; later changes leave it alone."""
        return State(self.store.copy(set()), self.deliveries.entries(), self.facts())

    def begin(self) -> None:
        """Let what is now be the start, to which a reset leads back."""
        self.store.settle()
        self.first = self.state()
        self.changes.clear()

    def become(self, state: State) -> None:
        """Be as it was then; tokens, faults and what is logged stay."""
        self.store.become(state.store)
        self.clock.be(state.facts["clock"])
        self.draws.go_to(state.facts["draws"])
        self.deliveries.become(state.deliveries, state.facts["deliveries"])
        for field in attrs.fields(Switches):
            first = getattr(self._first_switches, field.name)
            setattr(self.switches, field.name, state.facts["switches"].get(field.name, first))

    def reset(self) -> None:
        """Back to the start: first documents, switches, time, faults and limits, nothing logged; tokens stay valid."""
        self.become(self.first)
        self.adversity.reset(self.clock.now())
        self.log.clear()

    def take_changes(self) -> Changes:
        """What was changed since this was last asked."""
        taken = set(self.changes)
        self.changes.clear()
        return taken

    def new_id(self) -> str:
        """A fresh id for a document: a UUID (version 4) behind the prefix of the sandbox."""
        return self.plan.id_prefix + str(UUID(int=self.draws.bits(128), version=4))

    def request_id(self) -> str:
        """A fresh id for an answer."""
        return str(UUID(int=self._request_ids.getrandbits(128), version=4))

    def move_to(self, base_url: str, *, follows_host: bool) -> None:
        """Be at another address."""
        self.base_url, self.follows_host = base_url, follows_host

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
