"""Everything that the sandbox knows between two requests."""

from collections import deque
from random import Random
from typing import Any, Literal, TypeAlias
from uuid import UUID

import attrs

from timeback_core.sandbox.faults import ActiveFault
from timeback_core.sandbox.request_log import LOG_LENGTH, LoggedRequest
from timeback_core.sandbox.settings import SeedPlan, Switches
from timeback_core.sandbox.store import Store
from timeback_core.sandbox.tokens import TOKEN_PATHS, Credentials, TokenBook

Platform: TypeAlias = Literal["BEYOND_AI", "LEARNWITH_AI"]


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
    plan: SeedPlan
    switches: Switches
    store: Store = attrs.field(init=False, factory=Store)
    random: Random = attrs.field(init=False)
    tokens: TokenBook = attrs.field(init=False, factory=TokenBook)
    faults: list[ActiveFault] = attrs.field(init=False, factory=list[ActiveFault])
    log: deque[LoggedRequest] = attrs.field(init=False, factory=lambda: deque[LoggedRequest](maxlen=LOG_LENGTH))
    rendered: Derived = attrs.field(init=False, factory=lambda: Derived(limit=50_000))
    """JSON of single documents."""
    selected: Derived = attrs.field(init=False, factory=lambda: Derived(limit=200))
    """Rows of lists, filtered and sorted."""
    _first_switches: Switches = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._first_switches = attrs.evolve(self.switches)
        self.random = Random(self.plan.seed)  # noqa: S311 -- reproducible on purpose

    def clear(self) -> None:
        """Forget documents, faults, switches and the log; tokens stay valid."""
        for field in attrs.fields(Switches):
            setattr(self.switches, field.name, getattr(self._first_switches, field.name))
        self.store = Store()
        self.random = Random(self.plan.seed)  # noqa: S311 -- reproducible on purpose
        self.faults.clear()
        self.log.clear()
        self.rendered = Derived(limit=50_000)
        self.selected = Derived(limit=200)

    def new_id(self) -> str:
        """A fresh UUID (version 4)."""
        return str(UUID(int=self.random.getrandbits(128), version=4))

    @property
    def stamp(self) -> tuple[object, ...]:
        """Changes whenever an answer could."""
        return (self.store.generation, self.base_url, self.switches.terms_include_semesters)

    @property
    def token_url(self) -> str:
        """Where a client of this platform gets its token."""
        return self.base_url + TOKEN_PATHS[self.platform]
