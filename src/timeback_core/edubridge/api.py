"""`client.edubridge`: the namespaces of all its resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from timeback_core.engine.surface.namespace import Namespace, S_co

if TYPE_CHECKING:
    from timeback_core.edubridge.analytics import Analytics
    from timeback_core.edubridge.applications import Applications
    from timeback_core.edubridge.enrollments import Enrollments
    from timeback_core.edubridge.goals import Goals
    from timeback_core.edubridge.learning_reports import LearningReports
    from timeback_core.edubridge.progression import Progression
    from timeback_core.edubridge.subject_tracks import SubjectTracks
    from timeback_core.edubridge.users import Users


class EduBridge(Namespace[S_co]):
    """EduBridge: enrollments by course, learning analytics, subject tracks, learning reports, applications.

    Its ids are those of OneRoster. A list of people takes a `limit` of 1 to 3000 rows a page; all others come at once.
    `goals` and `progression` are experimental.
    """

    enrollments: Enrollments[S_co]
    users: Users[S_co]
    analytics: Analytics[S_co]
    applications: Applications[S_co]
    subject_tracks: SubjectTracks[S_co]
    learning_reports: LearningReports[S_co]
    goals: Goals[S_co]
    progression: Progression[S_co]
