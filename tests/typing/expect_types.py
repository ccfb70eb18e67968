"""What checkers infer for operations by what they expect; checked, never run."""

from typing import assert_type

from returns.io import IOResult

from timeback_core import Page, Session, TimebackError
from timeback_core.engine.call.answers import Created as CreatedPairs, File, Saved
from timeback_core.engine.call.expect import Created, Download, Json, Many, Maybe, Nothing, One, Raw, Stated, Tagged
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.codec import JsonValue, Model, Unknown, model
from timeback_core.engine.surface.operation import GET, operation

BASE = Base("qti", "base")


@model
class Cat(Model):
    """One animal."""


@model
class Dog(Model):
    """Another one."""


@operation(GET, BASE, "/", One(None, Cat))
def one() -> Call:
    """A model."""
    return Call()


@operation(GET, BASE, "/", Many("cats", Cat))
def many() -> Call:
    """A page."""
    return Call()


@operation(GET, BASE, "/", Maybe(One(None, Cat)))
def maybe() -> Call:
    """A model or nothing."""
    return Call()


@operation(GET, BASE, "/", Stated(One(None, Cat)))
def stated() -> Call:
    """A model that may be new."""
    return Call()


@operation(GET, BASE, "/", Tagged[Cat | Dog]("kind", {"cat": Cat, "dog": Dog}))
def tagged() -> Call:
    """One of several models."""
    return Call()


@operation(GET, BASE, "/", Created())
def created() -> Call:
    """Id pairs."""
    return Call()


@operation(GET, BASE, "/", Nothing())
def nothing() -> Call:
    """Nothing."""
    return Call()


@operation(GET, BASE, "/", Json())
def free() -> Call:
    """JSON."""
    return Call()


@operation(GET, BASE, "/", Raw(str))
def text() -> Call:
    """Text."""
    return Call()


@operation(GET, BASE, "/", Raw(bytes))
def raw() -> Call:
    """Bytes."""
    return Call()


@operation(GET, BASE, "/", Download())
def download() -> Call:
    """A file."""
    return Call()


def values(session: Session) -> None:
    assert_type(one(session), IOResult[Cat, TimebackError])
    assert_type(many(session), IOResult[Page[Cat], TimebackError])
    assert_type(maybe(session), IOResult[Cat | None, TimebackError])
    assert_type(stated(session), IOResult[Saved[Cat], TimebackError])
    assert_type(tagged(session), IOResult[Cat | Dog | Unknown, TimebackError])
    assert_type(created(session), IOResult[CreatedPairs, TimebackError])
    assert_type(nothing(session), IOResult[None, TimebackError])
    assert_type(free(session), IOResult[JsonValue, TimebackError])
    assert_type(text(session), IOResult[str, TimebackError])
    assert_type(raw(session), IOResult[bytes, TimebackError])
    assert_type(download(session), IOResult[File, TimebackError])
