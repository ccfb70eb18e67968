"""CASE on the sandbox, on the paths of both platforms."""

from collections.abc import Iterator, Sequence
from typing import Final

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Handler, Route
from timeback_core.sandbox.case import writes
from timeback_core.sandbox.case.frameworks import ASSOCIATIONS, DOCUMENTS, ITEMS
from timeback_core.sandbox.case.reads import BASES, listing, package, package_groups, single
from timeback_core.sandbox.case.seed import seed_case

_EVERYWHERE: Final[Sequence[tuple[str, str, str, Handler]]] = (
    ("case.documents.list", "GET", "/CFDocuments", listing(DOCUMENTS)),
    ("case.documents.get", "GET", "/CFDocuments/{sourcedId}", single(DOCUMENTS)),
    ("case.items.list", "GET", "/CFItems", listing(ITEMS)),
    ("case.items.get", "GET", "/CFItems/{sourcedId}", single(ITEMS)),
    ("case.associations.get", "GET", "/CFAssociations/{sourcedId}", single(ASSOCIATIONS)),
    ("case.packages.get", "GET", "/CFPackages/{sourcedId}", package),
)
_OF_PACKAGES: Final[Sequence[tuple[str, str, str, Handler]]] = (
    ("case.packages.create", "POST", "/CFPackages", writes.create),
    ("case.packages.update", "PUT", "/CFPackages/{sourcedId}", writes.update),
    ("case.packages.get_groups", "GET", "/CFPackages/{sourcedId}/groups", package_groups),
)
"""What LEARNWITH_AI refuses."""


def api() -> Api:
    """CASE, whole."""
    return Api(
        name="case",
        bases=tuple(f"{base}/" for base in BASES.values()),
        routes=tuple(_routes()),
        seed=seed_case,
        collections=(DOCUMENTS, ITEMS, ASSOCIATIONS),
    )


def _routes() -> Iterator[Route]:
    for platform, base in BASES.items():
        for operation, verb, template, handler in (*_EVERYWHERE, *_OF_PACKAGES):
            refused = platform == "LEARNWITH_AI" and (operation, verb, template, handler) in _OF_PACKAGES
            answers = writes.refuse if refused else handler
            yield Route(operation, verb, base + template, answers, platform=platform)
