"""Promises about the sandbox: how it is handed over, what it answers, what it keeps to itself."""

import shutil
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import anyio
import httpx
import pytest
from tests.caliper.happenings import COURSE_ID, LESSON, SENSOR, activity, time_spent
from tests.documented import Documented
from tests.sandbox.conftest import authorized
from tests.support import client_of, error, value

from timeback_core import AsyncTimebackClient, TimebackClient, evolve
from timeback_core.caliper import TimebackCourse
from timeback_core.compose import plain
from timeback_core.errors import NotFound
from timeback_core.oneroster import CredentialInput, CredentialPair, OrgInput
from timeback_core.rosters import pull
from timeback_core.sandbox import DataFileError, Fault, Sandbox, Server, SourceError, Tenants

USERS = "/ims/oneroster/rostering/v1p2/users/"
EVERY_KIND = (
    *("orgs", "academic_sessions", "courses", "classes", "users", "enrollments", "demographics"),
    *("categories", "score_scales", "line_items", "results", "resources"),
)


@pytest.mark.parametrize("platform", ["BEYOND_AI", "LEARNWITH_AI"])
def test_a_sandbox_is_handed_over_as_one_thing(platform: Literal["BEYOND_AI", "LEARNWITH_AI"]) -> None:
    sandbox = Sandbox(students=2, platform=platform)

    async def total() -> int | None:
        async with AsyncTimebackClient.open(**server.settings, environ={}).unwrap() as client:
            return plain(await client.oneroster.users.list()).unwrap().total

    with sandbox.serve() as server:
        with TimebackClient.open(**server.settings, environ={}).unwrap() as client:
            assert client.config.platform == platform
            expected = value(client.oneroster.users.list()).total
        assert anyio.run(total) == expected
    with TimebackClient.open(**sandbox.settings, environ={}).unwrap() as client:
        assert value(client.oneroster.users.list()).total == expected


def test_what_goes_wrong_by_chance_goes_wrong_again() -> None:
    shaky = Fault("status", status=418, probability=0.5)
    with Sandbox(students=1, faults=[shaky]).serve() as server, httpx.Client(base_url=server.base_url) as web:

        def statuses() -> list[int]:
            return [web.get(USERS).status_code for _ in range(16)]

        first = statuses()
        assert {*first} == {418, 401}
        web.post("/.sandbox/reset")
        web.post("/.sandbox/faults", json={"fault": "503", "every": 2})
        assert [status == 418 for status in statuses()] == [status == 418 for status in first]


def test_what_one_tenant_does_no_other_sees() -> None:
    own = Sandbox(students=1, client_id="south", masterytrack_api_key="south")
    with (
        Tenants({"north": Sandbox(students=1), "south": own}).serve() as server,
        TimebackClient.open(**server.settings["north"], environ={}).unwrap() as north,
        TimebackClient.open(**server.settings["south"], environ={}).unwrap() as south,
    ):
        value(south.oneroster.users.get("student-1"))
        value(north.oneroster.users.delete("student-1"))
        server.tenants.sandboxes["north"].faults(Fault("cut"))
        server.tenants.sandboxes["north"].clock.advance(timedelta(days=1))
        assert value(south.oneroster.users.get("student-1")).status == "active"
        assert len(own.requests()) == 3


@pytest.mark.parametrize("verb", ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW"])
@pytest.mark.parametrize("path", [USERS, f"{USERS}student-1", "/", "/oauth2/token", "/.sandbox/", "/%00%zz//?filter=("])
def test_the_sandbox_answers_whatever_comes(server: Server, sandbox: Sandbox, verb: str, path: str) -> None:
    with client_of(server) as client, httpx.Client(base_url=server.base_url) as web:
        value(client.oneroster.users.get("student-1"))
        form = {"grant_type": "client_credentials"}
        token = web.post(sandbox.token_path, data=form, auth=(server.client_id, server.client_secret)).json()
        web.headers["authorization"] = f"Bearer {token['access_token']}"
        for body in (b"", b"{", b'{"user": []}', b"\xff" * 100):
            answer = web.request(verb, path, content=body)
            assert answer.status_code < 500
            is_page = (verb, path) == ("GET", "/")
            assert is_page or (answer.json() if answer.content else verb in ("HEAD", "DELETE"))


def test_what_is_done_through_one_api_is_seen_through_the_others(server: Server) -> None:
    with client_of(server) as client:
        enrolled = value(client.edubridge.enrollments.enroll("student-1", "course-2"))
        assert value(client.oneroster.enrollments.get(enrolled.id)).user.sourced_id == "student-1"
        course = TimebackCourse(id=COURSE_ID.replace("course-1", "course-2"), name="Taken")
        quiz = evolve(activity(), object=evolve(LESSON, course=course, process=True))
        sent = [value(client.caliper.events.send_activity(SENSOR, quiz)) for _ in range(2)]
        value(client.caliper.events.send_time_spent(SENSOR, evolve(time_spent(), object=quiz.object)))
        assert {value(client.caliper.jobs.status(each.job_id or "")).state for each in sent} == {"completed"}
        # Noon in UTC is the next day on the other side of the world.
        facts = value(client.edubridge.analytics.get_enrollment_facts(enrolled.id, timezone="Pacific/Kiritimati")).facts
        day = facts["2026-09-02"]["Math"]
        assert (len(facts), day.activity_metrics.xp_earned, day.time_spent_metrics.active_seconds) == (1, 10, 60)
        result = value(client.oneroster.assessment_results.get(f"caliper_{quiz.id}"))
        assert (result.student.sourced_id, result.score_date) == (
            "student-1",
            quiz.event_time.replace(microsecond=123000),
        )
        assert result.metadata is not None
        assert (result.metadata.xp, result.metadata.attempt) == (10, 1)


@pytest.mark.parametrize("platform", ["BEYOND_AI", "LEARNWITH_AI"])
def test_the_sandbox_answers_what_its_document_says(platform: Literal["BEYOND_AI", "LEARNWITH_AI"]) -> None:
    sandbox = Documented(students=2, platform=platform)
    with httpx.Client(transport=sandbox.transport(), base_url=sandbox.base_url) as web:
        authorized(web, sandbox)
        paths = [path for path, verbs in web.get("/openapi.json").json()["paths"].items() if "get" in verbs]
        answers = [web.get(path.replace("{sourcedId}", "school-1")) for path in paths]
    assert {answer.status_code for answer in answers} >= {200, 404}
    assert sandbox.undocumented == []


def test_what_one_sandbox_gives_opens_no_other(server: Server) -> None:
    form = {"grant_type": "client_credentials"}
    with Sandbox(students=12, id_prefix="own-").serve() as other:
        token = httpx.post(other.token_url, data=form, auth=(other.client_id, other.client_secret)).json()
        bearer = {"Authorization": f"Bearer {token['access_token']}"}
        assert httpx.get(f"{other.base_url}{USERS}own-student-1", headers=bearer).status_code == 200
        assert httpx.get(f"{other.base_url}/rostering/1.0/users/own-student-1", headers=bearer).status_code == 404
        assert httpx.get(f"{server.base_url}{USERS}student-1", headers=bearer).status_code == 401
        with client_of(server) as client:
            assert isinstance(error(client.oneroster.users.get("own-student-1")), NotFound)


def test_the_sandbox_remembers_no_secret(server: Server, sandbox: Sandbox) -> None:
    login = CredentialInput(application_name="App", credentials=CredentialPair(username="ada", password="s3cret"))
    with client_of(server) as client:
        value(client.oneroster.users.register_credential("student-1", login))
    asked, registered = sandbox.requests()
    told = httpx.get(f"{server.base_url}/.sandbox/requests").text
    for secret in ("s3cret", server.client_secret, "Bearer sandbox-"):
        assert secret not in f"{sandbox.requests()} {told}"
    assert b"ada" in registered.body
    assert asked.at <= registered.at
    assert (asked.status, registered.status) == (200, 201)
    assert registered.seconds > 0
    assert b'"access_token":"***"' in asked.reply_body


def test_what_has_not_arrived_as_expected_is_told_with_what_came_nearest(server: Server, sandbox: Sandbox) -> None:
    with client_of(server) as client:
        value(client.oneroster.orgs.create(OrgInput(sourced_id="o-1", name="North", type="local")))
    expected = {"operation": "oneroster.orgs.create", "containing": {"org": {"name": "South", "type": "local"}}}
    told = httpx.post(f"{server.base_url}/.sandbox/verify", json=expected)
    assert (told.status_code, told.json()["nearest"]["id"]) == (406, sandbox.requests()[-1].id)
    assert told.json()["differences"] == [{"path": "containing.org.name", "expected": "South", "found": "North"}]
    with pytest.raises(ValueError, match=r"did you mean oneroster\.orgs\.create"):
        sandbox.verify(operation="oneroster.orgs.craete", times=0)


def test_what_the_sandbox_shows_is_text(server: Server, sandbox: Sandbox) -> None:
    evil = "<script src=//evil.test>'\"</script>"
    login = CredentialInput(application_name=evil, credentials=CredentialPair(username=evil, password="s3cret"))
    with client_of(server) as client, httpx.Client(base_url=server.base_url) as browser:
        made = value(client.oneroster.orgs.create(OrgInput(sourced_id=evil, name=evil, type="local")))
        value(client.oneroster.users.register_credential("student-1", login))
        (credential,) = sandbox.documents("credentials")
        requests = [f"requests?id={entry.id}" for entry in sandbox.requests()]
        documents = [("orgs", made.sourced_id), ("credentials", str(credential["sourcedId"]))]
        data = [f"document?collection={name}&id={quote(sourced_id)}" for name, sourced_id in documents]
        for view in (*requests, *data, "data?collection=orgs", "data?collection=credentials"):
            answer = browser.get(f"/.sandbox/page/{view}")
            assert answer.status_code == 200
            assert "<script src=//" not in answer.text
            assert "s3cret" not in answer.text
            assert "script-src 'self'" in answer.headers["content-security-policy"]
            assert "evil.test" in answer.text or view == requests[0]


def test_a_foreign_web_page_neither_sees_nor_changes_the_sandbox(server: Server, sandbox: Sandbox) -> None:
    def readable_by(answer: httpx.Response) -> str:
        return str(answer.headers.get("access-control-allow-origin", ""))

    foreign, ours = {"Origin": "https://evil.test"}, {"Origin": "http://localhost:3000"}
    with httpx.Client(base_url=server.base_url) as browser:
        for verb, path in (("POST", "/.sandbox/reset"), ("GET", "/.well-known/timeback-sandbox"), ("GET", "/")):
            answer = browser.request(verb, path, headers=foreign)
            assert (answer.status_code, readable_by(answer)) == (403, "")
        assert browser.get("/", headers={"Host": "evil.test"}).status_code == 403
        form = {"grant_type": "client_credentials"}
        assert readable_by(browser.post(sandbox.token_path, data=form, headers=foreign)) == ""
        answers = [browser.get(path, headers=ours) for path in ("/", "/.well-known/timeback-sandbox", USERS)]
        assert [answer.status_code for answer in answers] == [200, 200, 401]
        assert {readable_by(answer) for answer in answers} == {ours["Origin"]}


def test_what_a_sandbox_in_a_file_answered_with_success_stays(tmp_path: Path) -> None:
    with Sandbox(data=tmp_path / "district.db", students=2) as sandbox, client_of_sandbox(sandbox) as client:
        made = value(client.oneroster.orgs.create(OrgInput(name="New", type="local")))
        expected = value(client.oneroster.orgs.get(made.sourced_id))
        for suffix in ("", "-wal"):  # what a process leaves that is killed now
            shutil.copyfile(f"{tmp_path}/district.db{suffix}", f"{tmp_path}/left.db{suffix}")
        with pytest.raises(DataFileError, match="is in use by another sandbox"):
            Sandbox(data=tmp_path / "district.db")
    with Sandbox(data=tmp_path / "left.db") as sandbox, client_of_sandbox(sandbox) as client:
        assert value(client.oneroster.orgs.get(made.sourced_id)).name == expected.name


def test_a_snapshot_is_brought_back_whole(tmp_path: Path) -> None:
    sandbox = Sandbox(students=2)
    new = OrgInput(name="New", type="local")
    with client_of_sandbox(sandbox) as client:
        sandbox.snapshot(tmp_path / "start.db")
        first = value(client.oneroster.orgs.create(new)).sourced_id
        sandbox.restore(tmp_path / "start.db")
        assert isinstance(error(client.oneroster.orgs.get(first)), NotFound)
        assert value(client.oneroster.orgs.create(new)).sourced_id == first
    with pytest.raises(DataFileError, match="holds another district"):
        Sandbox(students=3).restore(tmp_path / "start.db")


def test_time_goes_by_the_clock_of_the_sandbox(server: Server, sandbox: Sandbox) -> None:
    then = datetime(2031, 3, 2, 8, tzinfo=UTC)
    with client_of(server) as client:
        sandbox.clock.freeze()
        sandbox.clock.move_to(then)
        made = value(client.oneroster.orgs.create(OrgInput(name="New", type="local"))).sourced_id
        sandbox.snapshots.take("then")
        later = httpx.post(f"{server.base_url}/.sandbox/clock", json={"advance": 86_400}).json()
        assert later == {"now": "2031-03-03T08:00:00.000Z", "frozen": True}
        assert value(client.oneroster.orgs.get(made)).date_last_modified == then
        assert [each.status for each in sandbox.requests()[-3:]] == [401, 200, 200]  # the token had expired
        sandbox.snapshots.restore("then")
        assert sandbox.clock.now == then


def test_a_district_from_files_is_that_of_the_files(tmp_path: Path) -> None:
    def pulled(sandbox: Sandbox, path: Path) -> dict[str, bytes]:
        with sandbox.serve() as server, client_of(server) as client:
            assert not value(pull(client, path, kinds=EVERY_KIND, with_ended=True)).bad
        with zipfile.ZipFile(path) as bundle:
            return {file: bundle.read(file) for file in bundle.namelist()}

    first = pulled(Sandbox(students=12), tmp_path / "bundle.zip")
    assert len(first["enrollments.csv"].splitlines()) > 36
    assert pulled(Sandbox(source=tmp_path / "bundle.zip"), tmp_path / "again.zip") == first
    (tmp_path / "orgs.csv").write_text("sourcedId,name,type,parentSourcedId\n1,A,castle,\n2,B,school,9\n")
    with pytest.raises(SourceError) as raised:
        Sandbox(source=tmp_path / "orgs.csv")
    assert [each.place for each in raised.value.problems] == ["line 2, column type", "line 3, column parentSourcedId"]


def client_of_sandbox(sandbox: Sandbox) -> TimebackClient:
    """A client in this process."""
    return TimebackClient.open(**sandbox.settings, environ={}).unwrap()
