"""What schemathesis is told of the seeded district: ids that are there, among those that it makes up."""

from typing import Any

import schemathesis

KNOWN = {
    "userId": "student-1",
    "userSourcedId": "student-1",
    "studentId": "student-1",
    "studentSourcedId": "student-1",
    "teacherSourcedId": "teacher-1",
    "schoolId": "school-1",
    "schoolSourcedId": "school-1",
    "courseId": "course-1",
    "courseSourcedId": "course-1",
    "classSourcedId": "class-1",
    "subject": "Math",
    "applicationSourcedId": "application-1",
}
"""An id of the district for each parameter that is named after what it leads to."""

BY_PATH = {
    "/users/": "student-1",
    "/students/": "student-1",
    "/teachers/": "teacher-1",
    "/orgs/": "school-1",
    "/schools/": "school-1",
    "/classes/": "class-1",
    "/courses/": "course-1",
    "/demographics/": "student-2",
}
"""An id for `sourcedId`, by what stands before it in the path."""


@schemathesis.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any] | None) -> dict[str, Any] | None:
    """Every other time an id that is there, in place of one that is made up."""
    if path_parameters is None:
        return None
    path = context.operation.path
    known = {name: KNOWN.get(name) or _before(path, name) for name in path_parameters}
    wants_known = sum(map(len, map(str, path_parameters.values()))) % 2 == 0
    return {name: (known[name] or value) if wants_known else value for name, value in path_parameters.items()}


@schemathesis.hook
def map_query(context: Any, query: dict[str, Any] | None) -> dict[str, Any] | None:
    """Without the choice of members: an answer with some of them lacks the others on purpose."""
    return query and {name: value for name, value in query.items() if name != "fields"}


def _before(path: str, name: str) -> str | None:
    start = path.partition(f"{{{name}}}")[0]
    return next((known for end, known in BY_PATH.items() if start.endswith(end)), None)
