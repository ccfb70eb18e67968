"""Documents on their way from files into a district, each with the place where it stands."""

from collections.abc import Mapping, Sequence
from typing import Protocol

import attrs

from timeback_core.sandbox.messages import Document


class Place(Protocol):
    """Where a document stands."""

    @property
    def file(self) -> str:
        """The name of the file."""
        ...

    def of(self, path: str) -> tuple[str, str]:
        """The file and the place in it of the member at a dotted path; of the document itself where that is empty."""
        ...


@attrs.frozen
class Row:
    """A document as a request would write it, which is not checked yet."""

    collection: str
    document: Document
    place: Place


@attrs.frozen
class Line:
    """A line of a table."""

    file: str
    number: int
    columns: Mapping[str, str]
    """The columns by the members that they tell."""
    parts: Sequence["Line"] = ()
    """The lines of another table that tell the roles, in their order."""

    def of(self, path: str) -> tuple[str, str]:
        """The line, and the column that tells the member."""
        member, _, rest = path.partition(".")
        number, _, inner = rest.partition(".")
        if member == "roles" and number.isdigit() and int(number) < len(self.parts):
            return self.parts[int(number)].of(inner)
        column = self.columns.get(member, member)
        return self.file, f"line {self.number}, column {column}" if column else f"line {self.number}"


@attrs.frozen
class JsonPath:
    """A place in a document of JSON."""

    file: str
    path: str
    """Such as `$.users[3]`."""

    def of(self, path: str) -> tuple[str, str]:
        """The path that leads to the member."""
        steps = (f"[{step}]" if step.isdigit() else f".{step}" for step in path.split(".") if step)
        return self.file, self.path + "".join(steps)
