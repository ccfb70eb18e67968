"""Conditions as a command line says them: `status=active`, `score>=80`, `role=student AND (name~Li OR name~Wu)`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, cast

from returns.result import Failure, Result, Success

from timeback_core.engine.codec import Model, fields_of
from timeback_core.engine.codec.runtime import Bad, parse
from timeback_core.engine.filters import Comparison, Filter, Where, all_of
from timeback_core.engine.filters.algebra import Condition, Op, any_of
from timeback_core.engine.filters.values import FilterValue
from timeback_core.engine.narrow import is_object

BEGIN: Final = re.compile(r"\s*([\w.]+)\s*(!=|>=|<=|=|>|<|~)\s*")
QUOTED: Final = re.compile(r"'((?:[^']|'')*)'|\"((?:[^\"]|\"\")*)\"")
OPENING: Final = re.compile(r"\s*\(")
CLOSING: Final = re.compile(r"\s*\)")
DEEPEST: Final = 50
"""So many parentheses at most stand inside each other."""
JOINT: Final = re.compile(r"\s+(AND|OR)\b\s*")
NO_VALUE: Final = re.compile(r"[=<>~]|!=|.*\s(and|or)\s+[\w.]+\s*[!=<>~]", re.IGNORECASE)
"""How no value begins that is not in quotation marks: as one that was to be a condition."""
NUMBER: Final = re.compile(r"-?\d+(\.\d+)?")


class WrongConditionError(Exception):
    """A text that is no condition."""


def conditions(texts: Sequence[str], model: type[object]) -> Result[Where, str]:
    """The conditions that texts say, all of which must hold: comparisons, filters, or an object of JSON.

    A value is text where the field of the model holds text, or where it stands in quotation marks; else what looks
    like a number, `true` or `false` is one.
    """
    said: list[Where] = []
    for text in texts:
        try:
            said.append(_object(text) if text.lstrip().startswith("{") else _Reading(text, model).whole())
        except WrongConditionError as error:
            return Failure(str(error))
    if len(said) == 1:
        return Success(said[0])
    filters = [where for where in said if isinstance(where, Filter)]
    return Success(all_of(*filters) if len(filters) == len(said) else {"AND": said})


def _object(text: str) -> Where:
    try:
        parsed = parse(text)
    except Bad:
        parsed = None
    if not is_object(parsed):
        raise WrongConditionError("begins like an object of JSON, and is none")
    return cast("dict[str, Condition]", parsed)  # whatever it holds is checked when the filter is built


class _Reading:
    """A walk through one text: OR binds less than AND, parentheses group."""

    def __init__(self, text: str, model: type[object]) -> None:
        self._text = text
        self._model = model
        self._at = 0
        self._depth = 0

    def whole(self) -> Filter:
        """The condition that the text is."""
        found = self._any()
        if self._text[self._at :].strip():
            raise self._wrong()
        return found

    def _any(self) -> Filter:
        return self._joined("OR", any_of, lambda: self._joined("AND", all_of, self._term))

    def _joined(self, word: str, join: Callable[..., Filter], part: Callable[[], Filter]) -> Filter:
        parts = [part()]
        while (joint := JOINT.match(self._text, self._at)) and joint[1] == word:
            self._at = joint.end()
            parts.append(part())
        return join(*parts)

    def _term(self) -> Filter:
        if opening := OPENING.match(self._text, self._at):
            self._at = opening.end()
            self._depth += 1
            if self._depth > DEEPEST:
                raise WrongConditionError(f"has more than {DEEPEST} parentheses inside each other")
            inner = self._any()
            closing = CLOSING.match(self._text, self._at)
            if closing is None:
                raise self._wrong()
            self._at = closing.end()
            self._depth -= 1
            return inner
        return self._comparison()

    def _comparison(self) -> Comparison:
        begin = BEGIN.match(self._text, self._at)
        if begin is None:
            raise self._wrong()
        self._at = begin.end()
        name, op = begin.groups()
        return Comparison(name, cast(Op, op), self._value(name))  # the pattern takes no other operators

    def _value(self, name: str) -> FilterValue:
        if quoted := QUOTED.match(self._text, self._at):
            self._at = quoted.end()
            single, double = quoted.groups()
            return single.replace("''", "'") if single is not None else double.replace('""', '"')
        ends = [found.start() for found in [JOINT.search(self._text, self._at)] if found]
        if self._depth and (closing := self._text.find(")", self._at)) >= 0:
            ends.append(closing)
        end = min(ends, default=len(self._text))
        bare, self._at = self._text[self._at : end].strip(), end
        if NO_VALUE.match(bare):
            raise WrongConditionError(f"put {bare[:20]!r} in quotation marks, or write one operator, and AND or OR")
        if holds_text(self._model, name) or not (NUMBER.fullmatch(bare) or bare in ("true", "false")):
            return bare
        return bare == "true" if bare in ("true", "false") else float(bare) if "." in bare else int(bare)

    def _wrong(self) -> WrongConditionError:
        rest = self._text[self._at :][:20]
        place = "" if not self._at else f" at {rest!r}" if rest.strip() else " at its end"
        return WrongConditionError(f"is no condition{place}; write field=value, with one of = != > >= < <= ~")


def holds_text(model: type[object], name: str) -> bool:
    """Whether the field of a name, dotted or not, is known to hold text, and no numbers."""
    first, _, rest = name.partition(".")
    known = fields_of(model) if issubclass(model, Model) else ()
    found = next((each for each in known if first in (each.name, each.wire)), None)
    if found is None:
        return False
    if rest:
        return found.nested is not None and holds_text(found.nested, rest)
    return str in found.shape.classes and not {int, float, bool} & {*found.shape.classes}
