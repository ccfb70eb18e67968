"""What is wrong with an input: a path and a sentence, collected and never raised."""

from collections.abc import Iterable, Sequence

import attrs


@attrs.frozen
class Problem:
    """One problem: `path` leads to the value, in the names that the caller used (`roles[0].role_type`)."""

    path: str
    text: str

    def __str__(self) -> str:
        return f"{self.path}: {self.text}" if self.path else self.text

    def under(self, prefix: str) -> "Problem":
        """The same problem, seen from one level further out."""
        if not self.path or self.path.startswith("["):
            return Problem(prefix + self.path, self.text)
        return Problem(f"{prefix}.{self.path}" if prefix else self.path, self.text)


class Inspector:
    """Looks at what was given, and collects what is wrong with it instead of raising."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def refuse(self, path: str, text: str) -> None:
        self.problems.append(Problem(path, text))


def list_problems(problems: Sequence[object]) -> str:
    """The first ten problems in one line, and how many more there are."""
    return listed(problems, 10, "; ")


def listed(things: Sequence[object], most: int, separator: str = ", ") -> str:
    """So many things in one line, and how many more there are."""
    more = f"{separator}... ({len(things) - most} more)" if len(things) > most else ""
    return separator.join(map(str, things[:most])) + more


def shortened(text: str, most: int) -> str:
    """A text of so many characters at most; one that was cut says so."""
    return text if len(text) <= most else f"{text[: most - 3]}..."


def unknown(word: str, known: Iterable[str], kind: str) -> str:
    """A sentence about an unknown name, with the nearest known one.

    Args:
        word: What was given.
        known: All names that would do.
        kind: What such a name is called, such as `environment`.
    """
    names = tuple(dict.fromkeys(known))
    shown = repr(shortened(word, 60))
    near = nearest(word, names, 0.5)
    return (
        f"unknown {kind} {shown}; did you mean {near!r}?"
        if near
        else f"unknown {kind} {shown}; known: {listed(names, 20)}"
    )


def nearest(word: str, known: Iterable[str], cutoff: float) -> str | None:
    """The known name that is most like a word, in any case of letters; None where none is so much like it."""
    # difflib costs milliseconds to import and is needed only when something is wrong.
    from difflib import get_close_matches

    by_lower = {name.lower(): name for name in reversed(tuple(known))}
    found = get_close_matches(word[:100].lower(), by_lower, n=1, cutoff=cutoff)
    return by_lower[found[0]] if found else None
