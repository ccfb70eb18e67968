"""The inventory: the tests that can be assigned."""

from typing import Annotated, TypeAlias

from timeback_core.engine.call.expect import Many
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.codec import non_empty, one_of
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation
from timeback_core.masterytrack.common import MASTERYTRACK
from timeback_core.masterytrack.models.inventory import InventoryTest

Wanted: TypeAlias = Annotated[str, non_empty]

TESTS = Many("data", InventoryTest, paging=UNPAGED, verdict="success")


@operation(GET, MASTERYTRACK, "/authoring/inventory/search", TESTS)
def search_inventory(
    *,
    name: Wanted | None = None,
    timeback_id: Wanted | None = None,
    grade: Wanted | None = None,
    subject: Wanted | None = None,
    all: Annotated[bool, one_of(True, False)] = False,  # noqa: A002 -- the platform's own word
) -> Call:
    """List the tests of the inventory, by subject, grade, name and version, newest first; there are no pages.

    name: a part of it, in any case. timeback_id: of one test. grade: text, such as `"3"` or `"Third Grade"`. subject:
    such as `math`, in any case. all: tests as well that cannot be assigned.

    Errors: `Rejected` where the server does not take a filter.
    """
    wanted = {"name": name, "timeback_id": timeback_id, "grade": grade, "subject": subject}
    texts = {key: text.strip() for key, text in wanted.items() if isinstance(text, str)}
    return Call(query={**texts, "all": True if all else None})


class Inventory(Namespace[S_co]):
    """The inventory: the tests that can be assigned."""

    search = search_inventory
