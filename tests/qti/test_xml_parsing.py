"""What the helpers read of items in XML."""

import attrs
import pytest
from returns.result import Success

from timeback_core.errors import DocumentProblem
from timeback_core.qti import (
    ParsedChoice,
    ParsedDeclaration,
    ParsedFeedback,
    extract_choices,
    extract_correct_response,
    extract_feedback,
    extract_feedback_blocks,
    extract_interaction_attributes,
    extract_modal_feedback,
    extract_prompt,
    extract_response_declaration,
    parse_qti_xml,
)

QTI3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"

BRIDGES = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<!-- <qti-prompt>not this</qti-prompt> -->
<qti-assessment-item xmlns="{QTI3}" xmlns:m="http://www.w3.org/1998/Math/MathML" identifier="bridges" title="Bridges"
    adaptive="false" time-dependent="false">
  <qti-response-declaration identifier='SPANS' cardinality='multiple' base-type='identifier'>
    <qti-correct-response interpretation="both">
      <!-- <qti-value>arch</qti-value> -->
      <qti-value base-type="identifier"> cable </qti-value>
      <qti-value><![CDATA[beam]]></qti-value>
    </qti-correct-response>
    <qti-mapping default-value="-1"><qti-map-entry map-key="cable" mapped-value="0.5"/></qti-mapping>
  </qti-response-declaration>
  <qti-response-declaration identifier="LENGTH" cardinality="single" base-type="float">
    <qti-correct-response><qti-value>1280.2</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-response-declaration identifier="NOTES" cardinality="single" base-type="string"/>
  <qti-item-body>
    <qti-choice-interaction response-identifier="SPANS" shuffle="TRUE" max-choices="0" class="wide">
      <qti-prompt class="a"> <p>Which carry <m:mi>x</m:mi> &lt; 9 t?</p><!-- kept --> </qti-prompt>
      <qti-simple-choice identifier='arch' fixed="true"><p>An arch</p></qti-simple-choice>
      <!-- <qti-simple-choice identifier="none">None</qti-simple-choice> -->
      <qti-simple-choice identifier="cable">A <b>cable</b> &amp; deck<qti-feedback-inline
        outcome-identifier="SEEN" identifier="cable">Yes: <i>cable</i></qti-feedback-inline>.</qti-simple-choice>
    </qti-choice-interaction>
    <qti-feedback-block outcome-identifier="SEEN" identifier="block" show-hide="hide">
      <qti-content-body class="x"><p>Look again</p></qti-content-body>
    </qti-feedback-block>
    <p>The longest has <qti-text-entry-interaction response-identifier="LENGTH" expected-length="6"/> m.</p>
  </qti-item-body>
  <qti-modal-feedback outcome-identifier="SEEN" identifier="modal" show-hide="show" title="Well done">
    <qti-content-body class="y">Two of <b>three</b></qti-content-body>
  </qti-modal-feedback>
</qti-assessment-item>
"""

ARCH = ParsedChoice("arch", "An arch", "<p>An arch</p>", {"identifier": "arch", "fixed": "true"})
CABLE = ParsedChoice("cable", "A cable & deck.", "A <b>cable</b> &amp; deck.", {"identifier": "cable"})
SPANS = ParsedDeclaration("SPANS", "multiple", "identifier", ("cable", "beam"), {"cable": 0.5})
INLINE = ParsedFeedback("SEEN", "cable", "show", "Yes: <i>cable</i>", "")
BLOCK = ParsedFeedback("SEEN", "block", "hide", "<p>Look again</p>", "")
MODAL = ParsedFeedback("SEEN", "modal", "show", "Two of <b>three</b>", "Well done")
PROMPT = "<p>Which carry <m:mi>x</m:mi> &lt; 9 t?</p><!-- kept -->"


def test_an_item_is_read_as_a_whole() -> None:
    read = parse_qti_xml(BRIDGES).unwrap()
    assert read.prompt == PROMPT
    assert read.choices == (ARCH, CABLE)
    assert read.correct_answer == "cable"
    assert (read.feedback, read.feedback_blocks, read.modal_feedback) == ((INLINE,), (BLOCK,), (MODAL,))
    assert [each.type for each in read.interactions] == ["choice", "text-entry"]
    assert read.interaction == read.interactions[0]
    assert read.response_declaration == SPANS
    assert [each.correct for each in read.response_declarations] == [("cable", "beam"), ("1280.2",), ()]


def test_each_part_is_read_by_itself() -> None:
    assert extract_prompt(BRIDGES) == Success(PROMPT)
    assert extract_choices(BRIDGES) == Success((ARCH, CABLE))
    assert extract_correct_response(BRIDGES) == Success({"SPANS": ("cable", "beam"), "LENGTH": ("1280.2",)})
    assert extract_feedback(BRIDGES) == Success((INLINE,))
    assert extract_feedback_blocks(BRIDGES) == Success((BLOCK,))
    assert extract_modal_feedback(BRIDGES) == Success((MODAL,))
    assert extract_response_declaration(BRIDGES) == Success(SPANS)
    first = extract_interaction_attributes(BRIDGES).unwrap()
    assert first is not None
    assert (first.response_identifier, first.shuffle, first.max_choices) == ("SPANS", True, 0)
    assert first.attributes["class"] == "wide"


def test_any_prefix_of_the_namespace_will_do() -> None:
    spelled = BRIDGES.replace("<qti-", "<q:qti-").replace("</qti-", "</q:qti-").replace("xmlns=", "xmlns:q=")
    read, same = parse_qti_xml(spelled).unwrap(), parse_qti_xml(BRIDGES).unwrap()
    assert (read.choices, read.response_declarations) == (same.choices, same.response_declarations)
    other = BRIDGES.replace(QTI3, "urn:another")
    assert parse_qti_xml(other).unwrap().choices == ()


def test_single_elements_are_read_too() -> None:
    assert extract_prompt("<qti-prompt class='a'> <p>x</p> </qti-prompt>") == Success("<p>x</p>")
    assert extract_prompt("<a><qti-prompt/><p>x</p><qti-prompt>y</qti-prompt></a>") == Success("")
    (choice,) = extract_choices("<qti-simple-choice identifier='A'>1 &lt; 2</qti-simple-choice>").unwrap()
    assert (choice.identifier, choice.text, choice.content) == ("A", "1 < 2", "1 &lt; 2")
    bare = extract_interaction_attributes("<qti-choice-interaction/>").unwrap()
    assert bare is not None
    assert (bare.response_identifier, bare.shuffle, bare.max_choices) == ("", False, 1)
    assert extract_response_declaration("<qti-response-declaration/>") == Success(ParsedDeclaration("", "", "", (), {}))
    bound = extract_correct_response("<qti-correct-response><qti-value>A</qti-value></qti-correct-response>")
    assert bound == Success({"": ("A",)})  # nobody declares it


def test_what_is_not_there_is_empty() -> None:
    nothing = parse_qti_xml("<a/>").unwrap()
    assert set(attrs.astuple(nothing)) == {"", (), None}


def match_set(identifier: str) -> str:
    choice = f"<qti-simple-associable-choice identifier='{identifier}' match-max='1'/>"
    return f"<qti-simple-match-set>{choice}</qti-simple-match-set>"


KINDS = {
    "choice": ("<qti-simple-choice identifier='A'>a</qti-simple-choice>", ["A"], []),
    "order": ("<qti-simple-choice identifier='A'/><qti-simple-choice identifier='B'/>", ["A", "B"], []),
    "inline-choice": ("<qti-inline-choice identifier='A'>a</qti-inline-choice>", ["A"], []),
    "text-entry": ("", [], []),
    "extended-text": ("", [], []),
    "match": (match_set("A") + match_set("X"), ["A"], ["X"]),
    "associate": ("<qti-simple-associable-choice identifier='A' match-max='1'/>", ["A"], []),
    "gap-match": (
        "<qti-gap-text identifier='W' match-max='1'>w</qti-gap-text><p>a <qti-gap identifier='G1'/> b</p>",
        ["W"],
        ["G1"],
    ),
    "graphic-gap-match": (
        "<qti-gap-img identifier='I'><img src='i.png' alt=''/></qti-gap-img><qti-associable-hotspot identifier='H'/>",
        ["I"],
        ["H"],
    ),
    "hotspot": ("<qti-hotspot-choice identifier='H' shape='circle' coords='1,1,1'/>", ["H"], []),
    "graphic-order": ("<qti-hotspot-choice identifier='H' shape='circle' coords='1,1,1'/>", ["H"], []),
    "graphic-associate": ("<qti-associable-hotspot identifier='H' shape='default' match-max='1'/>", ["H"], []),
    "hottext": ("<p>one <qti-hottext identifier='T'>two</qti-hottext></p>", ["T"], []),
    "select-point": ("<object data='a.png' type='image/png'/>", [], []),
    "slider": ("", [], []),
    "drawing": ("", [], []),
    "media": ("", [], []),
    "upload": ("", [], []),
    "portable-custom": ("", [], []),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_interaction_is_read(kind: str) -> None:
    inside, choices, targets = KINDS[kind]
    prompt = "<qti-prompt>Do it</qti-prompt>"
    xml = f"<p><qti-{kind}-interaction response-identifier='R' step='2'>{prompt}{inside}</qti-{kind}-interaction></p>"
    (read,) = parse_qti_xml(xml).unwrap().interactions
    assert (read.type, read.response_identifier, read.prompt) == (kind.removeprefix("portable-"), "R", "Do it")
    assert [each.identifier for each in read.choices] == choices
    assert [each.identifier for each in read.targets] == targets
    assert read.attributes["step"] == "2"


@pytest.mark.parametrize(
    ("xml", "problem"),
    [
        ("<a>\n <qti-prompt>x</a>", DocumentProblem("line 2, column 17", "well-formed XML", "mismatched tag")),
        (
            "<a>\n<qti-choice-interaction max-choices='two'/></a>",
            DocumentProblem("line 2, column 1", "a whole number as max-choices", "other text"),
        ),
        (
            "<qti-response-declaration>\n\u00e9 <qti-map-entry mapped-value='x'/></qti-response-declaration>",
            DocumentProblem("line 2, column 3", "a number as mapped-value", "other text"),
        ),
        (
            "\n<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1'/>",
            DocumentProblem("line 2, column 1", "QTI 3.0", "QTI 2.1"),
        ),
    ],
    ids=["not well-formed", "no count", "no points", "an older version"],
)
def test_what_is_wrong_is_told_with_its_line_and_column(xml: str, problem: DocumentProblem) -> None:
    assert parse_qti_xml(xml).failure().problems == (problem,)


def test_what_is_no_text_is_told_as_such() -> None:
    for given in (None, b"<a/>", 5):
        told = parse_qti_xml(given).failure()  # type: ignore[arg-type]  # a program without types
        assert told.problems[0].expected == "text"
