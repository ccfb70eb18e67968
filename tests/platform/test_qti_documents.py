"""What becomes of QTI documents: as they are stored, changed, scored and validated."""

from tests.support import error, value

from timeback_core import TimebackClient, evolve
from timeback_core.errors import NotFound, Rejected, ServerFault
from timeback_core.qti import (
    AssessmentItemInput,
    AssessmentItemRefInput,
    AssessmentItemXmlInput,
    AssessmentSectionInput,
    AssessmentTestInput,
    Choice,
    ChoiceInteraction,
    ChoiceQuestion,
    CorrectResponseInput,
    ItemMetadata,
    ResponseDeclarationInput,
    StimulusInput,
    StimulusReference,
    TestPartInput,
    UpdateTestMetadataInput,
    ValidateInput,
)

HEAD = 'xmlns="http://www.imsglobal.org/xsd/imsqtiasi_v3p0"'
DECLARED = (
    '<qti-response-declaration identifier="RESPONSE" cardinality="multiple" base-type="pair">'
    "<qti-correct-response><qti-value>A B</qti-value><qti-value>C D</qti-value></qti-correct-response>"
    '<qti-mapping><qti-map-entry map-key="A B" mapped-value="3"/><qti-map-entry map-key="C D" mapped-value="1"/>'
    "</qti-mapping></qti-response-declaration>"
)
ITEM_XML = (
    f"<?xml version='1.0'?>\r\n<qti-assessment-item {HEAD} identifier='item-x' title='T &amp; \u00fc'>{DECLARED}"
    '<qti-item-body><qti-associate-interaction response-identifier="RESPONSE"/></qti-item-body>'
    '<qti-response-processing template="map_response"/></qti-assessment-item>\n'
)
TEST_XML = (
    f'<qti-assessment-test {HEAD} identifier="test-x" title="T"><qti-test-part identifier="p" navigation-mode="linear"'
    ' submission-mode="individual"><qti-assessment-section identifier="s" title="S" visible="true">'
    '<qti-assessment-item-ref identifier="lost" href="lost.xml"><qti-weight identifier="w" value="2"/>'
    "</qti-assessment-item-ref></qti-assessment-section></qti-test-part></qti-assessment-test>"
)
CHOICES = (Choice(identifier="A", content="4"), Choice(identifier="B", content="5 &lt; 6"))
ITEM = AssessmentItemInput(
    identifier="item-1",
    title="Sum & more",
    type="choice",
    interaction=ChoiceInteraction(
        response_identifier="RESPONSE",
        shuffle=False,
        max_choices=1,
        question_structure=ChoiceQuestion(prompt="2 + 3 = ?", choices=CHOICES),
    ),
    response_declarations=[
        ResponseDeclarationInput(
            identifier="RESPONSE",
            cardinality="single",
            base_type="identifier",
            correct_response=CorrectResponseInput(value=["B"]),
        )
    ],
    metadata=ItemMetadata(subject="Math"),
)


def part_of(*references: AssessmentItemRefInput) -> TestPartInput:
    """A part with one section of these references."""
    section = AssessmentSectionInput(identifier="s", title="S", visible=True, item_refs=references)
    return TestPartInput(identifier="p", navigation_mode="linear", submission_mode="individual", sections=[section])


def test_xml_comes_back_as_it_was_sent(client: TimebackClient) -> None:
    items, tests = client.qti.assessment_items, client.qti.assessment_tests
    made = value(items.create_from_xml(AssessmentItemXmlInput(xml=ITEM_XML)))
    assert (made.raw_xml, made.title, made.type) == (ITEM_XML, "T & \u00fc", "associate")
    assert value(items.get_xml("item-x")) == ITEM_XML
    test = value(tests.create_from_xml(TEST_XML))
    assert (test.raw_xml, value(tests.get_xml("test-x")), test.test_parts[0].identifier) == (TEST_XML, TEST_XML, "p")
    text = ITEM_XML.replace("T &amp;", "New &amp;")
    assert value(items.update_from_xml("item-x", AssessmentItemXmlInput(xml=text))).title == "New & \u00fc"


def test_a_put_replaces_everything(client: TimebackClient) -> None:
    items, tests = client.qti.assessment_items, client.qti.assessment_tests
    assert value(items.create(ITEM)).metadata is not None
    assert value(items.update("item-1", evolve(ITEM, metadata=None))).metadata is None
    value(tests.create_from_xml(TEST_XML))
    told = value(tests.update_metadata("test-x", UpdateTestMetadataInput(metadata={"unit": 1})))
    assert (told.metadata, told.raw_xml) == ({"unit": 1}, TEST_XML)
    replaced = value(
        tests.update("test-x", AssessmentTestInput(identifier="test-x", title="New", test_parts=[part_of()]))
    )
    assert (replaced.title, replaced.test_parts[0].sections[0].item_refs, replaced.metadata) == ("New", (), None)


def test_the_identifier_in_the_path_wins(client: TimebackClient) -> None:
    items = client.qti.assessment_items
    value(items.create(ITEM))
    assert value(items.update_from_xml("item-1", AssessmentItemXmlInput(xml=ITEM_XML))).identifier == "item-1"
    assert isinstance(error(items.get("item-x")), NotFound)


def test_json_is_made_to_xml(client: TimebackClient) -> None:
    made = value(client.qti.assessment_items.create(ITEM))
    assert '<qti-simple-choice identifier="B">5 &lt; 6</qti-simple-choice>' in made.raw_xml
    assert 'title="Sum &amp; more"' in made.raw_xml
    assert value(client.qti.validate.validate(ValidateInput(schema="item", entity_id="item-1"))).success


def test_a_change_inside_a_test_makes_its_xml_anew(client: TimebackClient) -> None:
    tests = client.qti.assessment_tests
    value(tests.create_from_xml(TEST_XML))
    section = AssessmentSectionInput(identifier="s2", title="S2", visible=True)
    value(tests.test_parts.sections.create("test-x", "p", section))
    text = value(tests.get_xml("test-x"))
    assert 'identifier="s2"' in text
    assert 'identifier="lost"' in text
    assert "qti-weight" not in text


def test_items_of_a_test_need_not_exist(client: TimebackClient) -> None:
    tests, items = client.qti.assessment_tests, client.qti.assessment_items
    part = part_of(AssessmentItemRefInput(identifier="item-1"))
    value(tests.create(AssessmentTestInput(identifier="test-1", title="T", test_parts=[part])))
    assert [each.question for each in value(tests.get_questions("test-1")).questions] == [None]
    value(items.create(ITEM))
    assert [each.question is None for each in value(tests.get_questions("test-1")).questions] == [False]
    value(items.delete("item-1"))
    assert [each.question for each in value(tests.get_questions("test-1")).questions] == [None]
    other = AssessmentItemRefInput(identifier="item-2")
    refused = error(tests.test_parts.sections.items.add("test-1", "p", "s", other))
    assert isinstance(refused, Rejected)
    assert refused.status == 404
    refused = error(items.create(evolve(ITEM, stimulus=StimulusReference(identifier="nowhere"))))
    assert isinstance(refused, Rejected)
    assert "nowhere" in refused.message


def test_html_that_is_no_xml_is_a_failure_of_the_server(client: TimebackClient) -> None:
    items, stimuli = client.qti.assessment_items, client.qti.stimuli
    for html in ("a &nbsp; b", "<br>", "<p>"):
        assert isinstance(error(items.create(evolve(ITEM, pre_interaction=html))), ServerFault)
        stimulus = StimulusInput(identifier="stim-1", title="S", content=html)
        assert isinstance(error(stimuli.create(stimulus)), ServerFault)
    assert value(items.exists("item-1")) is value(stimuli.exists("stim-1")) is False


def test_metadata_of_an_item_are_set_by_a_post(client: TimebackClient) -> None:
    items = client.qti.assessment_items
    assert value(items.create_from_metadata(ITEM)).title == "Sum & more"
    told = value(items.create_from_metadata(evolve(ITEM, title="Ignored", metadata=ItemMetadata(grade="3"))))
    assert (told.title, told.metadata) == ("Sum & more", ItemMetadata(grade="3"))


def test_a_score_is_a_share_of_the_best(client: TimebackClient) -> None:
    items = client.qti.assessment_items
    value(items.create_from_xml(AssessmentItemXmlInput(xml=ITEM_XML)))
    for response, score in ((["B A", "C D"], 1), (["A B"], 0.75), (["D C", "A C"], 0.25), ([], 0)):
        told = value(items.process_responses("item-x", {"RESPONSE": response, "OTHER": "x"}))
        assert (told.score, told.is_correct) == (score, score == 1)


def test_valid_does_not_mean_taken(client: TimebackClient) -> None:
    validate = client.qti.validate.validate
    told = value(validate(ValidateInput(schema="item", xml=ITEM_XML.replace('response-identifier="RESPONSE"', ""))))
    assert (told.success, told.validation_errors) == (
        False,
        ("<qti-associate-interaction> lacks the attribute 'response-identifier'",),
    )
    assert value(validate(ValidateInput(schema="item", xml=ITEM_XML.replace("associate", "choice")))).success
    assert value(validate(ValidateInput(schema="test", xml=ITEM_XML))).success is False
