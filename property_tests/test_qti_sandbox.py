"""QTI in the sandbox: every body has an answer, what is taken can be read, and scores are what a plain sum says."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import assume, given, settings, strategies as st
from property_tests.profiles import so_many
from property_tests.test_sandbox_laws import changed
from tests.sandbox.conftest import authorized
from tests.sandbox.qti_bodies import INTERACTIONS, STIMULUS, a_test, correct, declared, item, item_text

from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.qti.scoring import score

PART: Document = a_test("base")["qti-test-part"][0]
PARTS = "/assessment-tests/test-1/test-parts"
SENT: list[tuple[str, str, Document]] = [
    *(("POST", "/assessment-items", item(kind, stimulus=[{"identifier": "stim-1"}])) for kind in INTERACTIONS),
    ("POST", "/stimuli", STIMULUS),
    ("PUT", "/assessment-tests/test-1", a_test("base")),
    ("PUT", f"{PARTS}/part-1", PART),
    ("POST", f"{PARTS}/part-1/sections", PART["qti-assessment-section"][0]),
    ("PUT", f"{PARTS}/part-1/sections/sec-1/items/order", {"items": [{"identifier": "base", "sequence": 1}]}),
    ("POST", "/assessment-items/base/process-response", {"responses": {"RESPONSE": [["A", "B"], "C"]}}),
    ("POST", "/validate/batch", {"schema": "item", "xml": [item_text("")], "entityIds": ["base"]}),
    ("POST", "/question", {"userId": "u", "feedback": "f", "lessonId": "l", "humanApproved": True}),
]
READS = ("/assessment-items?limit=200", "/assessment-tests?limit=200", "/stimuli?limit=200", f"{PARTS}", "/lesson/l")


@pytest.fixture(scope="module")
def api() -> Iterator[httpx.Client]:
    """A client of a sandbox that keeps what the examples leave in it."""
    sandbox = Sandbox(students=1)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as client:
        authorized(client, sandbox).post("/assessment-items", json=item("choice", "base"))
        client.post("/stimuli", json=STIMULUS)
        client.post("/assessment-tests", json=a_test("base"))
        yield client


@settings(max_examples=so_many(80))
@given(data=st.data())
def test_whatever_is_sent_has_an_answer_and_what_is_taken_can_be_read(api: httpx.Client, data: st.DataObject) -> None:
    verb, path, body = data.draw(st.sampled_from(SENT))
    api.put("/assessment-tests/test-1", json=a_test("base"))
    answer = api.request(verb, path, content=json.dumps(data.draw(changed(body))))
    assert "Internal server error" not in answer.text, answer.text
    if answer.status_code == 201 and path == "/assessment-items":
        one = f"{path}/{quote(answer.json()['identifier'], safe='')}"
        assert api.get(one, headers={"content-type": "application/xml"}).text == answer.json()["rawXml"]
        told = api.post(f"{one}/process-response", json={"responses": {"RESPONSE": ["A"]}}).json()
        assert 0 <= told["score"] <= 1
    assert {api.get(each).status_code for each in READS} == {200}


names = st.lists(st.sampled_from("ABCDEFGH"), unique=True, min_size=1, max_size=6)


def scored(declarations: str, template: str, response: list[str]) -> float:
    """The score of a response to an item with one declaration."""
    processing = f'<qti-response-processing template="{template}"/>'
    document: dict[str, Any] = {"rawXml": item_text(declarations, processing)}
    return score(document, {"RESPONSE": response}, 1).score


@given(names, names, st.sampled_from(["multiple", "ordered"]))
def test_a_correct_response_is_that_set_or_that_list(right: list[str], given_: list[str], cardinality: str) -> None:
    text = declared(cardinality, "identifier", correct(*right))
    same = given_ == right if cardinality == "ordered" else set(given_) == set(right)
    assert scored(text, "match_correct", given_) == same
    assert scored(text, "match_correct", right) == 1


@given(st.dictionaries(st.sampled_from("ABCDEF"), st.integers(-3, 5), min_size=1), names, st.integers(-2, 1))
def test_a_mapped_response_is_worth_the_share_of_its_sum(worth: dict[str, int], given_: list[str], other: int) -> None:
    best = sum(each for each in worth.values() if each > 0)
    assume(best > 0)
    entries = (f'<qti-map-entry map-key="{name}" mapped-value="{value}"/>' for name, value in worth.items())
    text = declared("multiple", "identifier", f'<qti-mapping default-value="{other}">{"".join(entries)}</qti-mapping>')
    total = sum(worth.get(name, other) for name in given_)
    assert scored(text, "map_response", given_) == pytest.approx(min(1.0, max(0.0, total / best)))
