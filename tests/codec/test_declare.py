"""Declarations: names on the wire, equality, repr, copies, and what is refused."""

import copy
import pickle
from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

import attrs
import pytest
from tests.codec.school_models import Course, CourseInput, CoursePatch, Pupil, Ref, RefInput

from timeback_core import decode
from timeback_core.engine.codec import UNSET, Input, JsonObject, Model, Unset, evolve, fields_of, model, wire, wire_name
from timeback_core.engine.codec.runtime import decoder, encode


@pytest.mark.parametrize(
    ("name", "spelled"),
    [("sourced_id", "sourcedId"), ("class_", "class"), ("email", "email"), ("is_k12_user", "isK12User")],
)
def test_names_on_the_wire_follow_a_rule(name: str, spelled: str) -> None:
    assert wire_name(name) == spelled


def test_fields_are_known_by_both_names() -> None:
    fields = {field.name: field for field in fields_of(Pupil)}
    assert fields["lms_id"].wire == "LMSId"
    assert fields["test_name"].also == ("testname",)
    assert fields["sourced_id"].required
    assert not fields["email"].required
    assert fields["email"].nullable
    assert fields["orgs"].is_list
    assert fields["orgs"].nested is Ref
    assert fields["mentor"].nested is Pupil
    assert fields["media"].nested is None
    assert fields["grades"].shape.expected == "array"
    assert "extra" not in fields


def test_secrets_are_in_no_repr() -> None:
    course = CourseInput(title="Algebra", terms=(), password="hunter2")
    assert repr(course) == "CourseInput(title='Algebra', terms=(), password=***)"
    assert next(field for field in fields_of(CourseInput) if field.name == "password").spec.secret


def test_repr_leaves_defaults_out_and_shows_extra() -> None:
    assert repr(Ref(sourced_id="a", extra={"x": 1})) == "Ref(sourced_id='a', extra={'x': 1})"
    assert repr(CoursePatch(code=None)) == "CoursePatch(code=None)"


def test_equality_is_by_class_and_fields() -> None:
    assert Ref(sourced_id="a") == Ref(sourced_id="a")
    assert Ref(sourced_id="a") != Ref(sourced_id="b")
    assert Ref(sourced_id="a") != RefInput(sourced_id="a")
    assert Ref(sourced_id="a") != Ref(sourced_id="a", extra={"x": 1})
    assert Ref(sourced_id="a") != "a"
    assert decoder(Ref)({"sourcedId": "a", "href": None}) == Ref(sourced_id="a")


def test_free_json_does_not_hinder_the_hash() -> None:
    one = decoder(Pupil)({"sourcedId": "p", "enabledUser": True, "grades": [], "metadata": {"a": []}, "x": {}})
    assert len({one, copy.deepcopy(one)}) == 1


def pickled(value: Any) -> Any:
    return pickle.loads(pickle.dumps(value))  # noqa: S301 - what was pickled here


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_copies_remember_what_was_absent(copied: Callable[[Course], Course]) -> None:
    body: JsonObject = {"sourcedId": "c", "title": None, "terms": None, "x": [1]}
    again = copied(decoder(Course)(copy.deepcopy(body)))
    assert encode(again) == body


@pytest.mark.parametrize("copied", [copy.copy, copy.deepcopy, pickled])
def test_copies_of_what_was_built_by_hand_hold_what_was_given(copied: Callable[[Model], Model]) -> None:
    for made in (Ref(sourced_id="a", href="h"), Course(sourced_id="c", terms=(Ref(sourced_id="t"),))):
        again = copied(made)
        assert again == made
        assert encode(again) == encode(made)


def test_unset_is_false_and_one() -> None:
    assert not UNSET
    assert pickled(UNSET) is UNSET
    assert copy.deepcopy(UNSET) is UNSET
    assert repr(UNSET) == "UNSET"
    assert isinstance(UNSET, Unset)


def test_evolve_refuses_names_that_are_no_fields() -> None:
    with pytest.raises(TypeError, match="Ref: unknown field 'name'; known: sourced_id, href, extra"):
        evolve(Ref(sourced_id="a"), name="x")
    with pytest.raises(TypeError, match="Ref: unknown field 'sourcedid'; did you mean 'sourced_id'"):
        evolve(Ref(sourced_id="a"), sourcedid="x")
    assert evolve(Ref(sourced_id="a"), extra={"x": 1}).extra == {"x": 1}


def test_an_input_must_take_or_drop_every_field_that_it_reads() -> None:
    with pytest.raises(TypeError, match="Forgetful neither takes nor drops href of Ref"):

        @model
        class Forgetful(Input, reads=Ref):
            """An input that forgets a field."""

            sourced_id: str

    with pytest.raises(TypeError, match="Dreamer drops name, which Ref does not have"):

        @model
        class Dreamer(Input, reads=Ref, drops=("href", "name")):
            """An input that drops a field which is not there."""

            sourced_id: str


def test_names_that_models_keep_for_themselves_are_refused() -> None:
    with pytest.raises(TypeError, match="a field cannot be called problems"):

        @model
        class Careless(Model):
            """A model with a field called like a method."""

            problems: str  # type: ignore[assignment]  # the mistake is the point


A_LIST: Any = list[str]
ANYTHING: Any = object
TWO_TEXTS: Any = tuple[str, ...] | tuple[int, ...]
NO_TAG: Any = Ref | RefInput


@pytest.mark.parametrize(
    ("annotation", "text"), [(A_LIST, "cannot hold list"), (ANYTHING, "cannot hold just anything")]
)
def test_annotations_that_json_cannot_be_are_refused(annotation: Any, text: str) -> None:
    with pytest.raises(TypeError, match=rf"Impossible\.value: .*{text}"):

        @model
        class Impossible(Model):
            """A model that cannot be read."""

            value: annotation


@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        (TWO_TEXTS, "cannot tell the arms"),
        (NO_TAG, "no field tells Ref, RefInput apart"),
        (UUID, "no hook reads UUID"),
        (tuple[UUID, ...], "no hook reads UUID"),
        (str | Unset, "only what inputs hold can be UNSET"),
    ],
)
def test_what_only_its_use_shows_is_refused_then(annotation: Any, text: str) -> None:
    @model
    class Impossible(Model):
        """A model that cannot be read."""

        value: annotation

    @model
    class Outer(Model):
        """A model that holds it."""

        inner: tuple[Impossible, ...] = ()

    for cls in (Impossible, Outer, Outer):
        with pytest.raises(TypeError, match=rf"Impossible\.value: .*{text}"):
            decoder(cls)


class Undecorated(Ref):
    """A model that was forgotten."""

    nick: str | None = None


class Talking(Ref):
    """A model with words of its own, which needs no decorator."""

    words: ClassVar[str] = "hello"

    def hello(self) -> str:
        return f"{self.words} {self.sourced_id}"


def test_fields_that_would_never_be_read_are_refused() -> None:
    @model
    class Below(Undecorated):
        """A model below it."""

    for cls in (Undecorated, Below):
        with pytest.raises(TypeError, match="Undecorated declares fields without `@model`"):
            decode(cls, {"sourcedId": "r", "nick": "x"})
    assert decode(Talking, {"sourcedId": "r"}).unwrap().hello() == "hello r"


def test_two_fields_of_one_wire_name_are_refused() -> None:
    @model
    class Double(Model):
        """A model with two fields of one name."""

        name: str
        title: str = wire("name")

    with pytest.raises(TypeError, match="two fields for name"):
        fields_of(Double)


def test_validators_of_attrs_are_refused() -> None:
    with pytest.raises(TypeError, match=r"Validated\.name: .*do not run"):

        @model
        class Validated(Model):
            """A model with a rule that reading would not run."""

            name: str = attrs.field(validator=attrs.validators.min_len(1))
