"""Law 12: an answer, cut at any places, gives the same outcome in each driver, and leaves nothing for the next one."""

import socket
import time
from itertools import pairwise

from hypothesis import given, settings, strategies as st
from property_tests.profiles import so_many
from tests.transport.asking import Servers, ask_in_loop, ask_in_threads, run_in_asyncio, run_in_trio
from tests.transport.corpus import Case, cases, converse

from timeback_core.engine.call.http import HttpRequest, HttpResponse, SendOutcome
from timeback_core.engine.transport.connections import Connections

SHORT = [case for case in cases() if 0 < len(case.data) < 1000]
OWN = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nown"


class Cutting:
    """A server that gives an answer in pieces to its first request, and each later request its own answer."""

    def __init__(self, case: Case, cuts: list[int], waits: bool) -> None:
        edges = sorted({0, *(cut % len(case.data) for cut in cuts), len(case.data)})
        self.pieces = [case.data[start:end] for start, end in pairwise(edges)]
        self.waits = waits
        self.ends = converse(case.verb, [case.data], ended=False) is None
        self.first = True

    def __call__(self, connection: socket.socket) -> None:
        while connection.recv(65536):
            if not self.first:
                connection.sendall(OWN)
                continue
            self.first = False
            for piece in self.pieces:
                connection.sendall(piece)
                time.sleep(0.001 if self.waits else 0)
            if self.ends:
                return


def asked(driver: str, requests: list[HttpRequest]) -> list[SendOutcome]:
    if driver == "threads":
        timed = ask_in_threads(requests, 5, 1_000_000, Connections(), together=False)
    else:
        run = run_in_asyncio if driver == "asyncio" else run_in_trio
        timed = run(lambda: ask_in_loop(requests, 5, 1_000_000, Connections(), together=False))
    return [outcome for outcome, _ in timed]


@settings(max_examples=so_many(90))
@given(
    driver=st.sampled_from(["threads", "asyncio", "trio"]),
    case=st.sampled_from(SHORT),
    cuts=st.lists(st.integers(0, 1000), max_size=4),
    waits=st.booleans(),
)
def test_law_no_outcome_holds_a_byte_that_belongs_to_another_request(
    driver: str, case: Case, cuts: list[int], waits: bool
) -> None:
    servers = Servers()
    try:
        port = servers.start(Cutting(case, cuts, waits))
        first, second, third = asked(
            driver, [HttpRequest(verb, "http", "127.0.0.1", port, b"/", ()) for verb in (case.verb, "GET", "GET")]
        )
    finally:
        servers.stop()
    if isinstance(first, HttpResponse):
        assert (first.status, first.body) == (case.status, case.body)
        assert (first.flaw and first.flaw.kind) == case.problem
    else:
        assert (None, first.kind) == (case.status, case.problem)
    for own in (second, third):
        assert isinstance(own, HttpResponse)
        assert own.body == b"own"
