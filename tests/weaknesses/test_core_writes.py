"""Writes: core wire reference, section 15, rows 26 and 34."""

import json

from tests.scripted_server import Reply, ScriptedServer, Seen
from tests.support import calls, client_of, new_user, value

from timeback_core import TimebackClient, evolve
from timeback_core.oneroster import (
    AssessmentResultPatch,
    get_assessment_result,
    get_user,
    modify_user,
    patch_assessment_result,
    upsert_user,
)
from timeback_core.sandbox import Sandbox

STORED = {
    "sourcedId": "u",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "givenName": "Ada",
    "familyName": "Li",
    "enabledUser": "true",
    "email": "ada@example.com",
    "username": "ada",
    "phone": None,
    "roles": [{"roleType": "primary", "role": "student", "org": {"sourcedId": "o"}, "since": 2024}],
    "metadata": {"isTestUser": True, "appSetting": {"deep": [1, None]}},
    "addedLastWeek": {"a": [1, 2]},
}


def test_core_26_nothing_is_lost_in_a_change() -> None:
    """The official models drop what they do not know, and no null can be sent to clear a field.

    Guard: `timeback_core.engine.codec.model.Body.of`, `timeback_core.engine.codec.encode`.
    """

    def script(seen: Seen) -> Reply:
        return Reply({"user": STORED}) if seen.verb == "GET" else Reply(None)

    with ScriptedServer(script) as server, client_of(server) as client:
        value(modify_user(client.session, "u", lambda user: evolve(user, username=None, sms="5551234")))
        (body,) = (json.loads(seen.body)["user"] for seen in server.calls() if seen.verb == "PUT")
    assert body == {
        **{name: text for name, text in STORED.items() if name != "dateLastModified"},
        "enabledUser": True,
        "username": None,
        "sms": "5551234",
    }


def test_core_26_null_and_absent_in_a_patch(client: TimebackClient, sandbox: Sandbox) -> None:
    """In a partial body what is not given is left out, and `None` is sent as null.

    Guard: `timeback_core.engine.codec.unset.UNSET`.
    """
    result_id = str(sandbox.documents("assessmentResults")[0]["sourcedId"])
    value(patch_assessment_result(client.session, result_id, AssessmentResultPatch(comment="good", score=7)))
    value(patch_assessment_result(client.session, result_id, AssessmentResultPatch(comment=None)))
    sent = [json.loads(request.body)["assessmentResult"] for request in calls(sandbox)]
    assert sent == [{"comment": "good", "score": 7}, {"comment": None}]
    read = value(get_assessment_result(client.session, result_id))
    assert (read.comment, read.score) == (None, 7)


def test_core_34_an_upsert_creates_under_the_same_id(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official upsert posts the data as they are, so that the object can get another id.

    Guard: `timeback_core.oneroster.flows.steps.upserted`.
    """
    assert value(upsert_user(client.session, "u-9", new_user(None))).sourced_id == "u-9"
    assert (
        value(upsert_user(client.session, "u-9", evolve(new_user("x"), given_name="Eve"))).given_name == "Eve"
    )
    assert value(get_user(client.session, "u-9")).given_name == "Eve"
    assert len([row for row in sandbox.documents("users") if row["email"] == "ada.li@example.com"]) == 1


def test_core_34_an_upsert_that_loses_a_race() -> None:
    """Between the two calls of an upsert somebody else may create the object; then it is replaced.

    Guard: `timeback_core.oneroster.flows.steps.created`.
    """
    verbs: list[str] = []

    def script(seen: Seen) -> Reply:
        verbs.append(seen.verb)
        if seen.verb == "POST":
            return Reply({"imsx_description": "User already exists."}, 404)
        if seen.verb == "PUT" and verbs.count("PUT") == 1:
            return Reply({"imsx_description": "User not found."}, 404)
        return Reply({"user": {**STORED, "givenName": "Mine" if seen.verb == "PUT" else "Theirs"}})

    with ScriptedServer(script) as server, client_of(server) as client:
        assert value(upsert_user(client.session, "u", new_user(None))).given_name == "Mine"
    assert verbs == ["PUT", "POST", "GET", "PUT"]
