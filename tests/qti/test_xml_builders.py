"""Items from plain arguments: what is wrong with them, and that the platform takes and scores what is right."""

from collections.abc import Iterator
from inspect import signature
from typing import Any

import pytest
from returns.result import Result
from tests.support import client_of, value

from timeback_core import TimebackClient, evolve
from timeback_core.errors import InvalidInput
from timeback_core.qti import (
    AnswerFeedback,
    BuiltItem,
    Choice,
    GraphicObject,
    Hotspot,
    ItemMetadata,
    StimulusInput,
    build_choice_item,
    build_extended_text_item,
    build_hotspot_item,
    build_match_item,
    build_multiple_choice_item,
    build_order_item,
    build_text_entry_item,
    find_xml_problems,
    parse_qti_xml,
)
from timeback_core.sandbox import Sandbox

CHOICES = {"A": "4", "B": "5 &lt; 6", "C": "<b>6</b>"}
MAP = GraphicObject(data="https://cdn.example/map.png?a=1&b=2", width=400, height=300, type="image/png")
PLACES = [
    Hotspot(identifier="H", shape="circle", coords="9,9,4"),
    Hotspot(identifier="K", shape="rect", coords="0,0,9,9"),
]
TOLD = AnswerFeedback("<p>Yes</p>", "<p>No: 2 &lt; 3</p>")
WITH_FEEDBACK = [Choice(identifier="A", content="4", feedback_inline="<i>No</i>"), Choice(identifier="B", content="5")]

BUILT: dict[str, Result[BuiltItem, InvalidInput]] = {
    "choice": build_choice_item(
        "choice",
        'A "sum"\n<&> more',
        prompt="2 + 3 <b>=</b> ?",
        choices=CHOICES,
        correct="B",
        metadata=ItemMetadata(subject="Math", grade="2", difficulty="easy"),
        stimulus="text-1",
    ),
    "inline": build_choice_item("inline", "T", prompt="p", choices=WITH_FEEDBACK, correct="B", feedback=TOLD),
    "multiple": build_multiple_choice_item(
        "multiple", "T", prompt="p", choices=CHOICES, correct=["C", "A"], max_choices=2
    ),
    "order": build_order_item("order", "T", prompt="p", choices=CHOICES, correct=["C", "A", "B"]),
    "match": build_match_item(
        *("match", "T"),
        prompt="p",
        source_choices={"S1": "dog", "S2": "cat"},
        target_choices={"T1": "mammal", "T2": "bird"},
        correct=[("S1", "T1"), ("S2", "T1")],
        feedback=TOLD,
    ),
    "hotspot": build_hotspot_item("hotspot", "T", prompt="p", picture=MAP, hotspots=PLACES, correct=["H"]),
    "text": build_text_entry_item(
        "text", "T", prompt="Which <i>city</i>?", correct=" Lima & Callao ", placeholder='"c"'
    ),
    "number": build_text_entry_item("number", "T", prompt="Pi?", correct="3.14", base_type="float", feedback=TOLD),
    "essay": build_extended_text_item("essay", "T", prompt="Tell", criteria="<p>One point</p>", expected_lines=5),
}


@pytest.fixture(scope="module")
def client() -> Iterator[TimebackClient]:
    with Sandbox(students=1).serve() as server, client_of(server) as opened:
        value(opened.qti.stimuli.create(StimulusInput(identifier="text-1", title="T", content="<p>Once</p>")))
        yield opened


@pytest.mark.parametrize("name", BUILT)
def test_what_is_built_is_taken_and_scored_in_both_forms(client: TimebackClient, name: str) -> None:
    built, items = BUILT[name].unwrap(), client.qti.assessment_items
    assert find_xml_problems(built.xml, "item") == ()
    from_xml = value(items.create_from_xml(built.xml_input))
    assert value(items.get_xml(name)) == built.xml
    value(items.delete(name))
    from_json = value(items.create(built.json))
    assert (from_xml.type, from_xml.title) == (from_json.type, from_json.title) == (built.json.type, built.json.title)
    assert from_xml.metadata == from_json.metadata
    (declaration,) = parse_qti_xml(built.xml).unwrap().response_declarations
    right = [*declaration.correct] or ["an essay"]
    answer = right if declaration.cardinality != "single" else right[0]
    for is_xml in (False, True):
        if is_xml:
            value(items.update_from_xml(name, built.xml_input))
        assert value(items.process_responses(name, {"RESPONSE": answer})).score == 1
        if name != "essay":
            scored = value(items.process_responses(name, {"RESPONSE": "Z"}))
            assert (scored.score, scored.feedback and scored.feedback.value) == (0, "Incorrect")


def test_feedback_is_found_in_both_forms() -> None:
    built = BUILT["inline"].unwrap()
    read = parse_qti_xml(built.xml).unwrap()
    assert [(each.identifier, each.content) for each in read.feedback] == [("A", "<i>No</i>")]
    assert [(each.identifier, each.content) for each in read.feedback_blocks] == [
        ("CORRECT", TOLD.correct),
        ("INCORRECT", TOLD.incorrect),
    ]
    assert [each.content for each in built.json.feedback_block or ()] == [TOLD.correct, TOLD.incorrect]


def test_a_choice_can_be_matched_as_often_as_is_right() -> None:
    (interaction,) = parse_qti_xml(BUILT["match"].unwrap().xml).unwrap().interactions
    assert [each.attributes["match-max"] for each in (*interaction.choices, *interaction.targets)] == [
        "1",
        "1",
        "2",
        "1",
    ]


NOT_XML = "must be HTML that is well-formed XML; line 1, column {}: mismatched tag"
P: dict[str, Any] = {"prompt": "p"}


@pytest.mark.parametrize(
    ("built", "told"),
    [
        (
            build_choice_item(
                *("", "\0"),
                prompt="<p>ab",
                choices=[
                    Choice(identifier="A B", content="a<br>"),
                    Choice(identifier="A B", content="b", match_max=-1),
                ],
                correct="C",
                feedback=AnswerFeedback("<b>a", "fine"),
                metadata=ItemMetadata(grade="99"),
            ),
            {
                "identifier": "must not be empty",
                "title": "must be text that XML can hold, has an invalid token",
                "prompt": NOT_XML.format(8),
                "choices[0].content": NOT_XML.format(8),
                "choices[0].identifier": "must not hold white space",
                "choices[1].identifier": "must not be 'A B' again",
                "choices[1].match_max": "must not be negative",
                "correct": "must be one of the choices, is 'C'",
                "feedback.correct": NOT_XML.format(7),
                "metadata.grade": "must be a grade from -1 (before kindergarten) to 13",
            },
        ),
        (
            build_multiple_choice_item("a", "T", **P, choices={"A": "4"}, correct=["A", "A", "Z"], max_choices=1),
            {
                "choices": "must be at least 2",
                "correct[1]": "must not be 'A' again",
                "correct[2]": "must be one of the choices, is 'Z'",
                "max_choices": "must leave room for 3 that are correct",
            },
        ),
        (
            build_multiple_choice_item("a", "T", **P, choices=CHOICES, correct=[], min_choices=-1),
            {"correct": "must be at least 1", "min_choices": "must not be negative"},
        ),
        (
            build_order_item("a", "T", **P, choices=CHOICES, correct=["C"], orientation="up"),  # type: ignore[arg-type]  # a program without types
            {"correct": "must hold every choice, lacks A, B", "orientation": "must be one of horizontal, vertical"},
        ),
        (
            build_match_item(
                *("a", "T"),
                **P,
                source_choices=[Choice(identifier="A", content="x", match_max=1), Choice(identifier="B", content="x")],
                target_choices={"A": "x", "Y": "y"},
                correct=[("A", "A"), ("A", "Y"), ("Q", "Y")],
                max_associations=2,
            ),
            {
                "target_choices[0].identifier": "must not be 'A' again",
                "correct[2]": "must be one of the pairs of a source and a target, is 'Q Y'",
                "max_associations": "must leave room for 3 that are correct",
                "source_choices[0].match_max": "must be 2 at least, as is correct",
            },
        ),
        (
            build_hotspot_item(
                *("a", "T"),
                **P,
                picture=evolve(MAP, data="", width=0),
                hotspots=[PLACES[0], Hotspot(identifier="H", shape="rect", coords="1,2,3")],
                correct=["J"],
                max_choices=0,
            ),
            {
                "picture.data": "must not be empty",
                "picture.width": "must be greater than 0",
                "hotspots[1].identifier": "must not be 'H' again",
                "hotspots[1].coords": "must be 4 numbers for a rect, has 3",
                "correct[0]": "must be one of the hotspots, is 'J'",
                "max_choices": "must be greater than 0",
            },
        ),
        (
            build_text_entry_item("a", "T", **P, correct=" ", placeholder="\1", expected_length=0),
            {
                "correct": "must be text of the base type string",
                "placeholder": "must be text that XML can hold, has an invalid token",
                "expected_length": "must be greater than 0",
            },
        ),
        (
            build_text_entry_item("a", "T", **P, correct="1.5", base_type="integer"),
            {"correct": "must be text of the base type integer"},
        ),
        (build_extended_text_item("a", "T", prompt="p", criteria="<p>a"), {"criteria": NOT_XML.format(7)}),
    ],
    ids=["choice", "multiple", "nothing correct", "order", "match", "hotspot", "text", "integer", "essay"],
)
def test_every_problem_is_told_under_the_name_of_its_argument(
    built: Result[BuiltItem, InvalidInput], told: dict[str, str]
) -> None:
    assert {problem.path: problem.text for problem in built.failure().problems} == told


STRANGE: tuple[object, ...] = (object(), None, b"x", [None], {"a": ["b"]})
"""Of a type that no argument has, but for None."""


BUILDERS: tuple[Any, ...] = (
    *(build_choice_item, build_extended_text_item, build_hotspot_item, build_match_item),
    *(build_multiple_choice_item, build_order_item, build_text_entry_item),
)


@pytest.mark.parametrize("strange", STRANGE, ids=lambda each: type(each).__name__)
def test_an_argument_of_another_type_is_a_problem_under_its_name(strange: object) -> None:
    for build in BUILDERS:
        names = {"metadata", "stimulus", "colour", *signature(build).parameters} - {"notes"}
        told = {each.path: each.text for each in build(**dict.fromkeys(names, strange)).failure().problems}
        optional = {name for name, each in signature(build).parameters.items() if each.default is None}
        assert told.keys() == (names - optional if strange is None else names)
        assert told["title"] == f"expected text, found {type(strange).__name__}"
        assert told["colour"].startswith("unknown argument 'colour'; known: ")
