"""Bulks and broadcasts by dask.distributed, whose workers may be on other machines; here they are two processes."""

import logging
import os
from collections.abc import Iterator
from concurrent.futures import Executor

import pytest
from tests.support import settings_of, tokens_asked

from timeback_core import TimebackClient, TimebackManager
from timeback_core.errors import NotFound, Unexpected
from timeback_core.oneroster import get_user
from timeback_core.sandbox import Sandbox, Server

distributed = pytest.importorskip("distributed")
NAMES = ("zeta", "alpha")


@pytest.fixture(scope="module")
def machines() -> Iterator[Executor]:
    """Two workers of a thread each; work whose worker died is not given to another one."""
    import dask

    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor(pure=False)


@pytest.fixture(scope="module")
def far() -> Iterator[Server]:
    """A sandbox that the workers reach."""
    with Sandbox(students=12).serve() as server:
        yield server


def test_a_bulk_leaves_the_machine(far: Server, machines: Executor) -> None:
    far.sandbox.reset()
    work = [(number, get_user.request(f"student-{number}")) for number in range(1, 14)]
    with TimebackClient.open(**settings_of(far)).unwrap() as client:
        told = dict(client.session.perform_all(work, concurrency=4, executor=machines))
        assert [told[number].unwrap().sourced_id for number in range(1, 13)] == [
            f"student-{number}" for number in range(1, 13)
        ]
        assert isinstance(told[13].failure(), NotFound)
        assert 1 <= tokens_asked(far.sandbox) <= 2  # one for each process

        far.sandbox.forget_requests()
        for _ in client.session.perform_all(work * 10, concurrency=2, executor=machines):
            break  # and what has not begun does not begin
        assert len(far.sandbox.requests()) <= 4


def test_a_broadcast_leaves_the_machine(far: Server, machines: Executor) -> None:
    manager = TimebackManager.of(dict.fromkeys(NAMES, settings_of(far))).unwrap()
    told = manager.broadcast(lambda client: client.oneroster.users.list(limit=2).map(len), executor=machines)
    assert told.succeeded == tuple((name, 2) for name in NAMES)
    there = manager.broadcast(lambda _: os.getpid(), executor=machines).values().unwrap()
    assert os.getpid() not in there
    alone = TimebackManager.of({"zeta": settings_of(far)}).unwrap()
    died = alone.broadcast(lambda _: os._exit(3), executor=machines)["zeta"].failure()
    assert isinstance(died, Unexpected)
    assert died.exception == "distributed.scheduler.KilledWorker"
