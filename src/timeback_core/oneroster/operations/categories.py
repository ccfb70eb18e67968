"""Categories of line items, such as homework."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, ListOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import GRADEBOOK
from timeback_core.oneroster.models.categories import Category, CategoryInput

CATEGORIES = Many("categories", Category)


@operation(GET, GRADEBOOK, "/categories/", CATEGORIES)
def list_categories(**options: Unpack[ListOptions]) -> Call:
    """List categories of all classes.

    options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000), `offset`.

    Source: GET /ims/oneroster/gradebook/v1p2/categories/
    """
    return Call(options=options)


@operation(POST, GRADEBOOK, "/categories/", Created())
def create_category(category: CategoryInput) -> Call:
    """Create a category, and give the id that the server allocated.

    category: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted ones included).

    Source: POST /ims/oneroster/gradebook/v1p2/categories/
    """
    return Call(body={"category": category})


@operation(GET, GRADEBOOK, "/categories/{sourcedId}", One("category", Category))
def get_category(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one category.

    sourced_id: its id. options: `fields`.

    Errors: `NotFound`. A deleted one is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/gradebook/v1p2/categories/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, GRADEBOOK, "/categories/{sourcedId}", Maybe(One("category", Category)))
def update_category(sourced_id: str, category: CategoryInput) -> Call:
    """Create or replace a category: what the input does not hold is lost.

    Gives the category where the server answers it. Nothing tells whether it is new: see `modify_category`
    for one that must exist.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Rejected`.

    Source: PUT /ims/oneroster/gradebook/v1p2/categories/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"category": category})


@operation(DELETE, GRADEBOOK, "/categories/{sourcedId}", Nothing())
def delete_category(sourced_id: str) -> Call:
    """Delete a category softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/gradebook/v1p2/categories/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(GET, GRADEBOOK, "/classes/{sourcedId}/categories", CATEGORIES)
def list_categories_for_class(class_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the categories of the line items of a class.

    class_id: the class's id. options: `where`, `sort`, `order_by`, `fields`, `limit` (1 to 3000),
    `offset`.

    Errors: `NotFound` where there is no such class.

    Source: GET /ims/oneroster/gradebook/v1p2/classes/{sourcedId}/categories
    """
    return Call(path={"sourcedId": class_id}, options=options)
