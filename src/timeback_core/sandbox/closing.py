"""What is closed in the end."""

from abc import ABC, abstractmethod
from types import TracebackType
from typing import Self


class Closing(ABC):
    """Something that is to be closed, which the end of a `with` block does too."""

    @abstractmethod
    def close(self) -> None:
        """Let go what it holds. Twice is once."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, exc_type: type[BaseException] | None, exc_value: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
