"""What holds for every model of every service."""

from typing import Any

import pytest
from property_tests.strategies_models import MODELS

from timeback_core.engine.codec import Input, Model
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.runtime import check
from timeback_core.engine.codec.shapes import OfKind

BODIES: list[type[Any]] = [cls for cls in MODELS if issubclass(cls, Input)]
OF_STANDARDS = ("timeback_core.caliper.", "timeback_core.clr.")
READ = [cls for cls in MODELS if not issubclass(cls, Input) and not cls.__module__.startswith(OF_STANDARDS)]
"""Those of answers; documents of a standard are read as that has it."""
WRITERS = [cls for cls in BODIES if cls.__reads__ is not None]


@pytest.mark.parametrize("cls", MODELS)
def test_every_model_says_what_it_is(cls: type[Model]) -> None:
    assert cls.__doc__
    assert cls.__doc__.strip().splitlines()[0].endswith(".")


def test_every_flag_is_read_alike() -> None:
    strict = {"boolean", "boolean or null"}
    assert [(cls, field.name) for cls in READ for field in fields_of(cls) if field.expected in strict] == []


def test_what_a_kind_keeps_its_reader_would_give_back() -> None:
    values: dict[type, list[Any]] = {str: ["", " 2 ", "a"], int: [0, -1, 10**30], float: [0.5, 2.0, -1e300]}
    leaves = (leaf for cls in MODELS for field in fields_of(cls) for leaf in field.shape.leaves)
    kinds = {leaf.kind for leaf in leaves if isinstance(leaf, OfKind) and leaf.kind.kept}
    assert len(kinds) > 3
    told = [(value, kind.read(value)) for kind in kinds for python in kind.kept for value in values[python]]
    assert [(value, read) for value, read in told if read is not value] == []


@pytest.mark.parametrize("cls", WRITERS)
def test_every_field_that_is_read_is_written_or_dropped_on_purpose(cls: type[Any]) -> None:
    taken = {field.spec.read or field.name for field in fields_of(cls)}
    readable = {field.name for field in fields_of(cls.__reads__)}
    assert readable - taken - set(cls.__drops__) == set()
    assert set(cls.__drops__) <= readable


@pytest.mark.parametrize("cls", BODIES)
def test_rubbish_in_every_field_is_a_problem_with_its_path(cls: type[Any]) -> None:
    fields = fields_of(cls)
    body = cls(**{field.name: object() for field in fields})
    assert {problem.path.strip('[]"') for problem in check(body)} == {field.name for field in fields}
