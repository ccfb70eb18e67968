"""What is wrong with an input: a path and a sentence, collected and never raised."""

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
