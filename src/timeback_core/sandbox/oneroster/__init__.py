"""OneRoster on the sandbox: rostering, gradebook and resources, on the paths of both platforms."""

from collections.abc import Iterator, Sequence
from typing import Final

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Handler, Route
from timeback_core.sandbox.oneroster.gradebook_routes import GRADEBOOK, RESOURCE_ROUTES
from timeback_core.sandbox.oneroster.kinds import KINDS
from timeback_core.sandbox.oneroster.rostering import ROSTERING
from timeback_core.sandbox.oneroster.seed import seed_district
from timeback_core.sandbox.oneroster.vocabulary import BASES

_ROWS: Final[Sequence[tuple[str, Sequence[tuple[str, str, str, Handler]]]]] = (
    ("rostering", ROSTERING),
    ("gradebook", GRADEBOOK),
    ("resources", RESOURCE_ROUTES),
)
_SUFFIXES: Final = {
    "GET": "readonly",
    "POST": "createput",
    "PUT": "createput",
    "PATCH": "createput",
    "DELETE": "delete",
}


def api() -> Api:
    """OneRoster, whole."""
    return Api(
        name="oneroster",
        bases=("/ims/oneroster/", "/rostering/1.0/", "/gradebook/1.0/", "/resources/1.0/"),
        routes=tuple(_routes()),
        seed=seed_district,
        collections=(*KINDS, "agentPairs", "credentials", "classResources", "userResources"),
    )


def _routes() -> Iterator[Route]:
    for service, rows in _ROWS:
        for operation, verb, template, handler in rows:
            scope = f"{_area(service, template)}.{_SUFFIXES[verb]}"
            for platform, base in BASES.items():
                yield Route(operation, verb, base.format(service=service) + template, handler, scope, platform)


def _area(service: str, template: str) -> str:
    if service == "rostering":
        return "roster-demographics" if "demographics" in template else "roster"
    return "gradebook" if service == "gradebook" else "resource"
