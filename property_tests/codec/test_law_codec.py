"""Law 4: reading is total, writing gives back what was read, reading gives back what was written."""

import copy
import json
import math
import pickle
from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from hypothesis import given, strategies as st
from property_tests.canonical import canonical
from property_tests.codec.same import same
from property_tests.declared import declared
from property_tests.strategies_models import EVERY_KIND, JSON, MODELS, bodies, instances, settled

from timeback_core.engine.codec import UNSET, Input, Model, evolve
from timeback_core.engine.codec.model import as_partial
from timeback_core.engine.codec.runtime import Bad, check, decoder, dumps, encode, parse

T = TypeVar("T")

every_kind = pytest.mark.parametrize("cls", EVERY_KIND, ids=lambda cls: cls.__name__)
every_input = pytest.mark.parametrize(
    "cls", [cls for cls in EVERY_KIND if issubclass(cls, Input)], ids=lambda cls: cls.__name__
)
every_model = pytest.mark.parametrize("cls", MODELS, ids=lambda cls: f"{cls.__module__}.{cls.__name__}")


def read(cls: type[Model], body: object) -> Model:
    return decoder(cls)(copy.deepcopy(body))


def pickled(made: Model) -> Model:
    again: Model = pickle.loads(pickle.dumps(made))  # noqa: S301 - what was pickled here
    return again


def tried(action: Callable[[], T]) -> T | Bad:
    """What an action gives, or how it refuses; anything else that it raises is raised."""
    try:
        return action()
    except Bad as bad:
        return bad


@every_kind
@settled(60)
@given(data=st.data())
def test_what_was_read_is_written_back_as_the_documentation_says(cls: type[Model], data: st.DataObject) -> None:
    body = data.draw(bodies(cls))
    expected = canonical(cls, body)
    made = read(cls, body)
    assert same(encode(made), expected)
    assert_bytes_say_the_same(made)
    partial = as_partial(decoder(cls)(copy.deepcopy(body)))
    for other in (partial, pickled(made), copy.deepcopy(made), copy.copy(made), evolve(made)):
        assert other == made
        assert hash(other) == hash(made)
        assert same(encode(other), expected)


@every_kind
@settled(60)
@given(data=st.data())
def test_what_was_written_is_read_back(cls: type[Model], data: st.DataObject) -> None:
    made = data.draw(instances(cls))
    written = encode(made)
    again = read(cls, written)
    assert again == made
    assert hash(again) == hash(made)
    assert same(encode(again), written)
    if not check(made):
        assert_bytes_say_the_same(made)


@every_model
@settled(3)
@given(data=st.data())
def test_the_models_of_the_package_obey(cls: type[Model], data: st.DataObject) -> None:
    body, made = data.draw(bodies(cls)), data.draw(instances(cls))
    assert same(encode(read(cls, body)), canonical(cls, body))
    assert read(cls, encode(made)) == made
    assert_total(cls, tampered(body, data))


@every_kind
@settled(50)
@given(data=st.data())
def test_a_changed_field_changes_nothing_else(cls: type[Model], data: st.DataObject) -> None:
    body = data.draw(bodies(cls))
    made = read(cls, body)
    fields = declared(cls)
    if not fields:
        return
    field = data.draw(st.sampled_from(fields))
    value = getattr(data.draw(instances(cls)), field.name)
    changed = evolve(made, **{field.name: value})
    assert getattr(changed, field.name) == value
    written, before = encode(changed), canonical(cls, body)
    assert isinstance(written, dict)
    assert (field.wire in written) is (value is not UNSET)
    if value == ():
        assert written[field.wire] == []
    rest = {name: each for name, each in written.items() if name != field.wire}
    assert same(rest, {name: each for name, each in before.items() if name != field.wire})


@every_input
@settled(60)
@given(data=st.data())
def test_inputs_are_equal_if_and_only_if_they_send_the_same(cls: type[Model], data: st.DataObject) -> None:
    one = data.draw(instances(cls))
    other = data.draw(instances(cls) | st.just(copy.deepcopy(one)) | st.just(read(cls, encode(one))))
    assert (one == other) is (dumps(one) == dumps(other))
    assert one != other or hash(one) == hash(other)


@every_kind
@settled(50)
@given(body=JSON)
def test_any_json_gives_a_model_or_bad(cls: type[Model], body: object) -> None:
    assert_total(cls, body)


@every_kind
@settled(50)
@given(data=st.data())
def test_a_body_that_was_tampered_with_gives_a_model_or_bad(cls: type[Model], data: st.DataObject) -> None:
    assert_total(cls, tampered(data.draw(bodies(cls)), data))


@settled(300)
@given(st.binary(max_size=200))
def test_any_bytes_give_json_or_bad(body: bytes) -> None:
    parsed = tried(lambda: parse(body))
    assert not isinstance(parsed, Bad) or parsed.where() == "$"


@every_kind
@settled(50)
@given(data=st.data())
def test_a_body_with_changed_bytes_gives_a_model_or_bad(cls: type[Model], data: st.DataObject) -> None:
    body = bytearray(json.dumps(data.draw(bodies(cls))).encode())
    for _ in range(data.draw(st.integers(1, 3))):
        position = data.draw(st.integers(0, len(body) - 1))
        body[position] = data.draw(st.integers(0, 255))
    made = tried(lambda: decoder(cls)(parse(bytes(body))))
    assert isinstance(made, cls | Bad)


RUBBISH = st.one_of(
    JSON,
    st.sampled_from([math.nan, math.inf, 2**70, "\ud800", b"x", {1}, object(), {"a": {2}}, {3: 4}, Model]),
    st.lists(st.sampled_from([math.nan, object(), "\udfff"]), max_size=2).map(tuple),
)


@every_kind
@settled(50)
@given(data=st.data())
def test_check_is_total_and_what_it_passes_can_be_written(cls: type[Model], data: st.DataObject) -> None:
    made = data.draw(instances(cls))
    names = [*(field.name for field in declared(cls)), "extra"]
    spoilt: Any = evolve(made, **{data.draw(st.sampled_from(names)): data.draw(RUBBISH)})
    written = tried(lambda: dumps(spoilt))
    if isinstance(written, Bad):
        assert check(spoilt)
    elif not check(spoilt):
        assert same(parse(written), encode(spoilt))


def assert_bytes_say_the_same(made: Model) -> None:
    """The bytes of a model are its JSON, for our parser and for that of the standard library."""
    sent, written = dumps(made), encode(made)
    assert same(parse(sent), written)
    assert same(json.loads(sent), written)


def tampered(body: Any, data: st.DataObject) -> Any:
    """The body with one value, somewhere in it, replaced or left out."""
    if isinstance(body, dict) and body and data.draw(st.integers(0, 9)):
        name = data.draw(st.sampled_from(sorted(body)))
        if not data.draw(st.integers(0, 9)):
            return {key: value for key, value in body.items() if key != name}
        return body | {name: tampered(body[name], data)}
    if isinstance(body, list) and body and data.draw(st.booleans()):
        index = data.draw(st.integers(0, len(body) - 1))
        return [*body[:index], tampered(body[index], data), *body[index + 1 :]]
    return data.draw(JSON)


def assert_total(cls: type[Model], body: object) -> None:
    """Reading gives a model that is written back as documented, or an error whose path leads to its value."""
    made = tried(lambda: read(cls, body))
    if isinstance(made, Bad):
        assert made.expected
        assert made.found == type_at(body, made.path[::-1])
    else:
        assert same(encode(made), canonical(cls, body))


def type_at(body: Any, path: list[str | int]) -> str:
    """The JSON type of what a path leads to."""
    for part in path:
        if isinstance(part, str) and part not in body:
            return "nothing"
        body = body[part]
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "array", dict: "object"}
    return names.get(type(body), "null")
