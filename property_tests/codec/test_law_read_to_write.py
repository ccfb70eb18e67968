"""Law 11: what `of` makes of a body holds every field that the write schema takes, and nothing else."""

import copy
from typing import Any

import pytest
from hypothesis import given, strategies as st
from property_tests.codec.same import same
from property_tests.declared import declared
from property_tests.models_every_kind import Place, PlaceInput, PlacePatch, Ref, RefInput
from property_tests.strategies_models import EVERY_KIND, JSON, MODELS, bodies, settled
from property_tests.written import NotWritableError, is_input, written
from returns.pipeline import is_successful

from timeback_core.engine.codec import Input, Model
from timeback_core.engine.codec.model import as_partial
from timeback_core.engine.codec.runtime import check, decoder, encode

every_input = pytest.mark.parametrize(
    "cls", [cls for cls in EVERY_KIND if issubclass(cls, Input)], ids=lambda cls: cls.__name__
)


every_input_of_the_package = pytest.mark.parametrize(
    "cls", [cls for cls in MODELS if is_input(cls)], ids=lambda cls: f"{cls.__module__}.{cls.__name__}"
)


def reads_of(cls: type[Input]) -> type[Model]:
    assert cls.__reads__ is not None
    return cls.__reads__


@every_input
@settled(150)
@given(data=st.data())
def test_what_was_read_is_written_where_the_schema_takes_it(cls: type[Input], data: st.DataObject) -> None:
    read = {name for field in declared(reads_of(cls)) for name in (field.wire, *field.also)}
    only_written = st.sampled_from(sorted({field.wire for field in declared(cls)} - read) or ["unheardOf"])
    unread = data.draw(st.dictionaries(only_written, JSON, max_size=2))
    assert_written(cls, unread | data.draw(bodies(reads_of(cls))))


@every_input_of_the_package
@settled(5)
@given(data=st.data())
def test_the_inputs_of_the_package_lose_no_field_and_add_none(cls: type[Input], data: st.DataObject) -> None:
    body = data.draw(bodies(reads_of(cls)))
    made = cls.of(decoder(reads_of(cls))(copy.deepcopy(body)))
    if is_successful(made) and not check(made.unwrap()):
        sent: Any = encode(made.unwrap())
        assert sent.keys() == written(cls, body).keys()


def assert_written(cls: type[Input], body: dict[str, Any]) -> None:
    """What `of` makes of a body is written as it should be, or refused for want of a field."""
    made = cls.of(decoder(reads_of(cls))(copy.deepcopy(body)))
    try:
        expected: Any = written(cls, body)
    except NotWritableError:
        assert not is_successful(made)
        assert all("is required" in problem.text for problem in made.failure().problems)
    else:
        assert same(encode(made.unwrap()), expected)


@every_input
@settled(50)
@given(data=st.data())
def test_a_model_that_was_read_in_part_is_refused(cls: type[Input], data: st.DataObject) -> None:
    body = data.draw(bodies(reads_of(cls)))
    made = cls.of(as_partial(decoder(reads_of(cls))(body)))
    assert [problem.path for problem in made.failure().problems] == [""]


@settled(50)
@given(data=st.data())
def test_an_input_is_given_back_as_it_is(data: st.DataObject) -> None:
    body = data.draw(bodies(RefInput))
    made = decoder(RefInput)(body)
    assert RefInput.of(made).unwrap() is made


@settled(50)
@given(data=st.data())
def test_another_model_is_refused(data: st.DataObject) -> None:
    ref = decoder(Ref)(data.draw(bodies(Ref)))
    place = decoder(Place)(data.draw(bodies(Place)))
    for refused in (PlaceInput.of(ref), PlacePatch.of(ref), RefInput.of(place)):
        assert len(refused.failure().problems) == 1
