"""Lazy public names: a module that imports what a name stands for when the name is first used (PEP 562)."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def lazy_names(
    module: str, modules: Mapping[str, str]
) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a module whose names live in other modules.

    module: name of the module itself. modules: the module where each name lives; a name that lives in a module
    called like itself is that module.
    """

    def look_up(name: str) -> object:
        home = modules.get(name)
        if home is None:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        from importlib import import_module

        found = import_module(home)
        value = (
            found if home.rpartition(".")[2] == name and not hasattr(found, name) else getattr(found, name)
        )
        setattr(sys.modules[module], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[module]), *modules})

    return look_up, names
