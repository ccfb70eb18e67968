"""What is wrong with the files of a district: every problem with its place, and the error that tells them all."""

from typing import Final

import attrs

MOST_TOLD: Final = 100


@attrs.frozen
class SourceProblem:
    """Something that is wrong with a file of a district."""

    file: str
    place: str
    """Such as `line 7, column email`, or in JSON `$.users[3].email`; empty for the whole file."""
    reason: str

    def __str__(self) -> str:
        return f"{self.file}{', ' if self.place else ''}{self.place}: {self.reason}"


class SourceError(ValueError):
    """No district can be made of some files; the text tells every problem in a line of its own, up to 100."""

    def __init__(self, problems: "tuple[SourceProblem, ...]", untold: int = 0) -> None:
        more = [f"and {untold} more"] if untold else []
        super().__init__("\n".join([*map(str, problems), *more]))
        self.problems = problems
        """The first hundred."""


class Problems:
    """The problems that were found so far."""

    def __init__(self) -> None:
        self._told: list[SourceProblem] = []
        self._count = 0

    def add(self, file: str, place: str, reason: str) -> None:
        """Note one."""
        self._count += 1
        if self._count <= MOST_TOLD:
            self._told.append(SourceProblem(file, place, reason))

    def refuse(self) -> None:
        """Raise `SourceError` where there are any."""
        if self._told:
            raise SourceError(tuple(self._told), self._count - len(self._told))
