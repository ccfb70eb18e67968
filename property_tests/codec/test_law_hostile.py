"""Checks, writing, comparing and showing are total on any Python value, wherever a model or an input holds it."""

import pickle
from collections.abc import Iterator, Mapping
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from math import nan
from typing import Any

import pytest
from hypothesis import given, strategies as st
from property_tests.canonical import canonical
from property_tests.declared import declared
from property_tests.models_every_kind import PlaceInput, Ref, RefInput
from property_tests.strategies_models import EVERY_KIND, instances, settled
from returns.result import Failure, Result, Success

from timeback_core import Base, Call, TimebackClient, decode, encode, evolve, operation
from timeback_core.compose import plain
from timeback_core.engine.call.bodies import body_bytes
from timeback_core.engine.codec import Input, Model
from timeback_core.engine.codec.runtime import check
from timeback_core.engine.surface.operation import POST
from timeback_core.expect import Json
from timeback_core.testing import Answer, ScriptedTransport


class NotAvailable:
    """A missing value as data libraries have it: `==` gives it again, and it has no truth."""

    def __eq__(self, other: object) -> Any:
        return self

    def __bool__(self) -> bool:
        raise TypeError

    __hash__ = object.__hash__


class Raising:
    """A value that raises whatever is asked of it."""

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __hash__(self) -> int:
        raise RuntimeError

    def __repr__(self) -> str:
        raise RuntimeError


class RaisingText(str):
    """Text that raises when it is compared."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise RuntimeError

    def __str__(self) -> str:
        raise RuntimeError

    __hash__ = str.__hash__


class RaisingNumber(int):
    """A whole number that cannot be turned into one."""

    def __int__(self) -> int:
        raise RuntimeError

    def __abs__(self) -> int:
        raise RuntimeError


class HiddenNan(float):
    """No number, which hides it."""

    def __sub__(self, other: object) -> float:
        return 0.0


class RaisingList(list[object]):
    """A list that raises when it is walked through."""

    def __len__(self) -> int:
        raise RuntimeError

    def __iter__(self) -> Iterator[object]:
        raise RuntimeError


class RaisingDict(dict[str, object]):
    """An object that raises when it is walked through."""

    def items(self) -> Any:
        raise RuntimeError


class RaisingMapping(Mapping[str, object]):
    """A mapping that raises whenever it is looked at."""

    def __getitem__(self, key: str) -> object:
        raise RuntimeError

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError

    def __len__(self) -> int:
        raise RuntimeError


class Text(str):
    """Text of a class of somebody's own."""

    __slots__ = ()


class Real(float):
    """A number of a class of somebody's own."""


class Whole(IntEnum):
    """A number with a name."""

    ONE = 1


class Word(StrEnum):
    """Text with a name."""

    ONE = "one"


class Odd(Enum):
    """A member whose value is no JSON."""

    ONE = frozenset((1,))


def tower(levels: int, *, named: bool) -> Any:
    """JSON inside of JSON."""
    made: Any = 1
    for _ in range(levels):
        made = {"a": made} if named else [made]
    return made


LOOP: list[Any] = []
LOOP += [LOOP, LOOP]

TOLD = (Text("x"), Real(1.5), Whole.ONE, Word.ONE)
"""Values of classes derived from those of JSON, which are written as what they are."""

HOSTILE = (
    *(NotAvailable(), Raising(), RaisingText("x"), RaisingNumber(3), HiddenNan(nan)),
    *(RaisingList([1]), RaisingDict(a=1), RaisingMapping(), Odd.ONE, nan, Real(nan), Decimal(1), 1j, b"x", 10**5000),
    *(tower(100_000, named=False), tower(100_000, named=True), LOOP, Ref, {1: 2}, {1}, "\ud800", ..., object()),
)


PLACED = [place for each in (*TOLD, *HOSTILE) for place in (each, (each,), [each], {"a": each})]
"""Each by itself, in lists, and in an object."""


@pytest.mark.parametrize("cls", EVERY_KIND, ids=lambda cls: cls.__name__)
@settled(60)
@given(data=st.data())
def test_whatever_a_model_holds(cls: type[Model], data: st.DataObject) -> None:
    sound = data.draw(instances(cls))
    name = data.draw(st.sampled_from([*(field.name for field in declared(cls)), "extra"]))
    value = PLACED[data.draw(st.integers(0, len(PLACED) - 1))]  # by number, since some cannot be shown
    made = evolve(sound, **{name: value})
    problems, sent, found = check(made), encode(made), list[Any]()
    assert isinstance(sent, Success | Failure)
    assert isinstance(body_bytes(made, found), bytes)
    assert bool(problems) <= bool(found)
    assert bool(isinstance(sent, Failure)) <= bool(problems)
    other = evolve(sound, **{name: value})
    assert isinstance(made == sound, bool)
    assert isinstance(made == other, bool)
    assert made != other or hash(made) == hash(other)
    assert cls.__name__ in repr(made)
    readers: list[type[Input]] = [PlaceInput, RefInput, *([cls] if issubclass(cls, Input) else [])]
    for reader in readers:
        assert isinstance(reader.of(made), Result)
        assert isinstance(reader.of_stored(made), Result)


@operation(POST, Base("oneroster", "rostering"), "/anything", Json())
def post_anything(body: object) -> Call:
    """Send free JSON."""
    return Call(body={"body": body})


def test_whatever_a_free_body_holds() -> None:
    answers = ScriptedTransport([Answer(200, {})])
    with TimebackClient.open(base_url="http://localhost", transport=answers, environ={}).unwrap() as client:
        for value in PLACED:
            request = post_anything.request(value)
            assert isinstance(plain(client.session.perform(request)), Success | Failure)
            assert hash(request) == hash(post_anything.request(value))
            assert repr(request)


@pytest.mark.parametrize("value", [*TOLD, *(member for each in TOLD for member in ((each,), {"a": each}))], ids=repr)
def test_classes_derived_from_those_of_json_are_written_as_what_they_are(value: Any) -> None:
    made = Ref(sourced_id="r", extra={"x": value})
    assert check(made) == ()
    written: Any = encode(made).unwrap()["x"]  # type: ignore[call-overload, index]  # it is an object
    assert repr(written) == repr(canonical_of(value))


def canonical_of(value: Any) -> Any:
    """A value of JSON in the classes of JSON."""
    if isinstance(value, dict):
        return {name: canonical_of(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [canonical_of(each) for each in value]
    return next(kind.__call__(value) for kind in (str, int, float) if isinstance(value, kind))


@pytest.mark.parametrize("named", [False, True])
@pytest.mark.parametrize("levels", [1, 200, 249, 250, 255, 256, 1000, 5000])
def test_depth_has_a_limit_and_a_message(levels: int, *, named: bool) -> None:
    deep = tower(levels, named=named)
    for document in ({"sourcedId": "r", "x": deep}, b'{"sourcedId":"r","x":%s}' % text_of(levels, named=named)):
        read = decode(Ref, document)
        if levels > 255:
            (problem,) = read.failure().problems
            assert (problem.path, problem.expected) in (("$", "at most 250 levels"), ("$", "JSON"))
            continue
        made = read.unwrap()
        assert made == pickle.loads(pickle.dumps(made)) == decode(Ref, document).unwrap()  # noqa: S301 - our own
        assert repr(made).count("[" if not named else "{") >= levels
        assert hash(made) == hash(evolve(made))
        if levels < 249:
            assert check(made) == ()
            assert encode(made).unwrap() == canonical(Ref, {"sourcedId": "r", "x": deep})
        if levels > 250:
            assert encode(made).failure().problems == check(made) != ()
    by_hand = Ref(sourced_id="r", extra={"x": deep})
    assert (not check(by_hand)) is (levels < 249)
    assert all("nested" in problem.text for problem in check(by_hand))


def text_of(levels: int, *, named: bool) -> bytes:
    return b'{"a":' * levels + b"1" + b"}" * levels if named else b"[" * levels + b"1" + b"]" * levels


def test_brackets_in_texts_are_no_levels() -> None:
    document = {"sourcedId": "[{" * 2000, "x": [{"a": "]" * 300}] * 300}
    assert isinstance(decode(Ref, repr(document).replace("'", '"')), Success)
