"""People: read, list, create, replace and delete users of every role."""

from typing import Unpack

from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One
from timeback_core.engine.call.options import FieldOptions, SearchOptions
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.oneroster.bases import ROSTERING
from timeback_core.oneroster.models.users import User, UserInput

USERS = Many("users", User, names=("role",))
USER = One("user", User)


@operation(GET, ROSTERING, "/users/", USERS)
def list_users(**options: Unpack[SearchOptions]) -> Call:
    """List users; `where` knows `role` besides the fields of `User`.

    options: `where`, `search` (given name, family name, e-mail), `sort`, `order_by`, `fields`, `limit` (1
    to 3000), `offset`.

    Source: GET /ims/oneroster/rostering/v1p2/users/
    """
    return Call(options=options)


@operation(POST, ROSTERING, "/users/", Created())
def create_user(user: UserInput) -> Call:
    """Create a user, and give the id that the server allocated.

    user: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted users included), `Rejected` where the e-mail is taken
    or an organization is unknown.

    Source: POST /ims/oneroster/rostering/v1p2/users/
    """
    return Call(body={"user": user})


@operation(GET, ROSTERING, "/users/{sourcedId}", USER)
def get_user(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one user.

    sourced_id: the user's id. options: `fields`.

    Errors: `NotFound`. A deleted user is found, with status `tobedeleted`.

    Source: GET /ims/oneroster/rostering/v1p2/users/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, options=options)


@operation(PUT, ROSTERING, "/users/{sourcedId}", Maybe(USER))
def update_user(sourced_id: str, user: UserInput) -> Call:
    """Replace a user: what the input does not hold is lost. Gives the user where the server answers it.

    sourced_id: the user's id; it wins over the one in the input.

    Errors: `NotFound` where there is no such user (it is not created), `Rejected`.

    Source: PUT /ims/oneroster/rostering/v1p2/users/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id}, body={"user": user})


@operation(DELETE, ROSTERING, "/users/{sourcedId}", Nothing())
def delete_user(sourced_id: str) -> Call:
    """Delete a user softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    sourced_id: its id.

    Errors: `NotFound`.

    Source: DELETE /ims/oneroster/rostering/v1p2/users/{sourcedId}
    """
    return Call(path={"sourcedId": sourced_id})


@operation(GET, ROSTERING, "/users/{sourcedId}/demographics", USER)
def get_user_with_demographics(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one user with its `demographics` filled, where it has any.

    sourced_id: the user's id. options: `fields`.

    Errors: `NotFound`.

    Source: GET /ims/oneroster/rostering/v1p2/users/{sourcedId}/demographics
    """
    return Call(path={"sourcedId": sourced_id}, options=options)
