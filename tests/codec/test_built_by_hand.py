"""Instances that are built by hand."""

import inspect
import pickle
from typing import Any

import attrs
import pytest

from timeback_core import evolve, model
from timeback_core.engine.codec import Input, JsonObject, Model
from timeback_core.engine.codec.runtime import encode


@model
class Leaf(Model):
    """A model of a required field and some with defaults."""

    name: str
    size: int = 3
    notes: tuple[str, ...] = ()


class Named(Leaf):
    """A class without fields of its own, and with an attribute."""

    called = 0

    def __init__(self, name: str) -> None:
        super().__init__(name=name.upper())
        type(self).called += 1


@model
class Hooked(Model):
    """A model that wants to know when it is built."""

    name: str

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        BUILT.append(self.name)


@model
class Order(Input):
    """An input, whose lists become tuples."""

    lines: tuple[str, ...] = ()


BUILT: list[str] = []


def test_a_model_is_frozen_of_its_class_and_equal_to_one_of_equal_fields() -> None:
    leaf = Leaf(name="a", notes=("x",))
    assert type(leaf) is Leaf
    assert (leaf.name, leaf.size, leaf.notes, dict(leaf.extra)) == ("a", 3, ("x",), {})
    assert (leaf, hash(leaf)) == (pickle.loads(pickle.dumps(leaf)), hash(evolve(leaf)))  # noqa: S301 - just dumped
    assert encode(leaf) == {"name": "a", "size": 3, "notes": ["x"]}
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        leaf.name = "b"  # type: ignore[misc]  # what is tried


def test_wrong_arguments_are_refused_in_the_words_of_python() -> None:
    untyped: Any = Leaf
    with pytest.raises(TypeError, match=r"Leaf.__init__\(\) got an unexpected keyword argument 'nmae'"):
        untyped(nmae="a")
    with pytest.raises(TypeError, match=r"__init__\(\) missing 1 required keyword-only argument: 'name'"):
        untyped()
    assert {"name", "size", "notes", "extra"} == set(inspect.signature(Leaf).parameters)


def test_derived_classes_keep_their_own_ways() -> None:
    before = Named.called
    assert (Named("a").name, Named.called) == ("A", before + 1)
    assert type(Named("a")) is Named


def test_what_is_to_be_called_is_called_each_time() -> None:
    BUILT.clear()
    evolve(Hooked(name="a"), name="b")
    assert BUILT == ["a", "b"]
    lines: Any = ["x"]
    assert Order(lines=lines).lines == ("x",)
    assert evolve(Order(), lines=["y"]).lines == ("y",)


def test_json_that_is_shared_stays_as_it_is() -> None:
    extra: JsonObject = {"a": 1}
    assert Leaf(name="a", extra=extra).extra is extra
