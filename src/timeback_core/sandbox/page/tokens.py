"""Who may have tokens, which ones there are, and their end."""

import attrs

from timeback_core.sandbox.messages import Reply
from timeback_core.sandbox.page.visit import Visit
from timeback_core.sandbox.reaching import Reachable, cli_text
from timeback_core.sandbox.tokens import Credentials
from timeback_core.sandbox.world import Platform

SHOWN = 200


@attrs.frozen
class _Reached(Reachable):
    """The sandbox where whoever looks at it has found it."""

    base_url: str
    credentials: Credentials
    platform: Platform


def show_tokens(visit: Visit) -> Reply:
    """The credentials and the tokens, the newest first."""
    world = visit.world
    reached = _Reached(world.address(visit.request), world.credentials, world.platform)
    entries = world.tokens.entries()
    return visit.show("tokens", lines=cli_text(reached), entries=entries[: -SHOWN - 1 : -1], total=len(entries))


def revoke_tokens(visit: Visit) -> Reply:
    """Make all of them worthless."""
    visit.world.tokens.revoke_all()
    return visit.back_to("tokens", "revoked")
