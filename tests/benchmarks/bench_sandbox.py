"""A sandbox by its size: start, memory, pages, writes; in seconds of the processor, as nothing waits for anything.

`python -m tests.benchmarks.bench_sandbox 20000` takes a district of that size instead of 100,000 students.
"""

import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any
from urllib.parse import urlencode

import orjson
from tests.benchmarks.side_by_side import row

from timeback_core.sandbox import Sandbox
from timeback_core.sandbox.messages import Request

SMALL, LARGE = 1000, 100_000
ROSTERING = "/ims/oneroster/rostering/v1p2"
LISTS = {
    "filtered by a member of few values": ("users", {"filter": "familyName='Smith'"}),
    "filtered by the end of a text": ("users", {"filter": "email~'.student-77'"}),
    "filtered by when they were changed": ("enrollments", {"filter": "dateLastModified>'2026-07-03'"}),
    "filtered by a reference": ("enrollments", {"filter": "user.sourcedId='student-77'"}),
    "filtered by a derived reference": ("enrollments", {"filter": "course.sourcedId!='course-3'"}),
    "filtered by two members": ("enrollments", {"filter": "status='active' AND role='teacher'"}),
    "searched": ("users", {"search": "ava"}),
    "sorted": ("users", {"sort": "email", "orderBy": "desc"}),
    "sorted and filtered, the last page": ("students", {"sort": "familyName", "offset": "99900"}),
    "as they were made, the last page": ("enrollments", {"offset": "312000"}),
}


def seconds(run: Callable[[], object]) -> float:
    """The seconds of the processor that something takes once."""
    begun = process_time()
    run()
    return process_time() - begun


class Bench:
    """A sandbox of some size in this process, and calls of it."""

    def __init__(self, students: int, folder: str) -> None:
        self.started = seconds(lambda: setattr(self, "sandbox", Sandbox(students=students)))
        self.sandbox: Sandbox
        self.opened = seconds(lambda: Sandbox(students=students, data=Path(folder) / f"{students}.db").close())
        form = {
            "grant_type": "client_credentials",
            "client_id": self.sandbox.client_id,
            "client_secret": self.sandbox.client_secret,
        }
        head = (("content-type", "application/x-www-form-urlencoded"),)
        told = self.sandbox.handle(Request("POST", self.sandbox.token_path, head, urlencode(form).encode()))
        self.headers = (("authorization", f"Bearer {orjson.loads(told.body)['access_token']}"),)
        self.numbers = count(1)

    def call(self, verb: str, path: str, body: Any = None) -> float:
        """The milliseconds of a call."""
        written = b"" if body is None else orjson.dumps(body)
        begun = process_time()
        reply = self.sandbox.handle(Request(verb, f"{ROSTERING}/{path}", self.headers, written))
        assert reply.status < 300, reply.body
        return (process_time() - begun) * 1000

    def page(self, collection: str, query: dict[str, str]) -> tuple[float, float]:
        """The first time that a list is asked for, and the median of later ones, each after three writes."""
        target = f"{collection}?{urlencode(query)}"
        first = self.call("GET", target)
        return first, median(self.after_writes(target) for _ in range(9))

    def after_writes(self, target: str) -> float:
        for write in self.writes():
            next(write)
        return self.call("GET", target)

    def writes(self) -> list[Iterator[float]]:
        """The milliseconds of a new user, a replaced one, and a new enrollment, without end."""
        return [self.users("POST", "users/"), self.users("PUT", "users/student-5"), self.seats()]

    def users(self, verb: str, path: str) -> Iterator[float]:
        for number in self.numbers:
            role = {"roleType": "primary", "role": "student", "org": {"sourcedId": "school-1"}}
            names = {"givenName": "Ada", "familyName": f"B{number}", "email": f"ada.{number}@example.org"}
            yield self.call(verb, path, {"user": {**names, "enabledUser": True, "roles": [role]}})

    def seats(self) -> Iterator[float]:
        seat = {"role": "student", "user": {"sourcedId": "student-5"}, "class": {"sourcedId": "class-1"}}
        while True:
            yield self.call("POST", "enrollments/", {"enrollment": seat})


def main(students: int = LARGE) -> None:
    with TemporaryDirectory() as folder:
        benches = [Bench(each, folder) for each in (SMALL, students)]

        def figures(name: str, told: list[str], goal: str) -> None:
            row(f"a sandbox with {SMALL:,} and {students:,} students: {name}", " and ".join(told), goal)

        figures("start", [f"{each.started:.2f} s" for each in benches], "under 5 s")
        figures("start in a new file", [f"{each.opened:.2f} s" for each in benches], "under 5 s")
        figures("memory after it", [f"{getrusage(RUSAGE_SELF).ru_maxrss / 1000:.0f} MB at most"], "under 500 MB")
        for name, (collection, query) in LISTS.items():
            pages = [each.page(collection, query) for each in benches]
            figures(
                f"{collection} {name}",
                [f"{later:.1f} ms ({first:.1f} at first)" for first, later in pages],
                "under 30 ms",
            )
        for name, at in (("a new user", 0), ("a replaced user", 1), ("a new enrollment", 2)):
            told = [
                median(next(writes) for _ in range(99)) for each in benches for writes in each.writes()[at : at + 1]
            ]
            figures(name, [f"{each:.2f} ms" for each in told], "under 1 ms")
        figures("memory after all of it", [f"{getrusage(RUSAGE_SELF).ru_maxrss / 1000:.0f} MB at most"], "under 500 MB")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
