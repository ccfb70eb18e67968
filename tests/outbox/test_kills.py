"""Programs that are killed at the worst moments: what was accepted is there, and is sent with the same ids."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
from tests.outbox.events import SENSOR, TAKEN, Receiver, plain, urn
from tests.outbox.ways import sent
from tests.scripted_server import Reply, ScriptedServer
from tests.session.ways import Way
from tests.support import settings_of

from timeback_core import Outbox

ACCEPTING: Final = """
import os, signal, sqlite3, sys
from timeback_core import Outbox
from tests.outbox.events import SENSOR, plain

connect = sqlite3.connect

def accept(path, moment):
    left = moment

    def count(statement):
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def watched(*args, **options):
        connection = connect(*args, **options)
        connection.set_trace_callback(count)
        return connection

    sqlite3.connect = watched
    outbox = Outbox.open(path).unwrap()
    for number in (0, 2):
        outbox.accept(SENSOR, plain(number), plain(number + 1)).unwrap()
        print("accepted", flush=True)

for moment in range(100):
    print(moment, flush=True)
    if (child := os.fork()) == 0:
        accept(sys.argv[1] + str(moment), moment)
        os._exit(0)
    if os.waitpid(child, 0)[1] == 0:
        break
"""
"""Children that are killed when they begin their first SQL statement, their second one, and so on, until one ends."""

SENDING: Final = """
import os, signal, sys
from timeback_core import Outbox, TimebackClient
from timeback_core.outbox import sending

if sys.argv[2] == "before it is kept":
    sending.settle = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
outbox = Outbox.open(sys.argv[1]).unwrap()
client = TimebackClient.open(SETTINGS).unwrap()
outbox.send(client, most_events=2)
"""


def begun(program: str, *arguments: str) -> subprocess.Popen[str]:
    """A program in a process of its own."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)  # noqa: S603 -- a test's own


def test_what_was_accepted_survives_a_kill_at_any_statement(tmp_path: Path) -> None:
    with begun(ACCEPTING, str(tmp_path / "events-")) as process:
        said, _ = process.communicate(timeout=300)
    accepted: dict[str, int] = {}
    for line in said.split():
        if line != "accepted":
            moment = line
        accepted[moment] = accepted.get(moment, -2) + 2

    assert process.returncode == 0
    assert len(accepted) > 20
    for moment, count in accepted.items():
        outbox = Outbox.open(tmp_path / f"events-{moment}").unwrap()
        waiting = outbox.status().unwrap().waiting
        assert waiting in (count, count + 2)  # the end of a call was reached that could not say so
        known = outbox.accept(SENSOR, *map(plain, range(4))).unwrap().known
        assert known == tuple(urn(number) for number in range(waiting))
    assert waiting == 4


@pytest.mark.parametrize(("when", "way"), [("before the answer", "threads"), ("before it is kept", "asyncio")])
def test_a_killed_sender_loses_nothing_and_hands_over_at_once(when: str, way: Way, tmp_path: Path) -> None:
    path = tmp_path / "events.outbox"
    Outbox.open(path).unwrap().accept(SENSOR, *map(plain, range(6))).unwrap()
    processes: list[subprocess.Popen[str]] = []

    def judge(ids: list[str]) -> Reply:
        if when == "before the answer" and len(receiver.sizes) == 2:
            processes[0].kill()
            processes[0].wait()
        return TAKEN

    receiver = Receiver(judge)
    with ScriptedServer(receiver) as server:
        settings = ", ".join(f"{name}={each!r}" for name, each in settings_of(server).items())
        processes.append(begun(SENDING.replace("SETTINGS", settings), str(path), when))
        with processes[0] as process:
            assert process.wait(60) == -signal.SIGKILL
        assert sent(way, path, server, total_timeout=30).waiting == 0
    assert receiver.first[SENSOR] == [urn(number) for number in range(6)]
    assert receiver.again == ([urn(2), urn(3)] if when == "before the answer" else [urn(0), urn(1)])
    assert Outbox.open(path).unwrap().status().unwrap().delivered == 6
