"""What PowerPath's models share: subjects in any case, counts, and the tools of other vendors."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final, TypeAlias

from timeback_core.engine.codec import Kind, one_of
from timeback_core.engine.codec.kinds import read_number, write_number
from timeback_core.oneroster.models.enums import Subject

__all__ = ("AnySubject", "Count", "KnownSubject", "ToolProvider")


class ToolProvider(StrEnum):
    """Whose tool an external test is taken in."""

    EDULASTIC = "edulastic"
    MASTERY_TRACK = "mastery-track"


BY_NAME: Final[Mapping[str, Subject]] = {subject.value.lower(): subject for subject in Subject}


def read_subject(value: str) -> Subject | str:
    """The subject that a text names, in any case; a text that names none as it is."""
    return BY_NAME.get(str(value).lower(), value)


def write_subject(value: str) -> str:
    """The server's spelling of a subject in any case; what names none as it is."""
    found = read_subject(value)
    return found.value if isinstance(found, Subject) else found


def is_subject(value: object) -> str | None:
    """A subject, in any case."""
    return one_of(Subject)(BY_NAME.get(str(value).lower(), value))


def read_count(value: int | float | str) -> int | float:
    """A number, also as text; an int where it is whole."""
    number = read_number(value)
    return int(number) if isinstance(number, float) and number.is_integer() else number


AnySubject: TypeAlias = Annotated[Subject | str, Kind(read_subject, write_subject, "string", "subject")]
"""A subject as read: the member that its text names in any case, else the text."""
KnownSubject: TypeAlias = Annotated[Subject | str, Kind(read_subject, write_subject, "string", "subject"), is_subject]
"""A subject as given, in any case; written as the server spells it."""
Count: TypeAlias = Annotated[
    int | float, Kind(read_count, write_number, ("number", "string"), "number or its text", kept=(int,))
]
"""A number of things; an int, also where the server sends `2.0` or `"2"`."""
