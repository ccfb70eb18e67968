"""An API as the sandbox serves it."""

from collections.abc import Callable, Sequence

import attrs

from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.control import Control, Controls
from timeback_core.sandbox.messages import Reply, Request
from timeback_core.sandbox.oauth import check_bearer
from timeback_core.sandbox.refusals import IMS_ERROR, RefusalError, ims_error
from timeback_core.sandbox.schema import Shape
from timeback_core.sandbox.world import World


@attrs.frozen(kw_only=True)
class Api:
    """One API over the machine. A further one is a module that builds one of these."""

    name: str
    bases: Sequence[str]
    """Paths that begin with one of these are its own, known or not."""
    routes: Sequence[Route]
    refuse: Callable[[RefusalError], Reply] = ims_error
    refusal: Shape = IMS_ERROR
    """The shape of what `refuse` gives."""
    authorize: Callable[[World, Request, Route | None, float], None] = check_bearer
    """Raises `RefusalError` when the request may not be served; the route is None for an unknown path."""
    seed: Callable[[World], None] = lambda _world: None
    """Adds its part of the district of `world.plan`; the APIs seed in their order."""
    controls: Controls = attrs.field(factory=dict[tuple[str, str], Control])
    """Control calls that say what happens outside the platform."""
    collections: Sequence[str] = ()
    """Those of the store that hold its documents."""
