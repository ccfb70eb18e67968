"""`client.oneroster.users`."""

from timeback_core.engine.namespace import Namespace, S_co
from timeback_core.oneroster.operations.users import (
    create_user,
    delete_user,
    get_user,
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
