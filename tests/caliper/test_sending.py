"""What sending costs, and what it takes besides events of the Timeback profile."""

from tests.caliper.happenings import SENSOR, STUDENT, activity, urn
from tests.support import error, printed, value

from timeback_core import TimebackClient, encode, evolve
from timeback_core.caliper import (
    Assessment,
    AssessmentItem,
    Attempt,
    Person,
    Response,
    Score,
    StoredEvent,
    question_answered_event,
    question_graded_event,
    question_seen_event,
    read_event,
)
from timeback_core.errors import InvalidInput
from timeback_core.sandbox import Server

APP = "https://app.example"
ATTEMPT = "https://app.example/attempts/1"
QUESTION = AssessmentItem(id="https://app.example/items/7", name="7 x 8", is_part_of="https://app.example/quizzes/1")
SEEN = question_seen_event(id=urn(1), actor=STUDENT.id, object=QUESTION, ed_app=APP)
ANSWERED = question_answered_event(
    id=urn(2),
    actor=STUDENT.id,
    object=QUESTION,
    ed_app=APP,
    generated=Response(id=f"{APP}/responses/1", attempt=ATTEMPT),
)
GRADED = question_graded_event(
    id=urn(3), actor=STUDENT.id, object=ATTEMPT, ed_app=APP, generated=Score(id=f"{APP}/scores/1", score_given=1)
)

PROGRAM = """
import sys
from timeback_core import TimebackClient
from tests.caliper.happenings import SENSOR, activity
with TimebackClient.open(SETTINGS).unwrap() as client:
    client.caliper.events.send_activity(SENSOR, activity()).unwrap()
print([name for name in sys.modules if name.startswith("timeback_core.caliper.models.")])
"""


def test_sending_an_activity_loads_no_model_of_the_standard(server: Server) -> None:
    loaded = printed(PROGRAM, server)
    assert "timeback" in loaded
    for name in ("standard_events", "agents", "resources", "surveys"):
        assert name not in loaded


def test_questions_are_sent_each_by_its_own_call(client: TimebackClient) -> None:
    events = client.caliper.events
    value(events.send_question_seen(SENSOR, SEEN))
    value(events.send_question_answered(SENSOR, ANSWERED))
    value(events.send_question_graded(SENSOR, GRADED))
    stored: list[StoredEvent] = list(value(events.list()))
    assert [value(event.as_event()).id for event in stored] == [urn(1), urn(2), urn(3)]
    assert [event.action for event in stored] == ["Started", "Completed", "Graded"]
    for wrong in (events.send_question_seen(SENSOR, ANSWERED), events.send_question_graded(SENSOR, SEEN)):
        assert isinstance(error(wrong), InvalidInput)


def test_the_score_of_a_question_says_what_it_is_of() -> None:
    body = value(encode(GRADED))
    assert isinstance(body, dict)
    assert body["generated"] == {
        "id": f"{APP}/scores/1",
        "type": "Score",
        "scoreGiven": 1,
        "attempt": ATTEMPT,
        "scoreType": "QUESTION_RESULT",
    }
    own = evolve(GRADED, object=Attempt(id=ATTEMPT), generated=Score(id="urn:s", attempt=ATTEMPT, scored_by=APP))
    assert value(read_event(value(encode(own)))) == own


def test_entities_and_json_go_with_events_in_one_envelope(client: TimebackClient) -> None:
    described = Assessment(id="https://app.example/quizzes/1", name="Sevens")
    person = value(encode(Person(id=STUDENT.id, extensions={"email": STUDENT.email})))
    event = value(encode(activity(4)))
    assert isinstance(person, dict)
    assert isinstance(event, dict)
    sent = value(client.caliper.events.send(SENSOR, [described, person, event, SEEN]))
    assert sent.events_accepted == 2
    assert [row.external_id for row in value(client.caliper.events.list())] == [urn(4), urn(1)]


def test_json_that_is_no_event_is_told_with_everything_else(client: TimebackClient) -> None:
    bad = activity(5)
    bad = evolve(bad, object=evolve(bad.object, id="lesson"))
    failed = error(client.caliper.events.send(SENSOR, [{"type": "ActivityEvent", "action": "Completed"}, bad]))
    assert isinstance(failed, InvalidInput)
    paths = [problem.path for problem in failed.problems]
    assert "events[0].id" in paths
    assert "events[1].object.id" in paths
