"""The field names that filters, sorting and field selection of one resource know."""

import re
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Final, NamedTuple, TypeAlias

from timeback_core.problems import unknown

NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class _Free(Enum):
    """Marks what has free content, such as metadata."""

    ANY = "any"


ANY: Final = _Free.ANY
"""Any name may follow: the content is free, such as metadata."""

Below: TypeAlias = "Vocabulary | _Free | None"
"""What may follow a name after a dot; `None` is nothing."""


class Term(NamedTuple):
    """One known name."""

    wire: str
    """Its spelling on the wire."""
    below: Below


class Vocabulary(Mapping[str, Term]):
    """An immutable mapping from a name, in Python's or the wire's spelling, to what it means."""

    __slots__ = ("_terms",)

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self._terms = dict(terms)

    @classmethod
    def of(cls, *fields: tuple[str, str, Below]) -> "Vocabulary":
        """A vocabulary of fields, each as (name in Python, name on the wire, what may follow after a dot)."""
        terms = {wire: Term(wire, below) for _, wire, below in fields}
        # Where a name is one field's Python spelling and another's wire spelling, the wire's own word counts.
        return cls({**{name: Term(wire, below) for name, wire, below in fields}, **terms})

    def __getitem__(self, name: str) -> Term:
        return self._terms[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __repr__(self) -> str:
        return f"Vocabulary({', '.join(self._terms)})"

    def find(self, name: str) -> Term | None:
        """What a name, dotted or not, stands for: its full wire spelling, and what has to follow it."""
        below: Below = self
        missing: Below = self
        wires: list[str] = []
        for part in name.split("."):
            if isinstance(below, Vocabulary):
                term = below.get(part)
                if term is None:
                    return None
                below = missing = term.below
                wires.append(term.wire)
            elif below is ANY and NAME.fullmatch(part):
                missing = None
                wires.append(part)
            else:
                return None
        return Term(".".join(wires), missing)

    def wire_name(self, name: str) -> str | None:
        """The wire spelling of a name, dotted or not; `None` if it is unknown."""
        found = self.find(name)
        return None if found is None else found.wire

    def unknown(self, name: object, also: Iterable[str] = ()) -> str:
        """A sentence on why a name is not known, with the nearest known one.

        Args:
            name: What was given.
            also: Further words that would have been understood.
        """
        if not isinstance(name, str):
            return f"a field name must be text, not {type(name).__name__}"
        below: Below = self
        walked: list[str] = []
        for part in name.split("."):
            if isinstance(below, Vocabulary):
                term = below.get(part)
                if term is None:
                    prefix = "".join(f"{known}." for known in walked)
                    return unknown(prefix + part, (*(prefix + known for known in below), *also), "field")
                below = term.below
            elif below is None:
                return f"{'.'.join(walked)} has no fields of its own"
            elif not NAME.fullmatch(part):
                return f"{part[:60]!r} is no name: a letter, then letters, digits and _"
            walked.append(part)
            also = ()
        return f"{name} is a known field"
