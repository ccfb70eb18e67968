"""What holds of documents in XML: those that are sent, read and built."""

import tracemalloc

from returns.result import Failure
from tests.support import calls, client_of, error, value

from timeback_core.errors import InvalidInput
from timeback_core.qti import (
    AssessmentItemXmlInput,
    build_choice_item,
    build_multiple_choice_item,
    extract_choices,
    extract_correct_response,
    extract_prompt,
    parse_qti_xml,
)
from timeback_core.sandbox import Sandbox

ITEM = """\
<qti-assessment-item xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0" identifier="tides" title="Tides">
  <qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="identifier">
    <qti-correct-response><qti-value>moon</qti-value><qti-value>sun</qti-value></qti-correct-response>
  </qti-response-declaration>
  <qti-item-body><qti-choice-interaction response-identifier="RESPONSE" max-choices="0">
    <qti-prompt>What makes <i>tides</i>?</qti-prompt>
    <qti-simple-choice identifier="moon">The Moon</qti-simple-choice>
    <qti-simple-choice identifier="sun">The Sun</qti-simple-choice>
  </qti-choice-interaction></qti-item-body>
</qti-assessment-item>"""
OLD = ITEM.replace("qti-assessment-item", "assessmentItem").replace("imsqtiasi_v3p0", "imsqti_v2p1")


def test_an_older_version_is_told_before_it_is_sent() -> None:
    sandbox = Sandbox(students=1)
    with sandbox.serve() as server, client_of(server) as client:
        told = [
            error(client.qti.assessment_items.create_from_xml(AssessmentItemXmlInput(xml=OLD))),
            error(client.qti.assessment_tests.create_from_xml(OLD)),
            error(client.qti.stimuli.create_from_xml(OLD)),
        ]
        assert calls(sandbox) == []
    for each in told:
        assert isinstance(each, InvalidInput)
        assert each.problems[0].text == "must be QTI 3.0, is QTI 2.1 (its root is <assessmentItem>)"


def test_malformed_xml_is_told_with_its_place() -> None:
    for extract in (parse_qti_xml, extract_prompt, extract_choices, extract_correct_response):
        told = extract(ITEM.replace("</i>", "</b>")).failure()
        assert told.message == "invalid document: line 6, column 38: expected well-formed XML, found mismatched tag"


def test_any_spelling_of_a_document_is_read_alike() -> None:
    read = parse_qti_xml(ITEM).unwrap()
    assert read.prompt == "What makes <i>tides</i>?"
    assert extract_correct_response(ITEM).unwrap() == {"RESPONSE": ("moon", "sun")}
    for spelled in (
        ITEM.replace('"', "'"),
        ITEM.replace("<qti-", "<q:qti-").replace("</qti-", "</q:qti-").replace("xmlns=", "xmlns:q="),
        ITEM.replace("<qti-value>", "<!-- <qti-value>mars</qti-value> --><qti-value >"),
        ITEM.replace("moon</qti-value>", "<![CDATA[moon]]></qti-value>"),
        f'\ufeff<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- tides -->{ITEM}',
    ):
        assert parse_qti_xml(spelled).unwrap() == read


def test_a_hostile_document_costs_nothing() -> None:
    parse_qti_xml(ITEM)
    entities = "".join(f"<!ENTITY e{level + 1} '&e{level};&e{level};&e{level};&e{level};'>" for level in range(40))
    hostile = [
        f"<!DOCTYPE a [<!ENTITY e0 'ha'>{entities}]><a>&e40;</a>",
        "<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/hostname'>]><a>&e;</a>",
        "<!DOCTYPE a SYSTEM 'http://127.0.0.1:9/a.dtd'><a/>",
        "<a>" * 200_000,
        "<a b=''>" * 200_000,
        "<qti-simple-choice>" * 1_000_000,
    ]
    tracemalloc.start()
    try:
        for document in hostile:
            assert isinstance(parse_qti_xml(document), Failure)
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_an_item_is_built_in_two_forms_that_say_the_same() -> None:
    given = {"moon": "The Moon", "sun": "The <b>Sun</b>", "mars": "Mars"}
    built = build_multiple_choice_item("t", "Tides", prompt="Why?", choices=given, correct=["moon", "sun"]).unwrap()
    read = parse_qti_xml(built.xml).unwrap()
    assert {choice.identifier: choice.content for choice in read.choices} == given
    with Sandbox(students=1).serve() as server, client_of(server) as client:
        items = client.qti.assessment_items
        for is_xml in (False, True):
            value(items.create_from_xml(built.xml_input) if is_xml else items.create(built.json))
            answers: list[list[str]] = [["sun", "moon"], ["moon"], ["moon", "sun", "mars"]]
            told = [value(items.process_responses("t", {"RESPONSE": answer})) for answer in answers]
            assert [each.score for each in told] == [1, 0, 0]
            value(items.delete("t"))


def test_what_cannot_be_right_is_not_built() -> None:
    told = build_choice_item("", "T", prompt="<p>Why?", choices={"A": "a", "B C": "b"}, correct="D").failure()
    assert [problem.path for problem in told.problems] == ["prompt", "choices[1].identifier", "correct", "identifier"]
