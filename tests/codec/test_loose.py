"""Loose models: what does not fit stays in `extra`, costs nothing else, and is written back as it came."""

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from timeback_core.engine.codec import UNSET, Input, JsonValue, Loose, Model, Number, Unset, evolve, model, wire
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode
from timeback_core.oneroster.models.courses import Course


@model
class Goals(Loose):
    """What applications agree on."""

    daily: Number | None = None
    subjects: tuple[str, ...] = ()
    label: str | None = wire(default=None, also=("name",))


@model
class Plan(Model):
    """What a server sends."""

    title: str
    goals: Goals | None = None


@pytest.mark.parametrize(
    "goals",
    [
        {"daily": "many"},
        {"daily": {"a": [1]}, "subjects": ["Math"]},
        {"subjects": ["Math", 5], "daily": 3},
        {"subjects": "Math"},
        {"name": 7, "daily": 1},
        {"label": ["x"], "other": None},
    ],
)
def test_what_does_not_fit_is_kept_and_written_back(goals: dict[str, JsonValue]) -> None:
    body = {"title": "t", "goals": goals}

    plan = decoder(Plan)({"title": "t", "goals": {**goals}})

    assert encode(plan) == body
    assert check(plan) == ()


@model
class Part(Model):
    """Something with a list inside."""

    sizes: tuple[int, ...] = ()


@model
class Parts(Loose):
    """Lists inside of lists."""

    parts: tuple[Part, ...] = ()
    part: Part | None = None
    tables: tuple[tuple[Part, ...], ...] = ()
    by_name: Mapping[str, Part] | None = None


@pytest.mark.parametrize(
    "body",
    [
        {"parts": [{"sizes": [1]}, {"sizes": ["x"]}]},
        {"part": {"sizes": [1, "x"]}},
        {"tables": [[{"sizes": []}], [{"sizes": "x"}]]},
        {"byName": {"a": {"sizes": [1]}, "b": 5}},
    ],
)
def test_what_does_not_fit_deep_inside_is_kept_as_it_came(body: dict[str, Any]) -> None:
    assert encode(decoder(Parts)(copy.deepcopy(body))) == body


def test_what_fits_is_read_beside_what_does_not() -> None:
    goals = decoder(Goals)({"daily": 5, "subjects": [1]})

    assert goals.daily == 5
    assert goals.subjects == ()
    assert goals.extra == {"subjects": [1]}


def test_a_given_field_replaces_what_did_not_fit() -> None:
    goals = decoder(Goals)({"daily": "many"})

    assert encode(evolve(goals, daily=7)) == {"daily": 7}


def test_other_models_stay_strict() -> None:
    with pytest.raises(Bad):
        decoder(Plan)({"title": 5})


def test_one_odd_metadata_value_costs_no_course() -> None:
    course = decoder(Course)(
        {
            "sourcedId": "c",
            "status": "active",
            "title": "T",
            "org": {"sourcedId": "o"},
            "metadata": {"goals": "later", "totalLessons": 4},
        }
    )

    assert course.metadata is not None
    assert course.metadata.extra == {"goals": "later"}
    assert course.metadata.total_lessons == 4


@model
class PlanInput(Input, reads=Plan, drops=("goals",)):
    """What is written: the goals are not, although the name is there."""

    title: str
    goals: Goals | Unset | None = UNSET


def test_what_an_input_drops_is_not_taken_by_name() -> None:
    read = decoder(Plan)({"title": "t", "goals": {"daily": 1}})

    assert encode(PlanInput.of(read).unwrap()) == {"title": "t"}


@model
class GoalsInput(Input, reads=Goals):
    """What is to be agreed on."""

    daily: Number | Unset = UNSET
    subjects: tuple[str, ...] | Unset = UNSET
    label: str | Unset = UNSET


def test_what_did_not_fit_is_written_back_by_an_input_of_it() -> None:
    goals = decoder(Goals)({"daily": "many", "subjects": ["Math"], "other": 1})

    body = GoalsInput.of_stored(goals).unwrap()

    assert encode(body) == {"subjects": ["Math"], "daily": "many", "other": 1}
    assert encode(evolve(body, daily=3)) == {"daily": 3, "subjects": ["Math"], "other": 1}
    assert [str(each) for each in check(GoalsInput.of(goals).unwrap())] == [
        "daily: is a field of the model and cannot be in extra too"
    ]
