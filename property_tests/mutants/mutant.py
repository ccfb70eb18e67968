"""A planted mistake, as a small patch of one file of the package."""

from pathlib import Path
from typing import Literal, TypeAlias

import attrs

Law: TypeAlias = Literal["policy", "throttle", "pages", "ends", "drivers", "lane"]


@attrs.frozen
class Mutant:
    """`before` becomes `after`; the law must notice."""

    name: str
    file: str
    """Path below the package's `engine`."""
    before: str
    after: str
    law: Law = "policy"

    def plant(self, package: Path) -> None:
        """Change the file in a copy of the package.

        Raises `LookupError` where the file does not hold the text exactly once: the mutant must be written anew.
        """
        path = package / "engine" / self.file
        source = path.read_text(encoding="utf-8")
        found = source.count(self.before)
        if found != 1:
            raise LookupError(f"mutant {self.name!r}: its text stands {found} times in {self.file}, not once")
        path.write_text(source.replace(self.before, self.after), encoding="utf-8")
