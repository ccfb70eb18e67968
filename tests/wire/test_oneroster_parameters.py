"""Parameters of every operation of OneRoster as they arrive: those of lists, `fields`, and ids of any text."""

from urllib.parse import parse_qs

import pytest
from tests.support import below
from tests.wire.oneroster_cases import CASES
from tests.wire.oneroster_table import row_of

from timeback_core import Operation, TimebackClient
from timeback_core.compose import plain
from timeback_core.engine.surface.catalogue import catalogue
from timeback_core.sandbox import Server

OPERATIONS = {entry.name: entry for entry in catalogue() if isinstance(entry.operation, Operation)}
ARGUMENTS: dict[str, tuple[object, ...]] = {case.operation.__name__: case.arguments for case in CASES} | {
    "decrypt_credential": ("student-1", "login-1")
}
SEARCHED = {"list_users", "list_students", "list_courses", "list_classes", "list_orgs"}
HOSTILE = ("a/b", "../x", "?x=1", "#", "100% sûr", "a b+c", "{sourcedId}", "'", "%2F", "雪", "a;b=c&d", "-._~")

lists = [name for name in OPERATIONS if row_of(name).query == "L"]
singles = [name for name in OPERATIONS if row_of(name).query == "F"]
with_ids = [name for name in OPERATIONS if "{" in row_of(name).path]


def encoded(text: str) -> str:
    """A text as one segment of a path: everything but unreserved characters as bytes of UTF-8 (RFC 3986)."""
    unreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
    return "".join(char if char in unreserved else "".join(f"%{byte:02X}" for byte in char.encode()) for char in text)


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
    of_lists = {"fields", "where", "sort", "order_by", "limit", "offset"}
    expected = {"L": of_lists, "F": {"fields"}, "-": set[str]()}
    for name, entry in OPERATIONS.items():
        offered = {each.name for each in entry.signature.parameters.values() if each.kind is each.KEYWORD_ONLY}
        searched = {"search"} if name in SEARCHED else set[str]()
        assert offered == expected[row_of(name).query] | searched, name


def named(sourced_id: str, argument: object) -> object:
    """An argument that is that id, or names it where it is about rows below that."""
    if isinstance(argument, str):
        return sourced_id
    return [below(row, lambda _: sourced_id) for row in argument] if isinstance(argument, list | tuple) else argument


@pytest.mark.parametrize("name", with_ids)
def test_an_id_of_any_text_arrives_as_one_segment(name: str, server: Server, client: TimebackClient) -> None:
    operation, template = OPERATIONS[name].operation, row_of(name).path
    for hostile in HOSTILE:
        arguments = [named(hostile, each) for each in ARGUMENTS[name]]
        plain(operation(client.session, *arguments))
        segments = [encoded(hostile) if part.startswith("{") else part for part in template.split("/")]
        assert server.sandbox.requests()[-1].path == "/".join(segments)
