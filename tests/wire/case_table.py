"""The operations of CASE as they are documented, written down by hand."""

from tests.wire.table import table

READS = """
 1 | list_documents     | GET  | /CFDocuments                    | L | -    | 200
 2 | get_document       | GET  | /CFDocuments/{sourcedId}        | F | -    | 200
 3 | list_items         | GET  | /CFItems                        | L | -    | 200
 4 | get_item           | GET  | /CFItems/{sourcedId}            | F | -    | 200
 5 | get_association    | GET  | /CFAssociations/{sourcedId}     | - | -    | 200
 6 | get_package        | GET  | /CFPackages/{sourcedId}         | F | -    | 200
"""
TABLE = table(
    f"""
{READS.strip()}
 7 | get_package_groups | GET  | /CFPackages/{{sourcedId}}/groups | F | -    | 200
 8 | create_package     | POST | /CFPackages                     | - | bare | 201
 9 | update_package     | PUT  | /CFPackages/{{sourcedId}}        | - | bare | 200
""",
    "/ims/case/v1p1",
)
ELSEWHERE = {"LEARNWITH_AI": table(READS, "/case/1.1")}
