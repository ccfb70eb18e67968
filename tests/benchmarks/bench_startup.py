"""Whole processes: imports, and the way to a first answer, beside httpx and orjson by hand."""

import subprocess
import sys

from tests.benchmarks.side_by_side import canned_server, compare, row

RAW = """
import httpx, orjson
with httpx.Client(verify=False) as client:
    form = {{"grant_type": "client_credentials"}}
    token = orjson.loads(client.post("{origin}/token", data=form, auth=("a", "b")).content)
    headers = {{"Authorization": "Bearer " + token["access_token"]}}
    answer = client.get("{origin}/ims/oneroster/rostering/v1p2/users/user-1", headers=headers)
    assert orjson.loads(answer.content)["user"]["sourcedId"] == "user-1"
"""
OURS = """
from timeback_core import TimebackClient
client = TimebackClient.open(base_url="{origin}", auth_url="{origin}/token", client_id="a", client_secret="b").unwrap()
assert client.oneroster.users.get("user-1").map(lambda user: user.sourced_id == "user-1")
"""
RAW_ASYNC = """
import asyncio, httpx, orjson
async def main():
    async with httpx.AsyncClient(verify=False) as client:
        answer = await client.post("{origin}/token", data={{"grant_type": "client_credentials"}}, auth=("a", "b"))
        headers = {{"Authorization": "Bearer " + orjson.loads(answer.content)["access_token"]}}
        answer = await client.get("{origin}/ims/oneroster/rostering/v1p2/users/user-1", headers=headers)
        assert orjson.loads(answer.content)["user"]["sourcedId"] == "user-1"
asyncio.run(main())
"""
OURS_ASYNC = """
import asyncio
from timeback_core import AsyncTimebackClient
async def main():
    opened = AsyncTimebackClient.open(base_url="{origin}", auth_url="{origin}/token", client_id="a", client_secret="b")
    assert await opened.unwrap().oneroster.users.get("user-1").map(lambda user: user.sourced_id == "user-1")
asyncio.run(main())
"""


def process(code: str) -> None:
    """Run a program from its start to its end."""
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


def measure(title: str, ours: str, theirs: str, goal: str) -> None:
    """One row: our program over the other."""
    mine, other, ratio = compare(lambda: process(ours), lambda: process(theirs), 15)
    row(title, f"{ratio:.2f} ({mine * 1000:.0f} / {other * 1000:.0f} ms)", goal)


def main() -> None:
    measure("`import timeback_core` / `import httpx`", "import timeback_core", "import httpx", "<= 0.2")
    client = "from timeback_core import TimebackClient"
    measure("`from timeback_core import TimebackClient` / `import httpx`", client, "import httpx", "<= 0.85")
    with canned_server() as origin:
        first = "fresh process to first `client.oneroster.users.get` / by hand with httpx + orjson"
        measure(f"{first}, sync", OURS.format(origin=origin), RAW.format(origin=origin), "<= 1.3")
        measure(f"{first}, async", OURS_ASYNC.format(origin=origin), RAW_ASYNC.format(origin=origin), "<= 1.25")


if __name__ == "__main__":
    main()
