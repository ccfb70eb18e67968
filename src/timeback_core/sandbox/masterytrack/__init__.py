"""MasteryTrack on the sandbox, over the students and placement lessons of the other APIs."""

from collections.abc import Sequence
from typing import Final

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.masterytrack.answers import REFUSAL, authorize, give_token, refuse
from timeback_core.sandbox.masterytrack.assignments import ASSIGNMENTS, HOOKS, assign, invalidate
from timeback_core.sandbox.masterytrack.inventory import TESTS, search, seed_masterytrack

_TOKEN: Final = "masterytrackToken"  # noqa: S105 -- the name of a scheme

ROUTES: Final[Sequence[Route]] = (
    Route("masterytrack.authorizer.get_token", "POST", "/authorizer", give_token, security="masterytrackKey"),
    Route("masterytrack.inventory.search", "GET", "/authoring/inventory/search", search, security=_TOKEN),
    Route("masterytrack.assignments.assign", "POST", "/delivery/assignments/assign", assign, security=_TOKEN),
    Route(
        "masterytrack.assignments.invalidate", "POST", "/delivery/assignments/invalidate", invalidate, security=_TOKEN
    ),
)


def api() -> Api:
    """MasteryTrack, whole."""
    return Api(
        name="masterytrack",
        bases=("/authorizer", "/authoring/inventory/", "/delivery/assignments/"),
        routes=ROUTES,
        refuse=refuse,
        refusal=REFUSAL,
        authorize=authorize,
        seed=seed_masterytrack,
        controls=HOOKS,
        collections=(TESTS, ASSIGNMENTS),
    )
