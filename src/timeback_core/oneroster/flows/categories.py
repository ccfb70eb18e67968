"""Flows over categories: exists, modify, upsert, read many."""

from collections.abc import Callable, Sequence

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import with_id
from timeback_core.oneroster.flows.steps import exists, modified, written
from timeback_core.oneroster.models.categories import Category, CategoryInput
from timeback_core.oneroster.operations.categories import get_category, list_categories, update_category


@flow
def category_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a category of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_category.request(sourced_id, fields=("status",))))


@flow
def read_categories_by_ids(ids: Sequence[str]) -> Steps[Batch[Category]]:
    """Read many categories by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_categories.request))


@flow
def modify_category(sourced_id: str, change: Callable[[CategoryInput], CategoryInput]) -> Steps[Category]:
    """Change a category: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    One that does not exist is not created.

    change: gives the changed input, made with `evolve`.
    """
    return (
        yield from modified(
            sourced_id, get_category.request, CategoryInput.of, change, update_category.request
        )
    )


@flow
def upsert_category(sourced_id: str, category: CategoryInput) -> Steps[Category]:
    """Create or replace a category, in one request; gives it as stored.

    sourced_id: its id; it wins over the one in the input.
    """
    body = with_id(category, sourced_id)
    return (yield from written(update_category.request(sourced_id, body), get_category.request(sourced_id)))
