"""The operations of EduBridge as they are documented, written down by hand."""

from collections.abc import Mapping

from tests.wire.table import table

WHOM = "startDate, endDate, email, studentId, timezone"
PEOPLE = "roles, orgSourcedIds, search, fields, filter, sort, orderBy, limit, offset"

TABLE = table(
    f"""
 1 | list_enrollments           | GET    | /enrollments/user/{{user}}                             | - | - | 200
 2 | enroll                     | POST   | /enrollments/enroll/{{user}}/{{course}}/{{school}}?    | - | bare | 201/200
 3 | unenroll                   | DELETE | /enrollments/unenroll/{{user}}/{{course}}/{{school}}?  | - | - | 204
 4 | reset_goals                | POST   | /enrollments/resetGoals/{{course}}                     | - | bare | 200
 5 | propagate_goals            | POST   | /enrollments/propagateGoals/{{course}}                 | - | - | 200
 6 | reset_progress             | DELETE | /enrollments/resetProgress/{{user}}/{{course}}         | - | - | 204
 7 | get_default_class          | GET    | /enrollments/defaultClass/{{course}}/{{school}}?       | - | - | 200
 8 | list_users                 | GET    | /users/                                                | {PEOPLE} | - | 200
 9 | get_activity               | GET    | /analytics/activity                                    | {WHOM} | - | 200
10 | get_weekly_facts           | GET    | /analytics/facts/weekly | weekDate, email, studentId, timezone | - | 200
11 | get_enrollment_facts       | GET    | /analytics/enrollment/{{id}} | startDate, endDate, timezone | - | 200
12 | get_highest_grade_mastered | GET    | /analytics/highestGradeMastered/{{student}}/{{subject}} | - | - | 200
13 | list_applications          | GET    | /applications/                                         | - | - | 200
14 | get_application_metrics    | GET    | /applicationMetrics/{{id}}                             | - | - | 200
15 | create_application_metric  | POST   | /applicationMetrics/{{id}} | - | {{applicationMetric}} | 201
16 | delete_application_metric  | DELETE | /applicationMetrics/{{id}} | - | {{applicationMetric}} | 204
17 | list_subject_tracks        | GET    | /subject-track/                                        | - | - | 200
18 | upsert_subject_track       | PUT    | /subject-track/                                        | - | bare | 200
19 | delete_subject_track       | DELETE | /subject-track/{{id}}                                  | - | - | 200/204
20 | list_subject_track_groups  | GET    | /subject-track/groups                                  | - | - | 200
21 | create_subject_track_group | POST   | /subject-track/groups                                  | - | bare | 204
22 | update_subject_track_group | PUT    | /subject-track/groups                                  | - | bare | 204
23 | delete_subject_track_group | DELETE | /subject-track/groups                                  | - | bare | 204
24 | get_map_profile            | GET    | /learning-reports/map-profile/{{user}}                 | - | - | 200
25 | get_time_saved             | GET    | /time-saved/user/{{user}}                              | - | - | 200
26 | list_progression_catalog   | GET    | /progression/catalog | subject, gradeLevel, page, limit | - | 200
27 | create_hole_filling_course | POST   | /progression/create-course                             | - | bare | 201
28 | enqueue_progression_job    | POST   | /progression/enqueue                                   | - | bare | 200
""",
    "/edubridge",
) | table(
    """
29 | list_subject_goals         | GET    | /{student}/subjects                 | - | - | 200
30 | create_subject_goal        | POST   | /{student}/subjects                 | - | bare | 201
31 | preview_subject_goal       | POST   | /{student}/subjects/preview         | - | bare | 200
32 | update_subject_goal        | PATCH  | /{student}/subjects/{subject}       | - | bare | 200
33 | create_course_goal         | POST   | /{student}/courses                  | - | bare | 201
""",
    "/goals",
)

NARROWED: Mapping[str, str] = dict.fromkeys(("list_students", "list_teachers", "search_users"), "list_users")
"""Functions that are the list of people with roles, or with a text, of their own."""
