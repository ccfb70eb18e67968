"""Which class an event or an entity is read as: found by its type, and an event's by its profile and action too.

The modules of models are imported for that, when the first one is read. What is of no class of its own is read as the
general one.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Final, NamedTuple, TypeAlias, TypeVar

from timeback_core.engine.codec import Model
from timeback_core.engine.codec.fields import literal_fields
from timeback_core.problems import Problem

__all__ = ()

M = TypeVar("M", bound=Model)

Body: TypeAlias = Mapping[str, object]

GENERAL: Final = "GeneralProfile"
OTHER_ACTIONS: Final = (
    *("Abandoned", "Added", "Attached", "Classified", "Disliked", "Hid", "Identified", "Liked", "Linked"),
    *("Questioned", "Recommended", "Removed", "Reset", "Rewound", "Showed"),
)
"""Actions of the standard that no event has but a general one."""
UNTYPED: Final = (("NavigationEvent", "AssessmentProfile"), ("ViewEvent", "AssessmentProfile"))
"""Events of the standard for which the platform has no form of its own; they pass as general ones."""


class Known(NamedTuple):
    """A class and the words that tell it."""

    cls: type[Model]
    types: tuple[str, ...]
    profiles: tuple[str, ...]
    actions: tuple[str, ...]


KNOWN: Final[dict[type[Model], Mapping[str, list[Known]]]] = {}


def known(base: type[Model]) -> Mapping[str, list[Known]]:
    """The classes that are derived from one, by type."""
    if base not in KNOWN:
        found: dict[str, list[Known]] = {}
        for cls in derived(base):
            words = literal_fields(cls)
            one = Known(cls, *(words.get(word, ()) for word in ("type", "profile", "action")))
            for type_ in one.types:
                found.setdefault(type_, []).append(one)
        KNOWN[base] = found
    return KNOWN[base]


def derived(base: type[Model]) -> Iterator[type[Model]]:
    """The classes of the package that are derived from one."""
    package = __name__.rpartition(".")[0]
    for name in pkgutil.iter_modules(import_module(package).__path__, f"{package}."):
        module = import_module(name.name)
        for each in vars(module).values():
            if isinstance(each, type) and issubclass(each, base) and each.__module__ == module.__name__:
                yield each


def class_of(base: type[M], body: Body, general: type[M]) -> type[M]:
    """The class that an object is read as: the only one that its type, profile and action leave, or the general one."""
    name = body.get("type")
    left = known(base).get(name, []) if isinstance(name, str) else []
    if "profile" in body:
        left = [each for each in left if body["profile"] in each.profiles or not each.profiles]
    left = [each for each in left if body.get("action") in each.actions or not each.actions]
    return left[0].cls if len(left) == 1 and issubclass(left[0].cls, base) else general


def odd_words(base: type[Model], type_: str, profile: str, action: str) -> Iterator[Problem]:
    """What is wrong with type, profile and action of an event that is of no class of its own."""
    kinds = known(base).get(type_, [])
    profiles = {*(profile for kind in kinds for profile in kind.profiles), GENERAL}
    if kinds and profile not in profiles and (type_, profile) not in UNTYPED:
        yield Problem("profile", f"must be one of {', '.join(sorted(profiles))} for {type_}")
        return
    taken = {each: kind.cls.__name__ for kind in kinds if profile in kind.profiles for each in kind.actions}
    if action in taken:
        yield Problem("type", f"is the type of {taken[action]}, which has rules of its own; make one of these")
    elif taken:
        yield Problem("action", f"must be one of {', '.join(sorted(taken))}")


def actions(base: type[Model]) -> Iterator[str]:
    """The actions of all classes that are derived from one."""
    return (action for kinds in known(base).values() for kind in kinds for action in kind.actions)
