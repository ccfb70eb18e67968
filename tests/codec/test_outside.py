"""What the codec shares with others: cattrs, kinds of a user's own, and the modules that an import loads."""

import copy
import json
import subprocess
import sys
from collections import OrderedDict, deque
from collections.abc import MutableMapping
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Annotated, Any, Literal, NamedTuple, NewType, assert_type

import attrs
import pytest
from tests.codec.school_models import CoursePatch, Pupil, Ref, Role

from timeback_core import decode
from timeback_core.engine.codec import Flag, JsonObject, JsonValue, Kind, Model, Open, Unset, evolve, model
from timeback_core.engine.codec.converter import converter
from timeback_core.engine.codec.runtime import Bad, check, decoder, dumps, encode


class Money:
    """A type of a user's own."""

    def __init__(self, amount: Decimal) -> None:
        self.amount = amount


@model
class Invoice(Model):
    """A model that holds it."""

    total: Money
    tax: Money | None = None


def read_money(value: object, _: type[Money]) -> Money:
    return Money(Decimal(str(value)))


def write_money(value: Money) -> str:
    return str(value.amount)


def test_a_type_with_hooks_in_cattrs_is_read_and_written() -> None:
    converter.register_structure_hook(Money, read_money)
    converter.register_unstructure_hook(Money, write_money)
    invoice = decoder(Invoice)({"total": "1.50", "tax": None})
    assert invoice.total.amount == Decimal("1.50")
    assert encode(invoice) == {"total": "1.50", "tax": None}
    assert check(invoice) == ()
    with pytest.raises(Bad) as raised:
        decoder(Invoice)({"total": "much"})
    assert raised.value.where() == "$.total"


def test_cattrs_reads_and_writes_models_by_our_functions() -> None:
    ref = converter.structure({"sourcedId": "a", "x": 1}, Ref)
    assert ref == Ref(sourced_id="a", extra={"x": 1})
    assert converter.unstructure(ref) == {"sourcedId": "a", "x": 1}


class Whole(IntEnum):
    """A number with a name."""

    ONE = 1


class Word(StrEnum):
    """Text with a name."""

    A = "a"


class Id(str):
    """Text of a class of a user's own."""

    __slots__ = ()


class Couple(NamedTuple):
    """A pair with names."""

    first: str
    second: str


NULL_TO_OBJECT: tuple[JsonValue, ...] = (
    None,
    True,
    False,
    0,
    1,
    1.5,
    "",
    "a",
    "1",
    "ab",
    [],
    [1],
    ["a"],
    [["a", 1]],
    ["a", "b"],
    {},
    {"a": 1},
)


@pytest.mark.parametrize(
    ("annotation", "taken"),
    [
        (int, [0, 1]),
        (float, [0, 1, 1.5]),
        (str, ["", "a", "1", "ab"]),
        (bool, [True, False]),
        (bytes, []),
        (Whole, [1]),
        (Word, ["a"]),
        (Id, ["", "a", "1", "ab"]),
        (NewType("Number", int), [0, 1]),
        (int | None, [None, 0, 1]),
        (Literal[True], [True]),
        (Literal[1], [1]),
        (list, [[], [1], ["a"], [["a", 1]], ["a", "b"]]),
        (list[int], [[], [1]]),
        (tuple, [[], [1], ["a"], [["a", 1]], ["a", "b"]]),
        (tuple[str, str], [["a", "b"]]),
        (Couple, [["a", "b"]]),
        (set[str], [[], ["a"], ["a", "b"]]),
        (deque[int], [[], [1]]),
        (dict, [{}, {"a": 1}]),
        (dict[str, int], [{}, {"a": 1}]),
        (dict[str, str], [{}]),
        (dict[int, int], [{}]),
        (MutableMapping[str, Whole], [{}, {"a": 1}]),
        (OrderedDict[str, int], [{}, {"a": 1}]),
    ],
    ids=str,
)
def test_classes_of_others_take_what_ours_would_take(annotation: Any, taken: list[JsonValue]) -> None:
    """Of each JSON value only those that need not be turned into another one."""
    assert [repr(value) for value in NULL_TO_OBJECT if reads(annotation, value)] == list(map(repr, taken))


def reads(annotation: Any, value: JsonValue) -> bool:
    try:
        made = converter.structure(value, annotation)
    except Exception:  # as cattrs' contract has it
        return False
    return isinstance(made, annotation) if annotation in (Whole, Word, Id, Couple) else True


@model
class Leaf(Model):
    """A model inside of a class of somebody else's."""

    x: int


@attrs.frozen
class Foreign:
    """A class of somebody else's, which cattrs reads by itself."""

    leaf: Leaf
    sizes: list[int]
    when: date
    on: bool = False


@model
class Holder(Model):
    """A model that holds it, and a model beside it."""

    own: Leaf
    foreign: Foreign


FOREIGN: JsonObject = {"leaf": {"x": 1, "y": 2}, "sizes": [1], "when": "2025-01-01", "on": True}


def test_models_and_classes_of_others_hold_each_other() -> None:
    body = {"own": {"x": 1}, "foreign": FOREIGN}
    held = decoder(Holder)(copy.deepcopy(body))
    assert held.foreign == Foreign(Leaf(x=1, extra={"y": 2}), [1], date(2025, 1, 1), True)
    assert check(held) == ()
    assert json.loads(dumps(held)) == body
    assert decode(Holder, body).unwrap() == held


@pytest.mark.parametrize(
    "wrong",
    [{"leaf": {"x": "1"}}, {"sizes": "1"}, {"sizes": ["1"]}, {"when": 5}, {"on": "no"}, {"on": None}, {"leaf": None}],
)
def test_cattrs_turns_no_value_into_another(wrong: JsonObject) -> None:
    with pytest.raises(ValueError, match="expected"):
        converter.structure({**FOREIGN, **wrong}, Foreign)
    (problem,) = decode(Holder, {"own": {"x": 1}, "foreign": {**FOREIGN, **wrong}}).failure().problems
    assert (problem.path, problem.expected, problem.found) == ("$.foreign", "Foreign", "object")


def test_hooks_that_come_later_are_used() -> None:
    class Late:
        """A class that has no hook yet."""

    @model
    class Waiting(Model):
        """A model that holds it."""

        late: Late

    with pytest.raises(TypeError, match=r"Waiting\.late: no hook reads Late"):
        decoder(Waiting)
    converter.register_structure_hook(Late, lambda value, cls: cls())
    assert isinstance(decoder(Waiting)({"late": 1}).late, Late)


def read_even(value: int) -> int:
    if value % 2:
        raise ValueError
    return value


def write_even(value: int) -> int:
    if value % 2:
        raise ValueError("must be even")
    return value


Even = Annotated[int, Kind(read_even, write_even, "number", "even number")]


@model
class Pair(Model):
    """A model with a kind of its own."""

    size: Even
    sizes: tuple[Even, ...] = ()


def test_a_kind_of_a_users_own() -> None:
    assert decoder(Pair)({"size": 2, "sizes": [4]}) == Pair(size=2, sizes=(4,))
    with pytest.raises(Bad) as raised:
        decoder(Pair)({"size": 2, "sizes": [4, 5]})
    assert (raised.value.where(), raised.value.expected) == ("$.sizes[1]", "even number")
    assert [str(problem) for problem in check(Pair(size=3, sizes=(2, 5)))] == [
        "size: must be even",
        "sizes[1]: must be even",
    ]


HEAVY = ("cattrs", "orjson", "returns", "httpx", "anyio", "asyncio")


def loaded_after(statement: str) -> set[str]:
    """The heavy modules that a fresh interpreter has after a statement."""
    program = f"{statement}\nimport sys\nprint(*(name for name in {HEAVY!r} if name in sys.modules))"
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - a program of ours
    return set(done.stdout.split())


def test_declarations_load_neither_cattrs_nor_orjson() -> None:
    assert loaded_after("from timeback_core.engine.codec import Model, model, evolve, fields_of") == set()


def test_reading_and_writing_load_orjson_only() -> None:
    statement = """
from timeback_core.engine.codec import Model, model
from timeback_core.engine.codec.runtime import decoder, dumps, parse
@model
class One(Model):
    name: str
dumps(decoder(One)(parse(b'{"name": "x"}')))
"""
    assert loaded_after(statement) == {"orjson"}


def test_public_names_load_cattrs_only_when_it_is_asked_for() -> None:
    assert loaded_after("import timeback_core") == set()
    assert "cattrs" not in loaded_after("from timeback_core import decode, encode")
    assert "cattrs" in loaded_after("from timeback_core import converter")


def test_type_checkers_see_plain_python() -> None:
    pupil = Pupil(sourced_id="p", enabled_user=True, grades=())
    assert_type(pupil.email, str | None)
    assert_type(pupil.role, Role | str | None)
    assert_type(pupil.orgs, tuple[Ref, ...])
    assert_type(pupil.pairs, tuple[Ref, ...])
    assert_type(pupil.enabled_user, bool)
    assert_type(evolve(pupil, email="x"), Pupil)
    assert_type(decoder(Pupil)({"sourcedId": "p", "enabledUser": True, "grades": []}), Pupil)
    patch = CoursePatch(title="x")
    assert_type(patch.title, str | Unset)
    if patch.title:
        assert_type(patch.title, str)
    flag: Flag = True
    role: Open[Role] = "student"
    assert flag
    assert role == Role.STUDENT
