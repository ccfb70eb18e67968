"""`client.case`: the namespaces of all its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.surface.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.case.associations import Associations
    from timeback_core.case.documents import Documents
    from timeback_core.case.items import Items
    from timeback_core.case.packages import Packages


class Case(Namespace[S_co]):
    """CASE: competencies and academic standards: documents, items, associations and whole packages."""

    documents: Documents[S_co]
    items: Items[S_co]
    associations: Associations[S_co]
    packages: Packages[S_co]
