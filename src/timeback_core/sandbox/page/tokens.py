"""Who may have tokens, which ones there are, and their end."""

from typing import Final

from timeback_core.sandbox.messages import Reply
from timeback_core.sandbox.page.visit import Visit
from timeback_core.sandbox.reaching import Reachable, cli_text
from timeback_core.sandbox.tokens import Credentials
from timeback_core.sandbox.world import Platform

SHOWN: Final = 200
"""Rows of the page."""


class _Found(Reachable):
    """The sandbox where whoever looks at it has found it."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    @property
    def base_url(self) -> str:
        return self._visit.world.address(self._visit.request)

    @property
    def credentials(self) -> Credentials:
        return self._visit.world.credentials

    @property
    def platform(self) -> Platform:
        return self._visit.world.platform


def show_tokens(visit: Visit) -> Reply:
    """The credentials and the tokens, the newest first."""
    entries = visit.world.tokens.entries()
    return visit.show("tokens", lines=cli_text(_Found(visit)), entries=entries[: -SHOWN - 1 : -1], total=len(entries))


def revoke_tokens(visit: Visit) -> Reply:
    """Make all of them worthless."""
    visit.world.tokens.revoke_all()
    return visit.back_to("tokens", "revoked")
