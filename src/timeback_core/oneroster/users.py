"""People: students, teachers, guardians, administrators."""

from typing import Final, Unpack

from returns.result import Failure, Success

from timeback_core.engine.call.answers import is_active
from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Created, Many, Maybe, Nothing, One, Stated
from timeback_core.engine.call.options import FieldOptions, ListOptions, SearchOptions
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Call
from timeback_core.engine.surface.flow import collected, flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, IDEMPOTENT, POST, PUT, SAFE, operation
from timeback_core.flows.factories import by_ids, existing, modifying, upserting
from timeback_core.flows.steps import invalid, is_id
from timeback_core.oneroster.common import ROSTERING
from timeback_core.oneroster.models.agents import AgentInput, AgentUser
from timeback_core.oneroster.models.classes import Class
from timeback_core.oneroster.models.credentials import CredentialInput, CredentialResult, DecryptedCredential
from timeback_core.oneroster.models.users import User, UserInput
from timeback_core.problems import Problem

USER = One("user", User)


@operation(GET, ROSTERING, "/users/", Many("users", User, names=("role",)))
def list_users(**options: Unpack[SearchOptions]) -> Call:
    """List users, with `role` as a further field for `where`; `search` looks at names and e-mail."""
    return Call()


@operation(GET, ROSTERING, "/users/{sourced_id}", USER)
def get_user(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one user.

    Errors: `NotFound`. A deleted user is found, with status `tobedeleted`.
    """
    return Call()


@operation(POST, ROSTERING, "/users/", Created())
def create_user(user: UserInput) -> Call:
    """Create a user, and give the id that the server allocated.

    user: without `sourced_id` the server chooses one.

    Errors: `Conflict` where the id exists (deleted users included), `Rejected` where the e-mail is taken or
    an organization is unknown.
    """
    return Call(body={"user": user})


@operation(PUT, ROSTERING, "/users/{sourced_id}", Maybe(USER))
def update_user(sourced_id: str, user: UserInput) -> Call:
    """Replace a user: what the input does not hold is lost. Gives the user where the server answers it.

    sourced_id: the user's id; it wins over the one in the input.

    Errors: `NotFound` where there is no such user (it is not created), `Rejected`.
    """
    return Call(body={"user": user})


@operation(DELETE, ROSTERING, "/users/{sourced_id}", Nothing())
def delete_user(sourced_id: str) -> Call:
    """Delete a user softly.

    It stays readable with status `tobedeleted`, and its id cannot be created again.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, ROSTERING, "/users/{sourced_id}/demographics", USER)
def get_user_with_demographics(sourced_id: str, **options: Unpack[FieldOptions]) -> Call:
    """Fetch one user with its `demographics` filled, where it has any.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, ROSTERING, "/users/{user_id}/classes", Many("classes", Class))
def list_classes_for_user(user_id: str, **options: Unpack[ListOptions]) -> Call:
    """List the classes of a user, ended ones included; a condition on `status` has no effect here.

    Errors: `NotFound` where there is no such user.
    """
    return Call()


@operation(GET, ROSTERING, "/users/{user_id}/agents", Many("agents", AgentUser, paging=UNPAGED, absent_is_empty=True))
def list_agents_for_user(user_id: str) -> Call:
    """List the agents of a user, such as the parents of a child; all of them at once.

    user_id: the person for whom the agents act.

    Errors: `NotFound`.
    """
    return Call()


@operation(GET, ROSTERING, "/users/{user_id}/agentFor", Many("users", AgentUser, paging=UNPAGED, absent_is_empty=True))
def list_users_for_agent(user_id: str) -> Call:
    """List the people whom a user is agent for, such as the children of a parent; all of them at once.

    user_id: the agent.

    Errors: `NotFound`.
    """
    return Call()


@operation(POST, ROSTERING, "/users/{user_id}/agents", Nothing(), repeat=IDEMPOTENT)
def add_agent(user_id: str, agent_id: str) -> Call:
    """Make one user the agent of another; doing it twice is doing it once.

    user_id: the person for whom the agent acts. agent_id: the user who acts.

    Errors: `NotFound` or `Rejected` where one of them is unknown.
    """
    return Call(body=AgentInput(agent_sourced_id=agent_id))


@operation(DELETE, ROSTERING, "/users/{user_id}/agents/{agent_id}", Nothing())
def remove_agent(user_id: str, agent_id: str) -> Call:
    """End that one user is the agent of another; both users stay.

    user_id: the person for whom the agent acts. agent_id: the user who acts.

    Errors: `NotFound` where there is no such pair.
    """
    return Call()


@operation(POST, ROSTERING, "/users/{user_id}/credentials", Stated(One(None, CredentialResult)), repeat=IDEMPOTENT)
def register_credential(user_id: str, credential: CredentialInput) -> Call:
    """Store a person's login in an application; one that exists there is replaced.

    `created` tells whether it is new; after an answer that was lost on its way it may be false for a new one.

    user_id: whose login it is.

    Errors: `NotFound` where there is no such user.
    """
    return Call(body=credential)


@operation(
    POST, ROSTERING, "/users/{user_id}/credentials/{credential_id}/decrypt", One(None, DecryptedCredential), repeat=SAFE
)
def decrypt_credential(user_id: str, credential_id: str) -> Call:
    """Read a stored password in clear; it shows in no repr and no log.

    user_id: whose login it is. credential_id: as `register_credential` gave it, or from the user's profiles.

    Errors: `NotFound`.
    """
    return Call()


read_users_by_ids: Final = flow(by_ids("read_users_by_ids", list_users))
user_exists: Final = flow(existing("user_exists", get_user))
modify_user: Final = flow(modifying("modify_user", get_user, UserInput.of_stored, update_user))
upsert_user: Final = flow(upserting("upsert_user", get_user, update_user, create_user))


@flow
def find_user_by_email(email: str) -> Steps[User | None]:
    """Find the user with an e-mail address, in whatever case it is stored; None where there is none.

    Users who were deleted softly are not found.
    """
    if text := is_id(email):
        return invalid(Problem("email", text))
    as_stored = list_users.request(where={"email": email})
    in_any_case = list_users.request(where={"email": {"contains": email}})
    for request in (as_stored, in_any_case):
        rows = yield from collected(request)
        if isinstance(rows, Failure):
            return rows
        for user in rows.unwrap():
            if is_active(user) and user.email is not None and user.email.lower() == email.lower():
                return Success(user)
    return Success(None)


class Users(Namespace[S_co]):
    """People: students, teachers, guardians, administrators."""

    list = list_users
    get = get_user
    create = create_user
    update = update_user
    delete = delete_user
    get_many = read_users_by_ids
    """Read many users by their ids, up to fifty in one request."""
    exists = user_exists
    """Whether there is a user of that id; a deleted one counts, see `is_active`."""
    modify = modify_user
    """Change a user: read it, change it, write it back; gives it as stored."""
    upsert = upsert_user
    """Replace a user, or create it where there is none; gives it as stored."""
    find_by_email = find_user_by_email
    get_with_demographics = get_user_with_demographics
    list_classes = list_classes_for_user
    list_agents = list_agents_for_user
    list_agent_for = list_users_for_agent
    add_agent = add_agent
    remove_agent = remove_agent
    register_credential = register_credential
    decrypt_credential = decrypt_credential
