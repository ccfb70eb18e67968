"""Caliper's operations on the wire, written down by hand; nothing here comes from the library."""

# ruff: noqa: E501 -- one row of the table, one line

from typing import Final

from tests.wire.table import table

TABLE: Final = table("""
1 | send_envelope     | POST | /caliper/event          | - | {sensor, sendTime, dataVersion, data[]} | 200
2 | validate_envelope | POST | /caliper/event/validate | - | {sensor, sendTime, dataVersion, data[]} | 200
3 | list_events       | GET  | /caliper/events         | sensor, startDate, endDate, actorId, actorEmail, limit, offset | - | 200
4 | get_event         | GET  | /caliper/events/{id}    | - | - | 200
5 | get_job_status    | GET  | /jobs/{id}/status       | - | - | 200
""")

ELSEWHERE: Final = {
    "LEARNWITH_AI": table("""
1 | send_envelope | POST | /caliper/v1p2 | - | {sensor, sendTime, dataVersion, data[]} | 200/202/204
""")
}
