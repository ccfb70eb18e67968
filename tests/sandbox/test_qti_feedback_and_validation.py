"""Feedback records, and what validation says of documents."""

import tracemalloc

import httpx
from tests.sandbox.qti_bodies import HEAD, STIMULUS_TEXT, TEST_TEXT, declared, item, item_text

SAID = {"userId": "student-1", "feedback": "Too hard.", "lessonId": "lesson-1", "questionId": "item-1"}


def test_feedback_is_kept_by_lesson_and_deleted_by_its_id(api: httpx.Client) -> None:
    one = api.post("/question", json={**SAID, "humanApproved": True})
    other = api.post("/lesson", json=SAID)
    assert (one.status_code, one.json()["type"], other.json()["type"]) == (201, "QUESTION", "LESSON")
    assert {**one.json(), **SAID, "humanApproved": True} == one.json()
    api.post("/lesson", json={**SAID, "lessonId": "lesson-2"})
    assert api.get("/lesson/lesson-1").json() == [one.json(), other.json()]
    assert api.get("/lesson/nowhere").json() == []
    identifier = one.json()["identifier"]
    answer = api.delete(f"/{identifier}")
    assert (answer.status_code, list(answer.json())) == (200, ["message"])
    answer = api.delete(f"/{identifier}")
    assert (answer.status_code, set(answer.json())) == (404, {"error", "details", "message"})
    assert api.delete("/stimuli").status_code == 404
    for path in ("/question", "/lesson"):
        answer = api.post(path, json={"userId": "", "feedback": 7})
        fields = [each["field"] for each in answer.json()["meta"]["issues"]]
        assert (answer.status_code, answer.json()["code"], fields) == (
            400,
            "VALIDATION_ERROR",
            ["userId", "feedback", "lessonId"],
        )


BROKEN = [
    ("item", "<a", "not well-formed"),
    ("item", STIMULUS_TEXT, "The root is <qti-assessment-stimulus>"),
    ("item", item_text("").replace(HEAD, ""), "The namespace of <qti-assessment-item> is ''"),
    ("item", item_text(""), "answers to 'RESPONSE', which is not declared"),
    ("item", item_text(declared("several", "string")), "'cardinality' of <qti-response-declaration> is 'several'"),
    ("item", item_text(declared("single", "string") * 2), "'RESPONSE' of <qti-response-declaration> is there twice"),
    ("item", item_text("", identifier=" "), "<qti-assessment-item> lacks the attribute 'identifier'"),
    (
        "test",
        TEST_TEXT.replace('navigation-mode="nonlinear"', ""),
        "<qti-test-part> lacks the attribute 'navigation-mode'",
    ),
    ("test", f'<qti-assessment-test {HEAD} identifier="t" title="t"/>', "has no <qti-test-part>"),
    ("stimulus", f'<qti-assessment-stimulus {HEAD} identifier="t" title="t"/>', "has no <qti-stimulus-body>"),
]


def test_an_invalid_document_is_told_with_what_is_wrong(api: httpx.Client) -> None:
    for schema, text, told in BROKEN:
        answer = api.post("/validate", json={"schema": schema, "xml": text})
        result = answer.json()
        assert (answer.status_code, result["success"], result["entityId"], result["xmlContent"]) == (
            200,
            False,
            "",
            text,
        )
        assert any(told in each for each in result["validationErrors"]), result["validationErrors"]
    for schema, text in (
        ("item", item_text(declared("single", "string"))),
        ("test", TEST_TEXT),
        ("stimulus", STIMULUS_TEXT),
    ):
        result = api.post("/validate", json={"schema": schema, "xml": text}).json()
        assert (result["success"], result["validationErrors"]) == (True, [])


def test_stored_documents_are_validated_by_their_ids(api: httpx.Client) -> None:
    api.post("/assessment-items", json=item("choice"))
    result = api.post("/validate", json={"schema": "item", "entityId": "item-1"}).json()
    assert (result["success"], result["entityId"]) == (True, "item-1")
    result = api.post("/validate", json={"schema": "item", "entityId": "item-1", "xml": "<a"}).json()
    assert (result["success"], result["entityId"]) == (False, "item-1")
    results = api.post("/validate/batch", json={"schema": "item", "xml": ["<a"], "entityIds": ["x", "item-1"]}).json()[
        "results"
    ]
    assert [(each["success"], each["entityId"]) for each in results] == [(False, "x"), (True, "item-1")]
    for path, body in (("/validate", {"entityId": "no"}), ("/validate/batch", {"entityIds": ["item-1", "no"]})):
        answer = api.post(path, json={"schema": "item", **body})
        assert answer.status_code == 404
        assert answer.json() == {
            "success": False,
            "entityId": "no",
            "error": "Entity not found",
            "message": "item no does not exist",
        }
        assert api.post(path, json={"schema": "item"}).status_code == 400
        assert api.post(path, json={"schema": "poem", "xml": "x"}).status_code == 400


def test_a_bomb_is_cheap(api: httpx.Client) -> None:
    entities = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10}">' for at in range(1, 30))
    bombs = [
        f'<!DOCTYPE a [<!ENTITY e0 "x">{entities}]><a>&e29;</a>',
        f'<!DOCTYPE a [<!ENTITY e0 "{"x" * 100_000}">]><a>{"&e0;" * 10_000}</a>',
        '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
        "<a>" * 20_000 + "</a>" * 20_000,
        "<a>" + " " * (1 << 20) + "</a>",
    ]
    tracemalloc.start()
    try:
        for bomb in bombs:
            assert api.post("/validate", json={"schema": "item", "xml": bomb}).json()["success"] is False
        assert tracemalloc.get_traced_memory()[1] < 100_000_000  # expanded they would be gigabytes
    finally:
        tracemalloc.stop()
