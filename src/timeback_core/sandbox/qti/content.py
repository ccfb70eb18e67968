"""Where QTI documents are kept, and how tests lead to items."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.world import World

STIMULI: Final = "qtiStimuli"
ITEMS: Final = "qtiItems"
TESTS: Final = "qtiTests"
FEEDBACK: Final = "qtiFeedback"

PARTS: Final = "qti-test-part"
SECTIONS: Final = "qti-assessment-section"
REFERENCES: Final = "qti-assessment-item-ref"
OUTCOMES: Final = "qti-outcome-declaration"

_BEFORE_TEST: Final = "/assessment-tests/"


def places_of_test(test: Document) -> Iterator[tuple[Document, Document, Document]]:
    """The part, the section and the reference of every item of a test, in their order."""
    for part in test[PARTS]:
        for section in part[SECTIONS]:
            for reference in section[REFERENCES]:
                yield part, section, reference


def items_of_test(world: World, test_identifier: str) -> list[tuple[Document, Document | None]]:
    """Each reference of a test with its item, in test order; no item where the reference dangles.

    A test that does not exist has none.
    """
    test = world.store.get(TESTS, test_identifier)
    references = () if test is None else (reference for _, _, reference in places_of_test(test))
    return [(reference, world.store.get(ITEMS, reference["identifier"])) for reference in references]


def test_identifier_in(url: object) -> str | None:
    """The identifier of the test that an address leads to, whatever the host; None when it leads to none."""
    if not isinstance(url, str):
        return None
    rest = url.partition(_BEFORE_TEST)[2].split("?")[0].split("#")[0].strip("/")
    return unquote(rest) if rest and "/" not in rest else None
