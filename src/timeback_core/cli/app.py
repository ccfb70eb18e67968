"""The commands of `timeback`; each imports what it needs when it is called."""

from __future__ import annotations

from typing import Annotated, Literal

from cyclopts import App, Parameter, validators

app: App = App(name="timeback", help="The Timeback education platform from the command line.")

Port = Annotated[int, Parameter(validator=validators.Number(gte=0, lte=65535))]


@app.command
def demo() -> None:
    """Show the library at work, against sandboxes that run only for it."""
    from timeback_core.cli.demo import run

    run()


@app.command
def sandbox(*, port: Port = 8080, students: int = 50, seed: int = 1) -> int:
    """Run a local Timeback until it is interrupted.

    Parameters
    ----------
    port
        Where it listens; 0 takes a free port.
    students
        Size of the district.
    seed
        Equal seeds give equal districts.
    """
    from timeback_core.cli.serve import run

    return run(port=port, students=students, seed=seed)


@app.command
def operations(*, format: Literal["table", "json", "markdown"] = "table", service: str | None = None) -> int:  # noqa: A002 -- the option's name
    """List every operation and flow of the library.

    Parameters
    ----------
    format
        A table for people, JSON for programs, or Markdown.
    service
        Only those of one service.
    """
    from timeback_core.cli.operations import run

    return run(format, service)


def main() -> None:
    """Run the command that the arguments name."""
    app()
