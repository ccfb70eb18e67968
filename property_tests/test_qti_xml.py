"""Documents of QTI in XML: whatever is given is answered, and what is built says the same as JSON and as XML."""

from collections.abc import Callable, Iterable
from typing import Any, get_args

from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from returns.result import Failure, Result, Success

from timeback_core import check, encode
from timeback_core.engine.codec import Model, Unknown
from timeback_core.errors import InvalidDocument, InvalidInput
from timeback_core.qti import (
    AnswerFeedback,
    BuiltItem,
    Choice,
    ChoiceInteraction,
    DocumentKind,
    GraphicObject,
    Hotspot,
    HotspotInteraction,
    Interaction,
    MatchInteraction,
    OrderInteraction,
    ParsedChoice,
    QtiDocument,
    build_choice_item,
    build_extended_text_item,
    build_hotspot_item,
    build_match_item,
    build_multiple_choice_item,
    build_order_item,
    build_text_entry_item,
    extract_choices,
    extract_correct_response,
    extract_feedback,
    extract_feedback_blocks,
    extract_interaction_attributes,
    extract_modal_feedback,
    extract_prompt,
    extract_response_declaration,
    find_xml_problems,
    identify_document,
    parse_qti_xml,
)

EXTRACTS: list[tuple[Callable[[str], Result[Any, InvalidDocument]], str]] = [
    (extract_prompt, "prompt"),
    (extract_choices, "choices"),
    (extract_feedback, "feedback"),
    (extract_feedback_blocks, "feedback_blocks"),
    (extract_modal_feedback, "modal_feedback"),
    (extract_interaction_attributes, "interaction"),
    (extract_response_declaration, "response_declaration"),
]

IDENTIFIERS = st.text("AZaz09_-.\u00e9", min_size=1, max_size=4)
CHARACTERS = st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
TITLES = st.text(CHARACTERS | st.sampled_from("\t\n\r<&>\"']"), max_size=9).filter(str.strip)
MARKUP = ["a ", "<p>b</p>", "<br/>", "1 &lt; 2", "<i>c<b>d</b></i>", "\u00e9", "<!-- e -->", "<![CDATA[<]]>"]
HTML = st.lists(st.sampled_from(MARKUP), max_size=3).map("".join)
TAGS = [
    *("qti-prompt", "qti-simple-choice", "qti-choice-interaction", "qti-match-interaction", "qti-response-declaration"),
    *("qti-correct-response", "qti-value", "qti-feedback-inline", "qti-content-body", "qti-map-entry", "p", "x:y"),
]
PIECES = [
    *(f"<{tag}>" for tag in TAGS),
    *(f"</{tag}>" for tag in TAGS),
    *(f"<{tag} identifier='A' max-choices='2' mapped-value='1' shuffle=\"true\"/>" for tag in TAGS),
    *(
        "<!-- ",
        " -->",
        "<![CDATA[",
        "]]>",
        "<?pi ?>",
        "<!DOCTYPE a [",
        "<!ENTITY e '&e;'>",
        "]>",
        "&e;",
        "&lt;",
        "&#0;",
        "&#65;",
    ),
    *(
        "<a xmlns='http://www.imsglobal.org/xsd/imsqtiasi_v3p0'>",
        "</a>",
        "<a xmlns:x='urn:x'>",
        "text",
        "\0",
        "\ud800",
        '"',
    ),
    *("<?xml version='1.0' encoding='UTF-16'?>", "<assessmentItem>", "<qti-assessment-item identifier='a'>", "\ufeff"),
]


identifiers = st.lists(IDENTIFIERS, min_size=2, max_size=4, unique=True)


@settings(max_examples=so_many(200))
@given(st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_any_text_is_answered_and_the_helpers_agree(xml: str) -> None:
    whole = parse_qti_xml(xml)
    if isinstance(whole, Failure):
        assert all(problem.path.startswith("line ") for problem in whole.failure().problems)
    else:
        for extract, name in EXTRACTS:
            assert extract(xml) == Success(getattr(whole.unwrap(), name))
        first = next(iter(extract_correct_response(xml).unwrap().values()), (None,))
        assert whole.unwrap().correct_answer == first[0]
    kinds = [kind for kind in get_args(DocumentKind) if find_xml_problems(xml, kind) == ()]
    assert not kinds or kinds == [identify_document(xml).unwrap().kind]


@st.composite
def built_items(draw: st.DrawFn) -> BuiltItem:
    """Items of every kind that is built."""
    names = draw(identifiers)
    given: dict[str, Any] = draw(st.fixed_dictionaries({"identifier": TITLES, "title": TITLES, "prompt": HTML}))
    feedback = draw(st.none() | st.builds(AnswerFeedback, HTML, HTML))
    inline = draw(st.booleans())
    choices = [
        Choice(identifier=name, content=draw(HTML), feedback_inline=draw(HTML) if inline else None) for name in names
    ]
    some = draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    text = draw(TITLES)
    builders: list[Callable[[], Result[BuiltItem, InvalidInput]]] = [
        lambda: build_choice_item(**given, choices=choices, correct=some[0], feedback=feedback),
        lambda: build_multiple_choice_item(**given, choices=choices, correct=some, feedback=feedback),
        lambda: build_order_item(**given, choices=choices, correct=names[::-1], feedback=feedback),
        lambda: build_match_item(
            **given,
            source_choices=choices[:1],
            target_choices=choices[1:],
            correct=[(names[0], other) for other in names[1:]],
            feedback=feedback,
        ),
        lambda: build_hotspot_item(
            **given,
            picture=GraphicObject(data=text, width=4, height=3.5, type="image/png"),
            hotspots=[Hotspot(identifier=name, shape="circle", coords="1,2,3", label=text) for name in names],
            correct=some,
            max_choices=len(some),
            feedback=feedback,
        ),
        lambda: build_text_entry_item(**given, correct=text, placeholder=text, feedback=feedback),
        lambda: build_extended_text_item(**given, criteria=draw(HTML), expected_length=5),
    ]
    return draw(st.sampled_from(builders))().unwrap()


def in_json(interaction: Interaction) -> tuple[list[str], list[str]]:
    """The choices, and what they are matched with, of an interaction that is built: HTML by identifier."""
    match interaction:
        case ChoiceInteraction() | OrderInteraction():
            return contents(interaction.question_structure.choices), []
        case MatchInteraction():
            asked = interaction.question_structure
            return contents(asked.source_choices), contents(asked.target_choices)
        case HotspotInteraction():
            return [f"{each.identifier}: " for each in interaction.question_structure.hotspots], []
        case _:
            return [], []


def contents(choices: Iterable[Choice | ParsedChoice]) -> list[str]:
    return [f"{each.identifier}: {each.content.strip()}" for each in choices]


@settings(max_examples=so_many(60))
@given(built_items())
def test_json_and_xml_of_a_built_item_say_the_same(item: BuiltItem) -> None:
    json, interaction = item.json, item.json.interaction
    assert not isinstance(interaction, Unknown)
    assert check(json) == check(item.xml_input) == ()
    assert identify_document(item.xml) == Success(QtiDocument("item", "3.0", json.identifier, json.title))
    read = parse_qti_xml(item.xml).unwrap()
    (shown,), (declared,) = read.interactions, read.response_declarations
    assert (shown.type, shown.response_identifier) == (json.type, interaction.response_identifier)
    assert (contents(shown.choices), contents(shown.targets)) == in_json(interaction)
    prompt = interaction.question_structure.prompt or ""
    assert shown.prompt == prompt.strip() if json.type != "text-entry" else prompt in item.xml
    (response,) = json.response_declarations or ()
    assert (declared.identifier, declared.cardinality) == (response.identifier, response.cardinality)
    assert declared.base_type == response.base_type
    assert list(declared.correct) == [each for each in response.correct_response.value if each != ""]
    told = [(each.identifier, each.content.strip()) for each in json.feedback_block or ()]
    assert [(each.identifier, each.content) for each in read.feedback_blocks] == told
    assert said_of(interaction).items() <= shown.attributes.items()


def said_of(interaction: Model) -> dict[str, str]:
    """The single values that an interaction of JSON holds, as attributes of XML spell them."""
    asked: Any = encode(interaction).unwrap()
    flat = {**asked, **asked["questionStructure"], **asked.get("attributes", {})}
    single = {name: each for name, each in flat.items() if not isinstance(each, dict | list)}
    del single["type"], single["prompt"]
    return {
        ATTRIBUTES.get(name, name): str(each).lower() if isinstance(each, bool) else str(each)
        for name, each in single.items()
    }


ATTRIBUTES = {
    "responseIdentifier": "response-identifier",
    "maxChoices": "max-choices",
    "minChoices": "min-choices",
    "maxAssociations": "max-associations",
    "expectedLength": "expected-length",
    "expectedLines": "expected-lines",
    "placeholder": "placeholder-text",
}
"""How XML spells members of JSON, where it does so otherwise."""
