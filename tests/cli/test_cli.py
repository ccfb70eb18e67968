"""The `timeback` command, run as a process of its own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.request import Request, urlopen

import pytest
from tests.cli.command import Command

from timeback_core import catalogue
from timeback_core.cli import main

COMMAND: Final = (sys.executable, "-m", "timeback_core.cli")
LONGEST: Final = 300.0
"""Seconds after which a process counts as hanging; a quiet machine needs two."""
WIDE: Final = {**os.environ, "COLUMNS": "200", "NO_COLOR": "1"}


def timeback(*arguments: str) -> subprocess.CompletedProcess[str]:
    """What a command printed, and its status."""
    return subprocess.run(  # noqa: S603 -- this package's own command
        [*COMMAND, *arguments], capture_output=True, text=True, timeout=LONGEST, env=WIDE, check=False
    )


@contextmanager
def running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command that goes on until it is interrupted; it is killed at the end if it still runs."""
    process = subprocess.Popen(  # noqa: S603 -- this package's own command
        [*COMMAND, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=WIDE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background job ignores it
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def section(output: str, title: str) -> str:
    """What stands under a title, up to the next empty line."""
    _, found, after = output.partition(f"\n{title}\n")
    assert found, output
    return after.partition("\n\n")[0]


@pytest.fixture(scope="module")
def demonstration() -> subprocess.CompletedProcess[str]:
    """What the demonstration said."""
    return timeback("demo")


def test_the_demonstration(demonstration: subprocess.CompletedProcess[str]) -> None:
    """Real answers of two sandboxes and of a server that is down, and the end of it all is success."""
    told = demonstration
    assert (told.returncode, told.stderr) == (0, "")
    schools = section(told.stdout, "Schools and students, by threads")
    assert re.search(r"north: \w.*\n +40 students: ", schools)
    assert re.search(r"south: \w.*\n +25 students: ", schools)
    for title, who in (
        ("A user is created on all three clients", "demo-ada"),
        ("The same by an event loop", "demo-grace"),
    ):
        created = section(told.stdout, title)
        assert f"succeeded north: {who}" in created
        assert f"succeeded south: {who}" in created
        assert re.search(r"failed +west: POST .*Connection refused", created)
        assert "all succeeded: False, any failed: True" in created
    errors = section(told.stdout, "An error is a value, and `match` knows them all")
    assert [line.split(":")[0].strip() for line in errors.splitlines()] == [
        "not found",
        "refused before sending",
        "exists already",
    ]
    assert "streamed 38 users" in told.stdout


def test_the_demonstration_grades_an_assignment(demonstration: subprocess.CompletedProcess[str]) -> None:
    """Every student of a class has a score, and their average is the one that is shown."""
    graded = section(demonstration.stdout, "An assignment is graded").splitlines()
    assert graded[0].strip() == "Essay of class-1, as stored:"
    rows = [re.fullmatch(r" +(\d+)  (\w.*)", line) for line in graded[1:-1]]
    scores = [int(row[1]) for row in rows if row]
    assert len(scores) == len(rows) > 5
    average = re.fullmatch(r" +(\d+\.\d)  class average", graded[-1])
    assert average is not None
    assert float(average[1]) == pytest.approx(sum(scores) / len(scores), abs=0.051)


def test_the_demonstration_tells_of_a_day_of_learning(demonstration: subprocess.CompletedProcess[str]) -> None:
    """What was sent is what the analytics say, by subject, and the receiver believed each delivery."""
    told = demonstration.stdout
    assert section(told, "A student is enrolled by course").startswith("  student of Math at ")
    chart = section(told, "A day of lessons is sent, and read back as analytics").splitlines()
    assert [re.sub(" *█+ *", " ", line.strip()) for line in chart] == [
        "Math 50 XP in 55 minutes, 90 % right",
        "Reading 22.5 XP in 25 minutes, 83 % right",
        "Science 14 XP in 20 minutes, 75 % right",
    ]
    assert [line.count("█") for line in chart] == [30, 14, 8]
    delivered = section(told, "A webhook told of each activity, and of nothing else").splitlines()
    assert delivered == ["  verified ActivityEvent from https://reader.demo.example.com"] * 4


def test_the_demonstration_places_a_student_and_lets_it_learn(demonstration: subprocess.CompletedProcess[str]) -> None:
    """What was published is scored, a passed test leads a grade on, and the score goes up to 100 as was foretold."""
    told = demonstration.stdout
    assert section(told, "Items are built, published and scored").strip().endswith("A scores 0.0, B 1.0")
    placed = section(told, "A placement test tells where the student stands")
    grades = [int(found) for found in re.findall(r"grade (\d+)", placed)]
    assert grades == [grades[0], grades[0] + 1]
    drawn, summed = section(told, "A PowerPath 100 lesson adapts, until its score is 100").splitlines()
    steps, scores = drawn.split(maxsplit=1)
    course = [int(each) for each in scores.split(", ")]
    assert (course[:4], course[-1], len(course)) == ([14, 27, 39, 36], 100, len(steps))
    right = round(100 * (len(course) - 2) / len(course))
    assert (
        summed.strip() == f"{len(course)} answers, {right} % right, 10 XP; the simulation foretold 100 with {right} %"
    )


def test_the_help_page_loads_no_api() -> None:
    """So it is there at once."""
    program = "import sys; from timeback_core.cli.app import app; app(['--help'], result_action='return_value');"
    program += "print(*(name for name in sys.modules if name.startswith('timeback_core.')))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=WIDE, check=True)  # noqa: S603 -- this package's own
    assert {name.split(".")[1] for name in told.stdout.splitlines()[-1].split()} == {"cli", "lazy", "version"}


def test_operations_as_json(unconfigured: Command) -> None:
    """The whole catalogue, each entry with the same members."""
    told = unconfigured("operations", "--format", "json")
    assert (told.status, told.err) == (0, "")
    listed = json.loads(told.out)
    assert [entry["call"] for entry in listed] == [entry.qualified for entry in catalogue()]
    assert {tuple(entry) for entry in listed} == {tuple(listed[0])}
    (get,) = (entry for entry in listed if entry["name"] == "get_user")
    assert (get["verb"], get["path"]) == ("GET", "/ims/oneroster/rostering/v1p2/users/{sourced_id}")


def test_operations_as_a_table(unconfigured: Command) -> None:
    """The catalogue for people, with its length."""
    told = unconfigured("operations", "--format", "table")
    assert (told.status, told.err) == (0, "")
    assert f"{len(catalogue())} operations and flows" in told.out
    assert "oneroster.users.get" in told.out
    assert told.out == unconfigured("operations").out


def test_operations_of_one_service(unconfigured: Command) -> None:
    """Only the entries of the service that is named."""
    listed = json.loads(unconfigured("operations", "--format", "json", "--service", "oneroster").out)
    assert len(listed) == sum(entry.service == "oneroster" for entry in catalogue())
    assert {entry["service"] for entry in listed} == {"oneroster"}


@pytest.mark.parametrize("form", ["table", "json", "markdown"])
def test_a_service_that_is_not_there(unconfigured: Command, form: str) -> None:
    """It is told with the nearest one, and is a failure."""
    told = unconfigured("operations", "--format", form, "--service", "onerooster")
    assert (told.status, told.out) == (2, "")
    assert told.err == "unknown service 'onerooster'; did you mean 'oneroster'?\n"


def test_operations_in_a_pipe() -> None:
    """Names stay whole where no terminal bounds the lines, and a reader that leaves is no failure."""
    told = timeback("operations").stdout
    assert all(entry.qualified in told for entry in catalogue())
    for form in ("table", "json", "markdown"):
        with running("operations", "--format", form) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            assert process.stderr.read() == ""
            process.wait(LONGEST)


def test_streams_that_are_closed_are_no_failure() -> None:
    """As they are for a service that has none of them: it reads nothing, and prints nowhere."""
    words = f"{sys.executable} -m timeback_core.cli call oneroster.orgs.create --body - --dry-run"
    told = subprocess.run(["/bin/sh", "-c", f"{words} <&- >&- 2>&-"], env=WIDE, timeout=LONGEST, check=False)  # noqa: S603 -- our own
    assert told.returncode == 2


def test_an_interrupt_is_a_status_also_while_it_is_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    """And no traceback."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("timeback_core.cli.app.main", interrupted)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_output_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        monkeypatch.setattr(sys, "argv", ["timeback", "call", "oneroster.orgs.list", "--dry-run"])
        with pytest.raises(SystemExit) as end:
            main()
    assert end.value.code == "timeback: No space left on device"


def test_a_form_that_is_not_there(unconfigured: Command) -> None:
    """An option that makes no sense is told, and is a failure."""
    told = unconfigured("operations", "--format", "xml")
    assert told.status != 0
    assert "xml" in told.out + told.err


def test_the_sandbox_runs_until_it_is_interrupted() -> None:
    """It prints what a shell needs, answers, and ends well on an interrupt."""
    with running("sandbox", "--port", "0", "--size", "2") as process:
        assert process.stdout is not None
        exported: dict[str, str] = {}
        while len(exported) < 4 and (line := process.stdout.readline()):
            if line.startswith("export "):
                name, _, text = line.removeprefix("export ").strip().partition("=")
                exported[name] = text
        assert list(exported) == [
            "TIMEBACK_API_BASE_URL",
            "TIMEBACK_API_AUTH_URL",
            "TIMEBACK_API_CLIENT_ID",
            "TIMEBACK_API_CLIENT_SECRET",
        ]
        base_url = exported["TIMEBACK_API_BASE_URL"]
        with urlopen(f"{base_url}/.well-known/timeback-sandbox", timeout=LONGEST) as answer:  # noqa: S310 -- loopback
            assert answer.status == 200
            assert base_url in answer.read().decode()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=LONGEST)
        assert (process.returncode, rest.strip(), errors) == (0, "", "")


def test_the_sandbox_as_a_company_runs_it() -> None:
    """Every option has its effect, and SIGTERM ends it well."""
    options = ["--host", "0.0.0.0", "--public-url", "https://box.test"]  # noqa: S104 -- for the moment of a test
    options += ["--platform", "LEARNWITH_AI", "--id-prefix", "n-"]
    options += ["--token-seconds", "90", "--scopes", "roster-core.readonly", "--scopes", "admin", "--access-log"]
    with running("sandbox", "--port", "0", "--students", "2", *options) as process:
        assert process.stdout is not None
        assert process.stdout.readline().split() == ["base", "URL:", "https://box.test"]
        port = listening(process.pid)
        base_url = f"http://127.0.0.1:{port}"
        form = b"grant_type=client_credentials&client_id=sandbox-client&client_secret=sandbox-secret"
        with urlopen(f"{base_url}/auth/1.0/token", form, timeout=LONGEST) as answer:  # noqa: S310 -- loopback
            told = json.load(answer)
        assert told["expires_in"] == 90
        wanted = Request(f"{base_url}/rostering/1.0/users/n-student-1")  # noqa: S310 -- loopback
        wanted.add_header("Authorization", f"Bearer {told['access_token']}")
        with urlopen(wanted, timeout=LONGEST) as answer:  # noqa: S310 -- loopback
            org = json.load(answer)["user"]["primaryOrg"]
        assert org["href"] == f"https://box.test/rostering/1.0/orgs/{org['sourcedId']}"
        process.send_signal(signal.SIGTERM)
        _, lines = process.communicate(timeout=LONGEST)
        assert process.returncode == 0
        first, second = lines.splitlines()
        assert re.fullmatch(r"\S+Z POST /auth/1.0/token - 200 \d+ B \d+\.\d ms", first)
        assert re.fullmatch(
            r"\S+Z GET /rostering/1.0/users/n-student-1 oneroster.users.get 200 \d+ B \d+\.\d ms", second
        )


def test_options_of_the_sandbox_that_make_no_sense() -> None:
    """They are told in one line, and are a failure."""
    told = timeback("sandbox", "--port", "0", "--token-seconds", "-1")
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == "token_seconds must be a number above 0 and at most ten years, not -1.0\n"


def test_a_sandbox_in_a_file_that_is_none(tmp_path: Path) -> None:
    """It is told in one line, and is a failure."""
    told = timeback("sandbox", "--port", "0", "--size", "2", "--data", str(tmp_path))
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == f"{tmp_path} cannot be opened, or nothing can be written beside it\n"


def listening(pid: int) -> int:
    """The port that a process listens at."""
    inodes = {os.readlink(f"/proc/{pid}/fd/{one}") for one in os.listdir(f"/proc/{pid}/fd")}
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[3] == "0A" and f"socket:[{fields[9]}]" in inodes:
            return int(fields[1].partition(":")[2], 16)
    raise AssertionError(pid)


def test_a_port_in_use() -> None:
    """A port that cannot be had is told in one line, and is a failure."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = timeback("sandbox", "--port", str(port), "--size", "1")
    assert (told.returncode, told.stdout) == (1, "")
    (line,) = told.stderr.splitlines()
    assert line.startswith(f"cannot listen on 127.0.0.1 port {port}: Address already in use")


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none(port: str) -> None:
    """What is no port is told before anything runs."""
    told = timeback("sandbox", "--port", port)
    assert told.returncode != 0
    assert "--port" in (told.stdout + told.stderr).lower()
