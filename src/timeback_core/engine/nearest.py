"""The known name that is nearest to an unknown one, for messages."""

from collections.abc import Iterable


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
    return f"unknown {kind} {shown}; known: {', '.join(names[:20])}"
