"""How the demonstration shows what it does."""

from __future__ import annotations

from typing import NoReturn

from rich.console import Console

from timeback_core import TimebackError
from timeback_core.errors import AuthError, Conflict, ConnectionFailed, InvalidInput, NotFound, Rejected, TimedOut

console: Console = Console(highlight=False)


def title(text: str) -> None:
    """Begin a part."""
    console.print(f"\n[bold]{text}[/]")


def stop(text: str) -> NoReturn:
    """End the demonstration, which cannot go on."""
    raise SystemExit(text)


def explain(error: TimebackError) -> str:
    """What an error means for the reader of the demonstration."""
    match error:
        case NotFound():
            return f"[yellow]not found[/]: {error.reply.text}"
        case Conflict():
            return f"[yellow]exists already[/]: {error.reply.text}"
        case InvalidInput():
            return f"[yellow]refused before sending[/]: {error.problems[0]}"
        case ConnectionFailed() | TimedOut() | AuthError():
            return f"[red]out of reach[/]: {error.message}"
        case Rejected():
            return f"[yellow]refused by the server[/]: {error.reply}"
        case _:
            return f"[red]{type(error).__name__}[/]: {error.message}"
