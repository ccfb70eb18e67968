"""Routes of OneRoster: its wire reference, section 12, rows 16 and 17."""

import json

import pytest
from tests.support import calls, query, value

from timeback_core import TimebackClient, catalogue, evolve
from timeback_core.oneroster import (
    CredentialInput,
    CredentialPair,
    ResultInput,
    TermGradingPeriodInput,
    create_grading_period_for_term,
    create_results_for_line_item,
    get_academic_session,
    get_grading_period,
    list_students_for_class,
    list_teachers_for_class,
    ref_to,
    register_credential,
)
from timeback_core.sandbox import Sandbox


def test_oneroster_16_only_documented_routes() -> None:
    """The official client has nineteen calls to routes that no document has.

    Guard: `timeback_core.engine.surface.catalogue.catalogue`.
    """
    routes = {
        (entry.verb, str(entry.path).partition("v1p2")[2].rstrip("/"))
        for entry in catalogue()
        if entry.service == "oneroster" and entry.kind == "operation"
    }
    assert {path for verb, path in routes if verb == "PATCH"} == {
        "/enrollments/{sourcedId}",
        "/assessmentLineItems/{sourcedId}",
        "/assessmentResults/{sourcedId}",
    }
    assert {(verb, path) for verb, path in routes if path.startswith("/terms") and verb != "GET"} == {
        ("POST", "/terms/{termSourcedId}/gradingPeriods")
    }
    assert ("GET", "/classes/{classSourcedId}/enrollments") not in routes
    assert not [
        path
        for verb, path in routes
        if verb == "GET" and path.endswith("}/results") and "lineItems/{s" in path
    ]
    assert len(routes) == 143


def test_oneroster_16_what_they_were_for(client: TimebackClient, sandbox: Sandbox) -> None:
    """Enrollments of a class and results of a line item are filters on documented lists.

    Guard: `timeback_core.engine.call.options.narrowed`.
    """
    value(client.oneroster.classes.list_enrollments("class-1"))
    value(client.oneroster.line_items.list_results("class-1-item-1"))
    assert [call.path.rpartition("v1p2")[2] for call in calls(sandbox)] == ["/enrollments/", "/results/"]
    assert [query(call)["filter"] for call in calls(sandbox)] == [
        "class.sourcedId='class-1'",
        "lineItem.sourcedId='class-1-item-1'",
    ]


def test_oneroster_17_documented_routes_work(client: TimebackClient, sandbox: Sandbox) -> None:
    """Calls of the official client that fail on a correct answer.

    Guard: `timeback_core.oneroster.operations.grading_periods`, `timeback_core.oneroster.operations.credentials`.
    """
    session = client.session
    term = value(get_academic_session(session, "session-1-term-1"))
    period = TermGradingPeriodInput(
        sourced_id="gp",
        title="Quarter 5",
        start_date=term.start_date,
        end_date=term.end_date,
        school_year=2026,
        org=ref_to("school-1"),
    )
    created = value(create_grading_period_for_term(session, "session-1-term-1", period))
    assert (created.sourced_id, created.type) == ("gp", "gradingPeriod")
    sent = json.loads(calls(sandbox)[-1].body)["academicSession"]
    assert (sent["tenantId"], sent["clientAppId"], sent["schoolYear"]) == (None, None, "2026")
    assert value(get_grading_period(session, "gp")).title == "Quarter 5"

    pair = CredentialPair(username="ada", password="x")
    credential = CredentialInput(application_name="app", credentials=pair)
    assert value(register_credential(session, "student-1", credential)).created
    assert not value(register_credential(session, "student-1", credential)).created
    assert set(json.loads(calls(sandbox)[-1].body)) == {"applicationName", "credentials"}


@pytest.mark.parametrize("spec_keys", [False, True])
def test_oneroster_17_people_of_a_class(client: TimebackClient, sandbox: Sandbox, *, spec_keys: bool) -> None:
    """With the documented keys the official client finds nobody in a class.

    Guard: `timeback_core.engine.call.expect.Many`.
    """
    sandbox.switches.spec_keys = spec_keys
    students = value(list_students_for_class.collect(client.session, "class-1"))
    assert [user.sourced_id for user in students] == ["student-1", "student-5"]
    assert [user.sourced_id for user in value(list_teachers_for_class(client.session, "class-1"))] == [
        "teacher-1"
    ]


def test_oneroster_17_a_list_for_one_row(client: TimebackClient, sandbox: Sandbox) -> None:
    """Bulk creates take an array even for one row.

    Guard: `timeback_core.oneroster.operations.results`.
    """
    (row,) = value(client.oneroster.results.list.take(1))
    result = evolve(ResultInput.of(row).unwrap(), sourced_id="one")
    made = value(create_results_for_line_item(client.session, row.line_item.sourced_id, [result]))
    assert made.sourced_ids == ("one",)
    assert [sent["sourcedId"] for sent in json.loads(calls(sandbox)[-1].body)["results"]] == ["one"]
