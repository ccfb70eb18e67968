"""What a document in XML is told to be, whether it can be sent, and what hostile ones cost."""

import tracemalloc
from typing import get_args

import pytest
from returns.result import Failure, Success
from tests.support import calls, client_of, error, value

from timeback_core.engine.codec import evolve
from timeback_core.errors import InvalidDocument, InvalidInput
from timeback_core.qti import (
    AssessmentItemXmlInput,
    DocumentKind,
    QtiDocument,
    build_extended_text_item,
    find_xml_problems,
    identify_document,
    parse_qti_xml,
)
from timeback_core.sandbox import Sandbox

QTI3 = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
IMS = "http://www.imsglobal.org/xsd"


def root(name: str, namespace: str = QTI3, rest: str = 'identifier="a" title="A"') -> str:
    return f'<{name} xmlns="{namespace}" {rest}/>' if namespace else f"<{name} {rest}/>"


ITEM, TEST, STIMULUS = (root(f"qti-assessment-{kind}") for kind in ("item", "test", "stimulus"))
PREFIXED = f'<q:qti-assessment-item xmlns:q="{QTI3}" identifier="a" title="A"/>'
OLD_DOCTYPE = '<!DOCTYPE questestinterop SYSTEM "ims_qtiasiv1p1.dtd">'

KNOWN = {
    ITEM: QtiDocument("item", "3.0", "a", "A"),
    TEST: QtiDocument("test", "3.0", "a", "A"),
    STIMULUS: QtiDocument("stimulus", "3.0", "a", "A"),
    root("qti-assessment-section"): QtiDocument(None, "3.0", "a", "A"),
    PREFIXED: QtiDocument("item", "3.0", "a", "A"),
    f"\ufeff<?xml version='1.0'?>\n<?xml-model href='a.rng'?><!-- first -->\n{ITEM}": QtiDocument(
        "item", "3.0", "a", "A"
    ),
    root("assessmentItem", f"{IMS}/imsqti_v2p0"): QtiDocument("item", "2.0", "a", "A"),
    root("assessmentItem", f"{IMS}/imsqti_v2p1"): QtiDocument("item", "2.1", "a", "A"),
    root("assessmentItem", f"{IMS}/apip/apipv1p0/qtiitem/imsqti_v2p1"): QtiDocument("item", "2.1", "a", "A"),
    root("assessmentTest", f"{IMS}/imsqti_v2p2"): QtiDocument("test", "2.2", "a", "A"),
    root("assessmentStimulus", f"{IMS}/imsqti_v2p2"): QtiDocument("stimulus", "2.2", "a", "A"),
    root("assessmentSection", f"{IMS}/imsqti_v2p2"): QtiDocument(None, "2.2", "a", "A"),
    root("assessmentItem", ""): QtiDocument("item", "2.x", "a", "A"),
    root("assessmentItem"): QtiDocument("item", "2.x", "a", "A"),  # some editors give old names the new namespace
    root("questestinterop", f"{IMS}/ims_qtiasiv1p2", ""): QtiDocument(None, "1.2", "", ""),
    root("questestinterop", "", ""): QtiDocument(None, "1.x", "", ""),
    f"{OLD_DOCTYPE}<questestinterop/>": QtiDocument(None, "1.1", "", ""),
}

REFUSED = {
    "": "line 1, column 1: expected a document, found nothing",
    "plain": "line 1, column 1: expected well-formed XML, found syntax error",
    f"{ITEM}\n<b/>": "line 2, column 1: expected well-formed XML, found junk after document element",
    "<a>\n  <b></a>": "line 2, column 8: expected well-formed XML, found mismatched tag",
    "<a>\u00e9&nbsp;</a>": "line 1, column 5: expected well-formed XML, found undefined entity",
    "<a>\n\ud800</a>": "line 2, column 1: expected characters, found half of a surrogate pair",
    "<a>\n  <b>": "line 2, column 6: expected well-formed XML, found its end",
    "<a>1 < 2</a>": "line 1, column 7: expected well-formed XML, found an invalid token",
    "<q:a/>": "line 1, column 1: expected well-formed XML, found unbound prefix",
    "<!DOCTYPE a><a/>": "line 1, column 12: expected none of what is not safe, found a document type declaration",
    "<html/>": "must be <qti-assessment-item>, is <html>",
    TEST: "must be <qti-assessment-item>, is <qti-assessment-test>",
    root("qti-assessment-item", ""): f"must be in the namespace {QTI3}, is in none",
    root("qti-assessment-item", "urn:x"): f"must be in the namespace {QTI3}, is in urn:x",
    root("qti-assessment-item", rest='identifier=" "'): "must have an identifier",
    root("qti-assessment-item", rest='identifier=".."'): "must have an identifier that a path can hold",
    root("assessmentItem", f"{IMS}/imsqti_v2p1"): "must be QTI 3.0, is QTI 2.1 (its root is <assessmentItem>)",
    f"{OLD_DOCTYPE}<questestinterop/>": "must be QTI 3.0, is QTI 1.1 (its root is <questestinterop>)",
    f'<?xml version="1.0" encoding="UTF-16"?>{ITEM}': (
        "must be declared as UTF-8, in which it is sent, is declared as UTF-16"
    ),
    f'<?xml version="1.0" encoding="ISO-8859-1"?><!-- \u00e9 -->{ITEM}': (
        "must be declared as UTF-8, in which it is sent, is declared as ISO-8859-1"
    ),
}
"""What an item cannot be, and what is said of it."""


@pytest.mark.parametrize("xml", KNOWN, ids=range(len(KNOWN)))
def test_a_document_is_told_by_its_root(xml: str) -> None:
    assert identify_document(xml) == Success(KNOWN[xml])


def test_what_is_no_document_of_qti_is_told_with_its_place() -> None:
    for xml in ("", "plain", "<a>\n  <b></a>", "<html/>", "<!DOCTYPE html><html/>"):
        told = identify_document(xml).failure()
        assert isinstance(told, InvalidDocument)
        (problem,) = told.problems
        assert problem.path.startswith("line ")
    assert identify_document("<a>\n  <b></a>").failure().message == (
        "invalid document: line 2, column 8: expected well-formed XML, found mismatched tag"
    )


@pytest.mark.parametrize("xml", REFUSED, ids=range(len(REFUSED)))
def test_what_the_platform_would_not_take_is_told(xml: str) -> None:
    assert [each.text for each in find_xml_problems(xml, "item")] == [REFUSED[xml]]


def test_what_the_platform_takes_has_no_problems() -> None:
    for xml, kind in ((ITEM, "item"), (PREFIXED, "item"), (TEST, "test"), (STIMULUS, "stimulus")):
        for other in get_args(DocumentKind):
            assert (find_xml_problems(xml, other) == ()) is (kind == other)
    for declared in ("utf-8", "UTF8", "US-ASCII", "ISO-8859-1"):  # which say the same of this text
        assert find_xml_problems(f'<?xml version="1.0" encoding="{declared}"?>{ITEM}', "item") == ()


def test_a_kind_of_document_that_does_not_exist_is_told() -> None:
    (problem,) = find_xml_problems(ITEM, "itme")  # type: ignore[arg-type]  # a program without types
    assert problem.path == "kind"
    assert "did you mean 'item'?" in problem.text
    assert find_xml_problems(ITEM, []) != ()  # type: ignore[arg-type]  # a program without types


def test_nothing_is_sent_of_what_the_platform_would_not_take() -> None:
    old = root("assessmentItem", f"{IMS}/imsqti_v2p2")
    sandbox = Sandbox(students=1)
    with sandbox.serve() as server, client_of(server) as client:
        asked = [
            client.qti.assessment_items.create_from_xml(AssessmentItemXmlInput(xml=old)),
            client.qti.assessment_items.update_from_xml("a", AssessmentItemXmlInput(xml=old)),
            client.qti.assessment_tests.create_from_xml(ITEM),
            client.qti.assessment_tests.update_from_xml("a", "<qti-assessment-test>"),
            client.qti.stimuli.create_from_xml(old),
        ]
        for told in map(error, asked):
            assert isinstance(told, InvalidInput)
            (problem,) = told.problems
            assert problem.path in ("xml", "item.xml")
        assert calls(sandbox) == []


REFERENCES = "<qti-assessment-item-ref identifier='i' href='/assessment-items/i' sequence='1'/>" * 6_000
PICTURE = f'<img alt="" src="data:image/png;base64,{"A" * 1_600_000}"/>'
LARGE_ITEM = ITEM.replace("/>", f"><qti-item-body>{PICTURE}</qti-item-body></qti-assessment-item>")
LARGE_TEST = TEST.replace("/>", f">{REFERENCES}</qti-assessment-test>")
LARGE_STIMULUS = STIMULUS.replace("/>", f"><qti-stimulus-body>{PICTURE}</qti-stimulus-body></qti-assessment-stimulus>")


def test_what_is_sent_may_be_as_large_as_a_body() -> None:
    assert find_xml_problems(LARGE_ITEM, "item") == find_xml_problems(LARGE_TEST, "test") == ()
    assert identify_document(LARGE_ITEM) == identify_document(ITEM)
    assert PICTURE in build_extended_text_item("a", "A", prompt=PICTURE).unwrap().xml
    with Sandbox(students=1).serve() as server, client_of(server) as client:
        created = value(client.qti.stimuli.create_from_xml(LARGE_STIMULUS))
        changed = value(client.qti.stimuli.modify("a", lambda stimulus: evolve(stimulus, title="B")))
        assert created.raw_xml == LARGE_STIMULUS
        assert changed.title == "B"
        assert PICTURE[20:-2] in changed.raw_xml
    (problem,) = find_xml_problems("x" * ((10 << 20) + 1), "item")
    assert problem.text == "line 1, column 1: expected at most 10,485,760 bytes, found more"


def attributes_of(attribute: str, count: int) -> str:
    return f"<a {' '.join(attribute.format(number) for number in range(count))}/>"


ENTITIES = "".join(
    f'<!ENTITY e{level + 1} "{references}">' for level in range(9) for references in [f"&e{level};" * 10]
)
BOMBS = {
    "entities": f'<!DOCTYPE a [<!ENTITY e0 "ha">{ENTITIES}]><a>&e9;</a>',
    "one large entity": "<!DOCTYPE a [<!ENTITY e 'LARGE'>]><a>&e;</a>".replace("LARGE", "x" * 100_000),
    "an external entity": '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>',
    "an external subset": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>',
    "a parameter entity": '<!DOCTYPE a [<!ENTITY % e SYSTEM "http://127.0.0.1:9/a.dtd">%e;]><a/>',
    "depth": "<a>" * 400_000,
    "depth of few": "<a>" * 6_000 + "</a>" * 6_000,
    "unclosed tags": "<qti-simple-choice " * 7_000,
    "many elements": f"<a>{'<b/>' * 300_000}</a>",
    "many attributes": attributes_of("a{}=''", 100_000),
    "many namespaces": attributes_of("xmlns:a{}='u'", 50_000),
    "length": f"<a>{'x' * 20_000_000}</a>",
    "open comments": "<!--" * 300_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_a_bomb_costs_little(bomb: str) -> None:
    parse_qti_xml(ITEM)  # what is imported once is no cost of a document
    tracemalloc.start()
    try:
        told = parse_qti_xml(BOMBS[bomb])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert isinstance(told, Failure)
    assert most < 2_000_000


@pytest.mark.parametrize(
    "large",
    [
        f'<a b="{"x" * 1_400_000}"/>',
        f"<a>{'x' * 1_400_000}</a>",
        f"<a>{chr(10) * 1_400_000}</a>",
        f"<a>{'&lt;' * 350_000}</a>",
        f"<a>{'<b/>' * 19_000}</a>",
        attributes_of("a{}=''", 19_000),
    ],
    ids=["an attribute", "text", "lines", "references", "elements", "attributes"],
)
def test_as_much_as_is_read_costs_less_than_ten_megabytes(large: str) -> None:
    identify_document(ITEM)
    tracemalloc.start()
    try:
        assert find_xml_problems(large, "item") == find_xml_problems("<a/>", "item")  # it was read to its end
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 10_000_000
