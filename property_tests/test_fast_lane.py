"""The fast lane takes nothing that the general way refuses, and gives what that gives, whatever the bytes."""

import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from typing import Any

import pytest
from hypothesis import given, strategies as st
from property_tests.models_every_kind import Everything, Place, Tree
from property_tests.odd_bodies import Body, dumped
from property_tests.strategies_models import bodies, instances, settled
from property_tests.two_ways import OPEN, REQUEST, Reader, by, told
from tests.deadlines import AT_ONCE

from timeback_core import Operation
from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.codec import Model
from timeback_core.engine.codec.fields import fields_of
from timeback_core.engine.codec.lane import Lane
from timeback_core.engine.codec.model import mask_of, rebuild
from timeback_core.engine.codec.runtime import encode
from timeback_core.engine.surface.catalogue import catalogue

PARTIAL = REQUEST.with_query("fields", "sourcedId")


def readers() -> Iterator[Reader]:
    """The expectations of all operations that read models."""
    for entry in catalogue():
        expect = entry.operation.expect if isinstance(entry.operation, Operation) else None
        while (inner := getattr(expect, "inner", None)) is not None:
            expect = inner
        if isinstance(expect, One | Many):
            yield expect


def name_of(expect: Reader) -> str:
    return f"{type(expect).__name__}-{expect.model.__name__}-{expect.key}"


READERS = {name_of(each): each for each in readers() if each._lane is not None}
"""One for each model and place in a body: operations that share those read alike."""
OF_EVERY_KIND = {name_of(each): each for cls in (Everything, Tree) for each in (One(None, cls), Many("held.rows", cls))}


def names_of(expect: Reader) -> list[bytes]:
    """Names that the members of a body may have: those of the models, and those around them."""
    nested = [field.nested for field in fields_of(expect.model)]
    fields = [field for cls in (expect.model, *nested) if cls is not None for field in fields_of(cls)]
    names = [name for field in fields for name in (field.wire, *field.also)]
    return [dumped(name)[1:-1] for name in (*names, *expect._where[1])]


def bare(value: Any) -> Any:
    """A value without undeclared members, of which a lane takes more."""
    if isinstance(value, Model):
        fields = {field.name: bare(getattr(value, field.name)) for field in fields_of(type(value))}
        return rebuild(type(value), fields, mask_of(value))
    if isinstance(value, Mapping):
        return {name: bare(each) for name, each in value.items()}
    return tuple(map(bare, value)) if isinstance(value, tuple) else value


def documents(expect: Reader) -> st.SearchStrategy[Any]:
    """What an answer may hold, in what it holds that."""
    usual = instances(expect.model).map(bare).map(encode)
    document: st.SearchStrategy[Any] = st.one_of(usual, usual, usual, bodies(expect.model))
    if expect.paged:
        document = st.lists(document, max_size=3)
    around = {name: st.integers(0, 9) for name in expect._where[1][:1]}
    for part in reversed((expect.key or "").split(".") if expect.key else ()):
        document = st.fixed_dictionaries({part: document}, optional=around)
    return document


def check(expect: Reader, data: st.DataObject, changes: int) -> None:
    """A body, and others that differ from it in one place each, are read alike with the lane and without it."""
    body = Body(data.draw(documents(expect)), Random(data.draw(st.integers(0, 2**32))), names_of(expect))
    lane, general = expect._lane, by(expect, None)
    assert lane is not None
    for text in (body.text, *(body.changed() for _ in range(changes))):
        for request in (REQUEST, PARTIAL) if text is body.text else (REQUEST,):
            lane.credit = OPEN
            assert told(expect, text, request) == told(general, text, request), text


@pytest.mark.parametrize("expect", READERS.values(), ids=READERS)
@settled(2)
@given(data=st.data())
def test_whatever_an_operation_reads(expect: Reader, data: st.DataObject) -> None:
    check(expect, data, 25)


@pytest.mark.parametrize("expect", OF_EVERY_KIND.values(), ids=OF_EVERY_KIND)
@settled(25)
@given(data=st.data())
def test_whatever_is_read_into_every_kind_of_field(expect: Reader, data: st.DataObject) -> None:
    check(expect, data, 60)


@pytest.fixture
def restless() -> Iterator[None]:
    """Threads that take turns all the time."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("restless")
@pytest.mark.parametrize("more", [b"", b',"new":[1.0]'], ids=["usual", "learning"])
def test_threads_read_alike_by_a_lane_that_none_has_used(more: bytes) -> None:
    row = b'{"sourcedId":"a","title":"t","parent":{"sourcedId":"b"%b},"members":[{"sourcedId":"c"}]}' % more
    body, places = b'{"rows":[%b,%b]}' % (row, row), Many("rows", Place)
    expected = told(by(places, None), body)
    with ThreadPoolExecutor(16) as pool:
        for _ in range(4):
            lane, start = Lane(Place), Barrier(16)
            fast = by(places, lane)

            def read(fast: Reader = fast, start: Barrier = start) -> list[object]:
                start.wait(AT_ONCE)
                return [told(fast, body) for _ in range(5)]

            results = [each.result() for each in [pool.submit(read) for _ in range(16)]]
            assert results == [[expected] * 5] * 16
            assert more or lane.credit == OPEN
