"""`timeback completion`: the script by which a shell completes commands, options and the names of calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from inspect import Parameter as Named, Signature
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from cyclopts import App, Parameter

from timeback_core.cli.calls.broadcasting import PROFILES
from timeback_core.cli.calls.words import PROFILE, Option, shared
from timeback_core.engine.surface.catalogue import catalogue
from timeback_core.sandbox.command import OPTIONS

NAMED: Final[Mapping[str, Sequence[Option]]] = {"call": PROFILE, "broadcast": PROFILES}
"""The commands whose first word is the name of a call, and the options that they alone have."""

FILES: Final = ("body", "patch")
"""The options of calls after which a file can stand."""


def script(app: App, shell: Literal["bash", "zsh", "fish"]) -> str:
    """The script for a shell; it holds the names of all calls, so that nothing runs while somebody types."""
    names: Any = Literal[tuple(entry.qualified for entry in catalogue())]
    shown = App(name=app.name, help=app.help)
    for command in (each for each in app if not each.startswith("-")):
        known = app[command]
        if known.default_command is None:
            shown.command(known)
        elif command == "sandbox":
            shown.command(_sandbox(), name=command, help=known.help, version_flags=())
        elif command in NAMED:
            shown.command(_called(names, NAMED[command]), name=command, help=known.help, version_flags=())
        else:
            shown.command(known.default_command, name=command, help=known.help, version_flags=())
    return shown.generate_completion(shell=shell)


def _sandbox() -> Any:
    """Stands for the command that has the sandbox's own options."""

    def serve(**options: object) -> None:
        """Stands for it."""

    signed: Any = serve
    signed.__signature__ = Signature(
        [
            Named(
                f"{option.name}_",  # such as `from`, which is no name in Python
                Named.KEYWORD_ONLY,
                default=None,
                annotation=Annotated[
                    (Literal[*option.choices] if option.choices else option.kind or bool) | None,
                    Parameter(name=option.names, help=option.help),
                ],
            )
            for option in OPTIONS
        ]
    )
    return signed


def _called(names: Any, further: Sequence[Option]) -> Any:
    """Stands for a command whose first word is one of these names."""

    def called(*words: str, **options: object) -> None:
        """Stands for every call."""

    signed: Any = called
    name = Named("name", Named.POSITIONAL_ONLY, annotation=names)
    words = Named("words", Named.VAR_POSITIONAL, annotation=str)
    options = [each.replace(annotation=Path | None) if each.name in FILES else each for each in shared(further)]
    signed.__signature__ = Signature([name, words, *options])
    return signed
