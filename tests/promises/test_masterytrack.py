"""What is promised about MasteryTrack."""

import asyncio
import json
from collections.abc import Iterator

import pytest
from tests.masterytrack.stage import TOKEN, Stage, saying, staged
from tests.scripted_server import Reply, ScriptedServer, Seen
from tests.support import async_client_of, client_of, error, unchecked, value

from timeback_core import Settings, TimebackClient, evolve
from timeback_core.errors import InvalidInput, ServerFault, ServiceNotConfigured, Unauthorized
from timeback_core.masterytrack import (
    AssignGradeInput,
    AssignInput,
    AssignPlacementInput,
    AssignTestForResultInput,
    AssignTestInput,
    InvalidateAssignmentInput,
    InvalidateGradeInput,
    InvalidateTestInput,
    assign_test,
    get_or_assign_test,
    get_token,
    invalidate_assignments,
    search_inventory,
)

KID = "kid@school.example"
ONE = AssignTestInput(student_email=KID, timeback_id="_1")
NONE_FOUND = Reply({"success": True, "data": []})


@pytest.fixture(scope="module", name="stage")
def one_stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


def test_without_its_credentials_all_others_work(stage: Stage) -> None:
    with TimebackClient.open(base_url=str(stage.client.config.services[0].base), environ={}).unwrap() as client:
        told = error(client.masterytrack.inventory.search())
    assert isinstance(told, ServiceNotConfigured)
    assert "clr" in told.configured


def test_one_token_serves_all_who_wait() -> None:
    asked = list[Seen]()

    def answer(seen: Seen) -> Reply:
        if seen.path == "/authorizer":
            asked.append(seen)
            return TOKEN
        return NONE_FOUND

    async def five(server: ScriptedServer) -> None:
        async with async_client_of(server, masterytrack_email="a@b.test", masterytrack_api_key="k") as client:
            await asyncio.gather(*(client.masterytrack.inventory.search().awaitable() for _ in range(5)))

    with ScriptedServer(answer) as server:
        asyncio.run(five(server))
    assert [json.loads(seen.body) for seen in asked] == [{"email": "a@b.test"}]
    assert [seen.headers["x-api-key"] for seen in asked] == ["k"]


def test_a_refused_token_is_replaced_once(stage: Stage) -> None:
    value(stage.client.masterytrack.inventory.search())
    stage.sandbox.revoke_tokens()
    value(stage.client.masterytrack.inventory.search())
    with saying(Reply(b"<html>no</html>", 401)) as (client, seen):
        assert isinstance(error(client.masterytrack.inventory.search()), Unauthorized)
    assert len(seen) == 2


def test_a_token_for_another_address_leaves_the_own_one_alone(stage: Stage) -> None:
    staff = next(str(user["email"]) for user in stage.sandbox.documents("users") if "teacher" in str(user["sourcedId"]))
    value(stage.client.masterytrack.inventory.search())
    stage.sandbox.forget_requests()
    value(stage.client.masterytrack.authorizer.get_token(staff))
    with TimebackClient.open(
        services={"masterytrack": str(stage.client.config.services[0].base)},
        masterytrack_email=staff,
        masterytrack_api_key="sandbox-key",
        environ={},
    ).unwrap() as other:
        given = value(
            other.masterytrack.assignments.assign(evolve(ONE, student_email=stage.kid, timeback_id="_math-3-1"))
        )
        value(stage.client.masterytrack.inventory.search())
        value(other.masterytrack.inventory.search())
    assert given.assignment is not None
    assert (given.assignment.assigned_by or 0) > 1
    assert [request.path for request in stage.sandbox.requests()].count("/authorizer") == 2


def test_what_the_server_chooses_is_not_chosen_twice() -> None:
    busy = Reply({"success": False, "error": "busy"}, 503)
    forms: tuple[AssignInput, ...] = (
        ONE,
        AssignPlacementInput(student_email=KID, subject="Math"),
        AssignGradeInput(student_email=KID, subject="Math", grade_rank=3),
    )
    for form in forms:
        with saying(busy) as (client, seen):
            assert isinstance(error(client.masterytrack.assignments.assign(form)), ServerFault)
        assert len(seen) == 1
    with saying(busy, NONE_FOUND) as (client, seen):
        value(client.masterytrack.inventory.search())
    assert len(seen) == 2
    given = Reply({"success": True, "data": {"assignment": {"id": 1}}}, 201)
    with saying(busy, given) as (client, _):
        assert value(client.masterytrack.assignments.get_or_assign(ONE)).value.id == 1


def test_only_what_means_something_can_be_said() -> None:
    for request, paths in (
        (assign_test.request(evolve(ONE, student_email="kid")), ["student_email"]),
        (assign_test.request(evolve(ONE, timeback_id=" ")), ["timeback_id"]),
        (
            assign_test.request(AssignGradeInput(student_email=KID, subject="", grade_rank=13)),
            ["subject", "grade_rank"],
        ),
        (
            assign_test.request(
                AssignTestForResultInput(
                    student_email=KID,
                    timeback_id="_1",
                    assessment_line_item_sourced_id="",
                    assessment_result_sourced_id="r",
                )
            ),
            ["assessment_line_item_sourced_id"],
        ),
        (
            invalidate_assignments.request(InvalidateAssignmentInput(student_email=KID, assignment_id=0)),
            ["assignment_id"],
        ),
        (invalidate_assignments.request(InvalidateGradeInput(student_email=KID, subject="Math")), ["grade_rank"]),
        (
            invalidate_assignments.request(
                InvalidateGradeInput(student_email=KID, subject="Math", grade_rank=3, grade="Third Grade")
            ),
            ["grade_rank"],
        ),
        (search_inventory.request(name=" ", grade=""), ["name", "grade"]),
        (get_token.request("nobody"), ["email"]),
    ):
        assert [problem.path for problem in request.problems] == paths
    with saying(NONE_FOUND) as (client, seen):
        session = client.session
        for told in (
            unchecked(assign_test)(session, {"student_email": KID, "timeback_id": "_1"}),
            unchecked(assign_test)(session, InvalidateTestInput(student_email=KID, timeback_id="_1")),
            unchecked(get_or_assign_test)(session, AssignPlacementInput(student_email=KID, subject="Math")),
            unchecked(search_inventory)(session, all="yes"),
            unchecked(search_inventory)(session, grade=3),
            unchecked(search_inventory)(session, grade={}),
        ):
            refused = error(told)
            assert isinstance(refused, InvalidInput)
            assert len(refused.problems) == 1
    assert seen == []


def test_an_address_is_sent_as_it_is_given() -> None:
    addresses = ("Kid.One+x@SCHOOL.test", "k@localhost", "k@a.b.example")
    given = Reply({"success": True, "data": {"message": "m"}}, 201)
    with saying(given) as (client, seen):
        for address in addresses:
            value(client.masterytrack.assignments.assign(evolve(ONE, student_email=address)))
    assert tuple(json.loads(each.body)["student_email"] for each in seen) == addresses
    for wrong in ("kid", "@x.test", "k@", "k k@x.test", "Bob <k@x.test>"):
        assert assign_test.request(evolve(ONE, student_email=wrong)).problems


def test_neither_key_nor_token_shows(stage: Stage) -> None:
    token = value(stage.client.masterytrack.authorizer.get_token())
    remembered = repr(stage.sandbox.requests())
    for shown in (repr(token), repr(stage.client.config), repr(get_token.request()), remembered):
        assert token.jwt not in shown
        assert "sandbox-key" not in shown
    no = Reply({"success": False, "error": "no", "code": "UNAUTHORIZED"}, 401)
    secret = Settings(masterytrack_email="a@b.test", masterytrack_api_key="tell-nobody")
    with ScriptedServer(lambda _: no) as server, client_of(server, **secret) as client:
        refused = error(client.masterytrack.inventory.search())
    assert "tell-nobody" not in f"{refused!r} {refused.message}"
