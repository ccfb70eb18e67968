"""What the inventory of MasteryTrack gives."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from tests.masterytrack.stage import Stage, saying, staged
from tests.scripted_server import Reply
from tests.support import error, value

from timeback_core import encode
from timeback_core.engine.codec import JsonObject
from timeback_core.errors import Rejected
from timeback_core.masterytrack import InventoryTest


@pytest.fixture(scope="module", name="stage")
def one_stage() -> Iterator[Stage]:
    with staged() as stage:
        yield stage


def test_the_inventory_comes_whole_in_its_order(stage: Stage) -> None:
    found = value(stage.client.masterytrack.inventory.search())
    assert (found.total, found.next) == (len(found), None)
    assert [*found] == sorted(found, key=lambda test: (test.subject, test.grade_rank, test.name))
    assert {"_math-3-1", "_math-3-2", "_math-4-1", "_reading-3-1"} <= {test.timeback_id for test in found}


def test_tests_that_cannot_be_assigned_are_left_out(stage: Stage) -> None:
    search = stage.client.masterytrack.inventory.search
    few, every = value(search(all=False)), value(search(all=True))
    assert all(test.supported for test in few)
    assert {*few} < {*every}
    assert "all=" not in stage.sandbox.requests()[-2].target


def test_names_and_subjects_are_found_in_any_case(stage: Stage) -> None:
    search = stage.client.masterytrack.inventory.search
    math = value(search(subject="MATH"))
    assert {test.subject for test in math} == {"Math"}
    assert {test.name for test in value(search(name="math g3"))} == {"Math G3.1", "Math G3.2"}
    assert [test.name for test in value(search(timeback_id="_math-3-2"))] == ["Math G3.2"]


def test_a_grade_is_a_number_or_a_name(stage: Stage) -> None:
    search = stage.client.masterytrack.inventory.search
    third = value(search(grade="3"))
    assert {(test.grade, test.grade_rank) for test in third} == {("Third Grade", 3)}
    assert value(search(grade=" Third grade ")) == third


def test_a_filter_that_makes_no_sense_is_refused_by_name(stage: Stage) -> None:
    refused = error(stage.client.masterytrack.inventory.search(grade="of 1999"))
    assert isinstance(refused, Rejected)
    assert refused.reply.codes == (("code", "INVALID_PARAMETERS"),)
    assert [*map(str, refused.reply.problems)] == ["grade: Invalid grade format"]


def test_the_details_of_a_test_are_in_camel_case(stage: Stage) -> None:
    test = value(stage.client.masterytrack.inventory.search(timeback_id="_math-3-1"))[0]
    assert test.metadata is not None
    assert (test.metadata.sub_type, test.metadata.question_types) == ("qti-test", ("choice", "text-entry"))
    assert (test.metadata.url or "").endswith("/placement-math-3")
    assert (test.active, test.version, test.invalidated_on) == (True, 1, None)
    assert test.created_at == datetime(2025, 7, 1, 8, tzinfo=UTC)


def test_a_test_may_lack_anything_but_its_id() -> None:
    rows: list[JsonObject] = [
        {"timeback_id": "_1", "grade": None, "grade_rank": "3", "metadata": None, "more": 1},
        {"timeback_id": "_2", "created_at": "yesterday", "active": "maybe", "id": 2.0},
    ]
    with saying(Reply({"success": True, "data": rows})) as (client, _):
        first, second = value(client.masterytrack.inventory.search())
    assert (first.grade, first.grade_rank, first.extra) == (None, 3, {"more": 1})
    assert (second.created_at, second.active, second.id) == (None, None, 2)
    assert encode(second).unwrap() == {**rows[1], "id": 2}
    assert isinstance(first, InventoryTest)
