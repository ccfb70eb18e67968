"""`Input.of`: from what was read to what is written."""

from datetime import UTC, datetime
from typing import Any

import pytest
from returns.result import Result
from tests.codec.school_models import Course, CourseInput, Pupil, Ref, RefInput

from timeback_core.engine.codec import UNSET, Input, JsonObject, Model, Unset, model, wire
from timeback_core.engine.codec.model import as_partial
from timeback_core.engine.codec.runtime import decoder, encode
from timeback_core.errors import InvalidInput

BODY: dict[str, Any] = {
    "sourcedId": "c-1",
    "title": "Algebra",
    "school": {"sourcedId": "s-1", "href": "https://x.example", "live": True},
    "terms": [{"sourcedId": "t-1"}],
    "modified": "2025-01-01T00:00:00.000Z",
    "tenantId": "t",
}


def course(**members: Any) -> Course:
    return decoder(Course)({**BODY, "terms": [{"sourcedId": "t-1"}], **members})


def told(result: Result[Any, InvalidInput]) -> list[str]:
    return [str(problem) for problem in result.failure().problems]


def test_fields_go_by_name_and_what_is_dropped_is_dropped() -> None:
    assert encode(CourseInput.of(course()).unwrap()) == {
        "sourcedId": "c-1",
        "title": "Algebra",
        "org": {"sourcedId": "s-1", "live": True},
        "terms": [{"sourcedId": "t-1"}],
        "tenantId": "t",
        "kind": "course",
    }


def test_a_null_stays_a_null_where_the_wire_takes_one() -> None:
    sent: Any = encode(CourseInput.of(course(starts=None, code=None, school=None)).unwrap())
    assert sent["starts"] is None
    assert sent["org"] is None
    assert "code" not in sent


def test_what_the_input_requires_must_have_been_read() -> None:
    assert told(CourseInput.of(course(title=None))) == ["title: is required, and was null"]
    without = {name: value for name, value in BODY.items() if name not in ("title", "terms")}
    assert told(CourseInput.of(decoder(Course)(without))) == [
        "title: is required, and was not read",
        "terms: is required, and was not read",
    ]


def test_a_null_that_the_wire_does_not_take_is_left_out() -> None:
    body = CourseInput.of(course(terms=None, code=None)).unwrap()
    assert (body.terms, body.code) == ((), UNSET)


def test_a_masked_secret_is_never_written_back() -> None:
    assert "password" not in encode_of(course(password="****"))


def encode_of(read: Course) -> JsonObject:
    sent: Any = encode(CourseInput.of(read).unwrap())
    return sent if isinstance(sent, dict) else {}


def test_a_partial_model_and_another_model_are_refused() -> None:
    partial = as_partial(decoder(Course)({"sourcedId": "c"}))
    assert told(CourseInput.of(partial)) == ["was read with some of its fields only; read it whole to write it back"]
    assert told(CourseInput.of(Ref(sourced_id="a"))) == ["expected Course or CourseInput, found Ref"]
    not_a_model: Any = 5
    assert told(CourseInput.of(not_a_model)) == ["expected Course or CourseInput, found number"]


def test_an_input_is_given_back() -> None:
    made = CourseInput(title="x", terms=())
    assert CourseInput.of(made).unwrap() is made


def test_models_built_by_hand_can_be_written_too() -> None:
    by_hand = Course(sourced_id="c", title="x", terms=(Ref(sourced_id="t"),), modified=datetime.now(UTC))
    assert encode(CourseInput.of(by_hand).unwrap()) == {
        "sourcedId": "c",
        "title": "x",
        "terms": [{"sourcedId": "t"}],
        "kind": "course",
    }


@model
class Box(Model):
    """Something with typed and free contents."""

    typed: Ref | None = None
    free: JsonObject | None = None
    number: float | None = None


@model
class BoxInput(Input, reads=Box):
    """Its contents are the other way round when written."""

    typed: JsonObject | Unset | None = UNSET
    free: Ref | Unset | None = UNSET
    number: int | Unset | None = UNSET


@model
class LabelledBox(Box):
    """A class of the user's own, with a field of its own."""

    label: str | None = wire("boxLabel", default=None)


def test_typed_and_free_objects_are_turned_into_each_other() -> None:
    body = {"typed": {"sourcedId": "a", "x": 1}, "free": {"sourcedId": "b", "y": 2}}
    assert encode(BoxInput.of(decoder(Box)({**body})).unwrap()) == body


def test_a_value_that_the_input_cannot_hold_is_a_problem() -> None:
    read = decoder(Box)({"free": {"sourcedId": 5}, "number": 1.5})
    assert told(BoxInput.of(read)) == [
        "free.sourcedId: expected string, found number",
        "number: expected integer, found number",
    ]


def test_fields_of_a_derived_class_are_written_as_extra() -> None:
    read = decoder(LabelledBox)({"boxLabel": "x", "number": 1})
    assert encode(BoxInput.of(read).unwrap()) == {"boxLabel": "x", "number": 1}


def test_an_input_that_reads_nothing_has_no_way() -> None:
    @model
    class Free(Input):
        """An input of its own."""

        name: str

    assert told(Free.of(Ref(sourced_id="a"))) == ["expected Free, found Ref"]


@pytest.mark.parametrize("cls", [Pupil, Course])
def test_only_bodies_have_of(cls: type[Model]) -> None:
    assert not hasattr(cls, "of")
    assert hasattr(RefInput, "of")
