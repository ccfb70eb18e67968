"""Namespaces: operations under short names, bound to a session; built when they are first used."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeGuard, TypeVar, get_origin

from timeback_core.engine.annotations import own_annotations

if TYPE_CHECKING:
    from timeback_core.engine.session import AsyncSession, Session

S_co = TypeVar("S_co", "Session", "AsyncSession", covariant=True)


class Namespace(Generic[S_co]):
    """A list of names: `verb = operation` for operations and flows, `child: Child[S_co]` for further namespaces.

    The body of a namespace holds nothing else: an attribute called `list` hides the type of that name there.
    """

    def __init__(self, session: S_co) -> None:
        self.session: S_co = session

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """Build a child namespace, once."""
            child = child_of(type(self), name)
            if child is None:
                raise AttributeError(f"{type(self).__name__!r} has no operation or namespace {name!r}")
            built = self.__dict__[name] = child(self.session)
            return built

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *names_of_children(type(self))]

    def __repr__(self) -> str:
        return f"<namespace {type(self).__name__}>"


def is_namespace(value: object) -> TypeGuard[Namespace[Any]]:
    """Whether a value is a namespace, of a session of either kind."""
    return isinstance(value, Namespace)


def is_namespace_class(value: object) -> TypeGuard[type[Namespace[Any]]]:
    """Whether a value is a class of namespaces."""
    return isinstance(value, type) and issubclass(value, Namespace)


def children_of(namespace: type[Namespace[S_co]]) -> dict[str, type[Namespace[S_co]]]:
    """The child namespaces of a namespace, by name; their modules are loaded."""
    names = names_of_children(namespace)
    return {name: child for name in names if (child := child_of(namespace, name)) is not None}


def names_of_children(namespace: type[Namespace[S_co]]) -> list[str]:
    """The names of a namespace's children; nothing is loaded."""
    return [name for above in reversed(namespace.__mro__) for name in own_annotations(above)]


def child_of(namespace: type[Namespace[S_co]], name: str) -> type[Namespace[S_co]] | None:
    """The child namespace of a name, or None where there is none; its module is loaded.

    A child `users: Users[S_co]` is a class of the same module, or of the module `users` beside it or below it.
    """
    for above in namespace.__mro__:
        annotation = own_annotations(above).get(name)
        if annotation is None:
            continue
        written: object = getattr(annotation, "__forward_arg__", annotation)
        if not isinstance(written, str):
            evaluated: type[Namespace[S_co]] = get_origin(annotation) or annotation
            return evaluated
        class_name = written.partition("[")[0]
        home = sys.modules[above.__module__]
        found: type[Namespace[S_co]] | None = vars(home).get(class_name)
        if found is None:
            package = home.__name__ if hasattr(home, "__path__") else home.__name__.rpartition(".")[0]
            found = getattr(import_module(f"{package}.{name}"), class_name)
        return found
    return None
