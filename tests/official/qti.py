"""The official client of QTI."""

from tests.official.trial import Trial
from tests.sandbox.qti_bodies import STIMULUS, a_test, correct, declared, item, item_text
from timeback_qti import QtiClient

STAYS = "test-official"
SECTION = {"identifier": "sec-2", "title": "Section 2", "visible": True, "sequence": 2}


async def run(trial: Trial, client: QtiClient) -> None:
    """Every method."""
    await stimuli(trial, client)
    await items(trial, client)
    await tests(trial, client)
    await structure(trial, client)
    await feedback(trial, client)
    await validation(trial, client)


async def stimuli(trial: Trial, client: QtiClient) -> None:
    """Stimuli."""
    api = client.stimuli
    made = api.create({**STIMULUS, "identifier": "stim-official"})
    await trial("stimuli.create", made, lambda it: it.catalog_info[0].id == "g1" and "Tall trees" in it.raw_xml)
    await trial("stimuli.get", api.get("stim-official"), lambda it: it.metadata == {"subject": "Science"})
    listing = api.list({"query": "stim-official", "sort": "title", "order": "asc"})
    await trial("stimuli.list", listing, lambda it: [each.identifier for each in it.items] == ["stim-official"])
    streamed = api.stream(limit=2).to_list()
    await trial("stimuli.stream", streamed, lambda them: "stim-official" in [each["identifier"] for each in them])
    changed = api.update("stim-official", {"title": "Wood", "content": "<p>Few trees.</p>"})
    await trial("stimuli.update", changed, lambda it: (it.title, it.metadata) == ("Wood", None))
    put = {"title": "New", "content": "<p>New.</p>"}
    await trial("stimuli.upsert", api.upsert("stim-new", put), lambda it: it.identifier == "stim-new")
    await trial("stimuli.delete", api.delete("stim-new"), lambda it: it.message is None)


async def items(trial: Trial, client: QtiClient) -> None:
    """Items, and the scores of responses."""
    api = client.assessment_items
    given = item("choice", "item-official", metadata={"subject": "Math", "grade": 3, "difficulty": "easy"})
    told = api.create(given)
    await trial("assessment_items.create", told, lambda it: it.type == "choice" and it.qti_version == "3.0")
    told = api.get("item-official")
    await trial("assessment_items.get", told, lambda it: it.metadata.grade == 3)
    text = item_text(declared("single", "string", correct("Lima")), identifier="item-official-xml")
    told = api.create_from_xml({"xml": text})
    await trial("assessment_items.create_from_xml", told, lambda it: it.raw_xml == text.strip())
    template = '<qti-response-processing template="match_correct"/>'
    bare = {"xml": item_text(declared("single", "string", correct("Lima")), template, identifier="item-by-template")}
    told = api.create_from_xml(bare)
    own = "wants more of a response processing than its template"
    await trial("assessment_items.create_from_xml", told, bool, own=own)
    await client.get_transport().post(
        "/assessment-items", item("choice", "item-of-grade-text", metadata={"grade": "3"})
    )
    told = api.get("item-of-grade-text")
    await trial("assessment_items.get", told, bool, own="reads no grade that is text, as the platform writes it")
    told = api.create_from_metadata(item("text-entry", "item-official-metadata"))
    await trial("assessment_items.create_from_metadata", told, lambda it: it.type == "text-entry")

    wanted = api.list({"where": {"identifier": {"contains": "item-official"}}, "limit": 2})
    await trial("assessment_items.list", wanted, lambda it: (it.total, it.pages, len(it.items)) == (3, 2, 2))
    streamed = api.stream(limit=2, where={"identifier": {"contains": "item-official"}}).to_list()
    await trial("assessment_items.stream", streamed, lambda them: len({each["identifier"] for each in them}) == 3)
    everything = api.list({"limit": 500})
    own = "reads no page with an item whose grade is text"
    await trial("assessment_items.list", everything, bool, own=own)

    answer = api.process_response("item-official", {"response": "B"})
    await trial("assessment_items.process_response", answer, lambda it: it.score == 1)
    answer = api.process_response("item-official", {"response": "A"})
    await trial("assessment_items.process_response", answer, lambda it: it.score == 0)

    changed = api.update("item-official", {**given, "title": "Changed"})
    await trial("assessment_items.update", changed, lambda it: it.title == "Changed")
    put = api.upsert("item-official-new", item("order", "item-official-new"))
    await trial("assessment_items.upsert", put, lambda it: it.identifier == "item-official-new")
    gone = api.delete("item-official-new")
    await trial("assessment_items.delete", gone, lambda it: it.message is None)


async def tests(trial: Trial, client: QtiClient) -> None:
    """Tests and their questions."""
    api = client.assessment_tests
    given = a_test("item-official", "item-official-xml", identifier=STAYS)
    given["qti-test-part"][0]["qti-assessment-section"][0]["sequence"] = 1
    await trial("assessment_tests.create", api.create(given), lambda it: it.qti_test_part[0].identifier == "part-1")
    told = api.get(STAYS)
    await trial("assessment_tests.get", told, lambda it: it.is_valid_xml and 'identifier="part-1"' in it.raw_xml)
    listing = api.list({"query": STAYS, "limit": 5})
    await trial("assessment_tests.list", listing, lambda it: [each.identifier for each in it.items] == [STAYS])
    streamed = api.stream(limit=20, where={"title": {"ne": "Unit 1"}}).to_list()
    await trial("assessment_tests.stream", streamed, lambda them: STAYS not in [each["identifier"] for each in them])
    everything = api.list({"limit": 500})
    await trial("assessment_tests.list", everything, lambda it: it.total == len(it.items) > 3)
    asked = api.get_questions(STAYS)
    await trial("assessment_tests.get_questions", asked, lambda it: it.questions[0].question.type == "choice")
    await client.get_transport().post("/assessment-tests", a_test("item-that-is-none", identifier="test-with-gap"))
    asked = api.get_questions("test-with-gap")
    own = "wants an item behind every reference"
    await trial("assessment_tests.get_questions", asked, bool, own=own)
    changed = api.update(STAYS, {**given, "title": "Changed"})
    await trial("assessment_tests.update", changed, lambda it: it.title == "Changed")
    told = api.update_metadata(STAYS, {"metadata": {"course": "c"}})
    await trial("assessment_tests.update_metadata", told, lambda it: it.metadata == {"course": "c"})
    put = api.upsert("test-new", {**given, "identifier": "test-new"})
    await trial("assessment_tests.upsert", put, lambda it: it.identifier == "test-new")
    await trial("assessment_tests.delete", api.delete("test-new"), lambda it: it.message is None)


async def structure(trial: Trial, client: QtiClient) -> None:
    """The parts of a test, their sections, and what these ask."""
    trial.called.add("assessment_tests.test_parts")
    parts = client.assessment_tests.test_parts(STAYS)
    given = {"identifier": "part-2", "navigationMode": "linear", "submissionMode": "individual"}
    part = {**given, "qti-assessment-section": [{**SECTION, "sequence": 1, "identifier": "sec-1"}]}
    await trial("test_parts.create", parts.create(part), lambda it: it.qti_assessment_section[0].title == "Section 2")
    await trial("test_parts.list", parts.list({"limit": 5}), lambda it: it.total == 2)
    await trial("test_parts.get", parts.get("part-2"), lambda it: it.navigation_mode == "linear")
    changed = parts.update("part-2", {**part, "navigationMode": "nonlinear"})
    await trial("test_parts.update", changed, lambda it: it.navigation_mode == "nonlinear")

    trial.called.add("test_parts.sections")
    sections = parts.sections("part-2")
    await trial("sections.create", sections.create(SECTION), lambda it: it.identifier == "sec-2")
    await trial("sections.list", sections.list({"query": "sec-2"}), lambda it: it.total == 1)
    await trial("sections.get", sections.get("sec-2"), lambda it: it.visible)
    hidden = sections.update("sec-2", {**SECTION, "visible": False})
    await trial("sections.update", hidden, lambda it: not it.visible)

    trial.called.add("sections.items")
    asked = sections.items("sec-2")
    names = ["item-official", "item-official-xml"]
    references = [
        {"identifier": name, "href": f"/assessment-items/{name}", "sequence": at} for at, name in enumerate(names, 1)
    ]
    for at, each in enumerate(references, 1):
        await trial("items.add", asked.add(each), lambda it, at=at: len(it.qti_assessment_item_ref) == at)
    turned = asked.reorder({"items": [{**each, "sequence": 3 - each["sequence"]} for each in references]})
    ordered = await trial("items.reorder", turned, lambda it: it.qti_assessment_item_ref[0].identifier == names[1])
    assert [each.identifier for each in ordered.qti_assessment_item_ref] == names[::-1]
    await trial("items.remove", asked.remove(names[0]), lambda it: it.message is None)

    await trial("sections.delete", sections.delete("sec-2"), lambda it: it.message)
    await trial("test_parts.delete", parts.delete("part-2"), lambda it: it.message is None)


async def feedback(trial: Trial, client: QtiClient) -> None:
    """What users say of lessons and questions."""
    api = client.lesson
    said = {"userId": "student-1", "feedback": "Too easy", "lessonId": "lesson-official", "humanApproved": True}
    told = api.submit_lesson(said)
    await trial("lesson.submit_lesson", told, lambda it: (it.type, it.human_approved) == ("LESSON", True))
    told = api.submit_question({**said, "questionId": "item-official"})
    await trial("lesson.submit_question", told, lambda it: (it.type, it.question_id) == ("QUESTION", "item-official"))
    listing = api.get_lesson("lesson-official")
    await trial("lesson.get_lesson", listing, bool, own="takes a list for an object")
    (first, *_) = await client.get_transport().get("/lesson/lesson-official")  # their models drop the id
    await trial("general.delete_by_id", client.general.delete_by_id(first["identifier"]), lambda it: it.message)


async def validation(trial: Trial, client: QtiClient) -> None:
    """Documents looked at."""
    api, right = client.validate, item_text(declared("single", "string"))
    one = api.validate({"schema": "item", "xml": right, "entityId": "item-official"})
    await trial("validate.validate", one, lambda it: it.success and it.entity_id == "item-official")
    await trial("validate.validate", api.validate({"schema": "item", "xml": right}), lambda it: it.success)
    both = api.batch({"schema": "item", "xml": [right, "<a"], "entityIds": ["item-official", "item-official-xml"]})
    await trial("validate.batch", both, lambda it: [each.success for each in it.results] == [True, False])
