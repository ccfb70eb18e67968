"""What a declaration says beyond its annotation: `wire`, and `UNSET`, the value of what is not mentioned."""

from collections.abc import Callable, Sequence
from enum import Enum
from typing import Any, Final, Literal, NamedTuple, Never, TypeAlias, TypeVar

import attrs

Check: TypeAlias = Callable[[Never], str | None]
"""A rule for one value: gives the text of the problem, or `None`. `Never` lets rules for any type fit."""

T = TypeVar("T")

METADATA: Final = "timeback_core.wire"
REQUIRED: Final[Any] = attrs.NOTHING  # fits every type, as the default of a required field is never seen


class Unset(Enum):
    """The type of `UNSET`; false, so that `if body.title:` narrows to a given title."""

    UNSET = "UNSET"

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""Not mentioned, hence left out of the body; `None` instead is sent as null."""


class WireSpec(NamedTuple):
    """What `wire` was told about one field."""

    name: str | None = None
    checks: tuple[Check, ...] = ()
    also: tuple[str, ...] = ()
    read: str | None = None
    secret: bool = False


PLAIN: Final = WireSpec()


def spec_of(field: "attrs.Attribute[Any]") -> WireSpec:
    spec: WireSpec = field.metadata.get(METADATA, PLAIN)
    return spec


def wire_name(name: str) -> str:
    """The wire's spelling of a field by rule: `sourced_id` is `sourcedId`, `class_` is `class`."""
    first, *others = name.rstrip("_").split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in others)


def wire(
    name: str | None = None,
    *,
    default: T = REQUIRED,
    check: Check | Sequence[Check] = (),
    also: Sequence[str] = (),
    read: str | None = None,
    secret: bool = False,
) -> T:
    """Declare what the annotation of a field does not say.

    Args:
        name: the wire's name, where the rule (`snake_case` to `camelCase`) does not give it.
        default: the value when the field is not given; without it the field is required.
        check: rules for the value (not for `None`), run before it is sent.
        also: further wire names under which the field is read.
        read: on an input, the field of the read model that `of` takes the value from.
        secret: keep the value out of every repr.
    """
    checks = (check,) if callable(check) else tuple(check)
    spec = WireSpec(name, checks, tuple(also), read, secret)
    return attrs.field(default=default, metadata={METADATA: spec})
