"""Writing: what was given is sent, what was absent is left out, a null stays a null."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from tests.codec.school_models import PUPIL, Course, CourseInput, CoursePatch, Pupil, Ref, RefInput, Role, Video

from timeback_core.engine.codec import UNSET, Model, Unknown, evolve, model, wire
from timeback_core.engine.codec.runtime import Bad, decoder, dumps, encode, parse

A_SET: Any = {1, 2}


def written(**fields: Any) -> Any:
    return encode(Pupil(sourced_id="p-1", enabled_user=True, grades=("5",), **fields))


@pytest.mark.parametrize(
    ("name", "value", "member", "sent"),
    [
        ("email", "a@b.c", "email", "a@b.c"),
        ("role", Role.STUDENT, "role", "student"),
        ("role", "wizard", "role", "wizard"),
        ("born", date(2015, 2, 3), "born", "2015-02-03"),
        ("seen", datetime(2025, 9, 18, 12, 30, 45, tzinfo=UTC), "seen", "2025-09-18T12:30:45.000Z"),
        ("seen", datetime(2025, 9, 18, 12, 30, 45, 678900, UTC), "seen", "2025-09-18T12:30:45.678900Z"),
        ("seen", datetime(2025, 1, 1, 1, tzinfo=timezone(timedelta(hours=2))), "seen", "2024-12-31T23:00:00.000Z"),
        ("primary", True, "primary", "true"),
        ("primary", False, "primary", "false"),
        ("weight", 7.25, "weight", 7.25),
        ("class_", Ref(sourced_id="c"), "class", {"sourcedId": "c"}),
        ("pairs", (Ref(sourced_id="c"),), "pairs", [{"sourcedId": "c"}]),
        ("home", "here", "home", "here"),
        ("home", Ref(sourced_id="h"), "home", {"sourcedId": "h"}),
        (
            "media",
            (Video(type="video", seconds=3), Unknown({"type": "x"})),
            "media",
            [{"type": "video", "seconds": 3}, {"type": "x"}],
        ),
        ("friends", {"best": Ref(sourced_id="b")}, "friends", {"best": {"sourcedId": "b"}}),
        ("metadata", {"a": (1, 2)}, "metadata", {"a": [1, 2]}),
    ],
)
def test_each_kind_is_written(name: str, value: Any, member: str, sent: object) -> None:
    found = written(**{name: value})
    assert found == {**PUPIL, member: sent}
    assert type(found[member]) is type(sent)


def test_what_was_not_given_is_left_out() -> None:
    assert written() == PUPIL
    assert written(email=None, orgs=()) == PUPIL


@pytest.mark.parametrize(
    "members", [{"email": None}, {"orgs": None}, {"orgs": []}, {"metadata": None}, {"grades": None}]
)
def test_null_and_empty_are_written_back_as_they_came(members: dict[str, Any]) -> None:
    body = {**PUPIL, **members}
    assert encode(decoder(Pupil)({**PUPIL, **members})) == body


class Instant(datetime):
    """A moment of a class of its own, as some libraries have."""


def test_a_moment_of_a_derived_class_is_written_like_any_other() -> None:
    for micro, fraction in ((0, "000"), (5_000, "005"), (678_900, "678900")):
        moment = Instant(2025, 9, 18, 12, 30, 45, micro, tzinfo=UTC)
        assert written(seen=moment)["seen"] == f"2025-09-18T12:30:45.{fraction}Z"


def test_nulls_are_written_back_however_many_combinations_come() -> None:
    names = ("email", "role", "born", "seen", "score", "weight", "primary", "LMSId", "testName")
    for chosen in range(2 ** len(names)):
        nulls = {name: None for position, name in enumerate(names) if chosen >> position & 1}
        assert encode(decoder(Pupil)({**PUPIL, **nulls})) == {**PUPIL, **nulls}


def test_what_was_written_shares_nothing_with_what_is_written_next() -> None:
    pupil = decoder(Pupil)({**PUPIL, "email": None, "metadata": {"a": {}}})
    encode_object(pupil)["email"] = "changed"
    encode_object(pupil)["metadata"]["a"]["b"] = "changed"
    assert encode(pupil) == {**PUPIL, "email": None, "metadata": {"a": {}}}


def test_a_value_that_is_cleared_is_sent_as_null() -> None:
    pupil = decoder(Pupil)({**PUPIL, "email": "a@b.c", "orgs": [{"sourcedId": "o"}]})
    assert encode(evolve(pupil, email=None, orgs=())) == {**PUPIL, "email": None, "orgs": []}


def test_what_evolve_names_counts_as_given() -> None:
    course = CourseInput(title="Algebra", terms=(RefInput(sourced_id="t"),))
    sent = {"title": "Algebra", "terms": [{"sourcedId": "t"}], "kind": "course"}
    assert encode(course) == sent
    assert encode(evolve(course, sourced_id=None)) == {**sent, "sourcedId": None}
    assert encode(evolve(course, sourced_id=UNSET)) == sent
    assert encode(course.__replace__(sourced_id="c")) == {**sent, "sourcedId": "c"}


def encode_object(value: Model) -> dict[str, Any]:
    sent = encode(value)
    assert isinstance(sent, dict)
    return sent


def test_a_patch_tells_unset_from_null() -> None:
    assert encode(CoursePatch()) == {}
    assert encode(CoursePatch(code=None)) == {"code": None}
    assert encode(CoursePatch(title="x", terms=())) == {"title": "x", "terms": []}


def test_a_field_wins_over_extra_and_other_extras_are_sent() -> None:
    assert encode(Ref(sourced_id="a", extra={"sourcedId": "b", "more": 1})) == {"sourcedId": "a", "more": 1}


def test_a_model_of_a_derived_class_is_written_by_its_own_fields() -> None:
    @model
    class NamedRef(Ref):
        """A reference with a name."""

        name: str | None = None

    made = NamedRef(sourced_id="a", name="n")
    assert written(class_=made) == {**PUPIL, "class": {"sourcedId": "a", "name": "n"}}


@pytest.mark.parametrize(
    "value",
    [
        Ref(sourced_id="a", extra={"x": float("nan")}),
        Ref(sourced_id="a", extra={"x": A_SET}),
        {"a": float("inf")},
        {"a": 10**4300},
        {3: 4},
        {"a": b"bytes"},
        [object()],
    ],
)
def test_what_json_cannot_say_is_bad_and_nothing_else(value: Any) -> None:
    with pytest.raises(Bad):
        dumps(value)


def test_a_score_that_is_not_finite_is_bad() -> None:
    with pytest.raises(Bad):
        dumps(Pupil(sourced_id="p", enabled_user=True, grades=(), score=float("nan")))


def test_depth_is_bad_and_not_fatal() -> None:
    for levels in (249, 260, 5_000):
        value: Any = []
        for _ in range(levels):
            value = [value]
        if levels < 250:
            assert parse(dumps(value)) == value
        else:
            with pytest.raises(Bad):
                dumps(Ref(sourced_id="a", extra={"deep": value}))
            with pytest.raises(Bad):
                dumps(value)


def test_wrong_types_that_cannot_be_written_are_bad() -> None:
    wrong: Any = 5
    with pytest.raises(Bad) as raised:
        encode(Course(sourced_id="c", school=wrong))
    assert "school: expected object or null, found number" in raised.value.expected


@model
class Fixed(Model):
    """A model with defaults that are sent."""

    kind: str = "fixed"
    tags: tuple[str, ...] = wire(default=("a",))
    size: str | None = "m"


def test_other_defaults_are_sent_unless_the_wire_left_them_out() -> None:
    assert encode(Fixed()) == {"kind": "fixed", "tags": ["a"], "size": "m"}
    assert encode(decoder(Fixed)({})) == {}
    assert encode(evolve(decoder(Fixed)({}), kind="fixed")) == {"kind": "fixed"}
    assert encode(Fixed(tags=(), size=None)) == {"kind": "fixed", "tags": [], "size": None}
    assert encode(decoder(Fixed)({"tags": None, "kind": "x"})) == {"tags": None, "kind": "x"}
