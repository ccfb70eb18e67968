"""Lazy public names: the stub of a package says where each of them lives, and the first use imports it (PEP 562).

The stub (`__init__.pyi`) is what type checkers and editors read, so that each name is written once for all of them.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def attach(package: str, file: str) -> tuple[Callable[[str], object], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of a package, read from the stub beside it.

    package, file: its `__name__` and `__file__`. Gives an ImportError where the stub was not shipped with it.
    """
    homes, public = names_in(text_of(package, file))

    def look_up(name: str) -> object:
        home = homes.get(name)
        if home is None:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        from importlib import import_module

        value = import_module(f"{package}.{name}") if home == package else getattr(import_module(home), name)
        setattr(sys.modules[package], name, value)
        return value

    def names() -> list[str]:
        return sorted({*vars(sys.modules[package]), *homes})

    return look_up, names, public


def text_of(package: str, file: str) -> str:
    """The stub of a package, through the loader of the package itself: it may lie in an archive."""
    stub = f"{file.rpartition('.')[0]}.pyi"
    loader = getattr(sys.modules[package].__spec__, "loader", None)
    try:
        return str(loader.get_data(stub), "utf-8")  # type: ignore[union-attr]  # what has none is told below
    except (AttributeError, OSError) as missing:
        raise ImportError(f"{package} cannot tell its names: {stub} was not shipped with it") from missing


def names_in(stub: str) -> tuple[dict[str, str], list[str]]:
    """The names that a stub imports, each with its module, and those that are public: its `__all__`, or all of them.

    A stub holds a docstring or comments, statements `from module import names` and perhaps `__all__`, no more.
    """
    imports, _, listed = f"\n{stub}".partition("\n__all__")
    homes: dict[str, str] = {}
    for statement in imports.split("\nfrom ")[1:]:
        module, _, names = statement.partition(" import ")
        for name in names.partition("#")[0].strip("( \n)").split(","):
            if bare := name.partition(" as ")[0].strip():
                homes[bare] = module
    return homes, listed.split('"')[1::2] or list(homes)
