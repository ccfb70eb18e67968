"""Flows over users: exists, modify, upsert, find by e-mail, read many."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from returns.result import Failure, Success

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.surface.collecting import collected
from timeback_core.engine.surface.flow import flow
from timeback_core.oneroster.checks import is_id
from timeback_core.oneroster.flows.batches import Batch, read_by_ids
from timeback_core.oneroster.flows.inputs import invalid, with_id
from timeback_core.oneroster.flows.steps import exists, modified, upserted
from timeback_core.oneroster.models.users import User, UserInput
from timeback_core.oneroster.operations.users import create_user, get_user, list_users, update_user
from timeback_core.oneroster.status import is_active
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.filters import Where


@flow
def user_exists(sourced_id: str) -> Steps[bool]:
    """Whether there is a user of that id; a deleted one counts, see `is_active`."""
    return (yield from exists(get_user.request(sourced_id, fields=("status",))))


@flow
def read_users_by_ids(ids: Sequence[str]) -> Steps[Batch[User]]:
    """Read many users by their ids, up to fifty in one request."""
    return (yield from read_by_ids(ids, list_users.request))


@flow
def find_user_by_email(email: str) -> Steps[User | None]:
    """Find the user with an e-mail address, in whatever case it is stored; None where there is none.

    Users who were deleted softly are not found.
    """
    if text := is_id(email):
        return invalid((Problem("email", text),))
    # Equality heeds the case and `contains` does not.
    conditions: tuple[Where, ...] = ({"email": email}, {"email": {"contains": email}})
    for where in conditions:
        rows = yield from collected(list_users.request(where=where))
        if isinstance(rows, Failure):
            return rows
        for user in rows.unwrap():
            if is_active(user) and user.email is not None and user.email.lower() == email.lower():
                return Success(user)
    return Success(None)


@flow
def modify_user(sourced_id: str, change: Callable[[UserInput], UserInput]) -> Steps[User]:
    """Change a user: read it, change it, write it back whole; gives it as stored.

    What somebody else writes between the read and the write is lost.

    change: gives the changed input, such as `lambda user: evolve(user, given_name="Ada")`.

    Errors: `InvalidInput` for an old document without e-mail, which a write must have: replace it with
    `update_user`.
    """
    return (yield from modified(sourced_id, get_user.request, UserInput.of, change, update_user.request))


@flow
def upsert_user(sourced_id: str, user: UserInput) -> Steps[User]:
    """Replace a user, or create it where there is none; gives it as stored.

    sourced_id: its id; it wins over the one in the input.

    Errors: `Conflict` where the id is that of a user who was deleted softly and cannot be replaced.
    """
    body = with_id(user, sourced_id)
    return (
        yield from upserted(
            sourced_id, get_user.request, update_user.request(sourced_id, body), create_user.request(body)
        )
    )
