"""`client.case`: the namespaces of all its resources."""

from __future__ import annotations

from timeback_core.engine.surface.namespace import Namespace, S_co


class Case(Namespace[S_co]):
    """CASE: competencies and academic standards: documents, items, associations and whole packages."""
