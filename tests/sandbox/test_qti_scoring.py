"""What responses to items of QTI are worth, in every form in which they are sent."""

from typing import Any

import httpx
import pytest
from tests.sandbox.qti_bodies import INTERACTIONS, Document, correct, declared, item, item_text

from timeback_core.sandbox import Sandbox

RP = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates"
MATCH = f'<qti-response-processing template="{RP}/match_correct"/>'
MAP = f'<qti-response-processing template="{RP}/map_response.xml"/>'
POINT = f'<qti-response-processing template="{RP}/map_response_point.xml"/>'


def mapping(bounds: str = "", **worth: str) -> str:
    """A mapping; a key that ends in `_` counts in any case."""
    entries = (
        f'<qti-map-entry map-key="{key.strip("_")}" mapped-value="{value}"'
        f' case-sensitive="{"false" if key[-1] == "_" else "true"}"/>'
        for key, value in worth.items()
    )
    return f"<qti-mapping {bounds}>{''.join(entries)}</qti-mapping>"


def base(value: str, kind: str = "float") -> str:
    """A value in an expression."""
    return f'<qti-base-value base-type="{kind}">{value}</qti-base-value>'


def gives(expression: str) -> str:
    """A rule that sets the score."""
    return f'<qti-set-outcome-value identifier="SCORE">{expression}</qti-set-outcome-value>'


def processing(rules: str) -> str:
    """Processing by rules."""
    return f"<qti-response-processing>{rules}</qti-response-processing>"


def when(condition: str, score: str = "1", *, otherwise: str = "") -> str:
    """Processing with one condition that sets the score."""
    branch = f"<qti-response-if>{condition}{gives(base(score))}</qti-response-if>"
    return processing(f"<qti-response-condition>{branch}{otherwise}</qti-response-condition>")


SUM = f"<qti-sum>{base('1')}{base('1')}</qti-sum>"
VARIABLE = '<qti-variable identifier="RESPONSE"/>'
CORRECT = '<qti-correct identifier="RESPONSE"/>'


CASES: dict[str, tuple[str, str, list[tuple[Any, float]]]] = {
    "single identifiers": (
        declared("single", "identifier", correct("A")),
        MATCH,
        [("A", 1), (["A"], 1), ("B", 0), ("a", 0), ("", 0)],
    ),
    "sets have no order": (
        declared("multiple", "identifier", correct("A", "C")),
        MATCH,
        [(["C", "A"], 1), (["A"], 0), (["A", "C", "B"], 0)],
    ),
    "lists have one": (declared("ordered", "identifier", correct("A", "B")), MATCH, [(["A", "B"], 1), (["B", "A"], 0)]),
    "texts are trimmed": (
        declared("single", "string", correct("New  York")),
        MATCH,
        [(" New  York ", 1), ("new  york", 0)],
    ),
    "numbers are numbers": (
        declared("single", "float", correct("0.5")),
        MATCH,
        [("0.50", 1), (".5", 1), (0.5, 1), ("1/2", 0), ("nan", 0)],
    ),
    "pairs have no direction": (
        declared("multiple", "pair", correct("A B", "C D")),
        MATCH,
        [(["D C", "A B"], 1), ([["B", "A"], "C D"], 1)],
    ),
    "directed pairs have one": (
        declared("multiple", "directedPair", correct("A B")),
        MATCH,
        [(["A B"], 1), (["B A"], 0)],
    ),
    "points": (declared("single", "point", correct("10 20")), MATCH, [("10 20", 1), ("10,20", 1), ("11 20", 0)]),
    "booleans": (declared("single", "boolean", correct("true")), MATCH, [("true", 1), (True, 1), ("false", 0)]),
    "no processing at all": (declared("single", "identifier", correct("A")), "", [("A", 1), ("B", 0)]),
    "a mapping gives a share": (
        declared("single", "string", mapping(York_="1", york="0.5")),
        MAP,
        [("YORK", 1), ("Leeds", 0)],
    ),
    "case counts unless it is told": (
        declared("single", "string", mapping(York="2", Leeds="1")),
        MAP,
        [("York", 1), ("york", 0), ("Leeds", 0.5)],
    ),
    "bounds hold": (
        declared(
            "multiple", "identifier", mapping('default-value="-1" lower-bound="0" upper-bound="2"', A="1", B="1", C="1")
        ),
        MAP,
        [(["A", "B", "C"], 1), (["A"], 0.5), (["X", "Y"], 0), (["A", "B", "X"], 0.5), (["A", "A"], 0.5)],
    ),
    "areas": (
        declared(
            "multiple",
            "point",
            '<qti-area-mapping default-value="0"><qti-area-map-entry shape="circle" coords="10,10,5" mapped-value="1"/>'
            '<qti-area-map-entry shape="rect" coords="20,20,30,30" mapped-value="1"/>'
            '<qti-area-map-entry shape="poly" coords="50,50,60,50,55,60" mapped-value="2"/></qti-area-mapping>',
        ),
        POINT,
        [(["10 14", "25 25", "55 52"], 1), (["10 10", "11 11"], 0.25), (["55 52"], 0.5), (["0 0"], 0)],
    ),
    "a condition": (
        declared("single", "identifier", correct("A")),
        when(f"<qti-match>{VARIABLE}{CORRECT}</qti-match>", "10"),
        [("A", 1), ("B", 0)],
    ),
    "branches in their order": (
        declared("single", "integer", correct("7")),
        when(
            f"<qti-match>{VARIABLE}{CORRECT}</qti-match>",
            "4",
            otherwise=f"<qti-response-else-if><qti-or><qti-gte>{VARIABLE}{base('8')}</qti-gte>"
            f"<qti-is-null>{VARIABLE}</qti-is-null></qti-or>{gives(SUM)}"
            f"</qti-response-else-if><qti-response-else>{gives(base('1'))}</qti-response-else>",
        ),
        [("7", 1), ("9", 0.5), ("3", 0.25)],
    ),
    "tolerance": (
        declared("single", "float", correct("10")),
        when(f'<qti-equal tolerance-mode="absolute" tolerance="0.5 1">{base("10")}{VARIABLE}</qti-equal>'),
        [("9.5", 1), ("11", 1), ("9.4", 0), ("11.1", 0)],
    ),
    "texts in any case": (
        declared("single", "string", correct("Lima")),
        when(f'<qti-string-match case-sensitive="false">{VARIABLE}{CORRECT}</qti-string-match>'),
        [("LIMA", 1), ("Lim", 0)],
    ),
    "membership and negation": (
        declared("multiple", "identifier", correct("A", "B")),
        when(
            f"<qti-and><qti-member>{base('A', 'identifier')}{VARIABLE}</qti-member>"
            f"<qti-not><qti-member>{base('X', 'identifier')}{VARIABLE}</qti-member></qti-not></qti-and>"
        ),
        [(["A"], 1), (["A", "X"], 0), (["B"], 0)],
    ),
    "a mapping in an expression": (
        declared("single", "identifier", mapping(A="3", B="1.5")),
        processing(gives('<qti-map-response identifier="RESPONSE"/>')),
        [("A", 1), ("B", 0.5), ("C", 0)],
    ),
    "what is not known is null": (
        declared("single", "identifier", correct("A")),
        when("<qti-shoe/>"),
        [("A", 1), ("B", 0)],
    ),
    "two inputs": (
        declared("single", "string", correct("5"), "ONE") + declared("single", "string", correct("6"), "TWO"),
        MATCH,
        [({"ONE": "5", "TWO": "6"}, 1), ({"ONE": "5"}, 0), ({"ONE": "5", "TWO": "5", "THREE": "x"}, 0)],
    ),
}


def process(api: httpx.Client, body: Document) -> Document:
    """What a response to the item is worth."""
    answer = api.post("/assessment-items/item-1/process-response", json=body)
    assert answer.status_code == 200, answer.text
    told: Document = answer.json()
    return told


def test_processing_is_that_of_the_items_own_xml(api: httpx.Client) -> None:
    for name, (declarations, rules, tries) in CASES.items():
        made = api.post("/assessment-items", json={"format": "xml", "xml": item_text(declarations, rules)})
        assert made.status_code == 201, (name, made.text)
        for response, share in tries:
            responses = response if isinstance(response, dict) else {"RESPONSE": response}
            told = process(api, {"responses": responses})
            assert (name, response, told["score"]) == (name, response, pytest.approx(share))
            feedback = {"identifier": "correct", "value": "Correct"}
            assert (told["isCorrect"], told["feedback"] == feedback) == (share == 1, share == 1)
        api.delete("/assessment-items/item-1")


def test_the_correct_response_of_an_item_in_json_is_worth_everything(api: httpx.Client) -> None:
    for kind, (_, _, (cardinality, _), values) in INTERACTIONS.items():
        api.post("/assessment-items", json=item(kind))
        is_open = values == [""]
        response: Any = "something" if is_open else values if cardinality != "single" else values[0]
        told = process(api, {"responses": {"RESPONSE": response}})
        assert (kind, told["score"], told["isCorrect"]) == (kind, 1, True)
        assert told["feedback"] == {"identifier": "INCORRECT" if is_open else "CORRECT", "value": "Correct"}
        assert process(api, {"responses": {"RESPONSE": "" if is_open else "7777"}})["score"] == 0
        api.delete("/assessment-items/item-1")


def test_a_response_is_taken_in_every_form(api: httpx.Client) -> None:
    text = item_text(declared("single", "string", correct("5"), "INPUT"), MATCH)
    api.post("/assessment-items", json={"format": "xml", "xml": text})
    for body in (
        {"identifier": "item-1", "response": "5"},
        {"identifier": "INPUT", "response": "5"},
        {"identifier": "INPUT", "response": ["5"]},
        {"response": {"INPUT": "5"}},
        {"responses": {"INPUT": 5}},
    ):
        assert process(api, body)["score"] == 1, body
    refused: tuple[Document, ...] = ({}, {"responses": ["5"]}, {"responses": {"INPUT": None}}, {"response": [{}]})
    for wrong in refused:
        assert api.post("/assessment-items/item-1/process-response", json=wrong).status_code == 400
    assert api.post("/assessment-items/nope/process-response", json={"response": "5"}).status_code == 404


def test_open_answers_and_other_graders(api: httpx.Client, sandbox: Sandbox) -> None:
    api.post("/assessment-items", json={"format": "xml", "xml": item_text(declared("single", "string"))})
    assert process(api, {"response": "An essay."})["score"] == 1
    sandbox.switches.free_text_score = 0.25
    told = process(api, {"response": "An essay."})
    assert (told["score"], told["isCorrect"], process(api, {"response": " "})["score"]) == (0.25, False, 0)
    grader = (
        '<qti-custom-operator class="com.alpha-1edtech.ExternalApiScore" definition="https://grader.example/score"/>'
    )
    text = item_text(declared("single", "string"), processing(gives(grader)))
    api.put("/assessment-items/item-1", json={"format": "xml", "xml": text})
    told = process(api, {"response": "An essay."})
    assert (told["score"], told["requiresAsyncGrading"], told["graderUrl"]) == (
        None,
        True,
        "https://grader.example/score",
    )


def test_the_seeded_items_are_valid_and_can_be_answered(api: httpx.Client, sandbox: Sandbox) -> None:
    levels: dict[str, int] = {}
    for each in sandbox.documents("qtiItems"):
        identifier, declarations, metadata = each["identifier"], each["responseDeclarations"], each["metadata"]
        assert isinstance(declarations, list)
        assert isinstance(metadata, dict)
        levels[metadata["difficulty"]] = levels.get(metadata["difficulty"], 0) + 1
        (declaration,) = declarations
        values = declaration["correctResponse"]["value"]
        response = values if declaration["cardinality"] != "single" else values[0] or "some text"
        answer = api.post(
            f"/assessment-items/{identifier}/process-response", json={"responses": {"RESPONSE": response}}
        )
        assert (identifier, answer.json()["score"]) == (identifier, 1)
    assert levels == {"easy": 24, "medium": 24, "hard": 24}
    for schema, collection in (("item", "qtiItems"), ("test", "qtiTests"), ("stimulus", "qtiStimuli")):
        ids = [each["identifier"] for each in sandbox.documents(collection)]
        results = (
            api.post("/validate/batch", json={"schema": schema, "entityIds": ids}).json()["results"] if ids else []
        )
        assert [each["validationErrors"] for each in results] == [[]] * len(ids)


def test_every_seeded_lesson_has_its_test_of_seeded_items() -> None:
    own = Sandbox(students=4, id_prefix="north-")
    known = {
        name: [str(each["identifier"]) for each in own.documents(name)]
        for name in ("qtiItems", "qtiTests", "qtiStimuli")
    }
    assert all(each.startswith("north-") for ids in known.values() for each in ids)
    addresses: list[Any] = [each["metadata"] for each in own.documents("resources")]
    assert {each["url"].rpartition("/")[2] for each in addresses if each["type"] == "qti"} <= set(known["qtiTests"])
    sizes: dict[str, set[int]] = {}
    tests: dict[str, Any] = {str(each["identifier"]): each for each in own.documents("qtiTests")}
    for each in addresses:
        (part,) = tests[each["url"].rpartition("/")[2]]["qti-test-part"]
        (section,) = part["qti-assessment-section"]
        references = [reference["identifier"] for reference in section["qti-assessment-item-ref"]]
        assert set(references) <= set(known["qtiItems"])
        sizes.setdefault(each["lessonType"], set()).add(len(references))
    assert sizes == {"quiz": {6}, "powerpath-100": {12}, "placement": {4}}
