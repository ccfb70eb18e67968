"""CASE on the sandbox, on the paths of both platforms."""

from collections.abc import Iterator, Sequence
from typing import Final

from timeback_core.sandbox.calls import Handler, Route
from timeback_core.sandbox.case import writes
from timeback_core.sandbox.case.frameworks import ASSOCIATIONS, DOCUMENTS, ITEMS
from timeback_core.sandbox.case.reads import BASES, listing, package, package_groups, single
from timeback_core.sandbox.case.seed import seed_case
from timeback_core.sandbox.machine import Api

_EVERYWHERE: Final[Sequence[tuple[str, str, Handler]]] = (
    ("GET", "/CFDocuments", listing(DOCUMENTS)),
    ("GET", "/CFDocuments/{sourcedId}", single(DOCUMENTS)),
    ("GET", "/CFItems", listing(ITEMS)),
    ("GET", "/CFItems/{sourcedId}", single(ITEMS)),
    ("GET", "/CFAssociations/{sourcedId}", single(ASSOCIATIONS)),
    ("GET", "/CFPackages/{sourcedId}", package),
)
_OF_PACKAGES: Final[Sequence[tuple[str, str, Handler]]] = (
    ("POST", "/CFPackages", writes.create),
    ("PUT", "/CFPackages/{sourcedId}", writes.update),
    ("GET", "/CFPackages/{sourcedId}/groups", package_groups),
)
"""What LEARNWITH_AI refuses."""


def api() -> Api:
    """CASE, whole."""
    return Api(name="case", bases=tuple(f"{base}/" for base in BASES.values()), routes=tuple(_routes()), seed=seed_case)


def _routes() -> Iterator[Route]:
    for platform, base in BASES.items():
        for verb, template, handler in (*_EVERYWHERE, *_OF_PACKAGES):
            refused = platform == "LEARNWITH_AI" and (verb, template, handler) in _OF_PACKAGES
            yield Route(verb, base + template, writes.refuse if refused else handler, platform=platform)
