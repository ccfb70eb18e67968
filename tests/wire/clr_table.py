"""The operations of CLR as they are documented, written down by hand."""

from tests.wire.table import table

TABLE = table(
    """
 1 | upsert_credential | POST | /credentials/ | - | bare | 201/200
 2 | get_discovery     | GET  | /discovery/   | - | -    | 200
""",
    "/ims/clr/v2p0",
)
