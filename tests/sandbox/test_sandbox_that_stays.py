"""A sandbox in a file: what it keeps, what it refuses, and what a snapshot brings back."""

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count
from pathlib import Path
from subprocess import PIPE, Popen

import httpx
import orjson
import pytest
from returns.result import Success
from tests.sandbox.caliper_bodies import activity, envelope, sent
from tests.sandbox.conftest import authorized
from tests.sandbox.staying import everything, killed
from tests.wire.services import CASES

from timeback_core import TimebackClient
from timeback_core.sandbox import DataFileError, Fault, Request, Sandbox, Snapshot, Switches
from timeback_core.sandbox.data_file import FORMAT
from timeback_core.sandbox.messages import finish
from timeback_core.sandbox.snapshots import MOST_SNAPSHOTS
from timeback_core.sandbox.world import Platform

USERS = "/ims/oneroster/rostering/v1p2/users/"
PERSON = {
    "givenName": "Ann",
    "middleName": "of a load",
    "familyName": "Lee",
    "enabledUser": True,
    "roles": [{"role": "student", "roleType": "primary", "org": {"sourcedId": "school-1"}}],
    "agents": [{"sourcedId": "student-1"}],
}
HOOK = {"name": "A", "targetUrl": "http://127.0.0.1:1/", "secret": "s", "active": True}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is."""
    return tmp_path / "district.db"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of a small district, to be copied."""
    path = tmp_path_factory.mktemp("made") / "made.db"
    Sandbox(data=path, students=2).close()
    return path


@pytest.fixture
def staying(path: Path, made: Path) -> Iterator[Sandbox]:
    """A sandbox that stays there."""
    shutil.copyfile(made, path)
    with Sandbox(data=path) as sandbox:
        yield sandbox


@pytest.fixture
def staying_api(staying: Sandbox) -> Iterator[httpx.Client]:
    """A client with a token of it."""
    with httpx.Client(transport=staying.transport(), base_url=staying.base_url) as client:
        yield authorized(client, staying)


@pytest.mark.parametrize("platform", ["BEYOND_AI", "LEARNWITH_AI"])
def test_what_any_operation_changes_is_there_after_a_kill(path: Path, platform: Platform) -> None:
    requests = [request for _, case in CASES if case.platform == platform for request in (*case.before, case.request())]
    with (
        Sandbox(data=path, students=12, platform=platform) as sandbox,
        TimebackClient.open(**sandbox.settings, environ={}).unwrap() as client,
    ):
        told = [client.session.result_of(request) for request in requests]
        assert sum(isinstance(each, Success) for each in told) > len(requests) / 2
        with Sandbox(data=killed(path)) as again:
            assert everything(again) == everything(sandbox)
            sandbox.reset()
            again.reset()
            assert everything(again) == everything(sandbox)


def test_each_answer_is_kept_before_it_goes_out(staying: Sandbox, staying_api: httpx.Client, path: Path) -> None:
    sandbox, api = staying, staying_api
    changes: list[Callable[[], object]] = [
        lambda: api.post("/webhooks/", json=HOOK),
        lambda: sent(api, activity()),
        sandbox.deliver,
        lambda: api.delete(f"{USERS}student-1"),
        lambda: api.post("/.sandbox/switches", json={"short_pages": True}),
        lambda: api.post("/.sandbox/snapshot", json={"name": "one"}),
        lambda: authorized(api, sandbox),
        lambda: api.post("/.sandbox/reset"),
        lambda: api.post("/.sandbox/restore", json={"name": "one"}),
        lambda: api.delete("/.sandbox/snapshots?name=one"),
        lambda: sandbox.snapshots.take("two"),
        lambda: api.post("/.sandbox/clock", json={"advance": 60}),
        sandbox.clock.freeze,
        sandbox.clock.set_back,
        lambda: setattr(sandbox.switches, "spec_keys", True),
        lambda: api.get(USERS),
        sandbox.revoke_tokens,
    ]
    before = everything(sandbox)
    for change in changes:
        change()
        now = everything(sandbox)
        if change is not changes[-3]:
            with Sandbox(data=killed(path)) as again:
                assert everything(again) == now
        assert (now == before) is (change is changes[-2])
        before = now


SERVERS = """
import os, sys
from timeback_core.sandbox import Sandbox
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        server = Sandbox(data=sys.argv[1], students=2).serve()
        print(os.getpid(), server.base_url, flush=True)
        server.wait()
    os.waitpid(child, 0)
"""
"""Serves the sandbox of a file in a process of its own, one after the other has ended, as often as it is asked to."""


@contextmanager
def killed_at_the_end(process: int) -> Iterator[None]:
    """A process that is killed, whatever becomes of the test."""
    try:
        yield
    finally:
        os.kill(process, signal.SIGKILL)


def token_at(base_url: str) -> str:
    """A token of a server."""
    form = {"grant_type": "client_credentials"}
    answer = httpx.post(f"{base_url}/oauth2/token", data=form, auth=("sandbox-client", "sandbox-secret"))
    return str(answer.json()["access_token"])


def test_processes_that_are_killed_under_load_lose_nothing(path: Path) -> None:
    answered: set[str] = set()
    bearer: dict[str, str] = {}

    def write(base_url: str, writer: str) -> None:
        with httpx.Client(base_url=base_url, headers=bearer) as client, suppress(httpx.TransportError):
            for number in count():
                name = f"{writer}-{number}"
                user = {**PERSON, "sourcedId": name, "email": f"{name}@x.example"}
                assert client.post(USERS, json={"user": user}).status_code == 201
                answered.add(name)

    with Popen([sys.executable, "-c", SERVERS, str(path)], stdin=PIPE, stdout=PIPE, text=True) as servers:  # noqa: S603
        assert servers.stdin is not None
        assert servers.stdout is not None
        for enough in (1, 9, 40):
            print(file=servers.stdin, flush=True)
            process, base_url = servers.stdout.readline().split()
            with ThreadPoolExecutor(3) as threads, killed_at_the_end(int(process)):
                if not bearer:
                    bearer["authorization"] = f"Bearer {token_at(base_url)}"
                writing = [threads.submit(write, base_url, f"{enough}-{at}") for at in range(3)]
                while len(answered) < enough and not any(each.done() for each in writing):
                    wait(writing, timeout=0.001)
            assert [each.result() for each in writing] == [None] * 3
    with Sandbox(data=path) as sandbox:
        assert sandbox._world.plan.students == 2
        there = {each["sourcedId"] for each in sandbox.documents("users") if each.get("middleName") == "of a load"}
        assert answered <= there
        assert {pair["sourcedId"] for pair in sandbox.documents("agentPairs")} == {f"{u}\0student-1" for u in there}


def test_work_that_is_under_way_is_not_kept_in_part(staying: Sandbox, staying_api: httpx.Client, path: Path) -> None:
    headers = (("authorization", staying_api.headers["authorization"]), ("content-type", "application/json"))
    body = orjson.dumps(envelope(*(activity(number) for number in range(1, 201))))
    steps = staying.steps(Request("POST", "/caliper/event", headers, body))
    while staying._world.store.count("caliperEvents") < 100:
        next(steps)
    staying_api.delete(f"{USERS}student-1")
    with Sandbox(data=killed(path)) as again:
        assert again.documents("caliperEvents") == []
        assert again.documents("users")[-1] == staying.documents("users")[-1]
    assert finish(steps).status == 200
    with Sandbox(data=killed(path)) as again:
        assert everything(again) == everything(staying)


def test_what_belongs_to_a_run_is_said_again(path: Path) -> None:
    with Sandbox(data=path, students=1, client_id="a", faults=[Fault("unavailable")], token_seconds=7) as sandbox:
        sandbox.switches.spec_keys = True
        sandbox.handle(Request("GET", "/x"))
    with Sandbox(data=path, switches=Switches(live_errors=True)) as again:
        assert again.client_id == "sandbox-client"
        assert again.switches == Switches(live_errors=True, spec_keys=True)
        assert again.requests() == ()
        assert again.handle(Request("GET", "/.sandbox/faults")).body == b'{"faults":[]}'
        again.reset()
        assert again.switches == Switches(live_errors=True)


def other_application(path: Path) -> None:
    """A database of somebody else."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (x)")


def changed(statement: str) -> Callable[[Path], object]:
    """A file in which somebody changed something."""

    def change(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute(statement)

    return change


TIMELESS = """
UPDATE states SET facts = '{"draws": 0, "deliveries": 0, "switches": {}, "clock": {"ahead": 1e300}}'
"""
"""Lets the clock tell no time."""


SENSELESS = (
    *(("students", value) for value in (-1, 10**14)),
    *(("first_year", value) for value in (0, -5, 99999)),
    *((name, -1) for name in ("students_per_school", "courses_per_student", "class_size", "gradebook_classes")),
    ("students_per_school", 0),
    ("platform", "'ELSEWHERE'"),
    ("id_prefix", "'a b'"),
)
"""Members of an identity by which no district can be made."""
ODD = '{"sourcedId": "u"}'


def cut_off(path: Path) -> None:
    """Half of a file."""
    os.truncate(path, path.stat().st_size // 2)


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda path: path.write_text("no database, but a text of some length"), "is no SQLite database"),
        (lambda path: path.mkdir(), "cannot be opened, or nothing can be written beside it"),
        (lambda path: path.symlink_to(path / "x"), "cannot be opened, or nothing can be written beside it"),
        (other_application, "holds no sandbox"),
    ],
)
def test_a_file_of_others_is_told_and_left_alone(path: Path, make: Callable[[Path], object], told: str) -> None:
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(DataFileError) as raised:
        Sandbox(data=path)
    assert str(raised.value) == f"{path} {told}"
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (cut_off, "is damaged"),
        (changed("PRAGMA user_version = 99"), "has the format 99 of another version; this one reads 2"),
        (changed("DELETE FROM sandbox"), "is damaged"),
        (changed("UPDATE sandbox SET identity = '7'"), "is damaged"),
        *(
            (changed(f"UPDATE sandbox SET identity = json_{change}"), "is damaged")  # noqa: S608 -- changes below
            for change in (
                "set(identity, '$.students', 'x')",
                "set(identity, '$.more', 1)",
                "remove(identity, '$.seed')",
                *(f"set(identity, '$.{name}', {value})" for name, value in SENSELESS),
            )
        ),
        (changed("INSERT INTO documents VALUES ('/now', 'users', 'u', 9, '{')"), "is damaged"),
        *(
            (changed(f"INSERT INTO documents VALUES ('/now', 'users', '{held}', {place}, '{ODD}')"), "is damaged")  # noqa: S608 -- values here
            for held, place in (("u", -999), ("u", 9 * 10**9), ("u", 2**63 - 1), ("u", 1.5), ("other", 9))
        ),
        (changed("UPDATE states SET facts = json_set(facts, '$.switches', 'x')"), "is damaged"),
        (changed("INSERT INTO documents VALUES ('/now', 'users', 'u', 9, '{}')"), "is damaged"),
        (changed("UPDATE states SET facts = '{}'"), "is damaged"),
        (changed(TIMELESS), "is damaged"),
        (changed("DELETE FROM states"), "is damaged"),
        (changed("DROP TABLE tokens"), "cannot be used: no such table: tokens"),
        (changed("INSERT INTO tokens VALUES ('t', '{}')"), "is damaged"),
        (changed("INSERT INTO deliveries VALUES ('/now', 'd', '{}')"), "is damaged"),
    ],
)
def test_a_damaged_file_is_told_and_left_alone(
    path: Path, made: Path, spoil: Callable[[Path], object], told: str
) -> None:
    shutil.copyfile(made, path)
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(DataFileError) as raised:
        Sandbox(data=path)
    assert str(raised.value) == f"{path} {told}"
    assert path.read_bytes() == before


def test_files_of_this_format_began_with_the_documents_that_their_plans_give_now() -> None:
    made_up = Sandbox(students=60, id_prefix="x-", now=datetime(2026, 9, 1, tzinfo=UTC))
    documents = {name: made_up.documents(name) for name in sorted(made_up._world.store.collections())}
    digest = sha256(orjson.dumps(documents, option=orjson.OPT_SORT_KEYS)).hexdigest()
    # Where this is another one, the format has to be another one too: files hold what differs from these documents.
    assert (FORMAT, digest[:16]) == (2, "2e575b07e00514e9")


def test_a_file_has_one_sandbox_at_a_time(staying: Sandbox, path: Path) -> None:
    linked = path.with_name("linked.db")
    linked.symlink_to(path)
    for again in (path, linked):
        with pytest.raises(DataFileError, match="is in use by another sandbox"):
            Sandbox(data=again)
        with pytest.raises(DataFileError, match="is in use by another sandbox"):
            staying.snapshot(again)
        with pytest.raises(DataFileError, match="is in use by another sandbox"):
            staying.restore(again)
    staying.close()
    staying.close()
    assert list(path.parent.glob("district*")) == [path]
    Sandbox(data=path).close()


def test_what_is_given_has_to_fit_to_the_file(staying: Sandbox, path: Path) -> None:
    staying.close()
    Sandbox(data=path, students=2, seed=1, platform="BEYOND_AI", id_prefix="").close()
    with pytest.raises(DataFileError) as raised:
        Sandbox(data=path, students=3, seed=2, id_prefix="n-")
    assert str(raised.value) == (
        f"{path} holds another district, of seed 1 and not 2, students 2 and not 3, id_prefix '' and not 'n-'"
    )


def test_what_cannot_be_written_is_no_success_and_is_written_later(
    staying: Sandbox, staying_api: httpx.Client, path: Path
) -> None:
    assert staying._file is not None
    run = staying._file._connection.execute
    (pages,) = run("PRAGMA page_count").fetchone()
    run(f"PRAGMA max_page_count = {pages}")
    full = staying_api.post("/webhooks/", json={**HOOK, "description": "long " * 10_000})
    assert (full.status_code, full.json()["message"]) == (500, "Internal server error")
    with Sandbox(data=killed(path)) as again:
        assert again.documents("webhooks") == []
    assert staying_api.get(USERS).status_code == 500
    run("PRAGMA max_page_count = 1000000")
    assert staying_api.get(USERS).status_code == 200
    with Sandbox(data=killed(path)) as again:
        assert everything(again) == everything(staying)
        assert len(again.documents("webhooks")) == 1


def test_a_snapshot_is_brought_back_whole(path: Path, sandbox: Sandbox, api: httpx.Client) -> None:
    api.post("/webhooks/", json=HOOK)
    sent(api, activity())
    sandbox.snapshot(path)
    saved = everything(sandbox)
    sandbox.faults(Fault("unavailable", path="/nowhere"))

    def go_on() -> dict[str, object]:
        api.post("/webhooks/", json={**HOOK, "name": "B"})
        api.post("/.sandbox/switches", json={"short_pages": True})
        api.delete(f"{USERS}student-1")
        sent(api, activity(2))
        return everything(sandbox)

    later = go_on()
    assert later != saved
    sandbox.restore(path)
    assert everything(sandbox) == saved
    assert go_on() == later
    assert len(api.get("/.sandbox/faults").json()["faults"]) == 1
    sandbox.snapshot(path)
    sandbox.reset()
    sandbox.restore(path)
    assert everything(sandbox) == later
    with Sandbox(data=path, clock=sandbox._world.clock.now) as again:
        assert {**everything(again), "tokens": 0, "snapshots": 0} == {**later, "tokens": 0, "snapshots": 0}
        again.reset()
        sandbox.reset()
        assert everything(again)["documents"] == everything(sandbox)["documents"]


def test_a_snapshot_of_another_district_is_not_brought_back(path: Path, sandbox: Sandbox) -> None:
    with pytest.raises(DataFileError, match="is not there"):
        sandbox.restore(path)
    Sandbox(students=1, now=sandbox.clock.now).snapshot(path)
    before = everything(sandbox)
    with pytest.raises(DataFileError, match="holds another district, of students 1 and not 12"):
        sandbox.restore(path)
    other_application(path.with_name("other.db"))
    with pytest.raises(DataFileError, match="holds no sandbox"):
        sandbox.snapshot(path.with_name("other.db"))
    with pytest.raises(DataFileError, match="cannot be opened"):
        sandbox.snapshot(path / "below")
    assert everything(sandbox) == before


@pytest.mark.parametrize("name", ["", ".", "../x", "a/b", "/now", "a\\b", "é", "x" * 101, " ", None, 7, ["a"]])
def test_a_name_of_a_snapshot_is_no_path(sandbox: Sandbox, bare: httpx.Client, name: object) -> None:
    for call in ("snapshot", "restore"):
        answer = bare.post(f"/.sandbox/{call}", json={"name": name})
        assert (answer.status_code, list(answer.json())) == (400, ["error"])
    if isinstance(name, str):
        assert bare.delete("/.sandbox/snapshots", params={"name": name}).status_code == 400
        for act in (sandbox.snapshots.take, sandbox.snapshots.restore, sandbox.snapshots.delete):
            with pytest.raises(ValueError, match="a name of at most 100 letters"):
                act(name)
    assert bare.delete("/.sandbox/snapshots").status_code == 400


def test_snapshots_by_name(sandbox: Sandbox, api: httpx.Client) -> None:
    for there in sandbox.snapshots.list():
        sandbox.snapshots.delete(there.name)
    missing = api.post("/.sandbox/restore", json={"name": "none"})
    assert (missing.status_code, missing.json()) == (404, {"error": "no snapshot has the name none"})
    assert api.delete("/.sandbox/snapshots?name=none").status_code == 404
    with pytest.raises(ValueError, match="no snapshot has the name none"):
        sandbox.snapshots.restore("none")
    for number in range(MOST_SNAPSHOTS):
        assert api.post("/.sandbox/snapshot", json={"name": f"{number}"}).json() == {}
    assert api.post("/.sandbox/snapshot", json={"name": "more"}).status_code == 400
    with pytest.raises(ValueError, match="there are 100 snapshots already"):
        sandbox.snapshots.take("more")
    first = everything(sandbox)["documents"]
    api.delete(f"{USERS}student-1")
    second = everything(sandbox)["documents"]
    sandbox.clock.advance(timedelta(minutes=5))
    sandbox.snapshots.take("1")
    for name, expected in (("0", first), ("1", second), ("0", first)):
        assert api.post("/.sandbox/restore", json={"name": name}).json() == {}
        assert everything(sandbox)["documents"] == expected
        assert api.get(f"{USERS}student-1").json()["user"]["status"] == ("active" if name == "0" else "tobedeleted")
    for number in range(2, MOST_SNAPSHOTS):
        assert api.delete(f"/.sandbox/snapshots?name={number}").json() == {}
    held = sum(map(len, map(sandbox.documents, sandbox._world.store.collections())))
    at = sandbox.clock.now
    assert sandbox.snapshots.list() == (Snapshot("0", at, held), Snapshot("1", at + timedelta(minutes=5), held))
    assert api.get("/.sandbox/snapshots").json() == {
        "snapshots": [
            {"name": name, "taken_at": f"2026-09-21T14:{minute}:20.125Z", "documents": held}
            for name, minute in (("0", 13), ("1", 18))
        ]
    }
