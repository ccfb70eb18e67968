"""What the codec shares with others: cattrs, kinds of a user's own, and the modules that an import loads."""

import subprocess
import sys
from decimal import Decimal
from typing import Annotated, assert_type

import pytest
from tests.codec.school_models import CoursePatch, Pupil, Ref, Role

from timeback_core.engine.codec import Flag, Kind, Model, Open, Unset, evolve, model
from timeback_core.engine.codec.converter import converter
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode


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
    converter().register_structure_hook(Money, read_money)
    converter().register_unstructure_hook(Money, write_money)
    invoice = decoder(Invoice)({"total": "1.50", "tax": None})
    assert invoice.total.amount == Decimal("1.50")
    assert encode(invoice) == {"total": "1.50", "tax": None}
    assert check(invoice) == ()
    with pytest.raises(Bad) as raised:
        decoder(Invoice)({"total": "much"})
    assert raised.value.where() == "$.total"


def test_cattrs_reads_and_writes_models_by_our_functions() -> None:
    ref = converter().structure({"sourcedId": "a", "x": 1}, Ref)
    assert ref == Ref(sourced_id="a", extra={"x": 1})
    assert converter().unstructure(ref) == {"sourcedId": "a", "x": 1}


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
