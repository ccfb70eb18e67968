"""The filter language as text: `status='active' AND (role='student' OR score>=80)` to a tree."""

import re
from typing import Final, TypeAlias

import attrs

MAX_DEPTH: Final = 100

_TOKEN: Final = re.compile(
    r"""\s*(?:
        (?P<text>'(?:[^']|'')*')
      | (?P<operator>!=|>=|<=|=|>|<|~)
      | (?P<bracket>[()])
      | (?P<number>-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.]))
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
    )""",
    re.VERBOSE,
)


@attrs.frozen
class Literal:
    """A value to compare with."""

    text: str
    quoted: bool


@attrs.frozen
class Comparison:
    """`field op value`; a field is a dotted path."""

    field: str
    operator: str
    value: Literal


@attrs.frozen
class AllOf:
    """Parts joined by AND."""

    parts: "tuple[Filter, ...]"


@attrs.frozen
class AnyOf:
    """Parts joined by OR."""

    parts: "tuple[Filter, ...]"


Filter: TypeAlias = Comparison | AllOf | AnyOf


class FilterSyntaxError(Exception):
    """The text is no filter."""


def parse_filter(text: str) -> Filter:
    """The tree of a filter; raises `FilterSyntaxError`. AND binds tighter than OR, both in any case."""
    reader = _Reader(_tokens(text))
    tree = reader.any_of(0)
    if reader.peek() is not None:
        raise FilterSyntaxError(f"unexpected {reader.peek()!r}")
    return tree


def comparisons(tree: Filter) -> list[Comparison]:
    """All comparisons of a filter, from left to right."""
    if isinstance(tree, Comparison):
        return [tree]
    return [found for part in tree.parts for found in comparisons(part)]


def without_field(tree: Filter, field: str) -> Filter | None:
    """The filter without its comparisons of that field; None when nothing is left."""
    if isinstance(tree, Comparison):
        return None if tree.field == field else tree
    left = tuple(part for part in (without_field(part, field) for part in tree.parts) if part is not None)
    if len(left) < 2:
        return left[0] if left else None
    return attrs.evolve(tree, parts=left)


def connectives(tree: Filter) -> set[type]:
    """Which of AND and OR a filter uses."""
    if isinstance(tree, Comparison):
        return set()
    return {type(tree)}.union(*(connectives(part) for part in tree.parts))


def _tokens(text: str) -> list[tuple[str, str]]:
    tokens: list[tuple[str, str]] = []
    position, end = 0, len(text.rstrip())
    while position < end:
        found = _TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise FilterSyntaxError(f"cannot be read at {text[position : position + 20]!r}")
        tokens.append((found.lastgroup, found[found.lastgroup]))
        position = found.end()
    return tokens


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._next = 0

    def peek(self) -> str | None:
        return self._tokens[self._next][1] if self._next < len(self._tokens) else None

    def any_of(self, depth: int) -> Filter:
        parts = [self._all_of(depth)]
        while self._takes("or"):
            parts.append(self._all_of(depth))
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all_of(self, depth: int) -> Filter:
        parts = [self._factor(depth)]
        while self._takes("and"):
            parts.append(self._factor(depth))
        return parts[0] if len(parts) == 1 else AllOf(tuple(parts))

    def _factor(self, depth: int) -> Filter:
        if depth > MAX_DEPTH:
            raise FilterSyntaxError("nested too deep")
        if self._takes("("):
            tree = self.any_of(depth + 1)
            if not self._takes(")"):
                raise FilterSyntaxError("a bracket is not closed")
            return tree
        field = self._expect("name")
        return Comparison(field, self._expect("operator"), self._value())

    def _value(self) -> Literal:
        if self._next >= len(self._tokens):
            raise FilterSyntaxError("a value is missing")
        group, text = self._tokens[self._next]
        self._next += 1
        if group == "text":
            return Literal(text[1:-1].replace("''", "'"), quoted=True)
        if group == "number" or text in {"true", "false"}:
            return Literal(text, quoted=False)
        raise FilterSyntaxError(f"{text!r} is no value; texts stand in single quotes")

    def _expect(self, group: str) -> str:
        if self._next >= len(self._tokens) or self._tokens[self._next][0] != group:
            raise FilterSyntaxError(f"a {group} is missing")
        self._next += 1
        return self._tokens[self._next - 1][1]

    def _takes(self, word: str) -> bool:
        found = self.peek()
        if found is not None and found.lower() == word:
            self._next += 1
            return True
        return False
