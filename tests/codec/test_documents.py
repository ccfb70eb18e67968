"""`decode` and `encode`: JSON and models for programs of one's own, total on any Python value."""

import json
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from typing import Any, assert_type

import pytest
from returns.result import Result
from tests.codec.school_models import PUPIL, CoursePatch, Pupil, Ref

from timeback_core import InvalidDocument, decode, encode
from timeback_core.engine.codec import JsonValue
from timeback_core.errors import InvalidInput

LOOP: list[Any] = []
LOOP.append(LOOP)


class Hostile(Mapping[str, object]):
    """A mapping that raises whenever it is looked at."""

    def __getitem__(self, key: str) -> object:
        raise LookupError(key)

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize(
    "document", [json.dumps(PUPIL).encode(), json.dumps(PUPIL), PUPIL, OrderedDict(PUPIL), {**PUPIL, "grades": ("5",)}]
)
def test_a_document_is_bytes_text_or_parsed(document: object) -> None:
    before = repr(document)
    pupil = decode(Pupil, document).unwrap()
    assert pupil == Pupil(sourced_id="p-1", enabled_user=True, grades=("5",))
    assert repr(document) == before
    assert encode(pupil).unwrap() == PUPIL
    assert_type(decode(Pupil, document), Result[Pupil, InvalidDocument])
    assert_type(encode(pupil), Result[JsonValue, InvalidInput])


def test_every_problem_of_a_document_is_told_with_path_and_types() -> None:
    document = {
        "enabledUser": "perhaps",
        "grades": ["5", 6, None],
        "orgs": [{"sourcedId": "a"}, {}, 5],
        "pairs": {"sourcedId": 1},
        "media": [{"type": "video", "seconds": "x"}],
        "friends": {"best": {"sourcedId": None}},
        "favourite": {"type": "song"},
        "home": 5,
        "mentor": {"sourcedId": "m", "enabledUser": True, "grades": None, "born": "today"},
    }
    told = decode(Pupil, document).failure()
    assert [str(problem) for problem in told.problems] == [
        "$.sourcedId: expected string, found nothing",
        '$.enabledUser: expected true, false, "true" or "false", found string',
        "$.grades[1]: expected string, found number",
        "$.grades[2]: expected string, found null",
        "$.orgs[1].sourcedId: expected string, found nothing",
        "$.orgs[2]: expected object, found number",
        "$.pairs.sourcedId: expected string, found number",
        "$.home: expected object or string or null, found number",
        "$.media[0].seconds: expected integer, found string",
        '$.favourite.type: expected "video" or "article" or "blog", found string',
        "$.friends.best.sourcedId: expected string, found null",
        "$.mentor.born: expected date (YYYY-MM-DD) or null, found string",
    ]
    assert told.message.startswith("invalid document: $.sourcedId: expected string, found nothing; ")


def test_at_most_a_hundred_problems_are_told() -> None:
    assert len(decode(Pupil, {**PUPIL, "grades": [1] * 1_000}).failure().problems) == 100


@pytest.mark.parametrize(
    "document",
    [
        b"",
        b"{",
        b"\xff",
        "no json",
        '"\ud800',
        "\ud800",
        None,
        5,
        object(),
        {3: 4},
        {"a"},
        LOOP,
        Hostile(),
        [Hostile()],
    ],
)
def test_anything_else_is_an_invalid_document(document: object) -> None:
    assert decode(Ref, document).failure().problems


@pytest.mark.parametrize(
    "value",
    [Ref(sourced_id="a", extra={"x": {1}}), {"a": float("nan")}, object(), LOOP, Hostile(), {3: 4}],  # type: ignore[dict-item]  # the mistake is the point
)
def test_what_json_cannot_say_is_invalid_input(value: Any) -> None:
    assert encode(value).failure().problems


def test_inputs_are_documents_too() -> None:
    assert encode(CoursePatch(code=None)).unwrap() == {"code": None}
    assert decode(CoursePatch, b'{"code": null}').unwrap() == CoursePatch(code=None)
    assert decode(CoursePatch, b'{"title": null}').failure().problems
