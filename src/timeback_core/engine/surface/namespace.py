"""Namespaces: operations under short names, bound to a session; built when they are first used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeGuard, TypeVar

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
            if name not in type(self).__annotations__:
                raise AttributeError(f"{type(self).__name__!r} has no operation or namespace {name!r}")
            built = child_of(type(self), name)(self.session)
            self.__dict__[name] = built
            return built

    def __repr__(self) -> str:
        return f"<namespace {type(self).__name__}>"


def is_namespace(value: object) -> TypeGuard[Namespace[Any]]:
    """Whether a value is a namespace, of a session of either kind."""
    return isinstance(value, Namespace)


def children_of(namespace: type[Namespace[S_co]]) -> dict[str, type[Namespace[S_co]]]:
    """The child namespaces of a namespace, by name; their modules are loaded.

    A child `users: Users[S_co]` lives in the chapter `users` of the same package.
    """
    return {name: child_of(namespace, name) for name in namespace.__annotations__ if name != "session"}


def child_of(namespace: type[Namespace[S_co]], name: str) -> type[Namespace[S_co]]:
    """The child namespace of a name; its module is loaded."""
    from importlib import import_module

    class_name = str(namespace.__annotations__[name]).partition("[")[0]
    package = namespace.__module__.rpartition(".")[0]
    found: type[Namespace[S_co]] = getattr(import_module(f"{package}.{name}"), class_name)
    return found
