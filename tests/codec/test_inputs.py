"""Inputs: they are what they send, hide nothing, keep their lists as tuples, and outlive later versions."""

import pickle
from collections.abc import Sequence
from typing import Any

import pytest
from tests.codec.school_models import Course, CourseInput, CoursePatch, RefInput

from timeback_core.engine.codec import UNSET, Input, JsonObject, Loose, Model, Unset, evolve, model
from timeback_core.engine.codec.runtime import check, decoder, dumps, encode


def test_inputs_are_equal_if_they_send_the_same() -> None:
    patch = CoursePatch(title="x", terms=(RefInput(sourced_id="t"),))
    same = CoursePatch(title="x", terms=[RefInput(sourced_id="t")], code=UNSET)
    assert patch == same
    assert hash(patch) == hash(same)
    assert patch == evolve(evolve(patch, code=None), code=UNSET)
    assert patch != evolve(patch, code=None)
    assert patch != CourseInput(title="x", terms=())


@model
class Notes(Loose):
    """Metadata, which remembers what was absent."""

    colour: str | None = None
    size: float | None = None


@model
class NoteInput(Input):
    """An input that holds it."""

    notes: Notes | Unset = UNSET
    free: JsonObject | Unset = UNSET


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Notes(), evolve(Notes(), colour=None)),
        (decoder(Notes)({}), decoder(Notes)({"colour": None})),
        (Notes(size=1), Notes(size=1.0)),
    ],
)
def test_what_sends_other_bytes_is_not_equal(one: Notes, other: Notes) -> None:
    assert one == other
    assert dumps(NoteInput(notes=one)) != dumps(NoteInput(notes=other))
    assert NoteInput(notes=one) != NoteInput(notes=other)


def test_members_of_free_json_have_no_order() -> None:
    one, other = (NoteInput(free={"a": 1, "b": {"c": 2, "d": 3}}), NoteInput(free={"b": {"d": 3, "c": 2}, "a": 1}))
    assert one == other
    assert dumps(one) == dumps(other)


def test_what_cannot_be_sent_can_be_compared() -> None:
    wrong: Any = {1}
    assert NoteInput(free=wrong) == NoteInput(free=wrong)
    assert NoteInput(free=wrong) != NoteInput()
    assert {NoteInput(free=wrong)} == {NoteInput(free=wrong)}


def test_lists_are_kept_as_tuples() -> None:
    terms = [RefInput(sourced_id="t")]
    made = CourseInput(title="x", terms=terms)
    terms.append(RefInput(sourced_id="u"))
    assert made.terms == (RefInput(sourced_id="t"),)
    changed = evolve(made, terms=[*made.terms, RefInput(sourced_id="v")])
    assert isinstance(changed.terms, tuple)
    longer: Sequence[RefInput] | Unset = CoursePatch(terms=terms).terms
    assert longer == (*terms,)
    text: Any = "t"
    assert [str(problem) for problem in check(evolve(made, terms=text))] == ["terms: expected array, found string"]


def test_unset_is_false_so_that_lists_are_extended_in_one_expression() -> None:
    patch = CoursePatch()
    longer = evolve(patch, terms=(*(patch.terms or ()), RefInput(sourced_id="t")))
    assert encode(longer) == {"terms": [{"sourcedId": "t"}]}


@model
class Earlier(Model):
    """A model of an earlier version."""

    title: str
    code: str | None = None
    tags: tuple[str, ...] = ()
    kind: str = "k"


@model
class Later(Model):
    """The same model of a later version."""

    label: str | None = None
    names: tuple[str, ...] = ()
    code: str | None = None
    title: str
    purpose: str = "p"
    kind: str = "k"
    tags: tuple[str, ...] = ()


@pytest.mark.parametrize(
    "body", [{}, {"code": None}, {"tags": None}, {"tags": []}, {"kind": "k"}, {"code": "c", "label": "l"}]
)
def test_what_was_pickled_is_understood_by_a_later_version(body: JsonObject) -> None:
    remade, (_, values, complete) = decoder(Earlier)({"title": "t", **body}).__reduce__()
    later = remade(Later, values, complete)
    assert isinstance(later, Later)
    assert encode(later) == {"title": "t", **body}


def test_a_pickled_input_is_understood_by_a_later_version() -> None:
    remade, (_, values, complete) = CoursePatch(title="x").__reduce__()
    assert isinstance(values, dict)
    assert remade(CoursePatch, {"title": values["title"]}, complete) == CoursePatch(title="x")
    again: CoursePatch = pickle.loads(pickle.dumps(CoursePatch(title="x")))  # noqa: S301 - what was pickled here
    assert again == CoursePatch(title="x")


def test_a_change_of_what_the_server_lacks_is_possible() -> None:
    read = decoder(Course)({"sourcedId": "c", "title": None})
    body = CourseInput.of_stored(read).unwrap()
    assert encode(body) == {"sourcedId": "c", "kind": "course"}
    known = check(body)
    assert [str(problem) for problem in known] == [
        "title: expected string, found Unset",
        "terms: expected array, found Unset",
    ]
    assert set(check(evolve(body, title=" "))) - set(known)
