"""Parameters of every operation of OneRoster as they arrive: those of lists, and `fields`."""

from urllib.parse import parse_qs

import pytest
from tests.wire.oneroster_cases import CASES
from tests.wire.services import SERVICES
from tests.wire.table import FIELDS, LIST

from timeback_core import TimebackClient
from timeback_core.compose import plain
from timeback_core.sandbox import Server

row_of = SERVICES["oneroster"].row_of
OPERATIONS = {entry.name: entry for entry in SERVICES["oneroster"].entries}
ARGUMENTS: dict[str, tuple[object, ...]] = {case.operation.__name__: case.arguments for case in CASES}
SEARCHED = {"list_users", "list_students", "list_courses", "list_classes", "list_orgs"}

lists = [name for name in OPERATIONS if row_of(name).query == LIST]
singles = [name for name in OPERATIONS if row_of(name).query == FIELDS]


@pytest.mark.parametrize("name", lists)
def test_lists_send_every_list_parameter(name: str, server: Server, client: TimebackClient) -> None:
    operation = OPERATIONS[name].operation
    told = plain(
        operation(
            client.session,
            *ARGUMENTS[name],
            where={"status": "active"},
            fields=["status"],
            sort="sourced_id",
            order_by="desc",
            limit=7,
            offset=1,
        )
    )
    told.unwrap()
    sent = parse_qs(server.sandbox.requests()[-1].target.partition("?")[2], strict_parsing=True)
    fields = sent.pop("fields")[0].split(",")
    condition = sent.pop("filter")[0]
    assert sent == {"sort": ["sourcedId"], "orderBy": ["desc"], "limit": ["7"], "offset": ["1"]}
    assert "sourcedId" in fields
    assert "status" in fields
    assert condition.endswith("status='active'")


@pytest.mark.parametrize("name", singles)
def test_single_reads_send_fields(name: str, server: Server, client: TimebackClient) -> None:
    operation = OPERATIONS[name].operation
    plain(operation(client.session, *ARGUMENTS[name], fields=["date_last_modified"])).unwrap()
    sent = parse_qs(server.sandbox.requests()[-1].target.partition("?")[2], strict_parsing=True)
    assert sent.keys() == {"fields"}
    assert {"sourcedId", "dateLastModified"} <= set(sent["fields"][0].split(","))


def test_parameters_are_offered_where_the_table_has_them() -> None:
    spelled = {"filter": "where", "orderBy": "order_by"}
    for name, entry in OPERATIONS.items():
        offered = {each.name for each in entry.signature.parameters.values() if each.kind is each.KEYWORD_ONLY}
        searched = {"search"} if name in SEARCHED else set[str]()
        assert offered == {spelled.get(each, each) for each in row_of(name).query} | searched, name
