"""Frozen classes of attrs that are filled through a twin: of the same layout, but not frozen.

An instance is made of the twin while its attributes are set, and of its own class from then on. That is several times
as fast as the frozen way, which is a call for each attribute.
"""

from __future__ import annotations

from functools import update_wrapper
from typing import Any

import attrs


def twin_of(cls: type[object]) -> type[Any]:
    """A twin of a class."""
    body: dict[str, object] = {
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
        "__init__": object.__init__,
    }
    body |= {name: vars(cls)[name] for name in ("__slots__", "__orig_bases__") if name in vars(cls)}
    return type(f"Draft{cls.__name__}", cls.__bases__, body)


def quicken(cls: type[Any], *, calls_back: bool) -> None:
    """Replace the `__init__` that attrs made for a class by one that goes through its twin; any other stays.

    calls_back: whether it calls `__attrs_post_init__` at the end.
    """
    slow: Any = vars(cls).get("__init__")
    code = getattr(slow, "__code__", None)
    if code is None or not code.co_filename.startswith("<attrs generated"):
        return
    fields: tuple[attrs.Attribute[Any], ...] = attrs.fields(cls)
    names = [field.name for field in fields]
    space = {f"default_{field.name}": field.default for field in fields if field.default is not attrs.NOTHING}
    takes = [f"{name}=default_{name}" if f"default_{name}" in space else name for name in names]
    lines = [
        f"def __init__(self, *, {', '.join(takes)}):",
        f"  if self.__class__ is not own: return slow(self, {', '.join(f'{name}={name}' for name in names)})",
        "  turn(self, '__class__', twin)",
        *(f"  self.{name} = {name}" for name in names),
        "  self.__class__ = own",
        *(["  self.__attrs_post_init__()"] if calls_back else []),
    ]
    made: dict[str, Any] = {**space, "own": cls, "slow": slow, "turn": object.__setattr__, "twin": twin_of(cls)}
    exec("\n".join(lines), made)  # noqa: S102 - source of ours, made of the names of fields
    cls.__init__ = update_wrapper(made["__init__"], slow)
