"""The namespaces of OneRoster: its functions under the names of their resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.oneroster.namespaces.users import Users


class OneRoster(Namespace[S_co]):
    """OneRoster: users, organizations, classes, enrollments."""

    users: Users[S_co]
