"""`client.oneroster.users`."""

from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.oneroster.flows.users import (
    find_user_by_email,
    modify_user,
    read_users_by_ids,
    upsert_user,
    user_exists,
)
from timeback_core.oneroster.operations.agents import (
    add_agent,
    list_agents_for_user,
    list_users_for_agent,
    remove_agent,
)
from timeback_core.oneroster.operations.classes import list_classes_for_user
from timeback_core.oneroster.operations.credentials import decrypt_credential, register_credential
from timeback_core.oneroster.operations.users import (
    create_user,
    delete_user,
    get_user,
    get_user_with_demographics,
    list_users,
    update_user,
)


class Users(Namespace[S_co]):
    """People: students, teachers, guardians, administrators."""

    list = list_users
    get = get_user
    create = create_user
    update = update_user
    delete = delete_user
    get_many = read_users_by_ids
    exists = user_exists
    modify = modify_user
    upsert = upsert_user
    find_by_email = find_user_by_email
    get_with_demographics = get_user_with_demographics
    list_classes = list_classes_for_user
    list_agents = list_agents_for_user
    list_agent_for = list_users_for_agent
    add_agent = add_agent
    remove_agent = remove_agent
    register_credential = register_credential
    decrypt_credential = decrypt_credential
