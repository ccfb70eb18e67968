"""QTI on the sandbox, over the same documents as the other APIs."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from timeback_core.sandbox.calls import Handler, Route
from timeback_core.sandbox.machine import Api
from timeback_core.sandbox.qti.errors import ErrorShape, coded, conflicting, refuse, told_as
from timeback_core.sandbox.qti.kinds import ITEM_KIND, STIMULUS_KIND, TEST_KIND
from timeback_core.sandbox.qti.reads import listing, single
from timeback_core.sandbox.qti.writes import create, delete, set_item_metadata, set_test_metadata, update

_ITEM: Final = "/assessment-items/{identifier}"
_TEST: Final = "/assessment-tests/{identifier}"

_ROWS: Final[Sequence[tuple[str, str, Handler, Mapping[int, ErrorShape]]]] = (
    ("GET", "/stimuli", listing(STIMULUS_KIND, filtered=False), {}),
    ("POST", "/stimuli", create(STIMULUS_KIND), {}),
    ("GET", "/stimuli/{identifier}", single(STIMULUS_KIND), {}),
    ("PUT", "/stimuli/{identifier}", update(STIMULUS_KIND), {}),
    ("DELETE", "/stimuli/{identifier}", delete(STIMULUS_KIND), {}),
    ("GET", "/assessment-items", listing(ITEM_KIND), {400: coded}),
    ("POST", "/assessment-items", create(ITEM_KIND), {409: conflicting}),
    ("GET", _ITEM, single(ITEM_KIND), {}),
    ("PUT", _ITEM, update(ITEM_KIND), {}),
    ("DELETE", _ITEM, delete(ITEM_KIND), {}),
    ("POST", "/assessment-items/metadata", set_item_metadata, {}),
    ("GET", "/assessment-tests", listing(TEST_KIND), {}),
    ("POST", "/assessment-tests", create(TEST_KIND), {}),
    ("GET", _TEST, single(TEST_KIND), {}),
    ("PUT", _TEST, update(TEST_KIND), {}),
    ("DELETE", _TEST, delete(TEST_KIND), {}),
    ("PUT", f"{_TEST}/metadata", set_test_metadata, {}),
)


def api() -> Api:
    """QTI, whole."""
    return Api(
        name="qti",
        bases=("/stimuli", "/assessment-items", "/assessment-tests", "/question", "/lesson", "/validate"),
        routes=tuple(_routes()),
        refuse=refuse,
    )


def _routes() -> Iterator[Route]:
    """All of them, on both platforms."""
    for verb, template, handler, shapes in _ROWS:
        yield Route(verb, template, told_as(shapes, handler) if shapes else handler, platform="")
