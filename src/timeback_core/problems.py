"""What is wrong with an input: a path and a sentence, collected and never raised."""

from collections.abc import Iterable

import attrs


@attrs.frozen
class Problem:
    """One problem: `path` leads to the value, in the names of the wire (`roles[0].org`)."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.path else self.text

    def under(self, prefix: str) -> "Problem":
        """The same problem, seen from one level further out."""
        if not self.path or self.path.startswith("["):
            return Problem(prefix + self.path, self.text)
        return Problem(f"{prefix}.{self.path}" if prefix else self.path, self.text)


def list_problems(problems: tuple[Problem, ...]) -> str:
    """All problems in one line."""
    return "; ".join(map(str, problems))


def unknown(word: str, known: Iterable[str], kind: str) -> str:
    """A sentence about an unknown name, with the nearest known one.

    Args:
        word: What was given.
        known: All names that would do.
        kind: What such a name is called, such as `environment`.
    """
    # difflib costs milliseconds to import and is needed only when something is wrong.
    from difflib import get_close_matches

    names = tuple(dict.fromkeys(known))
    by_lower = {name.lower(): name for name in reversed(names)}
    found = get_close_matches(word[:100].lower(), by_lower, n=1, cutoff=0.5)
    shown = repr(word if len(word) <= 60 else word[:57] + "...")
    if found:
        return f"unknown {kind} {shown}; did you mean {by_lower[found[0]]!r}?"
    more = f", ... ({len(names) - 20} more)" if len(names) > 20 else ""
    return f"unknown {kind} {shown}; known: {', '.join(names[:20])}{more}"
