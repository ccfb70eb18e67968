"""Items of all frameworks."""

from typing import Unpack

from timeback_core.case.common import CASE
from timeback_core.case.models.items import CFItem
from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import GET, operation


@operation(GET, CASE, "/CFItems", Many("CFItems", CFItem, absent_is_empty=True))
def list_items(**options: Unpack[ListOptions]) -> Call:
    """List the items of all frameworks, such as those of a code: `where={"human_coding_scheme": "RL.5.1"}`."""
    return Call()


@operation(GET, CASE, "/CFItems/{sourced_id}", One("CFItem", CFItem, bare=True))
def get_item(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one item.

    Errors: `NotFound`.
    """
    return Call()


class Items(Namespace[S_co]):
    """Items of all frameworks."""

    list = list_items
    get = get_item
