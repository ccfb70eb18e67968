"""How CASE lists."""

import pytest
from tests.answering import Answering
from tests.scripted_server import Reply
from tests.support import calls, error, query, value

from timeback_core import TimebackClient
from timeback_core.case import list_items
from timeback_core.errors import InvalidInput
from timeback_core.sandbox import Sandbox


def test_lists_take_parameters_that_nobody_documents(client: TimebackClient, sandbox: Sandbox) -> None:
    items = client.case.items
    found = value(items.list(where={"cf_item_type": "Standard"}, sort="human_coding_scheme", order_by="desc", limit=2))
    assert [each.human_coding_scheme for each in found] == ["Reading 4", "Reading 3"]
    assert query(calls(sandbox)[-1]) == {
        "filter": "CFItemType='Standard'",
        "sort": "humanCodingScheme",
        "orderBy": "desc",
        "limit": "2",
    }
    assert len(value(items.list.collect(limit=3))) == len(sandbox.documents("CFItems"))
    for wrong in (items.list(limit=0), items.list(limit=3001), items.list(offset=-1), items.list(sort="name")):
        assert isinstance(error(wrong), InvalidInput)
    assert isinstance(error(items.list(where={"cf_document_uri.title": "x"})), InvalidInput)


NEXT = (("link", '<https://x.test/CFItems?offset=1>; rel="next"'),)
LAST = (("link", '<https://x.test/CFItems?offset=0>; rel="prev"'),)


@pytest.mark.parametrize(
    ("headers", "asked"),
    [([(), (), ()], 3), ([(("x-total-count", "2"),), (("x-total-count", "2"),)], 2), ([NEXT, LAST], 2)],
)
def test_a_list_ends_by_its_headers_or_with_an_empty_page(
    answering: Answering, headers: list[tuple[tuple[str, str], ...]], asked: int
) -> None:
    rows = [[{"sourcedId": "a"}], [{"sourcedId": "b"}], []]
    pages = [Reply({"CFItems": each}, headers=headed) for each, headed in zip(rows, headers, strict=False)]
    assert [each.sourced_id for each in value(list_items.collect(answering(*pages)))] == ["a", "b"]
    assert len(answering.sent) == asked
