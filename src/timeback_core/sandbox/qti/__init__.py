"""QTI on the sandbox, over the same documents as the other APIs."""

from collections.abc import Sequence
from typing import Final

import attrs

from timeback_core.sandbox.api import Api
from timeback_core.sandbox.calls import Route
from timeback_core.sandbox.qti.content import FEEDBACK, ITEMS, STIMULI, TESTS
from timeback_core.sandbox.qti.errors import REFUSAL, coded, conflicting, refuse, route
from timeback_core.sandbox.qti.feedback import FEEDBACKS
from timeback_core.sandbox.qti.kinds import ITEM_KIND, STIMULUS_KIND, TEST_KIND
from timeback_core.sandbox.qti.processing import process_response
from timeback_core.sandbox.qti.reads import listing, single
from timeback_core.sandbox.qti.seed import seed_qti
from timeback_core.sandbox.qti.structure import STRUCTURE
from timeback_core.sandbox.qti.validation import VALIDATING
from timeback_core.sandbox.qti.writes import create, delete, set_item_metadata, set_test_metadata, update

_STIMULUS: Final = "/stimuli/{identifier}"
_ITEM: Final = "/assessment-items/{identifier}"
_TEST: Final = "/assessment-tests/{identifier}"

DOCUMENTS: Final[Sequence[Route]] = (
    route("qti.stimuli.list", "GET", "/stimuli", listing(STIMULUS_KIND, filtered=False)),
    route("qti.stimuli.create", "POST", "/stimuli", create(STIMULUS_KIND)),
    route("qti.stimuli.get", "GET", _STIMULUS, single(STIMULUS_KIND)),
    route("qti.stimuli.update", "PUT", _STIMULUS, update(STIMULUS_KIND)),
    route("qti.stimuli.delete", "DELETE", _STIMULUS, delete(STIMULUS_KIND)),
    route("qti.assessment_items.list", "GET", "/assessment-items", listing(ITEM_KIND), {400: coded}),
    route("qti.assessment_items.create", "POST", "/assessment-items", create(ITEM_KIND), {409: conflicting}),
    route("qti.assessment_items.get", "GET", _ITEM, single(ITEM_KIND)),
    route("qti.assessment_items.update", "PUT", _ITEM, update(ITEM_KIND)),
    route("qti.assessment_items.delete", "DELETE", _ITEM, delete(ITEM_KIND)),
    route("qti.assessment_items.process_response", "POST", f"{_ITEM}/process-response", process_response),
    route("qti.assessment_items.create_from_metadata", "POST", "/assessment-items/metadata", set_item_metadata),
    route("qti.assessment_tests.list", "GET", "/assessment-tests", listing(TEST_KIND)),
    route("qti.assessment_tests.create", "POST", "/assessment-tests", create(TEST_KIND)),
    route("qti.assessment_tests.get", "GET", _TEST, single(TEST_KIND)),
    route("qti.assessment_tests.update", "PUT", _TEST, update(TEST_KIND)),
    route("qti.assessment_tests.delete", "DELETE", _TEST, delete(TEST_KIND)),
    route("qti.assessment_tests.update_metadata", "PUT", f"{_TEST}/metadata", set_test_metadata),
)


BASES: Final = ("", "/api")
"""It stands at the root; the address that the platform gives for it ends in a word more."""


def api() -> Api:
    """QTI, whole."""
    routes = (*DOCUMENTS, *STRUCTURE, *FEEDBACKS, *VALIDATING)
    places = ("stimuli", "assessment-items", "assessment-tests", "question", "lesson", "validate")
    return Api(
        name="qti",
        bases=tuple(f"{base}/{place}" for base in BASES for place in places),
        routes=tuple(attrs.evolve(each, template=base + each.template) for base in BASES for each in routes),
        refuse=refuse,
        refusal=REFUSAL,
        seed=seed_qti,
        collections=(STIMULI, ITEMS, TESTS, FEEDBACK),
    )
