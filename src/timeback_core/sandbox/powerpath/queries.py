"""What PowerPath reads in its own way: numbers of queries within bounds, and subjects in any case."""

from collections.abc import Mapping

from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.oneroster.vocabulary import SUBJECT
from timeback_core.sandbox.refusals import invalid


def number_in(call: Call, name: str, *, default: int, least: int, most: int | None = None) -> int:
    """The whole number that a parameter holds; 422 where it holds none, or one out of bounds."""
    text = call.query.get(name)
    if text is None:
        return default
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise invalid(name, "Expected a whole number")
    number = int(text)
    if number < least or (most is not None and number > most):
        raise invalid(name, f"Number must be from {least} on" + ("" if most is None else f" up to {most}"))
    return number


def subject_named(text: str) -> str | None:
    """The subject that a text names in any case."""
    return next((subject for subject in SUBJECT if subject.casefold() == text.casefold()), None)


def subject_in(named: Mapping[str, str]) -> str:
    """The subject that a query or a body names; 422 where it names none."""
    text = named.get("subject")
    if text is None:
        raise invalid("subject", "Required")
    subject = subject_named(text)
    if subject is None:
        expected = " | ".join(f"'{each}'" for each in SUBJECT)
        raise invalid("subject", f"Invalid enum value. Expected {expected}")
    return subject
