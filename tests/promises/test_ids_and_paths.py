"""Whatever an id holds, it stays one segment of the path that is documented."""

import re
from inspect import signature
from urllib.parse import quote, unquote

import pytest
from tests.support import calls, error, new_user, query, spelled_alike, value

from timeback_core import Operation, TimebackClient, catalogue
from timeback_core.errors import InvalidInput, NotFound
from timeback_core.oneroster import (
    CourseInput,
    create_course,
    create_user,
    delete_user,
    get_course,
    get_user,
    ref_to,
    remove_agent,
)
from timeback_core.sandbox import Sandbox

HOSTILE = ("../courses/c1", "a?x=1", "a#f", "a/b", "%2e%2e", "..%2f..", "a b", "é漢", "a;b", "//host", "x" * 10_000)

USERS = "/ims/oneroster/rostering/v1p2/users/"


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda text: text[:15])
def test_an_id_cannot_change_the_path(client: TimebackClient, sandbox: Sandbox, hostile: str) -> None:
    assert isinstance(error(get_user(client.session, hostile)), NotFound)
    assert isinstance(error(remove_agent(client.session, "u", hostile)), NotFound)
    first, second = calls(sandbox)
    assert first.target == USERS + quote(hostile, safe="")
    assert second.target == f"{USERS}u/agents/{quote(hostile, safe='')}"
    assert unquote(first.target.removeprefix(USERS)) == hostile


@pytest.mark.parametrize("hostile", HOSTILE[:-1])
def test_an_id_cannot_change_the_path__it_names_a_document_like_any_other(
    client: TimebackClient, sandbox: Sandbox, hostile: str
) -> None:
    assert value(create_user(client.session, new_user(hostile))).sourced_id == hostile
    assert value(get_user(client.session, hostile)).sourced_id == hostile
    value(delete_user(client.session, hostile))
    assert value(get_user(client.session, hostile)).status == "tobedeleted"


def test_an_id_cannot_change_the_path__with_several_ids_in_it(client: TimebackClient, sandbox: Sandbox) -> None:
    error(get_course(client.session, "../orgs/school-1"))
    assert calls(sandbox)[0].target.endswith("/courses/..%2Forgs%2Fschool-1")
    error(client.oneroster.schools.list_class_students("a/b", "c?x=1#f"))
    assert calls(sandbox)[1].path.endswith("/schools/a%2Fb/classes/c%3Fx%3D1%23f/students")
    assert "?" not in calls(sandbox)[1].target.removesuffix("?")
    created = value(create_course(client.session, CourseInput(title="t", org=ref_to("school-1"))))
    assert value(get_course(client.session, created.sourced_id)).title == "t"


@pytest.mark.parametrize("refused", [".", "..", "", "  ", "\ud800"])
def test_an_id_that_is_no_segment_is_refused(client: TimebackClient, sandbox: Sandbox, refused: str) -> None:
    failed = error(get_user(client.session, refused))
    assert isinstance(failed, InvalidInput)
    assert [spelled_alike(problem.path) for problem in failed.problems] == ["sourcedid"]
    assert sandbox.requests() == ()


@pytest.mark.parametrize("refused", ["", " ", " 7", "7 ", "..", "\ud800"])
def test_an_id_that_is_no_segment_is_refused__of_events_and_jobs(
    client: TimebackClient, sandbox: Sandbox, refused: str
) -> None:
    for read in (client.caliper.events.get, client.caliper.jobs.status):
        assert isinstance(error(read(refused)), InvalidInput)
    assert sandbox.requests() == ()


def test_ids_are_given_in_the_order_of_the_path(client: TimebackClient, sandbox: Sandbox) -> None:
    seen = 0
    for entry in catalogue():
        operation = entry.operation
        names = re.findall(r"{(\w+)}", entry.path or "")
        if isinstance(operation, Operation) and entry.service == "oneroster" and names:
            _, *parameters = signature(operation).parameters.values()  # the session comes first
            taken = [each for each in parameters if each.kind is each.POSITIONAL_OR_KEYWORD]
            filled = dict(operation.request(*(f"id-{at}" for at in range(len(taken)))).path)
            assert [filled[name] for name in names] == [f"id-{at}" for at in range(len(names))], entry.name
            seen += 1
    assert seen > 90
    assert isinstance(error(client.oneroster.users.get("nobody")), NotFound)


def test_only_documented_routes_are_called() -> None:
    routes = {
        (entry.verb, re.sub(r"{\w+}", "{}", str(entry.path).partition("v1p2")[2].rstrip("/")))
        for entry in catalogue()
        if entry.service == "oneroster" and entry.kind == "operation"
    }
    assert len(routes) == 143
    assert {path for verb, path in routes if verb == "PATCH"} == {
        "/enrollments/{}",
        "/assessmentLineItems/{}",
        "/assessmentResults/{}",
    }
    writes_of_terms = {(verb, path) for verb, path in routes if path.startswith("/terms") and verb != "GET"}
    assert writes_of_terms == {("POST", "/terms/{}/gradingPeriods")}
    assert routes.isdisjoint({("GET", "/classes/{}/enrollments"), ("GET", "/lineItems/{}/results")})


def test_only_documented_routes_are_called__filters_stand_in_for_the_others(
    client: TimebackClient, sandbox: Sandbox
) -> None:
    value(client.oneroster.classes.list_enrollments("class-1"))
    value(client.oneroster.line_items.list_results("class-1-item-1"))
    assert [call.path.rpartition("v1p2")[2] for call in calls(sandbox)] == ["/enrollments/", "/results/"]
    assert [query(call)["filter"] for call in calls(sandbox)] == [
        "class.sourcedId='class-1'",
        "lineItem.sourcedId='class-1-item-1'",
    ]
