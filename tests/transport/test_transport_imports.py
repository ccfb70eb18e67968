"""What the transport loads: nothing that the present step does not need."""

import subprocess
import sys

import pytest

HEAVY = ("asyncio", "anyio", "trio", "h11", "httpx", "ssl", "urllib.request", "certifi")
GET = """
import socket, threading
from timeback_core.engine.call.http import HttpRequest
from timeback_core.engine.transport.connections import Connections
from timeback_core.engine.transport.exchange import Exchanger
from timeback_core.engine.transport.send import send
from time import monotonic
listener = socket.create_server(("127.0.0.1", 0))
def serve():
    connection, _ = listener.accept()
    connection.recv(1000)
    connection.sendall(b"HTTP/1.1 204 No Content\\r\\n\\r\\n")
threading.Thread(target=serve).start()
request = HttpRequest("GET", "http", "127.0.0.1", listener.getsockname()[1], b"/", ())
assert send(Exchanger(Connections()), request, monotonic() + 30, 10).status == 204
"""


def loaded_after(code: str) -> set[str]:
    """Those of the heavy modules that a fresh process has loaded after the code."""
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)  # noqa: S603
    return set(HEAVY) & set(done.stdout.split())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("import timeback_core.engine.transport.send", set()),
        ("import timeback_core.engine.transport.connections", set()),
    ],
)
def test_importing_brings_no_http_library(code: str, expected: set[str]) -> None:
    assert loaded_after(code) <= expected


def test_a_first_call_of_a_thread_brings_a_parser_and_no_library_for_http_or_tls() -> None:
    assert loaded_after(GET) == set()
