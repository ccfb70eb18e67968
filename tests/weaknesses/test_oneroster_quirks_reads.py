"""Quirks of OneRoster's answers that a client must cope with: its wire reference, section 9, by number."""

import json
from datetime import UTC, datetime
from inspect import signature

import pytest
from tests.weaknesses.scripted_server import Reply, ScriptedServer, Seen, in_turn
from tests.weaknesses.support import calls, client_of, error, new_user, query, value

from timeback_core import TimebackClient, Where, catalogue, evolve
from timeback_core.engine.operation import Operation
from timeback_core.errors import DecodeError
from timeback_core.oneroster import (
    ResultInput,
    create_results_for_line_item,
    create_user,
    list_agents_for_user,
    list_assessment_results,
    list_results,
    list_score_scales,
    list_terms,
    list_users,
    list_users_for_agent,
    ref_to,
)
from timeback_core.sandbox import Sandbox

PERSON = {"sourcedId": "u", "givenName": "A", "familyName": "B"}


def test_oneroster_quirk_01_totals_in_headers() -> None:
    """Totals in the body are the rule; those of headers are read as well, and so is `Link`."""
    for headers, more in (
        ((("X-Total-Count", "3"),), True),
        ((("Link", '</users?offset=2>; rel="next"'),), True),
        ((("Link", "</users?offset=0>; rel=prev"),), False),
    ):
        script = in_turn(Reply({"users": [PERSON, PERSON]}, headers=headers))
        with ScriptedServer(script) as server, client_of(server) as client:
            page = value(list_users(client.session, limit=50))
            assert (page.next is not None) is more


def needed(operation: Operation[..., object]) -> list[str]:
    """The arguments without which an operation cannot be called."""
    parameters = signature(operation.function).parameters.values()
    return [each.name for each in parameters if each.kind is not each.VAR_KEYWORD]


def test_oneroster_quirk_02_trailing_slashes(client: TimebackClient, sandbox: Sandbox) -> None:
    """Paths are sent as they are documented: some servers answer 404 without the slash, or with one."""
    sandbox.switches.strict_slash = True
    for entry in catalogue():
        one = entry.operation
        if isinstance(one, Operation) and entry.paged and not needed(one):
            assert value(client.session.perform(one.request())) is not None
    assert len(calls(sandbox)) > 15


def test_oneroster_quirk_04_dotted_filters(client: TimebackClient, sandbox: Sandbox) -> None:
    """The name of a reference alone finds nothing; its parts do, and so does one level of metadata."""
    where: Where = {"student.sourcedId": "student-1", "metadata.attempt": 1}
    rows = value(list_assessment_results.collect(client.session, where=where))
    assert {row.student.sourced_id for row in rows} == {"student-1"}
    assert query(calls(sandbox)[0])["filter"] == "student.sourcedId='student-1' AND metadata.attempt=1"


@pytest.mark.parametrize(
    ("pairs", "ids"),
    [
        ({"suppliedSourcedId": "a", "allocatedSourcedId": "b"}, ("b",)),
        ([{"suppliedSourcedId": "a", "allocatedSourcedId": "b"}], ("b",)),
        ([{"suppliedSourcedId": "a", "allocatedSourcedId": None}], ("a",)),
        ([{"allocatedSourcedId": "b"}, {"allocatedSourcedId": "c"}], ("b", "c")),
        ([], None),
        ({}, None),
        (None, None),
    ],
    ids=str,
)
def test_oneroster_quirk_05_id_pairs(pairs: object, ids: tuple[str, ...] | None) -> None:
    """Pairs come as an object, a list of one, a longer list, or as nothing at all."""
    with (
        ScriptedServer(in_turn(Reply({"sourcedIdPairs": pairs}, 201))) as server,
        client_of(server) as client,
    ):
        told = create_user(client.session, new_user())
        if ids is None:
            assert isinstance(error(told), DecodeError)
        else:
            assert value(told).sourced_ids == ids
        if pairs == []:
            assert value(create_results_for_line_item(client.session, "l", [result()])).sourced_ids == ()


def result() -> ResultInput:
    """A result."""
    return ResultInput(
        line_item=ref_to("l"),
        student=ref_to("student-1"),
        score_status="submitted",
        score_date=datetime(2026, 1, 5, tzinfo=UTC),
        late=True,
    )


def test_oneroster_quirk_06_terms_are_sessions(client: TimebackClient) -> None:
    """Terms are read as such and written as academic sessions."""
    assert {term.type for term in value(list_terms.collect(client.session))} == {"term"}
    assert not {"create", "update", "delete"} & {*dir(client.oneroster.terms)}


def test_oneroster_quirk_22_score_scale_value(client: TimebackClient) -> None:
    """The lines of a score scale stand under a name in the singular, with capitals of their own."""
    (scale,) = value(list_score_scales.take(client.session, 1))
    first = scale.score_scale_value[0]
    assert (first.item_value_lhs, first.item_value_rhs) == ("90-100", "A")


def test_oneroster_quirk_27_agents() -> None:
    """Agents and those they act for come under two keys, and an organization there is a text."""
    person = {**PERSON, "primaryOrg": "o-1", "tenantId": "t"}

    def script(seen: Seen) -> Reply:
        return Reply({"agents" if seen.path.endswith("/agents") else "users": [person]})

    with ScriptedServer(script) as server, client_of(server) as client:
        assert [each.primary_org for each in value(list_agents_for_user(client.session, "u"))] == ["o-1"]
        assert [each.tenant_id for each in value(list_users_for_agent(client.session, "u"))] == ["t"]
    with ScriptedServer(in_turn(Reply({}))) as server, client_of(server) as client:
        assert value(list_agents_for_user(client.session, "u")).items == ()


def test_oneroster_quirk_23_flags_of_results(client: TimebackClient, sandbox: Sandbox) -> None:
    """The flags of results are texts, whatever their columns are; both are read."""
    row = evolve(result(), line_item=ref_to("class-1-item-1"))
    value(create_results_for_line_item(client.session, "class-1-item-1", [row]))
    assert json.loads(calls(sandbox)[-1].body)["results"][0]["late"] == "true"
    stored = {"sourcedId": "r", "lineItem": {"sourcedId": "l"}, "student": {"sourcedId": "s"}}
    rows = [{**stored, "late": True}, {**stored, "late": "true"}, {**stored, "late": None}]
    with (
        ScriptedServer(in_turn(Reply({"results": rows, "totalCount": 3}))) as server,
        client_of(server) as other,
    ):
        assert [each.late for each in value(list_results(other.session))] == [True, True, None]
