"""Broadcasts that leave the process: spawned workers, and a forked child."""

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from operator import attrgetter, methodcaller
from pathlib import Path

import pytest

from timeback_core import Config, TimebackManager
from timeback_core.errors import Unexpected
from timeback_core.sandbox import Sandbox

NAMES = ("zeta", "alpha", "mid")

SCRIPT = """
import multiprocessing, os, sys
from concurrent.futures import ProcessPoolExecutor

from timeback_core import TimebackManager


def count_users(client):
    return client.oneroster.users.list(limit=2).map(len)


def where(client):
    return os.getpid()


def fail(client):
    raise ValueError("over there")


def die(client):
    os._exit(3)


if __name__ == "__main__":
    base_url, auth_url, client_id, client_secret = sys.argv[1:]
    settings = dict(base_url=base_url, auth_url=auth_url, client_id=client_id, client_secret=client_secret)
    manager = TimebackManager.of({"zeta": settings, "alpha": settings, "mid": settings}).unwrap()
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as workers:
        print(manager.broadcast(count_users, executor=workers).succeeded)
        print(os.getpid() in manager.broadcast(where, executor=workers).values().unwrap())
        print([error.message for _, error in manager.broadcast(fail, executor=workers).failed])
        print([name for name, _ in manager.broadcast(die, executor=workers).failed])
        print({error.exception for _, error in manager.broadcast(where, executor=workers).failed})
"""


@pytest.fixture
def workers() -> Iterator[ProcessPoolExecutor]:
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as executor:
        yield executor


def test_functions_of_a_module_run_in_spawned_processes(served: Sandbox, tmp_path: Path) -> None:
    script = tmp_path / "broadcasting.py"
    script.write_text(SCRIPT)
    arguments = [served.base_url, served.token_url, served.client_id, served.client_secret]
    done = subprocess.run(  # noqa: S603  # the script above
        [sys.executable, str(script), *arguments], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout.splitlines() == [
        "(('zeta', 2), ('alpha', 2), ('mid', 2))",
        "False",
        str(["ValueError: over there"] * 3),
        str(list(NAMES)),
        "{'concurrent.futures.process.BrokenProcessPool'}",
    ], done.stderr
    # Clients of equal configuration share their token in each of the two workers.
    assert 1 <= sum(request.target.startswith(served.token_path) for request in served.requests()) <= 2


def test_what_does_not_travel_is_its_clients_failure(served_config: Config, workers: ProcessPoolExecutor) -> None:
    manager = TimebackManager.of(dict.fromkeys(NAMES, served_config)).unwrap()
    reports = manager.broadcast(methodcaller("check_auth"), executor=workers)
    assert [report.ok for report in reports.values().unwrap()] == [True] * 3
    function = manager.broadcast(lambda client: client.closed, executor=workers)
    value = manager.broadcast(attrgetter("session._core"), executor=workers)
    for name in NAMES:
        assert isinstance(function[name].failure(), Unexpected)
        assert isinstance(value[name].failure(), Unexpected)


def test_a_forked_child_broadcasts_too(served: Sandbox, served_config: Config) -> None:
    manager = TimebackManager.of(dict.fromkeys(NAMES, served_config)).unwrap()
    before = manager.broadcast(lambda client: client.oneroster.users.list(limit=1).map(len))
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        results = manager.broadcast(lambda client: client.oneroster.users.list(limit=1).map(len))
        os.write(write, repr(results.succeeded).encode())
        os._exit(0)
    os.close(write)
    assert os.waitpid(child, 0)[1] == 0
    assert os.read(read, 1000).decode() == repr(before.succeeded) == str(tuple((name, 1) for name in NAMES))
    os.close(read)
