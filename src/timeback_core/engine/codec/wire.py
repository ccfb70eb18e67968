"""How a field is called on the wire and what else a model declares about it: `wire`."""

from collections.abc import Callable, Sequence
from typing import Any, Final, Never, TypeAlias, TypeVar, overload

import attrs

Check: TypeAlias = Callable[[Never], str | None]
"""A rule for one value: gives the text of the problem, or `None`. `Never` lets rules for any type fit."""

T = TypeVar("T")

METADATA: Final = "timeback_core.wire"


class WireSpec:
    """What `wire` was told about one field."""

    __slots__ = ("also", "checks", "name", "null", "read", "secret")

    def __init__(
        self,
        name: str | None = None,
        checks: tuple[Check, ...] = (),
        also: tuple[str, ...] = (),
        read: str | None = None,
        secret: bool = False,
        null: bool = True,
    ) -> None:
        self.name: str | None = name
        self.checks: tuple[Check, ...] = checks
        self.also: tuple[str, ...] = also
        self.read: str | None = read
        self.secret: bool = secret
        self.null: bool = null


PLAIN: Final = WireSpec()


def wire_name(name: str) -> str:
    """The wire's spelling of a field by rule: `sourced_id` is `sourcedId`, `class_` is `class`."""
    first, *others = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


@overload
def wire(
    name: str | None = None,
    *,
    default: T,
    check: Check | Sequence[Check] = (),
    also: Sequence[str] = (),
    read: str | None = None,
    secret: bool = False,
    null: bool = True,
) -> T: ...
@overload
def wire(
    name: str | None = None,
    *,
    check: Check | Sequence[Check] = (),
    also: Sequence[str] = (),
    read: str | None = None,
    secret: bool = False,
    null: bool = True,
) -> Any: ...  # a required field has no value that could give the type; every field specifier says Any here
def wire(
    name: str | None = None,
    *,
    default: object = attrs.NOTHING,
    check: Check | Sequence[Check] = (),
    also: Sequence[str] = (),
    read: str | None = None,
    secret: bool = False,
    null: bool = True,
) -> object:
    """Declare what the annotation of a field does not say.

    Args:
        name: the wire's name, where the rule (`snake_case` to `camelCase`) does not give it.
        default: the value when the field is not given; without it the field is required.
        check: rules for the value (not for `None`), run before it is sent.
        also: further wire names under which the field is read.
        read: on an input, the field of the read model that `of` takes the value from.
        secret: keep the value out of every repr.
        null: whether the wire takes null here when written; if not, `None` is always left out.
    """
    checks = (check,) if callable(check) else tuple(check)
    spec = WireSpec(name, checks, tuple(also), read, secret, null)
    return attrs.field(default=default, metadata={METADATA: spec})
