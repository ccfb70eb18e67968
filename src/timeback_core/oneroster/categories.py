"""Categories of line items, such as homework."""

from typing import Final, Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.factories import by_ids, existing, modifying, putting
from timeback_core.oneroster.common import GRADEBOOK
from timeback_core.oneroster.models.categories import Category, CategoryInput


@operation(GET, GRADEBOOK, "/categories/", Many("categories", Category))
def list_categories(**options: Unpack[ListOptions]) -> Call:
    """List categories of all classes."""
    return Call()


@operation(GET, GRADEBOOK, "/categories/{sourced_id}", One("category", Category))
def get_category(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one category.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, GRADEBOOK, "/categories/", Created())
def create_category(category: CategoryInput) -> Call:
    """Create a category, and give the id that the server allocated.

    category: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included).
    """
    return Call(body={"category": category})


@operation(PUT, GRADEBOOK, "/categories/{sourced_id}", Maybe(One("category", Category)))
def update_category(sourced_id: str, category: CategoryInput) -> Call:
    """Create or replace a category: what the input does not hold is lost.

    Gives the category where the server answers it. Nothing tells whether it is new: see `modify_category` for
    one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.
    """
    return Call(body={"category": category})


@operation(DELETE, GRADEBOOK, "/categories/{sourced_id}", Nothing())
def delete_category(sourced_id: str) -> Call:
    """Delete a category softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


read_categories_by_ids: Final = flow(by_ids("read_categories_by_ids", list_categories))
category_exists: Final = flow(existing("category_exists", get_category))
modify_category: Final = flow(modifying("modify_category", get_category, CategoryInput.of_stored, update_category))
upsert_category: Final = flow(putting("upsert_category", get_category, update_category))


class Categories(Namespace[S_co]):
    """Categories of line items, such as homework."""

    list = list_categories
    get = get_category
    create = create_category
    update = update_category
    delete = delete_category
    get_many = read_categories_by_ids
    """Read many categories by their ids, up to fifty in one request."""
    exists = category_exists
    """Whether there is a category of that id; a deleted one counts, see `is_active`."""
    modify = modify_category
    """Change a category: read it, change it, write it back; gives it as stored."""
    upsert = upsert_category
    """Create or replace a category, in one request; gives it as stored."""
