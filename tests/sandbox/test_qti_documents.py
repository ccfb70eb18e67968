"""Stimuli, items and tests of QTI: in JSON and in XML, listed, replaced, refused."""

from collections.abc import Callable
from typing import Any

import httpx
from tests.sandbox.qti_bodies import (
    HEAD,
    INTERACTIONS,
    STIMULUS,
    STIMULUS_TEXT,
    TEST_TEXT,
    Document,
    a_test,
    correct,
    declared,
    item,
    item_text,
)

from timeback_core.sandbox import Sandbox

XML = {"content-type": "application/xml"}


def envelope(text: str, **members: Any) -> Document:
    """A document in XML as items and stimuli take it."""
    return {"format": "xml", "xml": text, **members}


def test_an_item_of_each_type_is_made_to_xml_that_tells_the_same(api: httpx.Client) -> None:
    for kind in INTERACTIONS:
        identifier = f"item-{kind}"
        answer = api.post("/assessment-items", json=item(kind, identifier))
        assert answer.status_code == 201, answer.text
        made = answer.json()
        assert (made["type"], made["title"], made["timeDependent"]) == (kind, f"A {kind} & more", False)
        assert made["interaction"] == item(kind)["interaction"]
        result = api.post("/validate", json={"schema": "item", "entityId": identifier}).json()
        assert (kind, result["validationErrors"]) == (kind, [])
        read = api.post(
            "/assessment-items", json=envelope(made["rawXml"].replace(f'"{identifier}"', f'"x-{kind}"'))
        ).json()
        assert (read["type"], read["title"], read["adaptive"]) == (kind, made["title"], False)
        (one,), (other,) = read["responseDeclarations"], made["responseDeclarations"]
        wanted = {} if other["correctResponse"]["value"] == [""] else {"correctResponse": other["correctResponse"]}
        assert one == {**{name: other[name] for name in ("identifier", "cardinality", "baseType")}, **wanted}


def test_a_whole_item_has_all_its_parts_in_its_xml(api: httpx.Client) -> None:
    assert api.post("/stimuli", json=STIMULUS).status_code == 201
    trigger = {"outcomeIdentifier": "FEEDBACK", "showHide": "show"}
    body = item(
        "choice",
        preInteraction="<p>before</p>",
        postInteraction="<p>after</p>",
        rubrics=[{"use": "ext:criteria", "view": "scorer", "body": "<p>One point.</p>"}],
        stimulus=[{"identifier": "stim-1", "title": "Forest"}],
        modalFeedback=[{**trigger, "identifier": "CORRECT", "content": "<p>modal</p>", "title": "Yes"}],
        feedbackBlock=[{**trigger, "identifier": "CORRECT", "content": "<p>block</p>", "class": ["a", "b"]}],
        feedbackInline=[{**trigger, "identifier": "CORRECT", "content": "inline"}],
        metadata={"subject": "Math", "grade": "5", "standard": "4.NF.1", "difficulty": "easy"},
    )
    body["interaction"]["questionStructure"]["choices"] = [
        {"identifier": "A", "content": "4", "feedbackInline": "<i>No</i>", "feedbackOutcomeIdentifier": "FEEDBACK"},
        {"identifier": "B", "content": "5"},
    ]
    made = api.post("/assessment-items", json=body).json()
    assert made["metadata"] == body["metadata"]
    root = made["content"]["qti-assessment-item"]
    assert root["_attributes"]["identifier"] == "item-1"
    assert root["_attributes"]["xsi:schemaLocation"].startswith("http://www.imsglobal.org/xsd/imsqtiasi_v3p0 ")
    assert [each["_attributes"] for each in root["qti-assessment-stimulus-ref"]] == [
        {"identifier": "stim-1", "href": "stimuli/stim-1", "title": "Forest"}
    ]
    assert root["qti-modal-feedback"]["qti-content-body"] == {"p": "modal"}
    inside = root["qti-item-body"]
    assert inside["qti-rubric-block"]["_attributes"] == {"use": "ext:criteria", "view": "scorer"}
    assert inside["qti-feedback-block"]["_attributes"]["class"] == "a b"
    assert [each["p"] for each in inside["div"][:2]] == ["before", "after"]
    choices = inside["qti-choice-interaction"]["qti-simple-choice"]
    assert choices[0]["qti-feedback-inline"]["i"] == "No"


def test_another_form_of_a_document_is_refused(api: httpx.Client) -> None:
    forms: list[object] = ["yaml", [], {}, 1, False]
    for form in forms:
        answer = api.post("/stimuli", json=envelope("<a/>") | {"format": form})
        assert (answer.status_code, "Expected json | xml" in answer.text) == (400, True), form


def test_xml_comes_back_as_it_was_sent_with_what_it_tells(api: httpx.Client) -> None:
    text = item_text(declared("single", "string", correct("5")), '<qti-response-processing template="match_correct"/>')
    made = api.post("/assessment-items", json=envelope(text, metadata={"grade": 5})).json()
    assert made["rawXml"] == text
    assert (made["title"], made["type"], made["metadata"]) == ("T & U", "text-entry", {"grade": 5})
    assert made["responseProcessing"] == {"templateType": "match_correct"}
    assert made["modalFeedback"] == made["feedbackInline"] == made["feedbackBlock"] == []
    answer = api.get("/assessment-items/item-1", headers=XML)
    assert (answer.content, answer.headers["content-type"]) == (text.encode(), "application/xml; charset=utf-8")

    made = api.post("/assessment-tests", content=TEST_TEXT.encode(), headers=XML).json()
    assert (made["rawXml"], made["timeLimit"], made["maxAttempts"]) == (TEST_TEXT, 90.5, 2)
    assert made["qti-test-part"] == [
        {
            "identifier": "p",
            "navigationMode": "nonlinear",
            "submissionMode": "simultaneous",
            "qti-assessment-section": [
                {
                    "identifier": "s",
                    "title": "S",
                    "visible": False,
                    "required": True,
                    "fixed": False,
                    "sequence": 1,
                    "qti-assessment-item-ref": [{"identifier": "lost", "href": "items/lost.xml"}],
                }
            ],
        }
    ]
    assert "toolName" not in made
    assert api.get("/assessment-tests/test-x", headers=XML).text == TEST_TEXT
    assert api.get("/assessment-tests/test-x").json()["isValidXml"] is True

    catalog = api.post("/stimuli", json=STIMULUS).json()["rawXml"].replace("stim-1", "stim-2")
    assert api.post("/stimuli", json=envelope(catalog)).json()["catalogInfo"] == STIMULUS["catalogInfo"]
    made = api.post("/stimuli", json=envelope(STIMULUS_TEXT)).json()
    assert (made["rawXml"], made["language"], made["catalogInfo"]) == (STIMULUS_TEXT, "de", [])
    assert made["content"]["qti-assessment-stimulus"]["qti-stimulus-body"] == {"p": "Text"}


def test_the_type_of_an_item_in_xml_is_that_of_its_interaction(api: httpx.Client) -> None:
    for inside, kind in (
        ('<qti-gap-match-interaction response-identifier="RESPONSE"/>', "gap-match"),
        ('<qti-portable-custom-interaction response-identifier="RESPONSE"/>', "custom"),
        ('<qti-end-attempt-interaction response-identifier="RESPONSE"/>', "unknown"),
        ("<b>nothing</b>", "unknown"),
    ):
        made = api.post("/assessment-items", json=envelope(item_text("", body=inside))).json()
        assert made["type"] == kind
        api.delete("/assessment-items/item-1")


def test_a_put_replaces_everything(api: httpx.Client) -> None:
    api.post("/assessment-items", json=item("choice", metadata={"subject": "Math"}))
    body = item("text-entry")
    del body["identifier"]
    answer = api.put("/assessment-items/item-1", json=body)
    assert (answer.status_code, answer.json()["type"]) == (200, "text-entry")
    assert "metadata" not in answer.json()
    text = item_text(declared("single", "string"), identifier="another")
    changed = api.put("/assessment-items/item-1", json=envelope(text)).json()
    assert (changed["identifier"], changed["title"], changed["rawXml"]) == ("item-1", "T & U", text)
    assert api.get("/assessment-items/item-1").json() == changed

    api.post("/assessment-tests", json=a_test("a", "b"))
    changed = api.put("/assessment-tests/test-1", content=TEST_TEXT.encode(), headers=XML).json()
    assert (changed["identifier"], changed["rawXml"]) == ("test-1", TEST_TEXT)
    changed = api.put("/assessment-tests/test-1", json=a_test("c")).json()
    assert (changed["title"], changed["timeLimit"]) == ("Unit 1", None)
    changed = api.put("/assessment-tests/test-1/metadata", json={"metadata": {"unit": 1}}).json()
    assert (changed["metadata"], changed["title"]) == ({"unit": 1}, "Unit 1")

    api.post("/stimuli", json=STIMULUS)
    changed = api.put("/stimuli/stim-1", json={"title": "New", "content": "<p>x</p>"}).json()
    assert (changed["catalogInfo"], changed["language"]) == ([], "en")
    assert "metadata" not in changed


def test_null_stands_for_what_is_left_out(api: httpx.Client) -> None:
    names = (
        "responseDeclarations",
        "outcomeDeclarations",
        "modalFeedback",
        "metadata",
        "stimulus",
        "rubrics",
        "qtiVersion",
    )
    body = {**item("order"), **dict.fromkeys(names)}
    body["interaction"]["attributes"] = body["interaction"]["orientation"] = None
    made = api.post("/assessment-items", json=body).json()
    assert (made["responseDeclarations"], made["modalFeedback"], made["qtiVersion"]) == ([], [], "3.0")
    made = api.post("/assessment-tests", json={**a_test(), "qti-outcome-declaration": None, "timeLimit": None}).json()
    assert (made["qti-outcome-declaration"], made["timeLimit"]) == ([], None)


def test_what_the_live_platform_does_can_be_switched_on(api: httpx.Client, sandbox: Sandbox) -> None:
    def wrapped(title: str) -> Document:
        return envelope(item_text(declared("single", "string")).replace("T &amp; U", title), metadata={"grade": title})

    api.post("/assessment-items", json=wrapped("1"))
    sandbox.switches.live_qti = True
    changed = api.put("/assessment-items/item-1", json=wrapped("2")).json()
    assert (changed["title"], changed["metadata"], "title='2'" in changed["rawXml"]) == ("1", {"grade": "2"}, True)
    root = changed["content"]["qti-assessment-item"]
    assert root["qti-response-declaration"]["_attributes"]["cardinality"] == "single"
    assert root["_attributes"]["title"] == "2"


def test_metadata_of_an_item_are_replaced_or_make_it(api: httpx.Client) -> None:
    answer = api.post("/assessment-items/metadata", json=item("choice", metadata={"grade": "1"}))
    assert (answer.status_code, answer.json()["metadata"]) == (201, {"grade": "1"})
    answer = api.post("/assessment-items/metadata", json=item("order", metadata={"grade": "2"}))
    assert (answer.status_code, answer.json()["metadata"], answer.json()["type"]) == (201, {"grade": "2"}, "choice")


def test_lists_are_pages_by_number(api: httpx.Client) -> None:
    for identifier in ("item-c", "item-a", "item-b"):
        api.post("/assessment-items", json=item("choice", identifier, metadata={"lesson": identifier[-1]}))

    def ids(**query: str) -> list[str]:
        return [each["identifier"] for each in api.get("/assessment-items", params=query).json()["items"]]

    answer = api.get(
        "/assessment-items", params={"query": "ITEM-", "limit": "2", "sort": "identifier", "order": "asc"}
    ).json()
    assert [each["identifier"] for each in answer.pop("items")] == ["item-a", "item-b"]
    total = answer["total"]
    assert answer == {
        "total": total,
        "page": 1,
        "pages": -(-total // 2),
        "limit": 2,
        "sort": "identifier",
        "order": "asc",
    }
    assert ids(filter="metadata.lesson='a' OR metadata.lesson='b' AND type='order'") == ["item-a"]
    assert ids(filter="identifier~'ITEM-C' AND createdAt>'2026-01-01'") == ["item-c"]
    assert ids(filter="shoe!='a'") == []
    assert ids(query="item-a", page="2") == []
    empty = api.get("/assessment-items", params={"query": "nothing like it"}).json()
    assert (empty["items"], empty["total"], empty["pages"], empty["sort"], empty["order"]) == (
        [],
        0,
        0,
        "createdAt",
        "desc",
    )
    assert len(ids()) == 10

    api.post("/assessment-tests", content=TEST_TEXT.encode(), headers=XML)
    answer = api.get(
        "/assessment-tests", params={"navigationMode": "nonlinear", "submissionMode": "simultaneous"}
    ).json()
    assert [each["identifier"] for each in answer["items"]] == ["test-x"]
    assert api.get("/assessment-tests", params={"navigationMode": "linear", "query": "test-x"}).json()["total"] == 0
    assert api.get("/stimuli", params={"filter": "title='x'"}).json()["total"] > 0


def without(body: Document, path: str) -> Document:
    """The body without what stands at a dotted path."""
    *names, last = path.split(".")
    place: Any = body
    for name in names:
        place = place[int(name)] if name.isdigit() else place[name]
    del place[last]
    return body


WRONG: list[tuple[Callable[[], Document], int, str]] = [
    (lambda: without(item("choice"), "interaction.type"), 500, "Unsupported interaction type: undefined"),
    (lambda: {**item("choice"), "type": "order"}, 400, "interaction.type"),
    (lambda: without(item("choice"), "title"), 400, "title: Required"),
    (lambda: without(item("text-entry"), "interaction.attributes.expected-length"), 400, "expected-length"),
    (lambda: without(item("hotspot"), "interaction.questionStructure.hotspots.0.shape"), 400, "hotspots.0.shape"),
    (lambda: without(item("choice"), "outcomeDeclarations.0.baseType"), 500, "outcomeDeclarations.0.baseType"),
    (lambda: item("match", rubrics=[{"use": "x", "view": "me", "body": "x"}]), 400, "rubrics.0.view"),
    (lambda: item("choice", stimulus={"identifier": "nope"}), 400, "Stimulus(s) not found"),
    (lambda: item("choice", preInteraction="a &nbsp; b"), 500, "not well-formed"),
    (lambda: item("choice", preInteraction="<br>"), 500, "not well-formed"),
    (lambda: item("choice", metadata={"difficulty": "impossible"}), 400, "metadata.difficulty"),
    (lambda: item("choice", format="yaml"), 400, "format"),
    (lambda: envelope(""), 400, "xml"),
    (lambda: envelope("<qti"), 500, "not well-formed"),
    (lambda: envelope(item_text("").replace(HEAD, "")), 500, "namespace"),
    (lambda: envelope(item_text("").replace("v3p0", "v2p2")), 500, "namespace"),
    (lambda: envelope(STIMULUS_TEXT), 500, "root"),
    (lambda: envelope(item_text("", identifier="")), 500, "identifier"),
    (lambda: envelope('<!DOCTYPE a [<!ENTITY e "x">]>' + item_text("").partition("?>")[2]), 500, "not allowed"),
    (lambda: envelope("<a>" * 200 + "</a>" * 200), 500, "nested"),
]


def test_what_is_wrong_with_an_item_is_told(api: httpx.Client) -> None:
    for body, status, text in WRONG:
        answer = api.post("/assessment-items", json=body())
        assert (answer.status_code, text in answer.text) == (status, True), answer.text
        members = {400: "error", 500: "error message details"}[status].split()
        assert set(members) <= set(answer.json())
    api.post("/assessment-items", json=item("choice"))
    lenient = without(item("choice"), "outcomeDeclarations.0.baseType")
    assert api.put("/assessment-items/item-1", json=lenient).status_code == 200


def test_errors_have_the_shape_of_their_operation(api: httpx.Client, bare: httpx.Client) -> None:
    for path, body in (("/assessment-items", item("choice")), ("/stimuli", STIMULUS), ("/assessment-tests", a_test())):
        one = f"{path}/{body['identifier']}"
        for verb in ("GET", "PUT", "DELETE"):
            answer = api.request(verb, one, json=body)
            assert (answer.status_code, "error" in answer.json()) == (404, True)
        assert api.post(path, json=body).status_code == 201
        answer = api.post(path, json=body)
        assert (answer.status_code, "error" in answer.json()) == (409, True)
        assert ("message" in answer.json()) == (path == "/assessment-items")
        assert (api.delete(one).status_code, api.get(one).status_code) == (204, 404)
        for query in ({"limit": "x"}, {"page": "0"}, {"sort": "size"}, {"order": "up"}):
            answer = api.get(path, params=query)
            assert answer.status_code == 400
            coded = answer.json().get("meta")
            assert (coded is not None) == (path == "/assessment-items")
            assert coded is None or [each["field"] for each in coded["issues"]] == list(query)
    assert api.get("/assessment-items", params={"filter": "type="}).status_code == 400
    assert "navigation mode" in api.get("/assessment-tests", params={"navigationMode": "up"}).json()["error"]
    assert api.post("/assessment-tests", json=envelope(TEST_TEXT)).status_code == 400
    assert api.post("/assessment-tests", content=b"\xff<", headers=XML).status_code == 500
    lost = without(a_test("a"), "qti-test-part.0.qti-assessment-section.0.qti-assessment-item-ref.0.href")
    assert "href" in api.post("/assessment-tests", json=lost).json()["message"]
    api.post("/stimuli", json=STIMULUS)
    answer = api.put("/stimuli/stim-1", json=envelope(STIMULUS_TEXT))
    assert (answer.status_code, answer.json()["message"].startswith("DocumentNotFoundError")) == (500, True)
    del bare.headers["authorization"]
    assert (bare.get("/stimuli").status_code, bare.get("/stimuli").json()) == (401, {"message": "Unauthorized"})


def test_every_address_of_the_platforms_leads_to_the_same(api: httpx.Client, other_api: httpx.Client) -> None:
    for client in (api, other_api):
        (one,) = client.get("/assessment-items", params={"limit": "1"}).json()["items"]
        assert client.get(f"https://qti.alpha-1edtech.ai/api/assessment-items/{one['identifier']}").json() == one
