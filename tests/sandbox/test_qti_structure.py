"""Test parts, sections and references of a test: each change is one of the test and of its XML."""

from xml.etree.ElementTree import Element, fromstring

import httpx
import pytest
from tests.sandbox.qti_bodies import TEST_TEXT, Document, a_test, item

PARTS = "/assessment-tests/test-1/test-parts"
SECTIONS = f"{PARTS}/part-1/sections"
XML = {"content-type": "application/xml"}
SECTION = {"identifier": "sec-2", "title": "Two", "visible": True}
PART = {
    "identifier": "part-2",
    "navigationMode": "nonlinear",
    "submissionMode": "individual",
    "qti-assessment-section": [SECTION],
    "qti-pre-condition": [{"kept": True}],
}


@pytest.fixture
def test(api: httpx.Client) -> httpx.Client:
    """A client of a sandbox with three items, of which a test has two."""
    for identifier in ("a", "b", "c"):
        api.post("/assessment-items", json=item("choice", identifier))
    assert api.post("/assessment-tests", json=a_test("a", "b")).status_code == 201
    return api


def in_xml(api: httpx.Client) -> list[tuple[str, list[tuple[str, list[str]]]]]:
    """Parts, sections and items as the XML of the test has them."""

    def named(element: Element, name: str) -> list[tuple[str, Element]]:
        return [(each.get("identifier", ""), each) for each in element if each.tag.endswith(name)]

    root = fromstring(api.get("/assessment-tests/test-1", headers=XML).text)  # noqa: S314 -- of the sandbox
    return [
        (
            part_id,
            [
                (section_id, [ref for ref, _ in named(section, "item-ref")])
                for section_id, section in named(part, "section")
            ],
        )
        for part_id, part in named(root, "test-part")
    ]


def test_parts_are_added_replaced_and_removed(test: httpx.Client) -> None:
    answer = test.post(PARTS, json=PART)
    assert answer.status_code == 201
    assert answer.json()["qti-assessment-section"] == [{**SECTION, "qti-assessment-item-ref": []}]
    assert answer.json()["qti-pre-condition"] == [{"kept": True}]
    assert answer.json()["content"]["qti-test-part"]["_attributes"]["navigation-mode"] == "nonlinear"
    assert in_xml(test) == [("part-1", [("sec-1", ["a", "b"])]), ("part-2", [("sec-2", [])])]
    assert "rawXml" not in test.get(f"{PARTS}/part-2").json()
    assert test.get(f"{PARTS}/part-2", headers=XML).text == answer.json()["rawXml"]
    assert test.post(PARTS, json=PART).status_code == 409
    answer = test.put(f"{PARTS}/part-2", json={**answer.json(), "navigationMode": "linear", "identifier": "other"})
    assert (answer.status_code, answer.json()["identifier"], answer.json()["navigationMode"]) == (
        200,
        "part-2",
        "linear",
    )
    answer = test.get(PARTS, params={"navigationMode": "linear", "limit": "1"}).json()
    assert [each["identifier"] for each in answer["items"]] == ["part-1"]
    assert (answer["total"], answer["pages"]) == (2, 2)
    assert (test.delete(f"{PARTS}/part-1").status_code, test.get("/assessment-items/a").status_code) == (204, 200)
    assert in_xml(test) == [("part-2", [("sec-2", [])])]


def test_sections_are_added_replaced_and_removed(test: httpx.Client) -> None:
    assert test.post(SECTIONS, json=SECTION).json() == {**SECTION, "qti-assessment-item-ref": []}
    assert test.post(SECTIONS, json=SECTION).status_code == 400
    assert [each["identifier"] for each in test.get(SECTIONS).json()["items"]] == ["sec-1", "sec-2"]
    answer = test.get(SECTIONS, params={"sort": "title", "order": "desc", "query": "S"}).json()
    assert [each["title"] for each in answer["items"]] == ["Two", "Section 1"]
    assert test.put(f"{SECTIONS}/sec-2", json={**SECTION, "title": "New", "fixed": True}).json()["fixed"] is True
    assert test.get(f"{SECTIONS}/sec-2").json()["title"] == "New"
    answer = test.delete(f"{SECTIONS}/sec-1")
    assert (answer.status_code, list(answer.json())) == (200, ["message"])
    assert in_xml(test) == [("part-1", [("sec-2", [])])]


def test_references_are_added_ordered_and_removed(test: httpx.Client) -> None:
    items = f"{SECTIONS}/sec-1/items"
    answer = test.post(items, json={"identifier": "c", "sequence": 1})
    assert answer.status_code == 201
    assert answer.json()["qti-assessment-item-ref"] == [
        {"identifier": each, "href": f"/assessment-items/{each}", "sequence": at} for at, each in enumerate("cab", 1)
    ]
    answer = test.put(
        f"{items}/order", json={"items": [{"identifier": "b", "sequence": 2}, {"identifier": "c", "sequence": 1}]}
    )
    assert [(each["identifier"], each["sequence"]) for each in answer.json()["qti-assessment-item-ref"]] == [
        ("c", 1),
        ("b", 2),
        ("a", 3),
    ]
    assert in_xml(test) == [("part-1", [("sec-1", ["c", "b", "a"])])]
    for order in ("abc", "cab", "b", "cba"):  # without places that of the list counts, whatever it was before
        test.put(f"{items}/order", json={"items": [{"identifier": each} for each in order]})
        assert in_xml(test)[0][1][0][1][: len(order)] == list(order)
    assert test.delete(f"{items}/b").status_code == 204
    assert in_xml(test) == [("part-1", [("sec-1", ["c", "a"])])]
    test.delete("/assessment-items/a")
    questions = test.get("/assessment-tests/test-1/questions").json()
    assert (questions["assessmentTest"], questions["title"], questions["totalQuestions"]) == ("test-1", "Unit 1", 2)
    assert [(each["reference"]["identifier"], each["question"] is None) for each in questions["questions"]] == [
        ("c", False),
        ("a", True),
    ]
    assert questions["questions"][0]["reference"] == {
        "identifier": "c",
        "href": "/assessment-items/c",
        "testPart": "part-1",
        "section": "sec-1",
    }


REFUSED: list[tuple[str, str, Document, int]] = [
    ("POST", PARTS, {**PART, "navigationMode": "sideways"}, 400),
    ("POST", SECTIONS, {"identifier": "x"}, 400),
    ("POST", f"{SECTIONS}/sec-1/items", {"identifier": "nowhere"}, 404),
    ("POST", f"{SECTIONS}/sec-1/items", {"identifier": "a"}, 400),
    ("PUT", f"{SECTIONS}/sec-1/items/order", {"items": []}, 400),
    ("PUT", f"{SECTIONS}/sec-1/items/order", {"items": [{"identifier": "c"}]}, 400),
    ("DELETE", f"{SECTIONS}/sec-1/items/c", {}, 404),
    ("GET", "/assessment-tests/nope/test-parts", {}, 404),
    ("GET", "/assessment-tests/nope/questions", {}, 404),
    ("GET", f"{PARTS}/nope/sections", {}, 404),
    ("PUT", f"{PARTS}/nope", PART, 404),
    ("DELETE", f"{PARTS}/nope", {}, 404),
    ("PUT", f"{SECTIONS}/nope", SECTION, 404),
    ("DELETE", f"{SECTIONS}/nope", {}, 404),
    ("POST", f"{SECTIONS}/nope/items", {"identifier": "a"}, 404),
]


def test_what_does_not_fit_is_refused(test: httpx.Client) -> None:
    for verb, path, body, status in REFUSED:
        answer = test.request(verb, path, json=body)
        assert (answer.status_code, "error" in answer.json()) == (status, True), (verb, path, answer.text)
    for verb, path in (("PUT", f"{PARTS}/part-1"), ("POST", SECTIONS), ("PUT", f"{SECTIONS}/sec-1")):
        assert test.request(verb, path, content=TEST_TEXT, headers=XML).status_code == 501
    assert in_xml(test) == [("part-1", [("sec-1", ["a", "b"])])]
