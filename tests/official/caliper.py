"""The official client of Caliper."""

from datetime import UTC, datetime
from uuid import uuid4

from tests.official.trial import Trial
from timeback_caliper import (
    ActivityCompletedInput,
    CaliperClient,
    QuestionAnsweredInput,
    QuestionGradedInput,
    QuestionSeenInput,
    TimebackActivity,
    TimebackActivityContext,
    TimebackActivityMetric,
    TimebackApp,
    TimebackCourse,
    TimebackUser,
    TimeSpentInput,
    TimeSpentMetric,
    create_activity_event,
    create_time_spent_event,
)
from timeback_caliper.types.api import CaliperEnvelope

SENSOR = "https://sensor.example.com"
CONTEXT = "http://purl.imsglobal.org/ctx/caliper/v1p2"
USERS = "https://api.example.com/ims/oneroster/rostering/v1p2/users"
COURSES = "https://api.example.com/ims/oneroster/rostering/v1p2/courses"
APP = "https://app.example.com"
EMAIL = "rafael.chen.student-1@juniper.example.com"

STUDENT = TimebackUser(id=f"{USERS}/student-1", email=EMAIL, role="student")
LESSON = TimebackActivityContext(
    id=f"{APP}/lessons/1",
    subject="Math",
    app=TimebackApp(id=APP, name="App"),
    course=TimebackCourse(id=f"{COURSES}/course-1", name="Math"),
    activity=TimebackActivity(id=f"{APP}/lessons/1", name="Lesson 1"),
    process=True,
)


def now() -> str:
    """The present moment as the platform writes it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def activity() -> ActivityCompletedInput:
    """An activity of ten questions, of which eight are right."""
    values = {"xpEarned": 12.5, "totalQuestions": 10, "correctQuestions": 8, "masteredUnits": 1}
    metrics = [TimebackActivityMetric(type=name, value=value) for name, value in values.items()]
    return ActivityCompletedInput(id=f"urn:uuid:{uuid4()}", actor=STUDENT, object=LESSON, metrics=metrics, attempt=1)


def time_spent() -> TimeSpentInput:
    """Ten minutes of work."""
    return TimeSpentInput(actor=STUDENT, object=LESSON, metrics=[TimeSpentMetric(type="active", value=600)])


async def run(trial: Trial, client: CaliperClient) -> None:
    """Every method."""
    events = client.events
    first = create_activity_event(activity())
    batch = [first, create_time_spent_event(time_spent())]
    sent = await trial("events.send", events.send(SENSOR, batch), lambda it: it.job_id)
    await trial("jobs.get_status", client.jobs.get_status(sent.job_id), lambda it: it.id == sent.job_id)
    waiting = client.jobs.wait_for_completion(sent.job_id, timeout=5, poll_interval=0.05)
    done = await trial("jobs.wait_for_completion", waiting, lambda it: it.state == "completed")
    if done is not None:
        assert {each.external_id for each in done.return_value.results} == {each.id for each in batch}

    await trial("events.send_activity", events.send_activity(SENSOR, activity()), lambda it: it.job_id)
    await trial("events.send_time_spent", events.send_time_spent(SENSOR, time_spent()), lambda it: it.job_id)
    question = {"id": f"{APP}/questions/1", "name": "1 + 1", "isPartOf": LESSON.id}
    told = {"actor": STUDENT.id, "edApp": APP}
    seen = QuestionSeenInput.model_validate({**told, "object": question})
    await trial("events.send_question_seen", events.send_question_seen(SENSOR, seen), lambda it: it.job_id)
    given = {**told, "object": question, "generated": {"id": f"{APP}/responses/1", "startedAtTime": now()}}
    answered = QuestionAnsweredInput.model_validate(given)
    await trial("events.send_question_answered", events.send_question_answered(SENSOR, answered), lambda it: it.job_id)
    marked = {**told, "object": f"{APP}/attempts/1", "generated": {"scoreGiven": 1, "maxScore": 1}}
    graded = QuestionGradedInput.model_validate(marked)
    await trial("events.send_question_graded", events.send_question_graded(SENSOR, graded), lambda it: it.job_id)

    data = [create_time_spent_event(time_spent()).model_dump(by_alias=True, exclude_none=True)]
    envelope = CaliperEnvelope(sensor=SENSOR, sendTime=now(), dataVersion=CONTEXT, data=data)
    await trial("events.validate", events.validate(envelope), lambda it: it.status == "success")
    await trial("events.send_envelope", events.send_envelope(envelope), lambda it: it.job_id)

    await trial("events.get", events.get(first.id), lambda it: (it.external_id, it.sensor) == (first.id, SENSOR))
    found = events.list(sensor=SENSOR, actor_email=EMAIL, limit=2)
    await trial("events.list", found, lambda it: len(it.events) == 2 and it.pagination.total >= 4)
    stream = events.stream(sensor=SENSOR, limit=3).to_list()
    await trial("events.stream", stream, lambda them: len({each.external_id for each in them}) == len(them) == 8)
