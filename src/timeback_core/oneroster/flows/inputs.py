"""The inputs of flows: with their id, in the form that a request takes, checked before anything is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from returns.result import Failure

from timeback_core.engine.codec import Model, evolve, fields_of
from timeback_core.engine.codec.fields import is_absent
from timeback_core.engine.codec.model import Body

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Request
    from timeback_core.errors import InvalidInput
    from timeback_core.problems import Problem

B = TypeVar("B")
W = TypeVar("W", bound=Body)


def with_id(body: B, sourced_id: str) -> B:
    """An input about the document of that id; what is no input is left to the request, which refuses it."""
    return evolve(body, sourced_id=sourced_id) if isinstance(body, Model) else body


def narrowed_to(wanted: type[W], body: object) -> W:
    """What an input says, as the narrower input of another request: what that one lacks is left out."""
    if not isinstance(body, Model):
        return cast(W, body)  # the request refuses what is no input
    known = {field.name for field in fields_of(wanted)}
    given: dict[str, Any] = {
        field.name: getattr(body, field.name)
        for field in fields_of(type(body))
        if field.name in known and not is_absent(body, field, getattr(body, field.name))
    }
    return wanted(extra=body.extra, **given)


def problems_in(*requests: Request[object]) -> tuple[Problem, ...]:
    """Everything that is wrong with requests, found before any of them is sent."""
    from timeback_core.engine.policy.bodies import body_bytes

    found: list[Problem] = []
    for request in requests:
        found.extend(request.problems)
        body_bytes(request.body, found)
    return tuple(dict.fromkeys(found))


def invalid(problems: tuple[Problem, ...]) -> Failure[InvalidInput]:
    """The failure of a flow whose input is wrong."""
    from timeback_core.errors import InvalidInput

    return Failure(InvalidInput(problems))
