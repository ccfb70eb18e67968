"""The commands of `timeback`; each imports what it needs when it is called."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter

from timeback_core.cli.options import Form, Profile, Seconds
from timeback_core.cli.profiles.face import profile
from timeback_core.version import VERSION

app: App = App(name="timeback", help="The Timeback education platform from the command line.", version=VERSION)


@app.command
def demo() -> None:
    """Show the library at work, against sandboxes that run only for it."""
    from timeback_core.cli.demo import run

    run()


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


Rest = Annotated[str, Parameter(show=False, allow_leading_hyphen=True)]
"""Whatever stands behind the name of a call: read by what is called."""


@app.command(help_flags=(), version_flags=(), end_of_options_delimiter="")
def sandbox(*words: Rest) -> int:
    """Run a local Timeback until it is interrupted or terminated."""
    from timeback_core.sandbox.command import main as run

    return run(words, "timeback sandbox")


@app.command(help_flags=(), version_flags=(), end_of_options_delimiter="", usage="Usage: timeback call NAME [ARGS]")
def call(*words: Rest) -> int:
    """Call any operation or flow of the library: `timeback call oneroster.users.list --limit 5`.

    `timeback operations` lists the names, and `timeback call NAME --help` tells the arguments of one.
    """
    from timeback_core.cli.calls.performing import run

    return run(words) if is_named(words) else tell_of("call", words)


@app.command(
    help_flags=(), version_flags=(), end_of_options_delimiter="", usage="Usage: timeback broadcast NAME [ARGS]"
)
def broadcast(*words: Rest) -> int:
    """Make a call for many profiles at the same time: `timeback broadcast oneroster.orgs.list --all-profiles`.

    It prints a row for each profile. Its status is 1 where one of them failed.
    """
    from timeback_core.cli.calls.broadcasting import run

    return run(words) if is_named(words) else tell_of("broadcast", words)


@app.command
def completion(shell: Literal["bash", "zsh", "fish"]) -> None:
    """Print the script by which a shell completes commands, options and the names of calls.

    `eval "$(timeback completion bash)"` in the file that bash reads when it starts, and likewise for the others.

    Parameters
    ----------
    shell
        Whose script it is.
    """
    from timeback_core.cli.completion import script

    print(script(app, shell))


def is_named(words: tuple[str, ...]) -> bool:
    """Whether words begin with the name of a call."""
    return bool(words) and not words[0].startswith("-")


def tell_of(command: str, words: tuple[str, ...]) -> int:
    """Print the help page of a command that was given no name; gives the exit status."""
    app.help_print([command])
    return 0 if {"--help", "-h"} & {*words} else 2


app.command(profile)
outbox: App = App(name="outbox", help="Events in a file that wait to be sent.")
app.command(outbox)


@outbox.command
def status(file: Path, *, format: Form = "text") -> int:  # noqa: A002 -- the option's name
    """Show how many events wait, were delivered and were refused, by sensor.

    Parameters
    ----------
    file
        Where the events lie.
    format
        Text for people, or JSON for programs.
    """
    from timeback_core.cli.outbox import show_status

    return show_status(file, format)


@outbox.command
def send(file: Path, *, seconds: Seconds = 60.0, profile: Profile = None) -> int:
    """Send what waits, over a client of a profile, or of environment variables (TIMEBACK_ENV ...).

    Its status is 1 where events were refused or still wait; where nothing could be tried, it is as of `call`.

    Parameters
    ----------
    file
        Where the events lie.
    seconds
        How long to try.
    profile
        The profile to use.
    """
    from timeback_core.cli.outbox import send as run

    return run(file, seconds, profile)


@outbox.command
def refused(file: Path, *, format: Form = "text") -> int:  # noqa: A002 -- the option's name
    """List the events that were refused, each with the reason.

    Parameters
    ----------
    file
        Where the events lie.
    format
        Text for people, or JSON for programs: an object a line, with the event.
    """
    from timeback_core.cli.outbox import show_refused

    return show_refused(file, format)


pull: App = App(name="pull", help="Write what the platform has into files.")
push: App = App(name="push", help="Write what files say to the platform.")
app.command(pull)
app.command(push)


@pull.command(name="roster")
def pull_roster(
    *,
    to: Path,
    format: Literal["csv", "jsonl", "parquet"] = "csv",  # noqa: A002 -- the option's name
    kinds: tuple[str, ...] = (),
    with_ended: bool = False,
    profile: Profile = None,
) -> int:
    """Write the roster of a platform as a OneRoster 1.2 bundle, over a client of a profile, or of the environment.

    Its status is 1 where rows could not be read; where nothing was written, it is as of `call`.

    Parameters
    ----------
    to
        A folder, or a ZIP archive where it ends in .zip.
    format
        The standard's CSV, or the same rows as JSONL or Parquet.
    kinds
        Such as users, once for each; by default organizations, sessions, courses, classes, users, enrollments and
        demographics.
    with_ended
        Take rows that were deleted softly as well.
    profile
        The profile to use.
    """
    from timeback_core.cli.rosters import pull_roster as run

    return run(to, format, kinds, with_ended=with_ended, profile=profile)


@push.command(name="roster")
def push_roster(
    source: Path,
    *,
    dry_run: bool = False,
    end_missing: bool = False,
    owner: str | None = None,
    show_all: bool = False,
    profile: Profile = None,
) -> int:
    """Make a platform say what a OneRoster bundle says, over a client of a profile, or of the environment.

    Only what differs is written; run again after it was interrupted, it goes on. Its status is 1 where rows could not
    be read or written; where nothing could be tried, it is as of `call`.

    Parameters
    ----------
    source
        A folder, a ZIP archive, or a single table; of CSV, JSON, JSONL or Parquet.
    dry_run
        Show what would be written, and write nothing.
    end_missing
        End what the platform has and the bundle lacks, of the kinds of which its manifest says that they are whole.
    owner
        Id of the organization of sessions and courses of which the bundle tells none.
    show_all
        Show every row of a dry run.
    profile
        The profile to use.
    """
    from timeback_core.cli.rosters import push_roster as run

    return run(source, owner=owner, dry_run=dry_run, end_missing=end_missing, show_all=show_all, profile=profile)


def main() -> None:
    """Run the command that the arguments name."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # who called has closed it
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115 -- as long as the process
    logging.getLogger("timeback_core").addHandler(logging.NullHandler())  # commands tell of failures themselves
    if (reconfigure := getattr(sys.stdout, "reconfigure", None)) is not None:
        reconfigure(errors="backslashreplace")  # as on stderr: no terminal lacks letters for an answer
    try:
        try:
            app(sys.argv[1:])
        finally:
            sys.stdout.flush()
    except OSError as error:
        # Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # who reads has seen enough, as `head` does
            sys.exit(f"timeback: {error.strerror or error}")
    except SystemExit as end:  # how rich ends what it prints into a closed pipe
        if not isinstance(end.__context__, BrokenPipeError):
            raise
