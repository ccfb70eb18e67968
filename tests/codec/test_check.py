"""Checks before sending: every problem, with its path on the wire, whatever a model holds."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.codec.school_models import CourseInput, CoursePatch, Pupil, Ref, RefInput, Role

from timeback_core.engine.codec import (
    UNSET,
    Model,
    at_least,
    email,
    evolve,
    matches,
    model,
    non_empty,
    non_negative,
    one_of,
    positive,
    url,
    wire,
)
from timeback_core.engine.codec.runtime import check, dumps

SEVEN: Any = 7


def problems(value: Model) -> list[str]:
    return [str(problem) for problem in check(value)]


def course(**fields: Any) -> CourseInput:
    return CourseInput(**{"title": "Algebra", "terms": (RefInput(sourced_id="t"),), **fields})


def pupil(**fields: Any) -> Pupil:
    return Pupil(**{"sourced_id": "p", "enabled_user": True, "grades": (), **fields})


def test_a_good_input_has_no_problems() -> None:
    assert problems(course(contact="a@b.c", starts=date(2025, 1, 1), ends=date(2025, 1, 1))) == []


def test_every_problem_is_told() -> None:
    bad = course(title=" ", org=RefInput(sourced_id=""), terms=(RefInput(sourced_id=SEVEN),), contact="nobody")
    assert problems(bad) == [
        "title: must not be empty",
        "org.sourced_id: must not be empty",
        "terms[0].sourced_id: expected string, found number",
        "contact: must be an e-mail address",
    ]


def test_rules_across_fields_run_when_each_field_is_right() -> None:
    bad = course(sourced_id="t", starts=date(2025, 2, 1), ends=date(2025, 1, 1))
    assert problems(bad) == ["ends: must not be before starts", "terms[0]: must not be the course"]
    assert problems(evolve(bad, terms=())) == ["terms: must have at least 1, has 0"]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"email": 5}, "email: expected string or null, found number"),
        ({"email": b"x"}, "email: expected string or null, found bytes"),
        ({"enabled_user": "true"}, 'enabled_user: expected true, false, "true" or "false", found string'),
        ({"enabled_user": UNSET}, 'enabled_user: expected true, false, "true" or "false", found Unset'),
        ({"sourced_id": None}, "sourced_id: expected string, found null"),
        ({"grades": "5"}, "grades: expected array, found string"),
        ({"grades": None}, "grades: expected array, found null"),
        ({"grades": ("1", 2)}, "grades[1]: expected string, found number"),
        ({"score": True}, "score: expected number or null, found boolean"),
        ({"score": float("nan")}, "score: must be a finite number"),
        ({"score": 10**4300}, "score: has too many digits"),
        ({"weight": float("inf")}, "weight: must be a finite number"),
        ({"weight": "7"}, "weight: expected number or its text or null, found string"),
        ({"role": 3}, "role: expected string or null, found number"),
        ({"seen": datetime(2025, 1, 1)}, "seen: needs a time zone"),
        ({"seen": date(2025, 1, 1)}, "seen: expected date and time (ISO 8601) or null, found date"),
        ({"born": datetime(2025, 1, 1, tzinfo=UTC)}, "born: expected a date, found a date and time"),
        ({"class_": RefInput(sourced_id="r")}, "class_: expected object or null, found RefInput"),
        ({"home": 5}, "home: expected object or string or null, found number"),
        ({"media": (Ref(sourced_id="r"),)}, "media[0]: expected object, found Ref"),
        ({"friends": {"a": Ref(sourced_id="x", href=SEVEN)}}, "friends.a.href: expected string or null, found number"),
        ({"friends": {3: Ref(sourced_id="x")}}, "friends: expected text as the name of a member, found number"),
        ({"metadata": {"a": [{1}]}}, "metadata.a[0]: expected JSON, found set"),
        ({"metadata": {"a b": float("nan")}}, 'metadata["a b"]: must be a finite number'),
        ({"mentor": "x"}, "mentor: expected object or null, found string"),
        ({"class_": {"sourcedId": "x"}}, "class_: expected Ref, found dict"),
        ({"media": ({"type": "song"},)}, "media[0]: expected Video or Article, found dict"),
        ({"extra": {"email": 1}}, "email: is a field of the model and cannot be in extra too"),
        ({"extra": {"new": object()}}, "new: expected JSON, found object"),
        ({"extra": 5}, "extra: expected object, found number"),
        ({"lms_id": 5}, "lms_id: expected string or null, found number"),
    ],
)
def test_wrong_values_are_found(fields: dict[str, Any], problem: str) -> None:
    assert problems(pupil(**fields)) == [problem]


def test_members_of_enums_and_other_texts_are_fine() -> None:
    assert problems(pupil(role=Role.STUDENT)) == []
    assert problems(pupil(role="wizard")) == []


def test_what_is_not_given_is_not_checked() -> None:
    assert problems(CoursePatch()) == []
    assert problems(CoursePatch(code=None)) == []
    wrong: Any = None
    assert problems(CoursePatch(title=wrong)) == ["title: expected string, found null"]


def test_what_holds_itself_is_found_out() -> None:
    loop: dict[str, Any] = {}
    loop["a"] = loop["b"] = loop
    (problem,) = check(pupil(metadata=loop))
    assert "nested deeper than 250 levels" in problem.text


@pytest.mark.parametrize("levels", [245, 248, 249, 250, 260])
def test_what_check_passes_is_not_too_deep_to_be_written(levels: int) -> None:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    made = pupil(class_=Ref(sourced_id="r", extra={"deep": value}))
    assert check(made) or dumps(made)


def test_a_chain_of_models_may_be_too_deep() -> None:
    made = pupil()
    for _ in range(3_000):
        made = pupil(mentor=made)
    assert "nested" in check(made)[0].text


def divides(size: int) -> str | None:
    return None if 1 // size else "must be 1"


@model
class Raising(Model):
    """A model with rules that raise."""

    size: int = wire(check=divides)

    def problems(self) -> Any:
        raise LookupError(self.size)


def test_rules_that_raise_are_problems() -> None:
    assert problems(Raising(size=0)) == ["size: its rule failed with ZeroDivisionError"]
    assert problems(Raising(size=2)) == ["size: must be 1"]
    assert problems(Raising(size=1)) == ["its rules failed with LookupError"]


def test_free_json_is_checked_too() -> None:
    assert [str(problem) for problem in check({"a": [1, {"b": {2}}]})] == ["a[1].b: expected JSON, found set"]
    assert check({"a": [None, True, 1, 1.5, "x", ("y",)]}) == ()


def test_tuples_and_lists_are_both_arrays() -> None:
    assert problems(pupil(grades=["5"])) == []


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        (non_empty, ["a"], ["", " \t", 5]),
        (positive, [1, 0.5], [0, -1, True, "1", float("nan"), float("inf")]),
        (non_negative, [0, 1], [-1, "x"]),
        (email, ["a@b", "a.b+c@d.example"], ["", "a", "@b", "a@", "a@b@c", "a b@c", "a@b..c", 5]),
        (
            url,
            ["https://x.example/a?b=c#d", "http://localhost:8000"],
            ["", "x.example", "ftp://x", "https://", "https://x y", "https://x:99999", "https://[", 5],
        ),
        (at_least(2), ["ab", (1, 2)], ["a", (), 5]),
        (one_of("a", Role), ["a", "student", Role.TEACHER], ["b", 5, []]),
        (matches(r"\d+", "must be digits"), ["12"], ["12a", "", 5]),
    ],
)
def test_rules(rule: Any, right: list[object], wrong: list[object]) -> None:
    assert [rule(value) for value in right] == [None] * len(right)
    assert all(isinstance(rule(value), str) for value in wrong)
