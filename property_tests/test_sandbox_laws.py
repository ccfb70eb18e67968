"""The sandbox by itself: what it takes can be read again, and an index finds what a look at all finds."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from tests.sandbox.conftest import authorized
from tests.sandbox.test_sandbox_routes import EDUBRIDGE, ROWS
from tests.wire.case import Case
from tests.wire.services import CASES

from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.query.compare import predicate
from timeback_core.sandbox.query.plan import plan
from timeback_core.sandbox.query.syntax import AllOf, AnyOf, Comparison, Filter, Literal
from timeback_core.sandbox.store import Store, values_at

OPERATIONS = [*ROWS, *EDUBRIDGE]
WRITES = [(verb, path, body) for _, verb, path, body, *_ in OPERATIONS if body is not None]
READS = [f"{path}{'&' if '?' in path else '?'}limit=3000" for _, verb, path, *_ in OPERATIONS if verb == "GET"]


def service_of(case: Case) -> str:
    """The service whose operation a case calls."""
    return case.operation.full_name.partition(".")[0]


odd = st.sampled_from(
    ["", " ", "\0", "é", "9" * 30, "2026-02-30", "2026-02-03", "true", None, True, 0, -1, 1.5, 10**30]
)
json_values = st.recursive(
    odd, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(odd.map(str), inner, max_size=3)
)
deep = st.integers(1, 300).map(lambda levels: "[" * levels + "]" * levels).map(json.loads)


@st.composite
def changed(draw: st.DrawFn, body: Any) -> Any:
    """A body with another value, or none, somewhere in it."""
    body = copy.deepcopy(body)
    within = body
    while True:
        key = draw(st.sampled_from(sorted(within) if isinstance(within, dict) else range(len(within))))
        inner = within[key]
        if not inner or not isinstance(inner, dict | list) or draw(st.integers(0, 4)) == 0:
            break
        within = inner
    if draw(st.booleans()) and isinstance(within, dict):
        del within[key]
        key = draw(st.sampled_from(["metadata", "sourcedId", "parent", "status", str(key)]))
    within[key] = draw(json_values | deep)
    return body


@settings(max_examples=so_many(60))
@given(st.data())
def test_whatever_is_sent_has_an_answer_and_what_is_taken_can_be_read(data: st.DataObject) -> None:
    verb, path, body = data.draw(st.sampled_from(WRITES))
    sandbox = Sandbox(students=12)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        authorized(client, sandbox)
        answer = client.request(verb, path, content=json.dumps(data.draw(changed(body))))
        assert answer.status_code in {200, 201, 204, 400, 404, 422}, answer.text
        if answer.is_success:
            assert {client.get(each).status_code for each in READS} == {200}


SENT = [case for _, case in CASES if case.platform == "BEYOND_AI" and isinstance(case.body, dict) and not case.before]
READ = [case for _, case in CASES if case.platform == "BEYOND_AI" and case.operation.verb == "GET" and not case.before]


@pytest.fixture(scope="module")
def api() -> Iterator[httpx.Client]:
    """A client with the tokens of all services, of a sandbox that keeps what the examples leave in it."""
    sandbox = Sandbox(students=12)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        authorized(client, sandbox)
        answer = client.post("/authorizer", json={"email": "app@example.com"}, headers={"x-api-key": "sandbox-key"})
        client.headers.update({"x-auth-token": f"Bearer {answer.json()['jwt']}", "content-type": "application/json"})
        yield client


@pytest.mark.parametrize("service", sorted({service_of(case) for case in SENT} - {"edubridge", "oneroster"}))
@settings(max_examples=so_many(30))
@given(data=st.data())
def test_whatever_is_sent_to_another_service_has_an_answer(
    api: httpx.Client, service: str, data: st.DataObject
) -> None:
    case = data.draw(st.sampled_from([case for case in SENT if service_of(case) == service]))
    answer = api.request(case.operation.verb, case.path, content=json.dumps(data.draw(changed(case.body))))
    assert "Internal server error" not in answer.text, answer.text
    if answer.is_success:
        told = [api.get(f"{each.path}?{each.query}") for each in READ if service_of(each) == service]
        assert [each.text for each in told if each.status_code not in {200, 404}] == []


texts = st.sampled_from(["a", "b", "5", "5.0", "true", "2026-01-01", "2026-01-01T00:00:00Z", ""])
documents = st.lists(st.fixed_dictionaries({"mail": texts, "owner": st.lists(texts, max_size=2)}), max_size=8)
comparisons = st.builds(
    Comparison,
    st.sampled_from(["sourcedId", "mail", "owner.sourcedId", "other"]),
    st.sampled_from(["=", "=", "=", "!=", "~"]),
    st.builds(Literal, texts | st.integers(0, 7).map(str), st.booleans()),
)
filters: st.SearchStrategy[Filter] = st.recursive(
    comparisons,
    lambda inner: st.builds(
        lambda kind, parts: kind(tuple(parts)), st.sampled_from([AllOf, AnyOf]), st.lists(inner, min_size=2, max_size=4)
    ),
)


@settings(max_examples=so_many(100))
@given(documents, filters)
def test_an_index_finds_what_a_look_at_all_finds(held: list[dict[str, Any]], tree: Filter) -> None:
    store = Store(set())
    for number, members in enumerate(held):
        owners = [{"sourcedId": owner} for owner in members["owner"]]
        store.put("rows", {"sourcedId": str(number), "mail": members["mail"], "owner": owners})

    def holds(part: Filter) -> list[Document]:
        check = predicate(part, lambda document, field: values_at(document, field.split(".")))
        return [row for row in store.rows("rows") if check(row)]

    def lookup(path: str, text: str) -> list[int] | None:
        return None if path == "other" else store.column("rows", path).rows_with(text)

    table = store.table("rows")
    found = plan(tree, lookup)
    if found is not None:
        among = [table.at(row) for row in found.rows]
        assert (among if found.rest is None else [row for row in holds(found.rest) if row in among]) == holds(tree)
