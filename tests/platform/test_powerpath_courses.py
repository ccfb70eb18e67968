"""How PowerPath tells of courses: as a tree, in sequences, and by which renderer they are shown."""

import pytest
from tests.answering import Answering
from tests.powerpath.model_cases_powerpath import LESSON, STAGE, UNIT
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import TimebackClient
from timeback_core.errors import NotFound
from timeback_core.powerpath import RenderConfigUpsertInput, get_syllabus, list_course_sequence_stages
from timeback_core.sandbox import Sandbox


def test_units_and_lessons_are_one_tree(client: TimebackClient, answering: Answering) -> None:
    syllabus = value(client.powerpath.syllabus.get("course-1", status="active"))
    assert syllabus.course is not None
    assert syllabus.course.sourced_id == "course-1"
    for lesson in syllabus.lessons:
        assert lesson.known_lesson_type is not None
    unit = {**UNIT, "subComponents": [{"sourcedId": "u-1", "componentResources": [{**LESSON, "sourcedId": "cr-1"}]}]}
    two = [unit, {"sourcedId": "u-2", "componentResources": [{"sourcedId": "cr-2"}]}]
    told = value(get_syllabus(answering(Reply({"syllabus": {"components": two}})), "c"))
    assert [lesson.sourced_id for lesson in told.lessons] == ["cr", "cr-1", "cr-2"]
    assert isinstance(error(client.powerpath.syllabus.get("nowhere")), NotFound)


@pytest.mark.parametrize("told", [[STAGE], {"stages": [STAGE]}, {"data": [STAGE]}])
def test_stages_come_bare_or_in_an_envelope(answering: Answering, told: object) -> None:
    (stage,) = value(list_course_sequence_stages.collect(answering(Reply(told)), "q", grade="K", limit=5000))
    assert stage.properties.course_references[0].course_id == "c"
    assert [seen.target for seen in answering.sent] == ["/powerpath/course-sequence/q/stages?limit=5000&grade=0"]


def test_stages_come_bare_or_in_an_envelope__of_the_sandbox(client: TimebackClient, sandbox: Sandbox) -> None:
    (row, *_) = sandbox.documents("courseSequences")
    sequence = value(client.powerpath.course_sequences.get(str(row["sourcedId"])))
    stages = value(client.powerpath.course_sequences.list_stages(sequence.id))
    assert tuple(stages) == sequence.stages
    after = value(client.powerpath.course_sequences.get_stage_after_assessment(sequence.id, stages.items[1].grades[0]))
    assert after == sequence.stages[2]


def test_one_call_says_all_of_a_renderer(client: TimebackClient) -> None:
    renderers = client.powerpath.render_config
    config = RenderConfigUpsertInput(
        course_ids=["course-1", "course-2"], renderer_id="r", renderer_url="https://r.example", renderer_version="2"
    )
    assert set(value(renderers.upsert(config)).updated) == {"course-1", "course-2"}
    bare = RenderConfigUpsertInput(course_ids=["course-1"], renderer_id="q", renderer_url="https://q.example")
    value(renderers.upsert(bare))
    versions = [value(renderers.get(course)).renderer_version for course in ("course-1", "course-2")]
    assert versions == [None, "2"]
    assert value(renderers.delete("course-1")).deleted == "course-1"
    for told in (renderers.get("course-1"), renderers.delete("course-1"), renderers.get("nowhere")):
        assert isinstance(error(told), NotFound)
