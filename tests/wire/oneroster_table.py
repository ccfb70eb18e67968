"""OneRoster's operations on the wire, written down by hand; nothing here comes from the library."""

# ruff: noqa: E501 -- one row of the table, one line

from typing import Final

from tests.wire.table import table

_TEXT: Final = """
1   | list_users                                   | GET    | rostering/v1p2/users/                                                                       | L | -                         | 200
2   | create_user                                  | POST   | rostering/v1p2/users/                                                                       | - | {user}                    | 201
3   | get_user                                     | GET    | rostering/v1p2/users/{sourcedId}                                                            | F | -                         | 200
4   | update_user                                  | PUT    | rostering/v1p2/users/{sourcedId}                                                            | - | {user}                    | 200
5   | delete_user                                  | DELETE | rostering/v1p2/users/{sourcedId}                                                            | - | -                         | 204
6   | get_user_with_demographics                   | GET    | rostering/v1p2/users/{sourcedId}/demographics                                               | F | -                         | 200
7   | list_classes_for_user                        | GET    | rostering/v1p2/users/{userSourcedId}/classes                                                | L | -                         | 200
8   | list_users_for_agent                         | GET    | rostering/v1p2/users/{userId}/agentFor                                                      | - | -                         | 200
9   | list_agents_for_user                         | GET    | rostering/v1p2/users/{userId}/agents                                                        | - | -                         | 200
10  | add_agent                                    | POST   | rostering/v1p2/users/{userId}/agents                                                        | - | bare                      | 200
11  | remove_agent                                 | DELETE | rostering/v1p2/users/{userId}/agents/{agentSourcedId}                                       | - | -                         | 200
12  | register_credential                          | POST   | rostering/v1p2/users/{userId}/credentials                                                   | - | bare                      | 201/200
13  | decrypt_credential                           | POST   | rostering/v1p2/users/{userId}/credentials/{credentialId}/decrypt                            | - | -                         | 200
14  | list_students                                | GET    | rostering/v1p2/students/                                                                    | L | -                         | 200
15  | get_student                                  | GET    | rostering/v1p2/students/{sourcedId}                                                         | F | -                         | 200
16  | list_classes_for_student                     | GET    | rostering/v1p2/students/{studentSourcedId}/classes                                          | L | -                         | 200
17  | list_teachers                                | GET    | rostering/v1p2/teachers/                                                                    | L | -                         | 200
18  | get_teacher                                  | GET    | rostering/v1p2/teachers/{sourcedId}                                                         | F | -                         | 200
19  | list_classes_for_teacher                     | GET    | rostering/v1p2/teachers/{teacherSourcedId}/classes                                          | L | -                         | 200
20  | list_orgs                                    | GET    | rostering/v1p2/orgs/                                                                        | L | -                         | 200
21  | create_org                                   | POST   | rostering/v1p2/orgs/                                                                        | - | {org}                     | 201
22  | get_org                                      | GET    | rostering/v1p2/orgs/{sourcedId}                                                             | F | -                         | 200
23  | update_org                                   | PUT    | rostering/v1p2/orgs/{sourcedId}                                                             | - | {org}                     | 201
24  | delete_org                                   | DELETE | rostering/v1p2/orgs/{sourcedId}                                                             | - | -                         | 204
25  | list_schools                                 | GET    | rostering/v1p2/schools/                                                                     | L | -                         | 200
26  | create_school                                | POST   | rostering/v1p2/schools/                                                                     | - | {org}                     | 201
27  | get_school                                   | GET    | rostering/v1p2/schools/{sourcedId}                                                          | F | -                         | 200
28  | update_school                                | PUT    | rostering/v1p2/schools/{sourcedId}                                                          | - | {org}                     | 200
29  | delete_school                                | DELETE | rostering/v1p2/schools/{sourcedId}                                                          | - | -                         | 204
30  | list_classes_for_school                      | GET    | rostering/v1p2/schools/{schoolSourcedId}/classes                                            | L | -                         | 200
31  | list_students_for_school                     | GET    | rostering/v1p2/schools/{schoolSourcedId}/students                                           | L | -                         | 200
32  | list_teachers_for_school                     | GET    | rostering/v1p2/schools/{schoolSourcedId}/teachers                                           | L | -                         | 200
33  | list_courses_for_school                      | GET    | rostering/v1p2/schools/{schoolSourcedId}/courses                                            | L | -                         | 200
34  | list_enrollments_for_school                  | GET    | rostering/v1p2/schools/{schoolSourcedId}/enrollments                                        | L | -                         | 200
35  | list_terms_for_school                        | GET    | rostering/v1p2/schools/{schoolSourcedId}/terms                                              | L | -                         | 200
36  | list_enrollments_for_class_in_school         | GET    | rostering/v1p2/schools/{schoolSourcedId}/classes/{classSourcedId}/enrollments               | L | -                         | 200
37  | list_students_for_class_in_school            | GET    | rostering/v1p2/schools/{schoolSourcedId}/classes/{classSourcedId}/students                  | L | -                         | 200
38  | list_teachers_for_class_in_school            | GET    | rostering/v1p2/schools/{schoolSourcedId}/classes/{classSourcedId}/teachers                  | L | -                         | 200
39  | list_line_items_for_school                   | GET    | gradebook/v1p2/schools/{sourcedId}/lineItems                                                | L | -                         | 200
40  | create_line_items_for_school                 | POST   | gradebook/v1p2/schools/{sourcedId}/lineItems                                                | - | {lineItems[]}             | 201
41  | list_score_scales_for_school                 | GET    | gradebook/v1p2/schools/{sourcedId}/scoreScales                                              | L | -                         | 200
42  | list_academic_sessions                       | GET    | rostering/v1p2/academicSessions/                                                            | L | -                         | 200
43  | create_academic_session                      | POST   | rostering/v1p2/academicSessions/                                                            | - | {academicSession}         | 201
44  | get_academic_session                         | GET    | rostering/v1p2/academicSessions/{sourcedId}                                                 | F | -                         | 200
45  | update_academic_session                      | PUT    | rostering/v1p2/academicSessions/{sourcedId}                                                 | - | {academicSession}         | 200
46  | delete_academic_session                      | DELETE | rostering/v1p2/academicSessions/{sourcedId}                                                 | - | -                         | 204
47  | list_terms                                   | GET    | rostering/v1p2/terms/                                                                       | L | -                         | 200
48  | get_term                                     | GET    | rostering/v1p2/terms/{sourcedId}                                                            | F | -                         | 200
49  | list_classes_for_term                        | GET    | rostering/v1p2/terms/{termSourcedId}/classes                                                | L | -                         | 200
50  | list_grading_periods_for_term                | GET    | rostering/v1p2/terms/{termSourcedId}/gradingPeriods                                         | L | -                         | 200
51  | create_grading_period_for_term               | POST   | rostering/v1p2/terms/{termSourcedId}/gradingPeriods                                         | - | {academicSession}         | 201
52  | list_grading_periods                         | GET    | rostering/v1p2/gradingPeriods/                                                              | L | -                         | 200
53  | create_grading_period                        | POST   | rostering/v1p2/gradingPeriods/                                                              | - | {academicSession}         | 201
54  | get_grading_period                           | GET    | rostering/v1p2/gradingPeriods/{sourcedId}                                                   | F | -                         | 200
55  | update_grading_period                        | PUT    | rostering/v1p2/gradingPeriods/{sourcedId}                                                   | - | {academicSession}         | 201
56  | delete_grading_period                        | DELETE | rostering/v1p2/gradingPeriods/{sourcedId}                                                   | - | -                         | 204
57  | list_courses                                 | GET    | rostering/v1p2/courses/                                                                     | L | -                         | 200
58  | create_course                                | POST   | rostering/v1p2/courses/                                                                     | - | {course}                  | 201
59  | get_course                                   | GET    | rostering/v1p2/courses/{sourcedId}                                                          | F | -                         | 200
60  | update_course                                | PUT    | rostering/v1p2/courses/{sourcedId}                                                          | - | {course}                  | 200
61  | delete_course                                | DELETE | rostering/v1p2/courses/{sourcedId}                                                          | - | -                         | 204
62  | list_classes_for_course                      | GET    | rostering/v1p2/courses/{courseSourcedId}/classes                                            | L | -                         | 200
63  | create_course_structure                      | POST   | rostering/v1p2/courses/structure                                                            | - | {course, courseStructure} | 201
64  | list_course_components                       | GET    | rostering/v1p2/courses/components                                                           | L | -                         | 200
65  | create_course_component                      | POST   | rostering/v1p2/courses/components                                                           | - | {courseComponent}         | 201
66  | get_course_component                         | GET    | rostering/v1p2/courses/components/{sourcedId}                                               | F | -                         | 200
67  | update_course_component                      | PUT    | rostering/v1p2/courses/components/{sourcedId}                                               | - | {courseComponent}         | 200
68  | delete_course_component                      | DELETE | rostering/v1p2/courses/components/{sourcedId}                                               | - | -                         | 204
69  | list_component_resources                     | GET    | rostering/v1p2/courses/component-resources                                                  | L | -                         | 200
70  | create_component_resource                    | POST   | rostering/v1p2/courses/component-resources                                                  | - | {componentResource}       | 201
71  | get_component_resource                       | GET    | rostering/v1p2/courses/component-resources/{sourcedId}                                      | F | -                         | 200
72  | update_component_resource                    | PUT    | rostering/v1p2/courses/component-resources/{sourcedId}                                      | - | {componentResource}       | 200
73  | delete_component_resource                    | DELETE | rostering/v1p2/courses/component-resources/{sourcedId}                                      | - | -                         | 204
74  | list_classes                                 | GET    | rostering/v1p2/classes/                                                                     | L | -                         | 200
75  | create_class                                 | POST   | rostering/v1p2/classes/                                                                     | - | {class}                   | 201
76  | get_class                                    | GET    | rostering/v1p2/classes/{sourcedId}                                                          | F | -                         | 200
77  | update_class                                 | PUT    | rostering/v1p2/classes/{sourcedId}                                                          | - | {class}                   | 200
78  | delete_class                                 | DELETE | rostering/v1p2/classes/{sourcedId}                                                          | - | -                         | 204
79  | list_students_for_class                      | GET    | rostering/v1p2/classes/{classSourcedId}/students                                            | L | -                         | 200
80  | add_student_to_class                         | POST   | rostering/v1p2/classes/{classSourcedId}/students                                            | - | {enrollment}              | 201
81  | list_teachers_for_class                      | GET    | rostering/v1p2/classes/{classSourcedId}/teachers                                            | L | -                         | 200
82  | add_teacher_to_class                         | POST   | rostering/v1p2/classes/{classSourcedId}/teachers                                            | - | {enrollment}              | 201
83  | list_enrollments                             | GET    | rostering/v1p2/enrollments/                                                                 | L | -                         | 200
84  | create_enrollment                            | POST   | rostering/v1p2/enrollments/                                                                 | - | {enrollment}              | 201
85  | get_enrollment                               | GET    | rostering/v1p2/enrollments/{sourcedId}                                                      | F | -                         | 200
86  | update_enrollment                            | PUT    | rostering/v1p2/enrollments/{sourcedId}                                                      | - | {enrollment}              | 201
87  | delete_enrollment                            | DELETE | rostering/v1p2/enrollments/{sourcedId}                                                      | - | -                         | 204
88  | patch_enrollment                             | PATCH  | rostering/v1p2/enrollments/{sourcedId}                                                      | - | {enrollment}              | 200
89  | list_demographics                            | GET    | rostering/v1p2/demographics/                                                                | L | -                         | 200
90  | create_demographics                          | POST   | rostering/v1p2/demographics/                                                                | - | {demographics}            | 201
91  | get_demographics                             | GET    | rostering/v1p2/demographics/{sourcedId}                                                     | F | -                         | 200
92  | update_demographics                          | PUT    | rostering/v1p2/demographics/{sourcedId}                                                     | - | {demographics}            | 200
93  | delete_demographics                          | DELETE | rostering/v1p2/demographics/{sourcedId}                                                     | - | -                         | 204
94  | list_categories                              | GET    | gradebook/v1p2/categories/                                                                  | L | -                         | 200
95  | create_category                              | POST   | gradebook/v1p2/categories/                                                                  | - | {category}                | 201
96  | get_category                                 | GET    | gradebook/v1p2/categories/{sourcedId}                                                       | F | -                         | 200
97  | update_category                              | PUT    | gradebook/v1p2/categories/{sourcedId}                                                       | - | {category}                | 201
98  | delete_category                              | DELETE | gradebook/v1p2/categories/{sourcedId}                                                       | - | -                         | 204
99  | list_score_scales                            | GET    | gradebook/v1p2/scoreScales/                                                                 | L | -                         | 200
100 | create_score_scale                           | POST   | gradebook/v1p2/scoreScales/                                                                 | - | {scoreScale}              | 201
101 | get_score_scale                              | GET    | gradebook/v1p2/scoreScales/{sourcedId}                                                      | F | -                         | 200
102 | update_score_scale                           | PUT    | gradebook/v1p2/scoreScales/{sourcedId}                                                      | - | {scoreScale}              | 201
103 | delete_score_scale                           | DELETE | gradebook/v1p2/scoreScales/{sourcedId}                                                      | - | -                         | 204
104 | list_line_items                              | GET    | gradebook/v1p2/lineItems/                                                                   | L | -                         | 200
105 | create_line_item                             | POST   | gradebook/v1p2/lineItems/                                                                   | - | {lineItem}                | 201
106 | get_line_item                                | GET    | gradebook/v1p2/lineItems/{sourcedId}                                                        | F | -                         | 200
107 | update_line_item                             | PUT    | gradebook/v1p2/lineItems/{sourcedId}                                                        | - | {lineItem}                | 201
108 | delete_line_item                             | DELETE | gradebook/v1p2/lineItems/{sourcedId}                                                        | - | -                         | 204
109 | create_results_for_line_item                 | POST   | gradebook/v1p2/lineItems/{sourcedId}/results                                                | - | {results[]}               | 201
110 | list_results                                 | GET    | gradebook/v1p2/results/                                                                     | L | -                         | 200
111 | create_result                                | POST   | gradebook/v1p2/results/                                                                     | - | {result}                  | 201
112 | get_result                                   | GET    | gradebook/v1p2/results/{sourcedId}                                                          | F | -                         | 200
113 | update_result                                | PUT    | gradebook/v1p2/results/{sourcedId}                                                          | - | {result}                  | 201
114 | delete_result                                | DELETE | gradebook/v1p2/results/{sourcedId}                                                          | - | -                         | 204
115 | list_categories_for_class                    | GET    | gradebook/v1p2/classes/{sourcedId}/categories                                               | L | -                         | 200
116 | list_line_items_for_class                    | GET    | gradebook/v1p2/classes/{sourcedId}/lineItems                                                | L | -                         | 200
117 | create_line_items_for_class                  | POST   | gradebook/v1p2/classes/{classSourcedId}/lineItems                                           | - | {lineItems[]}             | 201
118 | list_results_for_class                       | GET    | gradebook/v1p2/classes/{sourcedId}/results                                                  | L | -                         | 200
119 | list_score_scales_for_class                  | GET    | gradebook/v1p2/classes/{sourcedId}/scoreScales                                              | L | -                         | 200
120 | list_results_for_line_item_in_class          | GET    | gradebook/v1p2/classes/{classSourcedId}/lineItems/{lineItemSourcedId}/results               | L | -                         | 200
121 | list_results_for_student_in_class            | GET    | gradebook/v1p2/classes/{classSourcedId}/students/{studentSourcedId}/results                 | L | -                         | 200
122 | create_results_for_academic_session_in_class | POST   | gradebook/v1p2/classes/{classSourcedId}/academicSessions/{academicSessionSourcedId}/results | - | {results[]}               | 201
123 | list_assessment_line_items                   | GET    | gradebook/v1p2/assessmentLineItems/                                                         | L | -                         | 200
124 | create_assessment_line_item                  | POST   | gradebook/v1p2/assessmentLineItems/                                                         | - | {assessmentLineItem}      | 201
125 | get_assessment_line_item                     | GET    | gradebook/v1p2/assessmentLineItems/{sourcedId}                                              | F | -                         | 200
126 | update_assessment_line_item                  | PUT    | gradebook/v1p2/assessmentLineItems/{sourcedId}                                              | - | {assessmentLineItem}      | 201
127 | delete_assessment_line_item                  | DELETE | gradebook/v1p2/assessmentLineItems/{sourcedId}                                              | - | -                         | 204
128 | patch_assessment_line_item                   | PATCH  | gradebook/v1p2/assessmentLineItems/{sourcedId}                                              | - | {assessmentLineItem}      | 200
129 | list_assessment_results                      | GET    | gradebook/v1p2/assessmentResults/                                                           | L | -                         | 200
130 | create_assessment_result                     | POST   | gradebook/v1p2/assessmentResults/                                                           | - | {assessmentResult}        | 201
131 | get_assessment_result                        | GET    | gradebook/v1p2/assessmentResults/{sourcedId}                                                | F | -                         | 200
132 | update_assessment_result                     | PUT    | gradebook/v1p2/assessmentResults/{sourcedId}                                                | - | {assessmentResult}        | 201
133 | delete_assessment_result                     | DELETE | gradebook/v1p2/assessmentResults/{sourcedId}                                                | - | -                         | 204
134 | patch_assessment_result                      | PATCH  | gradebook/v1p2/assessmentResults/{sourcedId}                                                | - | {assessmentResult}        | 200
135 | list_resources                               | GET    | resources/v1p2/resources/                                                                   | L | -                         | 200
136 | create_resource                              | POST   | resources/v1p2/resources/                                                                   | - | {resource}                | 201
137 | get_resource                                 | GET    | resources/v1p2/resources/{sourcedId}                                                        | F | -                         | 200
138 | update_resource                              | PUT    | resources/v1p2/resources/{sourcedId}                                                        | - | {resource}                | 200
139 | delete_resource                              | DELETE | resources/v1p2/resources/{sourcedId}                                                        | - | -                         | 204
140 | list_resources_for_class                     | GET    | resources/v1p2/resources/classes/{classSourcedId}/resources                                 | L | -                         | 200
141 | list_resources_for_course                    | GET    | resources/v1p2/resources/courses/{courseSourcedId}/resources                                | L | -                         | 200
142 | list_resources_for_user                      | GET    | resources/v1p2/resources/users/{userSourcedId}/resources                                    | L | -                         | 200
143 | export_resource                              | POST   | resources/v1p2/resources/export/{sourceId}                                                  | - | -                         | 200
"""

TABLE: Final = table(_TEXT, "/ims/oneroster/")
"""The documented operations, by function."""

NARROWED: Final = {
    "list_enrollments_for_class": "list_enrollments",
    "list_results_for_line_item": "list_results",
    "list_course_components_for_course": "list_course_components",
}
"""Functions that are a documented list with a condition of their own, and the function of that list."""
