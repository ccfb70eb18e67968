"""From the texts of a command line to the values of an argument."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal, get_args, get_origin

from returns.result import Failure, Result, Success

from timeback_core.cli.calls.arguments import Argument
from timeback_core.cli.calls.conditions import conditions
from timeback_core.cli.calls.documents import Problems, document, parsed
from timeback_core.problems import Problem, shortened

READERS: Final[Mapping[type, tuple[Callable[[str], object], str]]] = {
    int: (int, "a whole number"),
    float: (float, "a number"),
    date: (date.fromisoformat, "a day, such as 2026-05-31"),
    datetime: (datetime.fromisoformat, "a moment, such as 2026-05-31T09:30:00Z"),
}
"""How a text is read as a value of a class, and what it has to be; the first that fits counts."""


def value_of(argument: Argument, texts: Sequence[str], model: type[object]) -> Result[object, Problems]:
    """The value of an argument that was given as texts, one at least.

    model: what the conditions of an operation are about.
    """
    if argument.how == "where":
        return conditions(texts, model).alt(lambda text: (Problem("", text),))
    if argument.how == "document":
        told = parsed(texts[-1])
        if isinstance(told, Failure) and not texts[-1].lstrip().startswith(("{", "[")):
            wanted = f"expected JSON; the contents of a file are @{shortened(texts[-1], 60)}"
            return Failure((Problem("", wanted),))
        return told if isinstance(told, Failure) else document(argument.arms, told.unwrap())
    if argument.how == "texts":
        return _several(argument, texts)
    return scalar(argument.arms, texts[-1])


def _several(argument: Argument, texts: Sequence[str]) -> Result[object, Problems]:
    """Texts as a sequence; where one text alone would do as well, a list of one is JSON."""
    if str in argument.arms:
        told = parsed(texts[0]) if texts[0].startswith("[") else Success(None)
        listing = told.value_or(None)
        return Success(tuple(listing) if isinstance(listing, list) else texts[0] if len(texts) == 1 else tuple(texts))
    if argument.of_lists:  # names of fields, which hold no commas
        texts = [name.strip() for text in texts for name in text.split(",")]
    return Success(tuple(texts))


def scalar(arms: Sequence[Any], text: str) -> Result[object, Problems]:
    """A text as a value of one of several types."""
    for kind, (read, _) in READERS.items():
        if kind in arms:
            try:
                return Success(read(text))
            except ValueError:
                continue
    known = [name for arm in arms if get_origin(arm) is Literal for name in get_args(arm)]
    if text in known or any(isinstance(arm, type) and issubclass(arm, str) for arm in arms):
        return Success(text)
    wanted = [what for kind, (_, what) in READERS.items() if kind in arms] + [repr(name) for name in known]
    return Failure((Problem("", f"must be {' or '.join(wanted) or 'text'}, not {shortened(text, 60)!r}"),))
