"""The field names that filters, sorting and field selection of one resource know."""

import re
from collections.abc import Iterable
from enum import Enum
from typing import Final, NamedTuple, TypeAlias

from timeback_core.problems import unknown

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class _Free(Enum):
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


class Vocabulary(dict[str, Term]):
    """From each name, in Python's or the wire's spelling, to what it means."""

    @classmethod
    def of(cls, *fields: tuple[str, str, Below]) -> "Vocabulary":
        """A vocabulary of fields, each as (name in Python, name on the wire, what may follow after a dot)."""
        terms = {wire: Term(wire, below) for _, wire, below in fields}
        # Where a name is one field's Python spelling and another's wire spelling, the wire's own word counts.
        return cls({**{name: Term(wire, below) for name, wire, below in fields}, **terms})

    def find(self, name: object, also: Iterable[str] = ()) -> Term | str:
        """What a name, dotted or not, stands for: its full spelling on the wire, and what has to follow it.

        Or a sentence on why it is not known, with the nearest known one; `also` would have been understood too.
        """
        if not isinstance(name, str):
            return f"a field name must be text, not {type(name).__name__}"
        below: Below = self
        missing: Below = self
        walked: list[str] = []
        wires: list[str] = []
        for part in name.split("."):
            if isinstance(below, Vocabulary):
                term = below.get(part)
                if term is None:
                    prefix = "".join(f"{known}." for known in walked)
                    return unknown(prefix + part, (*(prefix + known for known in below), *also), "field")
                below = missing = term.below
                wires.append(term.wire)
            elif below is None:
                return f"{'.'.join(walked)} has no fields of its own"
            elif _NAME.fullmatch(part):
                missing = None
                wires.append(part)
            else:
                return f"{part[:60]!r} is no name: a letter, then letters, digits and _"
            walked.append(part)
            also = ()
        return Term(".".join(wires), missing)
