"""The sandbox over HTTP: GETs a second on a few kept connections, and what one costs its process; a script too."""

import json
import os
import socket
import statistics
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import httpx
from tests.benchmarks.side_by_side import HERE, row

CONNECTIONS = 8
ROUNDS = 5
USERS = "/ims/oneroster/rostering/v1p2/users"
TARGETS = {"one document": f"{USERS}/student-1", "pages of 100": f"{USERS}?limit=100"}


class Load:
    """Connections that ask for one target again and again, and the process that answers."""

    def __init__(self, process: int, settings: dict[str, str], target: str) -> None:
        self.process = process
        form = {"grant_type": "client_credentials"}
        credentials = (settings["client_id"], settings["client_secret"])
        token = httpx.post(settings["auth_url"], data=form, auth=credentials).json()["access_token"]
        url = httpx.URL(settings["base_url"])
        head = (f"GET {target} HTTP/1.1", f"Host: {url.host}:{url.port}", f"Authorization: Bearer {token}")
        self.request = "\r\n".join((*head, "Accept: application/json", "", "")).encode()
        self.sockets = [socket.create_connection((url.host, url.port or 80)) for _ in range(CONNECTIONS)]
        self.length = self._length(self.sockets[0])

    def _length(self, connection: socket.socket) -> int:
        """How many bytes an answer has."""
        connection.sendall(self.request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(1 << 16)
        head, _, body = received.partition(b"\r\n\r\n")
        assert b" 200" in head.partition(b"\r\n")[0]
        whole = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
        while len(body) < whole:
            body += connection.recv(1 << 16)
        return len(head) + 4 + whole

    def run(self, rounds: int) -> tuple[float, float]:
        """GETs a second, and the microseconds of CPU that one costs."""
        before, begun = self._cpu(), perf_counter()
        for _ in range(rounds):
            for connection in self.sockets:
                connection.sendall(self.request)
            for connection in self.sockets:
                left = self.length
                while left:
                    left -= len(connection.recv(left))
        taken, count = perf_counter() - begun, rounds * CONNECTIONS
        return count / taken, (self._cpu() - before) / count * 1e6

    def _cpu(self) -> float:
        """Seconds that the process has worked."""
        user, system = Path(f"/proc/{self.process}/stat").read_text().rpartition(")")[2].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print a row for each target."""
    command = [sys.executable, str(HERE / "limited_sandbox.py"), "0", "0", "200", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stdout is not None
        try:
            settings = json.loads(process.stdout.readline())
            for name, target in TARGETS.items():
                load = Load(process.pid, settings, target)
                load.run(100)
                runs = [load.run(500) for _ in range(ROUNDS)]
                rate, cost = (statistics.median(side) for side in zip(*runs, strict=True))
                row(f"the sandbox over HTTP, {name}", f"{rate:,.0f} GETs a second, {cost:.0f} us of CPU", ">= 5,000")
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
