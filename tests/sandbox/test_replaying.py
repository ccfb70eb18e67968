"""What a recording is good for: answers without the other server, and what a sandbox answers otherwise."""

import re
from pathlib import Path

import httpx
import orjson
import pytest
from tests.support import MASTERYTRACK, client_of, error, new_user, value

from timeback_core import TimebackClient, or_raise
from timeback_core.oneroster import OrgInput
from timeback_core.sandbox import RecordingError, Request, Sandbox, compare, record, replay
from timeback_core.sandbox.command import main
from timeback_core.sandbox.recording.personal import is_personal
from timeback_core.sandbox.serving import Running

ADA = "ada.li@example.com"


def work(client: TimebackClient, email: str = ADA) -> list[object]:
    """What a program is told that works with a district, names of people left out."""
    rosters = client.oneroster
    return [
        value(rosters.orgs.get("school-1")),
        [each.sourced_id for each in value(rosters.students.list(limit=2, sort="email"))],
        [each.sourced_id for each in value(rosters.users.list(where={"email": email}))],
        value(rosters.users.create(new_user(email=email))).sourced_id,
        [each.sourced_id for each in value(rosters.users.list(where={"email": email}))],
        type(error(rosters.users.create(new_user(email=email)))),
        type(error(rosters.users.get("nobody"))),
        value(rosters.orgs.update("school-1", OrgInput(name="North", type="school"))),
        value(rosters.users.get("new")).status,
        value(rosters.users.delete("new")),
        value(rosters.users.get("new")).status,
        value(rosters.users.get("new")).status,
        value(client.qti.assessment_items.get("item-math-1")).title,
        len(value(client.masterytrack.inventory.search(grade="3"))),
    ]


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[object]]:
    """A recording of the work, and what the program was told."""
    path = tmp_path_factory.mktemp("worked") / "recording.jsonl"
    with Sandbox(students=6).serve() as server, record(server.base_url, path) as recorder, recorder.serve() as relay:
        changed = MASTERYTRACK["BEYOND_AI"] | {
            "base_url": relay.base_url,
            "auth_url": relay.token_url,
            "masterytrack_base_url": relay.base_url,
        }
        with client_of(server, **changed) as client:
            return path, work(client)


@pytest.fixture(scope="module")
def fresh() -> Sandbox:
    """A sandbox of the district that was recorded."""
    return Sandbox(students=6)


@pytest.fixture
def sandbox(fresh: Sandbox) -> Sandbox:
    """The same, as at the start."""
    fresh.reset()
    return fresh


def test_a_replay_tells_a_program_the_same(worked: tuple[Path, list[object]]) -> None:
    path, told = worked
    assert ADA not in path.read_text(encoding="utf-8")
    with replay(path).serve() as server, or_raise(TimebackClient.open(**server.settings)) as client:
        assert work(client) == told
    with or_raise(TimebackClient.open(**replay(path).settings)) as client:
        assert work(client, "somebody.else@example.org") == told


def test_order_and_spelling_of_a_query_are_ignored(worked: tuple[Path, list[object]]) -> None:
    again = replay(worked[0])
    base = "/ims/oneroster/rostering/v1p2/students/"
    both = [again.handle(Request("GET", f"{base}?{query}")) for query in ("limit=2&sort=email", "sort=%65mail&limit=2")]
    assert [reply.status for reply in both] == [200, 200]
    assert both[0].body == both[1].body


def test_what_was_not_recorded_is_told_with_what_is_nearest(worked: tuple[Path, list[object]]) -> None:
    with replay(worked[0]).serve() as server:
        told = httpx.get(f"{server.base_url}/ims/oneroster/rostering/v1p2/students/?limit=3&sort=email")
        body = {"org": {"sourcedId": "school-1", "name": "South", "type": "school"}}
        other = httpx.put(f"{server.base_url}/ims/oneroster/rostering/v1p2/orgs/school-1", json=body)
    assert (told.status_code, told.json()["error"]) == (501, "not_recorded")
    assert told.json()["nearest"] == "GET /ims/oneroster/rostering/v1p2/students/?limit=2&sort=email"
    assert told.json()["differences"] == ['query.limit: "2" was recorded, "3" is asked for']
    assert 'body.org.name: "North" was recorded, "South" is asked for' in other.json()["differences"]


def test_a_sandbox_agrees_with_its_own_recording(worked: tuple[Path, list[object]], sandbox: Sandbox) -> None:
    report = compare(worked[0], sandbox)
    assert report.agrees, report.as_text()
    assert report.as_text().splitlines()[-1] == "16 of 16 answers agree"


SWITCHES = {
    "standard_conflict": {"status"},
    "empty_put_bodies": {"content-type", "body"},
    "header_totals": {"link", "x-total-count"},
    "token_without_expiry": {"body.expires_in"},
    "live_qti": {
        "body.content.qti-assessment-item.qti-response-declaration",
        "body.content.qti-assessment-item.qti-outcome-declaration",
        "body.content.qti-assessment-item.qti-assessment-stimulus-ref",
    },
}


@pytest.mark.parametrize("switch", SWITCHES)
def test_what_differs_is_what_a_switch_changes(
    worked: tuple[Path, list[object]], sandbox: Sandbox, switch: str
) -> None:
    setattr(sandbox.switches, switch, True)
    report = compare(worked[0], sandbox)
    assert not report.agrees
    found = {finding.difference.path for each in report.operations for finding in each.findings}
    assert found == SWITCHES[switch], report.as_text()


def test_other_ids_stand_for_those_of_the_recording(worked: tuple[Path, list[object]]) -> None:
    path, _ = worked
    lists = [line for line in path.read_bytes().splitlines() if b"/students/" in line]
    listed = orjson.loads(lists[0])["answer"]["body"]["json"]["users"]
    asked = [
        {
            "verb": "GET",
            "target": f"/ims/oneroster/rostering/v1p2/users/{user['sourcedId']}",
            "answer": {
                "status": 200,
                "headers": [["content-type", "application/json"]],
                "body": {"json": {"user": user}},
            },
        }
        for user in listed
    ]
    again = path.with_name("other.jsonl")
    again.write_bytes(b"\n".join((*lists, *map(orjson.dumps, asked))))
    assert len(asked) == 2
    report = compare(again, Sandbox(students=6, id_prefix="north-"))
    assert report.agrees, report.as_text()


EXCHANGE = b'{"verb":"GET","target":"/x","answer":{"status":200,"body":{"text":"a"}},"more":1}'
DAMAGED = {
    b'{"verb": "GET", "tar': "it is no JSON",
    b"7": "it is no object",
    b"{}": "verb, target, answer, answer.status cannot be read",
    EXCHANGE.replace(b"200", b"1"): "answer.status cannot be read",
    EXCHANGE.replace(b'"text":"a"', b'"text":1'): "answer.body cannot be read",
    EXCHANGE.replace(b'"/x"', b'"/x","headers":[["a","b\\r\\nc: d"]]'): "headers cannot be read",
}


def test_lines_that_cannot_be_read_are_told_and_left_out(tmp_path: Path) -> None:
    path = tmp_path / "recording.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n\r\n".join((EXCHANGE, *DAMAGED, EXCHANGE)))
    again = replay(path)
    assert again.problems == tuple(f"line {2 * at + 1}: {told}" for at, told in enumerate(DAMAGED.values(), 1))
    assert (again.handle(Request("GET", "/x")).body, again.platform) == (b"a", "BEYOND_AI")
    assert compare(path, Sandbox(students=0)).problems == again.problems


@pytest.mark.parametrize("content", [b"", b"{}\n", b'{"timeback_recording": 2}\n' + EXCHANGE, None])
def test_what_is_no_recording_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "recording.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecordingError, match=str(path)):
        replay(path)


def test_a_command_line_for_each(
    worked: tuple[Path, list[object]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = str(worked[0])
    assert main(["--compare", path, "--size", "6", "--format", "json"]) == 0
    assert orjson.loads(capsys.readouterr().out)["agrees"] is True
    assert main(["--compare", path, "--size", "1", "--platform", "LEARNWITH_AI"]) == 1
    assert main(["--compare", str(tmp_path / "nowhere.jsonl")]) == 2
    assert main(["--record", "nowhere"]) == 1
    capsys.readouterr()

    def ask(server: Running) -> None:
        assert httpx.get(f"{server.base_url}/ims/oneroster/rostering/v1p2/users/nobody").status_code == 404

    monkeypatch.setattr(Running, "wait", ask)
    assert main(["--replay", path, "--port", "0"]) == 0
    told = capsys.readouterr().out
    assert ("export TIMEBACK_API_CLIENT_SECRET=replay-secret" in told, "to look at it" in told) == (True, False)
    again = str(tmp_path / "again.jsonl")
    with replay(path).serve() as server:
        assert main(["--record", server.base_url, "--to", again, "--port", "0"]) == 0
    assert "export TIMEBACK_API_AUTH_URL=http://127.0.0.1:" in capsys.readouterr().out
    assert replay(again).handle(Request("GET", "/ims/oneroster/rostering/v1p2/users/nobody")).status == 404


@pytest.mark.parametrize("words", ["--replay x --size 1", "--record http://a --replay x", "--compare x --port 1"])
def test_what_does_not_go_together_is_told(capsys: pytest.CaptureFixture[str], words: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words.split())
    assert ended.value.code == 2
    assert "not allowed" in capsys.readouterr().err


def test_what_the_guide_names_is_replaced() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "guides" / "record-and-replay.md").read_text(encoding="utf-8")
    named = re.findall("`([a-z ]+)`", guide.partition("`userGivenName`")[2].partition("; the `name`")[0])
    assert len(named) > 20
    for words in map(str.split, named):
        spelt = ("".join(words), "_".join(words), "-".join(words).upper(), "old" + "".join(map(str.title, words)))
        assert all(map(is_personal, spelt)), spelt
    others = ("name", "applicationName", "courseName", "imsx_codeMinorFieldName", "scoreStatus", "capacity", "ipsum")
    assert not any(map(is_personal, others))
