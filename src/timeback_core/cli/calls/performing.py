"""`timeback call`: one call, performed and printed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import Any, TypeGuard

from returns.result import Failure, Result

from timeback_core.cli.calls import progress
from timeback_core.cli.calls.asking import Asked, asked
from timeback_core.cli.calls.naming import find
from timeback_core.cli.calls.rehearsing import rehearsed
from timeback_core.cli.calls.sources import Sources
from timeback_core.cli.calls.words import PROFILE, Option, Words, app_of
from timeback_core.cli.complaints import complain
from timeback_core.cli.options import Form
from timeback_core.cli.output import OTHERS, Format, print_one, print_rows, so_many, writer_of
from timeback_core.cli.profiles.clients import opened
from timeback_core.client import TimebackClient
from timeback_core.compose import plain
from timeback_core.engine.call.answers import File
from timeback_core.engine.call.page import Page
from timeback_core.engine.call.request import Request
from timeback_core.engine.codec import Model, fields_of
from timeback_core.engine.narrow import is_listing
from timeback_core.errors import BadRow, TimebackError
from timeback_core.flows.steps import Batch


def run(words: Sequence[str]) -> int:
    """Make the call that words name, and print what it gives; gives the exit status."""
    told = understood(words, "call", PROFILE)
    if isinstance(told, int):
        return told
    given, call = told
    form = given.options["format"]
    if given.options["dry_run"]:
        return rehearsed(call, given.options["profile"], form_of_errors(form))
    client = opened(given.options["profile"])
    if isinstance(client, Failure):
        return complain(client.failure(), form_of_errors(form))
    with client.unwrap() as using:
        view = using.using(**call.using)
        if given.options.get("all"):
            return _stream(view, call, form or default_form())
        result: Result[Any, TimebackError] = plain(view.session.perform(call.request))
        if isinstance(result, Failure):
            return complain(result.failure(), form_of_errors(form))
        return show(result.unwrap(), call, form)


def understood(words: Sequence[str], command: str, further: Sequence[Option]) -> tuple[Words, Asked] | int:
    """The call that words name, or the exit status where they name none, or ask for the help page."""
    name, *others = words
    found = find(name)
    if isinstance(found, Failure):
        return complain(found.failure())
    entry = found.unwrap()
    # A lone hyphen is no option, but what stands for standard input.
    reading = app_of(entry, command, further)
    given: Any = reading(["@-" if word == "-" else word for word in others], result_action="return_value")
    if not isinstance(given, Words):
        return 0
    call = asked(entry, given, Sources())
    if isinstance(call, Failure):
        return complain(call.failure(), form_of_errors(given.options["format"]))
    return given, call.unwrap()


def default_form() -> Format:
    """A table for people, and JSON for programs."""
    return "table" if sys.stdout.isatty() else "json"


def form_of_errors(form: Format | None) -> Form:
    """Errors are JSON where JSON was asked for."""
    return "json" if form in ("json", "jsonl") else "text"


def show(value: object, call: Asked, form: Format | None) -> int:
    """Print what a call gave; gives the exit status."""
    if value is None:
        return 0
    if isinstance(value, File):
        sys.stdout.flush()
        sys.stdout.buffer.write(value.content)
    elif isinstance(value, str) and form is None:
        print(value, end="" if value.endswith("\n") else "\n")
    elif is_batch(value) and form not in (None, "json"):
        print_rows(value.found, form)
        if value.missing:
            print(f"not there: {', '.join(value.missing)}", file=sys.stderr)
    elif is_listing(value) and not is_batch(value):
        print_rows(value, form or default_form(), columns_of(call))
        _tell_of_more(value)
    else:
        print_one(value, form or default_form())
    return 0


def is_batch(value: object) -> TypeGuard[Batch[object]]:
    """Whether a value is what was found of many ids."""
    return isinstance(value, Batch)


def is_page(value: object) -> TypeGuard[Page[object]]:
    """Whether a value is a page of a list."""
    return isinstance(value, Page)


def columns_of(call: Asked) -> tuple[str, ...] | None:
    """The columns of CSV for a list of models, whatever its rows have; None where the rows have no such model."""
    if not isinstance(call.request, Request) or not call.request.endpoint.expect.paged:
        return None
    rows = call.request.endpoint.expect.rows
    if not issubclass(rows.model, Model):
        return None
    asked_for = call.request.query_value(rows.paging.fields)
    if asked_for is not None:
        return tuple(asked_for.split(","))
    return (*(field.wire for field in fields_of(rows.model)), OTHERS)


def _tell_of_more(value: object) -> None:
    if is_page(value) and value.next is not None and sys.stderr.isatty():
        total = "" if value.total is None else f" of {value.total}"
        print(f"{so_many(len(value))}{total}; --all gives all", file=sys.stderr)


def _stream(client: TimebackClient, call: Asked, form: Format) -> int:
    """Print all rows of a list, each as it comes; gives the exit status."""
    request: Any = call.request  # of a list: only these have the option
    rows: Iterator[Result[Any, TimebackError | BadRow]] = client.session.stream(request)
    if progress.wanted():
        rows = progress.counted(rows, _total(client, request))
    writer = writer_of(form, columns_of(call))
    status = 0
    for told in rows:
        if isinstance(told, Failure):
            error = told.failure()
            worst = complain(error, form_of_errors(form))
            status = status or (0 if isinstance(error, BadRow) and call.using.get("bad_rows") == "skip" else worst)
        else:
            writer.write(told.unwrap())
    writer.end()
    return status


def _total(client: TimebackClient, request: Request[Page[Any]]) -> int | None:
    """How many rows a list has, where the server says so."""
    told = plain(client.session.perform(request.with_query(request.endpoint.expect.rows.paging.limit, "1")))
    return told.unwrap().total if not isinstance(told, Failure) else None
