"""The operations of MasteryTrack as they are documented, written down by hand."""

from tests.wire.table import table

TABLE = table(
    """
1 | get_token | POST | /authorizer | - | bare | 200
2 | search_inventory | GET | /authoring/inventory/search | name, timeback_id, grade, subject, all | - | 200
3 | assign_test | POST | /delivery/assignments/assign | - | bare | 201
4 | invalidate_assignments | POST | /delivery/assignments/invalidate | - | bare | 200
"""
)
NARROWED = {"get_or_assign_test": "assign_test"}
