"""The documents that a collection begins with, which never change: kept, or made when they are looked at."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Any, Final, Protocol

import attrs

from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.schema import ABSENT

_MOST_RECENT: Final = 2000
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)


class Block(Protocol):
    """Documents in a row."""

    def __len__(self) -> int: ...

    def document(self, at: int) -> Document:
        """The document at a place; not to be changed by the caller."""
        ...

    def find(self, sourced_id: str) -> int | None:
        """The place of the document of that id."""
        ...

    def codes(self, member: str, code_of: Callable[[Any], int]) -> Iterable[int]:
        """The code that each document has for its value of a member, which is None where it has none."""
        ...

    def changed(self, change: Callable[[str, Any], Any]) -> "Block":
        """The same documents with each member as a function of its name and value."""
        ...


@attrs.frozen
class Kept:
    """Documents that were made before."""

    documents: Sequence[Document]

    def __len__(self) -> int:
        return len(self.documents)

    @cached_property
    def _places(self) -> dict[str, int]:
        return {document["sourcedId"]: at for at, document in enumerate(self.documents)}

    def document(self, at: int) -> Document:
        """The one at a place."""
        return self.documents[at]

    def find(self, sourced_id: str) -> int | None:
        """Its place."""
        return self._places.get(sourced_id)

    def codes(self, member: str, code_of: Callable[[Any], int]) -> Iterable[int]:
        """One by one."""
        return (code_of(document.get(member)) for document in self.documents)

    def changed(self, change: Callable[[str, Any], Any]) -> "Kept":
        """Each as a function of what it was."""
        return Kept([{name: change(name, value) for name, value in each.items()} for each in self.documents])


@attrs.frozen
class Part:
    """A member of many documents: a number for each, and the value that a number stands for."""

    numbers: Sequence[int]
    value: Callable[[int], Any]
    """Gives `ABSENT` where the number stands for none."""


@attrs.frozen
class Made:
    """Documents that are made of their numbers whenever they are looked at.

    The ids have numbers of their own that come once and are part of the id: `student-7`.
    """

    parts: Mapping[str, Part]
    _recent: dict[int, Document] = attrs.field(init=False, factory=dict[int, Document])

    def __len__(self) -> int:
        return len(self.parts["sourcedId"].numbers)

    def document(self, at: int) -> Document:
        """Make the one at a place, unless it was among those made last."""
        document = self._recent.get(at)
        if document is None:
            if len(self._recent) == _MOST_RECENT:
                self._recent.clear()
            values = ((name, part.value(part.numbers[at])) for name, part in self.parts.items())
            document = self._recent[at] = {name: value for name, value in values if value is not ABSENT}
        return document

    def find(self, sourced_id: str) -> int | None:
        """The place of the one whose number the id has in it."""
        ids = self.parts["sourcedId"]
        for digits in _NUMBER.findall(sourced_id):
            number = int(digits)
            if number in ids.numbers and ids.value(number) == sourced_id:
                return ids.numbers.index(number)
        return None

    def codes(self, member: str, code_of: Callable[[Any], int]) -> Iterable[int]:
        """Each number is looked at once."""
        part = self.parts.get(member)
        if part is None:
            return [code_of(None)] * len(self)

        def code(number: int) -> int:
            value = part.value(number)
            return code_of(None if value is ABSENT else value)

        # A range has each of its numbers once.
        return map(code if isinstance(part.numbers, range) else lru_cache(maxsize=None)(code), part.numbers)

    def changed(self, change: Callable[[str, Any], Any]) -> "Made":
        """Those that are made are functions of what was made."""

        def after(name: str, part: Part) -> Part:
            return Part(part.numbers, lambda number: change(name, part.value(number)))

        return Made({name: after(name, part) for name, part in self.parts.items()})
