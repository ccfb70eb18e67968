"""`client.edubridge`: the namespaces of all its resources."""

from __future__ import annotations

from timeback_core.engine.surface.namespace import Namespace, S_co


class EduBridge(Namespace[S_co]):
    """EduBridge: enrollments by course, learning analytics, subject tracks, learning reports, applications."""
