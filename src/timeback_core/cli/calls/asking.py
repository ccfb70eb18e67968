"""From the words of a command line to one call as data, or to everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import attrs
from returns.result import Failure, Result, Success

from timeback_core.cli.calls.arguments import Argument, arguments_of, is_for_python
from timeback_core.cli.calls.documents import Change, Member, Problems, document, member, parsed, put, read
from timeback_core.cli.calls.sources import Sources
from timeback_core.cli.calls.values import value_of
from timeback_core.cli.calls.words import CALLING, Words
from timeback_core.compose import then
from timeback_core.engine.call.request import AnyRequest, Request
from timeback_core.engine.codec import JsonValue, fields_of
from timeback_core.engine.narrow import is_object
from timeback_core.engine.surface.catalogue import Entry
from timeback_core.engine.surface.operation import Operation
from timeback_core.errors import InvalidInput
from timeback_core.problems import Inspector, Problem


@attrs.frozen
class Asked:
    """One call, and how it is to be called."""

    entry: Entry
    request: AnyRequest
    using: Mapping[str, Any]
    """Options of `using`."""


def asked(entry: Entry, words: Words, sources: Sources) -> Result[Asked, InvalidInput]:
    """The call that words mean; errors tell every problem, by the names of the arguments."""
    if is_for_python(entry):
        text = f"{entry.qualified} takes a function: it can be called from Python only"
        return Failure(InvalidInput((Problem("", text),)))
    reading = _Reading(entry, words, sources)
    values, wrong = reading.values()
    called: Any = entry.operation  # whatever its arguments are
    # Nothing stands in for what is wrong, so that the others are checked as well.
    request: AnyRequest = called.request(**dict.fromkeys(wrong), **values)
    if isinstance(request, Request):
        told = cast("Request[object]", request).problems  # of whatever it gives
        reading.problems += [each for each in told if each.path.partition(".")[0].partition("[")[0] not in wrong]
    using = reading.using()
    if reading.problems:
        return Failure(InvalidInput(tuple(reading.problems)))
    return Success(Asked(entry, request, using))


class _Reading(Inspector):
    """Reads the arguments of one call, and collects what is wrong with them."""

    def __init__(self, entry: Entry, words: Words, sources: Sources) -> None:
        super().__init__()
        self.arguments = arguments_of(entry)
        self._words = words
        self._sources = sources
        self._model: type[object] = (
            entry.operation.expect.rows.model if isinstance(entry.operation, Operation) else object
        )

    def values(self) -> tuple[dict[str, object], set[str]]:
        """The values of the arguments that are given, and the names of those that are wrong."""
        values: dict[str, object] = {}
        wrong: set[str] = set()
        for argument in self.arguments:
            told = self._value(argument)
            if isinstance(told, Failure):
                wrong.add(argument.name)
                self.problems += [each.under(argument.name) for each in told.failure()]
            elif told is not None:
                values[argument.name] = told.unwrap()
        return values, wrong

    def using(self) -> dict[str, Any]:
        """The options of `using`; those of headers are told as `Name=value`."""
        given = {name: self._words.options.get(name) for name in CALLING}
        if (headers := given.pop("headers")) is not None:
            self.problems += [
                Problem("headers", f"write Name=value, not {each!r}") for each in headers if "=" not in each
            ]
            given["headers"] = {
                name.strip(): value.strip() for name, _, value in (each.partition("=") for each in headers)
            }
        return {name: value for name, value in given.items() if value is not None}

    def _value(self, argument: Argument) -> Result[object, Problems] | None:
        """The value of one argument; None where it is not given."""
        given = self._words.arguments.get(argument.name)
        if argument.how == "change":
            return self._change(argument)
        if argument.how == "document" and (told := self._document(argument, given)) is not None:
            return told
        if given is None or isinstance(given, bool):
            missing = Failure((Problem("", "is required"),)) if argument.required else None
            return missing if given is None else Success(given)
        texts: list[str] = []
        for word in given:
            text = self._sources.text_of(word)
            if isinstance(text, Failure):
                return _failed(text.failure())
            texts.append(text.unwrap())
        return value_of(argument, texts, self._model)

    def _document(self, argument: Argument, given: Sequence[str] | bool | None) -> Result[object, Problems] | None:
        """A document of `--body` and `--set`; None where it is not given by these."""
        body, (members, problems) = self._words.options.get("body"), self._members(argument)
        if problems:
            return Failure(problems)
        if body is None and not members:
            return None
        if given is not None:
            return _failed("is given already: leave out --body and --set")
        told = self._json(body)
        if isinstance(told, Failure):
            return told
        tree: Any = told.unwrap()
        for each in members:
            tree = put(tree, each.place, each.value)
        return document(argument.arms, tree)

    def _change(self, argument: Argument) -> Result[object, Problems] | None:
        """A change of `--patch` and `--set`."""
        place, (members, problems) = self._words.options.get("patch"), self._members(argument)
        if place is None and not members and not problems:
            return _failed("is required: give --set member=value, or --patch")
        told = self._json(place)
        wrong = told.failure() if isinstance(told, Failure) else _wrong_in_patch(argument, told.unwrap())
        if problems := (*wrong, *problems, *_wrong_in_members(members)):
            return Failure(problems)
        return Success(Change(told.unwrap(), members))

    def _members(self, argument: Argument) -> tuple[tuple[Member, ...], Problems]:
        """The members of `--set`, and what is wrong with the others; `name=@file` has the text of the file."""
        model = argument.changed or (argument.arms[0] if len(argument.arms) == 1 else None)
        found: list[Member] = []
        problems: list[Problem] = []
        for word in self._words.options.get("set") or ():
            told = member(word, model if isinstance(model, type) else None)
            text = then(told, lambda each: self._sources.text_of(each.text))
            if isinstance(told, Failure) or isinstance(text, Failure):
                problems.append(Problem("", f"--set {word.partition('=')[0]}: {text.failure()}"))
            else:
                found.append(attrs.evolve(told.unwrap(), text=text.unwrap()))
        return tuple(found), tuple(problems)

    def _json(self, said: str | None) -> Result[JsonValue, Problems]:
        """The JSON of `--body` and `--patch`: what is said, a file or standard input; an empty object without them."""
        if said is None:
            return Success({})
        if said.lstrip().startswith(("{", "[")):
            return parsed(said)
        text = self._sources.contents(said.removeprefix("@"))
        return _failed(text.failure()) if isinstance(text, Failure) else parsed(text.unwrap())


def _failed(text: str) -> Failure[Problems]:
    return Failure((Problem("", text),))


def _wrong_in_patch(argument: Argument, patch: JsonValue) -> Problems:
    """What is wrong with a merge patch, whatever is stored."""
    if not is_object(patch):
        return (Problem("", "a merge patch of a document is an object"),)
    fields = {field.wire: field for field in fields_of(argument.changed)} if argument.changed else {}
    whole: dict[str, Any] = {name: value for name, value in patch.items() if name in fields and not is_object(value)}
    problems: list[Problem] = []
    for name, value in whole.items():
        field = fields[name]
        if value is None and not field.unset:
            problems.append(Problem(name, "is required, and cannot be taken away"))
        elif value is not None and isinstance(told := read(field.whole, value), Failure):
            problems += [each.under(name) for each in told.failure()]
    return tuple(problems)


def _wrong_in_members(members: Sequence[Member]) -> Problems:
    """What is wrong with single members, whatever is stored."""
    told = [(each, read(each.shape, each.value)) for each in members if each.value is not None]
    return tuple(
        problem.under(".".join(map(str, each.place)))
        for each, result in told
        if isinstance(result, Failure)
        for problem in result.failure()
    )
