"""What each step from the import to the first call loads, and nothing more."""

import subprocess
import sys

import pytest
from tests.support import printed

from timeback_core.sandbox import Sandbox

TYPING = {"typing", "typing_extensions", "dataclasses", "inspect", "enum", "re"}
FOR_CALLS = {"httpx", "httptools", "anyio", "cattrs", "orjson", "msgspec", "h11", "ssl", "asyncio", "trio"}
THIRD_PARTY = FOR_CALLS - {"ssl", "asyncio"} | {"returns", "attr", "attrs", "certifi"}
ONEROSTER = "timeback_core.oneroster"
MODELS_OF_USERS = {
    "agents",
    "classes",
    "credentials",
    "demographics",
    "enums",
    "grades",
    "profiles",
    "refs",
    "user_metadata",
    "users",
}

SYNC_CALL = """
from timeback_core import TimebackClient
from timeback_core.compose import plain
from timeback_core.oneroster import get_user
client = TimebackClient.open({settings}).unwrap()
assert plain(get_user(client.session, "student-1")).unwrap().sourced_id == "student-1"
"""
ASYNC_CALL = """
import asyncio
from timeback_core import AsyncTimebackClient
from timeback_core.compose import plain
from timeback_core.oneroster import get_user
client = AsyncTimebackClient.open({settings}).unwrap()
async def main():
    assert plain(await get_user(client.session, "student-1")).unwrap().sourced_id == "student-1"
asyncio.run(main())
"""


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh interpreter loads for this code."""
    program = f"import sys\nbefore = set(sys.modules)\n{code}\nprint(*set(sys.modules) - before, sep='\\n')"
    done = subprocess.run(  # noqa: S603 -- programs from above
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def ours(loaded: set[str], start: str = "timeback_core") -> set[str]:
    """Those of them that are the library's."""
    return {name for name in loaded if name == start or name.startswith(f"{start}.")}


def test_importing_the_package() -> None:
    loaded = loaded_by("import timeback_core")
    assert ours(loaded) == {"timeback_core", "timeback_core.lazy"}
    assert loaded & (TYPING | THIRD_PARTY) == set()


@pytest.mark.parametrize("name", ["TimebackClient", "AsyncTimebackClient"])
def test_importing_a_client(name: str) -> None:
    loaded = loaded_by(f"from timeback_core import {name}")
    assert loaded & FOR_CALLS == set()
    assert ours(loaded, ONEROSTER) == set()
    parts = ("errors", "engine.session", "engine.policy", "engine.transport", "engine.codec", "engine.surface")
    assert [part for part in parts if f"timeback_core.{part}" in loaded] == []


def test_opening_a_client_makes_nothing_that_only_calls_need() -> None:
    loaded = loaded_by(
        "from timeback_core import TimebackClient\n"
        "TimebackClient.open(base_url='http://localhost:1', environ={}).unwrap().close()"
    )
    assert loaded & FOR_CALLS == set()
    assert ours(loaded, ONEROSTER) == set()
    assert "timeback_core.errors" not in loaded


@pytest.mark.parametrize("code", [SYNC_CALL, ASYNC_CALL], ids=["sync", "async"])
def test_the_first_call(code: str) -> None:
    with Sandbox(students=1).serve() as server:
        settings = (
            f"base_url={server.base_url!r}, auth_url={server.token_url!r}, "
            f"client_id={server.client_id!r}, client_secret={server.client_secret!r}, environ={{}}"
        )
        loaded = loaded_by(code.format(settings=settings))
    models = {name.rpartition(".")[2] for name in ours(loaded, f"{ONEROSTER}.models")} - {"models"}
    assert models == MODELS_OF_USERS
    chapters = ours(loaded, ONEROSTER) - ours(loaded, f"{ONEROSTER}.models")
    assert chapters == {ONEROSTER, f"{ONEROSTER}.common", f"{ONEROSTER}.users"}
    assert ours(loaded, "timeback_core.engine.filters") == set()
    assert loaded & {"timeback_core.errors", "timeback_core.engine.policy.failures", "httpx", "cattrs"} == set()
    assert ours(loaded, "timeback_core.engine.codec.generate") == set(), "the fast lane needs no general decoder"


WALK = """
import sys
from timeback_core import TimebackClient
from timeback_core.oneroster import get_user
client = TimebackClient.open(SETTINGS).unwrap()
get_user(client.session, "student-1")
walked = set()
def note(frame, event, _):
    name = frame.f_globals.get("__name__", "")
    if event == "call" and name.startswith("timeback_core.") and not frame.f_code.co_filename.startswith("<"):
        walked.add(name)
sys.setprofile(note)
get_user(client.session, "student-1")
sys.setprofile(None)
print(*walked)
"""


def test_a_warm_call_walks_through_few_modules() -> None:
    with Sandbox(students=1).serve() as server:
        modules = printed(WALK, server).split()
    assert len(modules) <= 20, sorted(modules)
