"""Lists and filters: core wire reference, section 15, rows 1, 2, 3 and 33."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from tests.scripted_server import Reply, ScriptedServer, in_turn
from tests.support import calls, client_of, error, query, unchecked, value

from timeback_core import TimebackClient, Where, field
from timeback_core.errors import IncompletePages, InvalidInput
from timeback_core.oneroster.operations.users import get_user, list_users
from timeback_core.sandbox import Fault, Sandbox


def ids_of(sandbox: Sandbox) -> list[str]:
    """The ids of all users, as they are stored."""
    return [str(document["sourcedId"]) for document in sandbox.documents("users")]


@pytest.mark.parametrize("prefetch", [0, 4])
def test_core_01_totals_in_the_body(client: TimebackClient, sandbox: Sandbox, prefetch: int) -> None:
    """The official client reads totals from headers only, so a short page ends a list: 7 rows become 2.

    Guard: `timeback_core.engine.call.paging.following`, `timeback_core.engine.policy.totals.totals_of`.
    """
    sandbox.switches.short_pages = True
    session = client.using(prefetch=prefetch).session
    rows = value(list_users.collect(session, limit=3))
    assert [row.sourced_id for row in rows] == ids_of(sandbox)
    assert not any("x-total-count" in header for request in calls(sandbox) for header in request.headers)


def test_core_01_lists_without_totals_still_end() -> None:
    """Where a server tells no total at all, a page that is not full is the last one; a full one is not.

    Guard: `timeback_core.engine.call.paging.following`.
    """
    users = [{"sourcedId": f"u{n}", "givenName": "A", "familyName": "B"} for n in range(5)]
    script = in_turn(Reply({"users": users[:3]}), Reply({"users": users[3:]}))
    with ScriptedServer(script) as server, client_of(server) as client:
        assert len(value(list_users.collect(client.session, limit=3))) == 5
        assert len(server.calls()) == 2


def test_core_01_a_list_that_is_cut_off_says_so(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official client gives what it has when a page stays empty. Ours fails with what is missing.

    Guard: `timeback_core.engine.session.unfolding.unfold`.
    """
    total = len(ids_of(sandbox))
    sandbox.faults(Fault("empty_page"))
    failed = error(list_users.collect(client.session))
    assert isinstance(failed, IncompletePages)
    assert (failed.received, failed.total) == (0, total)


@pytest.mark.parametrize("prefetch", [0, 3])
def test_core_02_start_offset(client: TimebackClient, sandbox: Sandbox, prefetch: int) -> None:
    """The official `stream` and `list_all` send offset 0 whatever they were asked.

    Guard: `timeback_core.engine.session.unfolding.unfold`.
    """
    session = client.using(prefetch=prefetch).session
    for offset in (0, 1, 7, len(ids_of(sandbox)), 500):
        sandbox.forget_requests()
        rows = value(list_users.collect(session, offset=offset, limit=4))
        assert [row.sourced_id for row in rows] == ids_of(sandbox)[offset:]
        assert query(calls(sandbox)[0])["offset"] == str(offset)


WIDENING: list[object] = [
    {"role": {"in": []}},
    {"role": {"not_in": []}},
    {"role": {}},
    {"OR": []},
    {"OR": [{}, {"status": "active"}]},
    {"status": {"equals": "active"}},
    {"staus": "active"},
    {"given_name": None},
    {"given_name": {"ne": None}},
    {"given_name": ["Ada", "Grace"]},
    {"given_name": {"in": "ab"}},
    {"a' OR b": "x"},
    {"given_name": {"contains": ""}},
    {"date_last_modified": {"gte": datetime(2026, 1, 1)}},
]


@pytest.mark.parametrize("where", WIDENING, ids=str)
def test_core_03_filters_that_vanish(client: TimebackClient, sandbox: Sandbox, where: object) -> None:
    """The official client renders these as no filter or as a wrong one, and answers rows nobody asked for.

    Guard: `timeback_core.engine.filters.build.build`.
    """
    failed = error(unchecked(list_users)(client.session, where=where))
    assert isinstance(failed, InvalidInput)
    assert all(problem.path.startswith("where") for problem in failed.problems)
    assert calls(sandbox) == []


@pytest.mark.parametrize(
    ("where", "sent"),
    [
        (
            {"status": "active", "OR": [{"given_name": "Ada"}, {"family_name": "Li"}]},
            "status='active' AND (givenName='Ada' OR familyName='Li')",
        ),
        ({"metadata.points": Decimal("1.5")}, "metadata.points=1.5"),
        ({"given_name": "x' OR '1'='1"}, "givenName='x'' OR ''1''=''1'"),
        (
            (field("given_name").eq("A") | field("given_name").eq("B")) & field("status").ne("active"),
            "(givenName='A' OR givenName='B') AND status!='active'",
        ),
    ],
)
def test_core_03_filters_that_stay(client: TimebackClient, sandbox: Sandbox, where: Where, sent: str) -> None:
    """The official client drops fields beside `OR`, and decimals; neither it nor a quote may change a filter.

    Guard: `timeback_core.engine.filters.build.build`, `timeback_core.engine.filters.render`.
    """
    value(list_users(client.session, where=where))
    assert query(calls(sandbox)[0])["filter"] == sent


def test_core_33_local_times_are_converted(client: TimebackClient, sandbox: Sandbox) -> None:
    """The official client relabels a local time as UTC, and writes `+00:00` into filters.

    Guard: `timeback_core.engine.filters.values`, `timeback_core.engine.codec.readers`.
    """
    at_noon = datetime(2026, 1, 5, 12, 0, tzinfo=timezone(timedelta(hours=5)))
    value(list_users(client.session, where={"date_last_modified": {"gte": at_noon}}))
    assert query(calls(sandbox)[0])["filter"] == "dateLastModified>='2026-01-05T07:00:00.000Z'"

    user = {"sourcedId": "u", "givenName": "A", "familyName": "B"}
    script = in_turn(Reply({"user": {**user, "dateLastModified": "2026-01-05T12:00:00+05:00"}}))
    with ScriptedServer(script) as server, client_of(server) as other:
        read = value(get_user(other.session, "u"))
        assert read.date_last_modified == datetime(2026, 1, 5, 7, 0, tzinfo=UTC)
