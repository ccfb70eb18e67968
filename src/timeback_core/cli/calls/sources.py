"""What a word of a command line stands for: itself, the contents of a file, or what standard input holds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from returns.result import Failure, Result, Success


def standard_input() -> bytes:
    """What standard input holds, to its end."""
    return sys.stdin.buffer.read()


class Sources:
    """Files and standard input, which can be read once only."""

    def __init__(self, read_input: Callable[[], bytes] = standard_input) -> None:
        self._read_input = read_input
        self._was_read = False

    def text_of(self, word: str) -> Result[str, str]:
        """What a word says: `@file` what is in the file, `@-` standard input, `@@word` is `@word`, any other itself."""
        if not word.startswith("@") or word.startswith("@@"):
            return Success(word.removeprefix("@"))
        return self.contents(word[1:])

    def contents(self, place: str) -> Result[str, str]:
        """What a file holds, or for `-` standard input; or why it cannot be had."""
        if place == "-" and self._was_read:
            return Failure("standard input can be read for one argument only")
        try:
            held = self._read_input() if place == "-" else Path(place).read_bytes()
            self._was_read |= place == "-"
            return Success(held.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return Failure(f"{self._named(place)} is no text in UTF-8")
        except (OSError, ValueError) as error:  # a name that no file can have is a ValueError
            return Failure(f"cannot read {self._named(place)}: {getattr(error, 'strerror', None) or error}")

    @staticmethod
    def _named(place: str) -> str:
        return "standard input" if place == "-" else place
