"""The operations of QTI as they are documented, written down by hand."""

from collections.abc import Mapping

from tests.wire.table import table

PAGE = "query, page, limit, sort, order"
MODES = "navigationMode, submissionMode"
PART = "/assessment-tests/{test}/test-parts/{part}"
SECTION = f"{PART}/sections/{{section}}"

TABLE = table(
    f"""
 1 | list_stimuli               | GET    | /stimuli                             | {PAGE} | - | 200
 2 | create_stimulus            | POST   | /stimuli                             | - | bare | 201
 3 | get_stimulus               | GET    | /stimuli/{{id}}                      | - | - | 200
 4 | update_stimulus            | PUT    | /stimuli/{{id}}                      | - | bare | 200
 5 | delete_stimulus            | DELETE | /stimuli/{{id}}                      | - | - | 204
 6 | list_assessment_items      | GET    | /assessment-items                    | {PAGE}, filter | - | 200
 7 | create_assessment_item     | POST   | /assessment-items                    | - | bare | 201
 8 | get_assessment_item        | GET    | /assessment-items/{{id}}             | - | - | 200
 9 | update_assessment_item     | PUT    | /assessment-items/{{id}}             | - | bare | 200
10 | delete_assessment_item     | DELETE | /assessment-items/{{id}}             | - | - | 204
11 | create_item_from_metadata  | POST   | /assessment-items/metadata           | - | bare | 201
12 | process_response           | POST   | /assessment-items/{{id}}/process-response | - | bare | 200
13 | list_assessment_tests      | GET    | /assessment-tests                    | {PAGE}, {MODES}, filter | - | 200
14 | create_assessment_test     | POST   | /assessment-tests                    | - | bare | 201
15 | get_assessment_test        | GET    | /assessment-tests/{{id}}             | - | - | 200
16 | update_assessment_test     | PUT    | /assessment-tests/{{id}}             | - | bare | 200
17 | delete_assessment_test     | DELETE | /assessment-tests/{{id}}             | - | - | 204
18 | get_questions              | GET    | /assessment-tests/{{id}}/questions   | - | - | 200
19 | update_test_metadata       | PUT    | /assessment-tests/{{id}}/metadata    | - | bare | 200
20 | list_test_parts            | GET    | /assessment-tests/{{test}}/test-parts | {PAGE}, {MODES} | - | 200
21 | create_test_part           | POST   | /assessment-tests/{{test}}/test-parts | - | bare | 201
22 | get_test_part              | GET    | {PART} | - | - | 200
23 | update_test_part           | PUT    | {PART} | - | bare | 200
24 | delete_test_part           | DELETE | {PART} | - | - | 204
25 | list_sections              | GET    | {PART}/sections | {PAGE} | - | 200
26 | create_section             | POST   | {PART}/sections | - | bare | 201
27 | get_section                | GET    | {SECTION} | - | - | 200
28 | update_section             | PUT    | {SECTION} | - | bare | 200
29 | delete_section             | DELETE | {SECTION} | - | - | 200/204
30 | add_section_item           | POST   | {SECTION}/items | - | bare | 201
31 | remove_section_item | DELETE | {SECTION}/items/{{item}} | - | - | 204
32 | reorder_section_items | PUT | {SECTION}/items/order | - | {{items[]}} | 200
33 | submit_question_feedback   | POST   | /question                            | - | bare | 201
34 | submit_lesson_feedback     | POST   | /lesson                              | - | bare | 201
35 | list_lesson_feedback       | GET    | /lesson/{{lesson}}                   | - | - | 200
36 | delete_feedback            | DELETE | /{{id}}                              | - | - | 200
37 | validate_document          | POST   | /validate                            | - | bare | 200
38 | validate_documents         | POST   | /validate/batch                      | - | bare | 200
"""
)

NARROWED: Mapping[str, str] = {
    "create_stimulus_from_xml": "create_stimulus",
    "create_assessment_item_from_xml": "create_assessment_item",
    "update_assessment_item_from_xml": "update_assessment_item",
    "get_assessment_item_xml": "get_assessment_item",
    "create_assessment_test_from_xml": "create_assessment_test",
    "update_assessment_test_from_xml": "update_assessment_test",
    "get_assessment_test_xml": "get_assessment_test",
    "get_test_part_xml": "get_test_part",
    "process_responses": "process_response",
}
"""Functions of another form of a documented operation: XML, or several responses."""
