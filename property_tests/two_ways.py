"""Reading a body with the fast lane and without it, and all that can be seen of what came of it."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any, Final, TypeAlias

from timeback_core import Base, Call, operation
from timeback_core.engine.call.expect import Many, One
from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.call.page import Page
from timeback_core.engine.call.reading import BadRows, Verdict
from timeback_core.engine.call.request import Request
from timeback_core.engine.codec import Model, Unknown
from timeback_core.engine.codec.json import Bad
from timeback_core.engine.codec.lane import REFUSAL, Lane
from timeback_core.engine.codec.model import NOTHING_MORE, contents, mask_of
from timeback_core.engine.surface.operation import GET
from timeback_core.expect import Json

Reader: TypeAlias = One[Any] | Many[Any]


@operation(GET, Base("oneroster", "rostering"), "/anything", Json())
def get_anything() -> Call:
    """Whatever is read."""
    return Call()


REQUEST: Final[Request[Any]] = get_anything.request()
OPEN: Final = 2 * REFUSAL
"""The credit of a lane that is wide open."""


def by(expect: Reader, lane: Lane | None) -> Reader:
    """The same expectation with a lane of its own, or with none: then it reads the general way."""
    other = copy(expect)
    vars(other)["_lane"] = lane
    return other


def told(expect: Reader, body: bytes, request: Request[Any] = REQUEST) -> object:
    """What is seen of an answer that was read, or of the refusal to read it."""
    try:
        return seen(expect.read(request, HttpResponse(200, (), body)))
    except (Bad, Verdict) as wrong:
        return seen(wrong)


def seen(value: Any) -> object:
    """All that can be seen of a value, so that it compares: classes, masks, the spelling of numbers and moments.

    The order of members in an object is of no meaning.
    """
    cls: type[object] = type(value)
    if isinstance(value, Model):
        kind = "NOTHING_MORE" if value.extra is NOTHING_MORE else type(value.extra)
        return cls, mask_of(value), [*map(seen, contents(value))], kind
    if isinstance(value, Page):
        following = None if value.next is None else value.next.query
        return cls, seen(value.items), value.total, following, value.offset, value.limit, value.linked
    if isinstance(value, BadRows):
        return cls, [(index, seen(wrong)) for index, _, wrong in value._rows]
    if isinstance(value, Bad):
        return cls, str(value), value.path
    if isinstance(value, Verdict):
        return cls
    if isinstance(value, Unknown):
        return cls, seen(value.raw)
    if isinstance(value, tuple | list):
        return cls, [*map(seen, value)]
    if isinstance(value, Mapping):
        return cls, {name: seen(each) for name, each in value.items()}
    if isinstance(value, datetime):
        return cls, value.isoformat(), value.fold, repr(value.tzinfo)
    return cls, repr(value) if isinstance(value, float) else value
