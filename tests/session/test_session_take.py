"""How many rows `take` is asked for: none is no request, and what is no number of rows is refused."""

from typing import Any

import pytest
from tests.session.asking import open_client, told_by
from tests.session.ways import Way
from tests.support import settings_of

from timeback_core.errors import InvalidInput
from timeback_core.sandbox import Sandbox, Server


def test_no_rows_are_no_request(way: Way, server: Server, sandbox: Sandbox) -> None:
    client = open_client(way, settings_of(server))

    assert told_by(way, client, lambda client: client.oneroster.users.list.take(0)).unwrap() == ()
    assert sandbox.requests() == ()
    client.close()


@pytest.mark.parametrize("count", [-1, True, 1.5, "3", None])
def test_what_is_no_number_of_rows(way: Way, server: Server, count: Any) -> None:
    client = open_client(way, settings_of(server))

    error = told_by(way, client, lambda client: client.oneroster.users.list.take(count)).failure()

    assert isinstance(error, InvalidInput)
    assert [problem.path for problem in error.problems] == ["count"]
    client.close()
