"""Ctrl-C in the main thread: what was under way ends, and the client is as good as before."""

import signal
import threading
from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from tests.deadlines import AT_ONCE
from tests.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.session.asking import wait_for
from tests.support import PERSON, USER, printed, settings_of, value

from timeback_core import TimebackManager
from timeback_core.oneroster.users import get_user

WITH_TIMERS = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timers here")
SLOW = tuple(get_user.request(f"slow-{number}") for number in range(4))

LONG: dict[str, Callable[[TimebackManager], object]] = {
    "a broadcast": lambda manager: manager.broadcast(lambda client: client.session.perform(SLOW[0])),
    "a bulk": lambda manager: [*manager.get("a").unwrap().session.perform_all(SLOW)],
    "pages ahead": lambda manager: manager.get("a").unwrap().using(prefetch=3).oneroster.users.list.collect(limit=1),
    "a bulk in a broadcast": lambda manager: manager.broadcast(lambda client: [*client.session.perform_all(SLOW)]),
}


@pytest.fixture(autouse=True)
def _ctrl_c_raises() -> Iterator[None]:
    """As by default; a process that was started in the background ignores it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def script(seen: Seen) -> Reply:
    """A first page and whatever is not slow at once; all others never."""
    if "slow" in seen.path or int(seen.query.get("offset", "0")) > 0:
        return Reply(delay=30)
    return Reply({**USER, "users": [PERSON], "totalCount": 9, "limit": 1})


def crews() -> list[str]:
    """The threads that work for a bulk, a list or a broadcast."""
    names = (thread.name for thread in threading.enumerate())
    return [name for name in names if name in ("timeback-bulk", "timeback-pages", "timeback-broadcast")]


@WITH_TIMERS
@pytest.mark.parametrize("name", LONG)
def test_what_is_left_gives_back_its_slots_and_threads(name: str) -> None:
    """At once, although none of its requests is ever answered."""

    def leave() -> float:
        with ScriptedServer(script) as server, TimebackManager() as manager:
            for client in "ab":
                manager.register(client, {**settings_of(server), "timeout": 30.0, "max_concurrency": 2}).unwrap()

            def interrupt() -> None:
                wait_for(lambda: sum(script(seen).delay > 0 for seen in server.calls()) >= 2)
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

            threading.Thread(target=interrupt).start()
            with pytest.raises(KeyboardInterrupt):
                LONG[name](manager)
            begun = monotonic()
            wait_for(lambda: not crews())
            for client in "ab":
                session = manager.get(client).unwrap().session
                assert value(session.perform(get_user.request("u"))).sourced_id == "u"
            return monotonic() - begun

    assert leave() < AT_ONCE


@WITH_TIMERS
def test_no_slot_and_no_token_is_lost_wherever_it_comes() -> None:
    program = """
import signal
from timeback_core import TimebackClient
from timeback_core.oneroster import get_user

def interrupt(*_):
    global came
    came = True  # where it comes in the middle of a finalizer, Python only prints it
    raise KeyboardInterrupt

def asked(client, seconds):
    global came
    came = False
    signal.setitimer(signal.ITIMER_REAL, seconds)
    while not came:
        client.session.result_of(request)

signal.signal(signal.SIGALRM, interrupt)
request = get_user.request("u")
with TimebackClient.open(SETTINGS).unwrap() as client:
    client.session.result_of(request)  # what is to be imported is now: Python can leave locks of its imports held
for round in range(120):
    with TimebackClient.open(SETTINGS, max_concurrency=1).unwrap() as client:
        try:
            asked(client, 0.0001 + round * 0.00004)  # a loop's jump back in a try is outside of it for Python 3.13
        except KeyboardInterrupt:
            pass
        told = client.using(timeout=10).session.result_of(request)
        assert type(told).__name__ == "Success", (round, told)
"""
    with ScriptedServer(in_turn(Reply(USER))) as server:
        assert printed(program, server) == ""
