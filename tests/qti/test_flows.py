"""Stimuli, items and tests that are changed, replaced or created, against the sandbox."""

from collections.abc import Iterator
from typing import Any

import pytest
from tests.answering import Answering
from tests.qti.model_cases_interactions import ITEM
from tests.qti.model_cases_qti import STIMULUS, TEST
from tests.qti.test_rules import ITEM as ITEM_INPUT, TEST as TEST_INPUT
from tests.scripted_server import Reply
from tests.support import calls, error, value

from timeback_core import TimebackClient, evolve, qti as q
from timeback_core.errors import Conflict, InvalidInput, NotFound, Rejected
from timeback_core.sandbox import Sandbox

XMLNS = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
HTML = "<div>\n  <h2>Caf\u00e9 &amp; more</h2><p class='a'>x<br/>y</p>\n</div>"


@pytest.fixture(scope="module")
def box() -> Sandbox:
    return Sandbox(students=1)


@pytest.fixture(scope="module")
def client(box: Sandbox) -> Iterator[TimebackClient]:
    with TimebackClient.open(**box.settings, environ={}).unwrap() as opened:
        yield opened


def verbs(box: Sandbox) -> list[str]:
    """The verbs of what arrived since the requests were forgotten."""
    return [each.verb for each in calls(box)]


def test_a_stimulus_is_changed_and_keeps_the_rest(box: Sandbox, client: TimebackClient) -> None:
    stimuli = client.qti.stimuli
    body = q.StimulusInput(
        identifier="forest",
        title="Forest",
        content=HTML,
        language="de",
        stylesheet=q.Stylesheet(href="https://cdn.example/a.css", type="text/css"),
        catalog_info=[q.CatalogInfo(id="g1", support="glossary-on-screen", content="<p>Top</p>")],
        metadata={"own": {"deep": [1, None]}},
    )
    before = value(stimuli.create(body))
    after = value(stimuli.modify("forest", lambda it: evolve(it, title="Wood")))
    assert after.title == "Wood"
    assert after.raw_xml == before.raw_xml.replace('title="Forest"', 'title="Wood"')
    assert HTML in after.raw_xml
    assert evolve(after, title="Forest", raw_xml="", content={}, updated_at=before.updated_at) == evolve(
        before, raw_xml="", content={}
    )


def test_an_item_is_changed_as_its_xml(box: Sandbox, client: TimebackClient) -> None:
    items = client.qti.assessment_items
    before = value(items.get("item-math-1"))
    box.forget_requests()
    assert value(items.modify("item-math-1", lambda it: it)) == before
    assert verbs(box) == ["GET"]

    def noted(item: q.AssessmentItemXmlInput) -> q.AssessmentItemXmlInput:
        assert isinstance(item.metadata, q.ItemMetadata)
        return evolve(item, metadata=evolve(item.metadata, subject="Sums"))

    after = value(items.modify("item-math-1", noted))
    assert before.metadata is not None
    assert after.metadata == evolve(before.metadata, subject="Sums")
    assert after.raw_xml == before.raw_xml
    assert value(items.get_xml("item-math-1")) == before.raw_xml


def test_a_test_is_changed_and_keeps_the_rest(box: Sandbox, client: TimebackClient) -> None:
    tests = client.qti.assessment_tests
    body = evolve(TEST_INPUT, tool_name="Pen", tool_version="1", time_limit=90, metadata={"own": [None]})
    before = value(tests.create(body))
    after = value(tests.modify("t", lambda it: evolve(it, title="Unit 2")))
    assert after.title == "Unit 2"
    assert after.raw_xml == before.raw_xml.replace('title="T"', 'title="Unit 2"')
    assert 'tool-name="Pen"' in after.raw_xml
    assert (after.test_parts, after.metadata, after.time_limit) == (before.test_parts, before.metadata, 90)
    box.forget_requests()
    assert isinstance(error(tests.modify("t", lambda it: evolve(it, test_parts=[]))), InvalidInput)
    assert verbs(box) == ["GET"]


@pytest.mark.parametrize(
    ("inside", "lost"),
    [
        ("<qti-rubric-block/>", "<qti-rubric-block> in <qti-assessment-section>"),
        ('<qti-assessment-section identifier="n" title="" visible="true"/>', "<qti-assessment-section> in"),
        ('<qti-assessment-item-ref identifier="a" href="a" category="hard"/>', "category of <qti-assessment-item-ref>"),
    ],
)
def test_a_test_whose_xml_holds_more_is_not_changed_as_json(answering: Answering, inside: str, lost: str) -> None:
    xml = (
        f'<qti-assessment-test {XMLNS} identifier="t" title="T"><qti-test-part identifier="p" navigation-mode="linear" '
        f'submission-mode="individual"><qti-assessment-section identifier="s" title="S" visible="true">{inside}'
        "</qti-assessment-section></qti-test-part></qti-assessment-test>"
    )
    refused = error(q.modify_assessment_test(answering(Reply({**TEST, "rawXml": xml})), "t", lambda it: it))
    assert isinstance(refused, InvalidInput)
    (problem,) = refused.problems
    assert (problem.path, lost in problem.text, "update_from_xml" in problem.text) == ("raw_xml", True, True)


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({"rawXml": "<a"}, "cannot be read: line 1"),
        ({"rawXml": f"<qti-assessment-stimulus {XMLNS}><qti-x/></qti-assessment-stimulus>"}, "<qti-x> in"),
        (
            {
                "rawXml": f"<qti-assessment-stimulus {XMLNS}><qti-catalog-info/></qti-assessment-stimulus>",
                "catalogInfo": [],
            },
            "<qti-catalog-info>",
        ),
    ],
)
def test_a_stimulus_whose_xml_holds_more_is_not_changed(answering: Answering, document: Any, text: str) -> None:
    refused = error(q.modify_stimulus(answering(Reply({**STIMULUS, **document})), "s", lambda it: it))
    assert isinstance(refused, InvalidInput)
    (problem,) = refused.problems
    assert problem.path == "raw_xml"
    assert text in problem.text


def test_a_document_is_created_and_replaced_by_one_call(box: Sandbox, client: TimebackClient) -> None:
    qti = client.qti
    box.forget_requests()
    for title in ("One", "Two"):
        stimulus = q.StimulusInput(identifier="other", title=title, content="<p/>")
        assert value(qti.stimuli.upsert("up", stimulus)).title == title
        assert value(qti.assessment_items.upsert("up", evolve(ITEM_INPUT, title=title))).title == title
        assert value(qti.assessment_tests.upsert("up", evolve(TEST_INPUT, title=title))).title == title
    assert verbs(box) == ["PUT", "POST"] * 3 + ["PUT"] * 3
    for exists in (qti.stimuli.exists, qti.assessment_items.exists, qti.assessment_tests.exists):
        assert (value(exists("up")), value(exists("down"))) == (True, False)


def test_a_document_is_created_and_replaced_from_xml(box: Sandbox, client: TimebackClient) -> None:
    qti = client.qti
    item = q.AssessmentItemXmlInput(xml=value(qti.assessment_items.get_xml("item-math-2")).replace("item-math-2", "x"))
    seeded = "course-1-unit-1-lesson-1"
    test = value(qti.assessment_tests.get_xml(seeded)).replace(f'identifier="{seeded}"', 'identifier="x"')
    box.forget_requests()
    for _ in range(2):
        assert value(qti.assessment_items.upsert_from_xml("x", item)).raw_xml == item.xml
        assert value(qti.assessment_tests.upsert_from_xml("x", test)).raw_xml == test
    assert verbs(box) == ["PUT", "POST"] * 2 + ["PUT"] * 2
    box.forget_requests()
    for misnamed in (qti.assessment_items.upsert_from_xml("y", item), qti.assessment_tests.upsert_from_xml("y", test)):
        refused = error(misnamed)
        assert isinstance(refused, InvalidInput)
        assert [str(problem) for problem in refused.problems] == ["identifier: must be that of the XML, 'x'"]
    assert verbs(box) == []


def test_another_caller_may_be_quicker_with_a_new_document(answering: Answering) -> None:
    gone, taken = Reply({"error": "Not found"}, 404), Reply({"error": "Conflict", "message": "exists"}, 409)
    session = answering(gone, taken, Reply(ITEM))
    assert value(q.upsert_assessment_item(session, "i", ITEM_INPUT)).identifier == "item-1"
    assert [seen.verb for seen in answering.sent] == ["PUT", "POST", "PUT"]
    for last in (Reply({"error": "Bad"}, 400), gone):
        told = error(q.upsert_assessment_item(answering(gone, taken, last), "i", ITEM_INPUT))
        assert isinstance(told, Rejected | NotFound)
    refused = error(q.upsert_assessment_item(answering(Reply({"error": "Bad"}, 400)), "i", ITEM_INPUT))
    assert isinstance(refused, Rejected)
    assert not isinstance(refused, Conflict)


def test_nothing_is_sent_where_an_input_is_wrong(answering: Answering) -> None:
    wrong = evolve(ITEM_INPUT, title="")
    told = error(q.upsert_assessment_item(answering(Reply(ITEM)), " ", wrong))
    assert isinstance(told, InvalidInput)
    assert [problem.path for problem in told.problems] == ["identifier", "title"]
    assert answering.sent == []


def test_many_are_read_by_their_identifiers(box: Sandbox, client: TimebackClient) -> None:
    qti = client.qti
    box.forget_requests()
    read = value(qti.assessment_items.get_many(["item-math-2", "nobody's", "item-math-1", "item-math-2"]))
    assert [item.identifier for item in read.found] == ["item-math-2", "item-math-1"]
    assert read.missing == ("nobody's",)
    assert verbs(box) == ["GET"]
    assert value(qti.assessment_tests.get_many(["gone"])).missing == ("gone",)
