"""What sources disagree on that OneRoster shares with all services, and what its decoders tolerate.

By the numbers of section 12 of the common wire reference.
"""

import json

import pytest
from tests.quirks.answering import FAILURE, Answering
from tests.support import calls, error, new_user, tokens_asked, value

from timeback_core import TimebackClient
from timeback_core.engine.codec.json import JsonValue
from timeback_core.errors import NotFound, Refusal, Rejected, ServerFault, Unauthorized
from timeback_core.oneroster import (
    create_user,
    get_course,
    get_org,
    get_user,
    list_students_for_class,
    list_users,
    update_user,
)
from timeback_core.sandbox import Fault, Sandbox
from timeback_core.testing.scripted import Answer

PERSON: dict[str, JsonValue] = {"sourcedId": "u", "givenName": "A", "familyName": "B"}


def test_oneroster_core_12_05_credentials_by_basic(client: TimebackClient, sandbox: Sandbox) -> None:
    """Guides send the credentials as form fields, the official client by Basic: so does ours.

    Guard: `timeback_core.engine.policy.tokens`.
    """
    value(get_user(client.session, "student-1"))
    token = sandbox.requests()[0]
    assert (token.verb, token.path) == ("POST", sandbox.token_path)
    assert dict(token.headers)["authorization"].startswith("Basic ")
    assert b"client_secret" not in token.body
    assert b"grant_type=client_credentials" in token.body


def test_oneroster_core_12_06_paths_as_documented(client: TimebackClient, sandbox: Sandbox) -> None:
    """Collections end in a slash, but for two; single documents do not.

    Guard: `timeback_core.oneroster.operations`.
    """
    for listing in (
        client.oneroster.users.list(limit=1),
        client.oneroster.course_components.list(limit=1),
        client.oneroster.component_resources.list(limit=1),
    ):
        value(listing)
    value(client.oneroster.users.get("student-1"))
    base = "/ims/oneroster/rostering/v1p2"
    assert [call.path.removeprefix(base) for call in calls(sandbox)] == [
        "/users/",
        "/courses/components",
        "/courses/component-resources",
        "/users/student-1",
    ]


def test_oneroster_core_12_07_totals_in_both_places(client: TimebackClient, sandbox: Sandbox) -> None:
    """Totals come in the body and in headers, and the same list is read from either.

    Guard: `timeback_core.engine.policy.totals.totals_of`.
    """
    pages = []
    for headers in (False, True):
        sandbox.switches.header_totals = headers
        pages.append(value(list_users(client.session, limit=5)))
    assert pages[0] == pages[1]
    assert pages[0].total == len(sandbox.documents("users"))


@pytest.mark.parametrize("status", [400, 422])
def test_oneroster_core_12_08_the_status_stays_what_it_is(answering: Answering, status: int) -> None:
    """A 400 once became a 422 in the official client.

    Guard: `timeback_core.engine.policy.failures.refusal`.
    """
    details = [{"path": "user.email", "message": "Required"}]
    body = {**FAILURE, "imsx_description": "Invalid data", "imsx_error_details": details}
    failed = error(create_user(answering(Answer(status, json.dumps(body).encode())), new_user()))
    assert isinstance(failed, Rejected)
    assert failed.status == status
    assert [str(problem) for problem in failed.reply.problems] == ["user.email: Required"]


def test_oneroster_core_12_12_a_page_can_be_iterated(client: TimebackClient) -> None:
    """The official README iterates a page, which is not iterable there.

    Guard: `timeback_core.engine.call.paging.Page`.
    """
    assert [school.type for school in value(client.oneroster.schools.list())] == ["school"] * 2


@pytest.mark.parametrize(("status", "attempts"), [(429, 2), (502, 2), (503, 2), (504, 2), (500, 1)])
def test_oneroster_core_12_14_what_is_sent_again(
    client: TimebackClient, sandbox: Sandbox, status: int, attempts: int
) -> None:
    """Sources name different statuses that deserve another attempt; 500 is not among them.

    Guard: `timeback_core.engine.policy.retry`.
    """
    sandbox.faults(Fault("status", status=status, times=1, retry_after=0))
    told = get_user(client.session, "student-1")
    assert [call.status for call in calls(sandbox)] == [status, 200][:attempts]
    if attempts == 2:
        assert value(told).sourced_id == "student-1"
    else:
        assert isinstance(error(told), ServerFault)


def test_oneroster_core_12_15_a_token_that_was_revoked(client: TimebackClient, sandbox: Sandbox) -> None:
    """Tokens are revoked while they are valid: the call is sent once more with a fresh one.

    Guard: `timeback_core.engine.policy.call`.
    """
    value(get_user(client.session, "student-1"))
    sandbox.revoke_tokens()
    assert value(get_user(client.session, "student-1")).sourced_id == "student-1"
    assert tokens_asked(sandbox) == 2
    assert [call.status for call in calls(sandbox)] == [200, 401, 200]
    sandbox.faults(Fault("unauthorized"))
    assert isinstance(error(get_user(client.session, "student-1")), Unauthorized)
    assert [call.status for call in calls(sandbox)][3:] == [401, 401]


def test_oneroster_core_12_tolerates_what_it_does_not_know(answering: Answering) -> None:
    """Unknown members are kept, missing ones are none, null is no list, text is a flag.

    Guard: `timeback_core.engine.codec`.
    """
    row: dict[str, JsonValue] = {
        **PERSON,
        "enabledUser": "true",
        "roles": None,
        "grades": None,
        "agents": None,
        "hairColour": {"value": 1},
        "status": "archived",
    }
    user = value(get_user(answering(Answer(200, {"user": row})), "u"))
    assert (user.enabled_user, user.roles, user.grades, user.agents) == (True, (), (), ())
    assert (user.email, user.metadata, user.date_last_modified) == (None, None, None)
    assert user.extra == {"hairColour": {"value": 1}}
    assert user.status == "archived"
    org: JsonValue = {"sourcedId": "o", "name": "n", "type": "galaxy", "children": None, "parent": None}
    read = value(get_org(answering(Answer(200, {"org": org})), "o"))
    assert (read.type, read.children, read.parent) == ("galaxy", (), None)
    course: JsonValue = {"sourcedId": "c", "title": "t", "subjects": None, "metadata": {"goals": None}}
    assert value(get_course(answering(Answer(200, {"course": course})), "c")).subjects == ()


@pytest.mark.parametrize(
    "echo",
    [{"limit": "2", "offset": "0", "totalCount": "3"}, {"limit": 2.0, "totalCount": 3.0}, {"totalCount": 3}],
)
def test_oneroster_core_12_tolerates_numbers_as_texts(
    answering: Answering, echo: dict[str, str | int | float]
) -> None:
    """What an answer echoes of its query may be text.

    Guard: `timeback_core.engine.policy.totals.totals_of`.
    """
    page = value(list_users(answering(Answer(200, {"users": [PERSON, PERSON], **echo})), limit=2))
    assert (page.total, page.next is not None) == (3, True)


def test_oneroster_core_12_tolerates_empty_bodies(client: TimebackClient, sandbox: Sandbox) -> None:
    """A PUT without an answer is a success; a read without one is not.

    Guard: `timeback_core.engine.call.expect.Maybe`.
    """
    sandbox.switches.empty_put_bodies = True
    assert value(update_user(client.session, "student-1", new_user("student-1"))) is None
    assert value(get_user(client.session, "student-1")).given_name == "Ada"


HTML = b"<!DOCTYPE html><html><body><h1>Gateway</h1></body></html>"
BODIES: dict[str, tuple[bytes, str]] = {
    "ims": (json.dumps({**FAILURE, "imsx_description": "Told."}).encode(), "Told."),
    "caliper": (b'{"status": "error", "message": "Told.", "errors": {"a": 1}}', "Told."),
    "qti": (b'{"error": "Told.", "details": "stack"}', "Told."),
    "edubridge": (b'{"errors": [{"message": "Told.", "detail": "Told."}]}', "Told."),
    "masterytrack": (b'{"success": false, "error": "Told.", "code": "USER_NOT_FOUND"}', "Told."),
    "gateway": (b'{"message": "Told."}', "Told."),
    "text in JSON": (b'"Told."', "Told."),
    "a list": (b"[1, 2]", ""),
    "html": (HTML, ""),
    "nothing": (b"", ""),
    "broken": (b'{"imsx_description": "To', ""),
    "bytes": (b"\xff\xfe\x00", ""),
}


@pytest.mark.parametrize("shape", BODIES)
@pytest.mark.parametrize(
    ("status", "kind"), [(404, NotFound), (422, Rejected), (500, ServerFault), (502, ServerFault)]
)
def test_oneroster_core_12_tolerates_any_error_body(
    answering: Answering, shape: str, status: int, kind: type[Refusal]
) -> None:
    """Error bodies of every API, pages of gateways and rubbish: the status decides.

    Guard: `timeback_core.engine.policy.refusals.read_reply`.
    """
    body, text = BODIES[shape]
    headers = {"Content-Type": "text/html" if body is HTML else "application/json"}
    failed = error(list_students_for_class(answering(Answer(status, body, headers=headers)), "c"))
    assert isinstance(failed, kind)
    assert (failed.status, failed.reply.text) == (status, text)
