"""`timeback completion`: the script by which a shell completes commands, options and the names of calls."""

from __future__ import annotations

from typing import Any, Literal

from cyclopts import App

from timeback_core.engine.surface.catalogue import catalogue

NAMED = ("call", "broadcast")
"""The commands whose first word is the name of a call."""


def script(app: App, shell: Literal["bash", "zsh", "fish"]) -> str:
    """The script for a shell; it holds the names of all calls, so that nothing runs while somebody types."""
    names: Any = Literal[tuple(entry.qualified for entry in catalogue())]
    shown = App(name=app.name, help=app.help)
    for command in (each for each in app if not each.startswith("-")):
        known = app[command]
        if known.default_command is None:
            shown.command(known)
        else:
            function = _with_names(names) if command in NAMED else known.default_command
            shown.command(function, name=command, help=known.help)
    return shown.generate_completion(shell=shell)


def _with_names(names: Any) -> Any:
    def called(name: str, *words: str) -> None:
        """Stands for a command whose name is one of these."""

    called.__annotations__ = {"name": names, "words": str, "return": None}
    return called
