"""What the documents of a collection hold at one path, in a form in which many are looked at as fast as few."""

from array import array
from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import accumulate, chain, islice
from math import isnan, nan
from typing import Any, Final, TypeVar

import attrs

from timeback_core.sandbox.messages import Steps, finish
from timeback_core.sandbox.query.compare import SortKey, Values, sort_key, tester, time_of, time_test, values_of
from timeback_core.sandbox.query.sorting import sorted_in_pieces
from timeback_core.sandbox.query.syntax import Comparison

T = TypeVar("T")

_NOWHERE: Final = -1
_GONE: Final = 0
"""The code of a row without a document."""
PIECE: Final = 1024
"""How many rows or values are looked at between two pauses."""
_MOST_TRIES: Final = 3
"""So often what is made with pauses is begun anew because of a write in one of them; then it is made without."""
_VALUE_SIZE: Final = 200
"""About how many bytes a value takes in all that is kept of it."""
_MOST_TESTED: Final = 4
"""How many comparisons are remembered with what they hold for."""


@attrs.define
class _Tested:
    """A comparison, and what it holds for."""

    comparison: Comparison
    by_code: bytearray = attrs.field(factory=lambda: bytearray((False,)))
    by_row: bytearray = attrs.field(factory=bytearray)
    """Empty where it is told as fast from the codes."""


class Column:
    """For each row a code, and for each code the values that stand there: equal values have one code.

    So a comparison is made once for each of the different values, and rows are looked up and sorted by their codes.
    What was asked for before (rows by text, an order) is kept right by every write.
    """

    def __init__(self, read: Callable[[Any], Iterable[Any]]) -> None:
        self._read = read
        """Gives what stands at the path within a value of the member that the path begins with."""
        self._codes: bytearray | array[int] = bytearray()
        self._values: list[Values] = [()]
        self._known: dict[object, int] = {}
        """The codes of values."""
        self._lists: dict[str, list[int]] = {}
        """For each text the codes of values with others beside it."""
        self._has_only_texts = True
        self._rows: list[int | array[int]] | None = None
        """For each code its rows: several in their order, or a single one, or `_NOWHERE`."""
        self._orders: dict[bool, array[int]] = {}
        """The rows that have a value, ascending and descending."""
        self._times = array("d")
        """For each code the time that its text tells, not a number where it tells none."""
        self._tested: dict[Comparison, _Tested] = {}
        """The comparisons made last."""
        self._changes = 0
        """Grows with every row that holds something else than before."""

    @property
    def is_worn(self) -> bool:
        """Whether most of its values stand nowhere any more."""
        return len(self._values) > 2 * len(self._codes) + 1000

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        rows, values = len(self._codes), len(self._values)
        per_row = self._codes.itemsize if isinstance(self._codes, array) else 1
        per_row += 4 * len(self._orders) + len(self._tested) + (0 if self._rows is None else 4)
        return rows * per_row + values * (_VALUE_SIZE + 8 * bool(self._times) + (0 if self._rows is None else 40))

    def code_of(self, value: Any) -> int:
        """The code for a value of the member."""
        values = values_of(self._read(value))
        # Numbers and truth values are equal that are not written alike.
        key = values if isinstance(values, str) else (repr(values),)
        code = self._known.get(key)
        if code is None:
            code = self._known[key] = len(self._values)
            self._values.append(values)
            if self._rows is not None:
                self._rows.append(_NOWHERE)
            if not isinstance(values, str):
                self._has_only_texts &= all(isinstance(each, str | dict) for each in values)
                for text in {each for each in values if isinstance(each, str)}:
                    self._lists.setdefault(text, []).append(code)
            if code == 256:
                self._codes = array("I", list(self._codes))
        return code

    def extend(self, codes: Iterable[int]) -> Steps[None]:
        """Add rows at the end."""
        left = iter(codes)
        # A piece may make so many codes that another kind of array holds them.
        while piece := list(islice(left, PIECE)):
            self._codes.extend(piece)
            yield

    def put(self, row: int, value: Any) -> None:
        """Let a row hold what this value of the member has at the path."""
        self._set(row, self.code_of(value))

    def drop(self, row: int) -> None:
        """Let a row hold nothing."""
        self._set(row, _GONE)

    def _set(self, row: int, code: int) -> None:
        new = max(0, row + 1 - len(self._codes))
        self._codes.extend([_GONE] * new)
        remembered = [tested for tested in self._tested.values() if tested.by_row]
        for tested in remembered:
            tested.by_row.extend(bytes(new))
        before = self._codes[row]
        if code == before:
            return
        self._changes += 1
        for descending, order in self._orders.items():
            if sort_key(self._values[before]) is not None:
                del order[self._place(order, row, descending=descending)]
        if self._rows is not None and before != _GONE:
            rows = self._rows[before]
            if isinstance(rows, int):
                self._rows[before] = _NOWHERE
            else:
                del rows[bisect_left(rows, row)]
        self._codes[row] = code
        for tested in remembered:
            finish(self._testing(tested))
            tested.by_row[row] = tested.by_code[code]
        if self._rows is not None and code != _GONE:
            rows = self._rows[code]
            if not isinstance(rows, int):
                insort(rows, row)
            else:
                self._rows[code] = row if rows == _NOWHERE else array("I", sorted((rows, row)))
        for descending, order in self._orders.items():
            if sort_key(self._values[code]) is not None:
                order.insert(self._place(order, row, descending=descending), row)

    def rows_with(self, text: str) -> list[int]:
        """The rows that hold a text, in their order."""
        return sorted(chain.from_iterable(self._parts_with(text)))

    def few_with(self, text: str, most: int) -> list[int] | None:
        """The same; None where they are more, or where other values than texts may be written alike."""
        if not self._has_only_texts:
            return None
        parts = self._parts_with(text)
        return None if sum(map(len, parts)) > most else sorted(chain.from_iterable(parts))

    def looking_up(self) -> "Steps[list[int | array[int]]]":
        """Prepare for looking up texts; gives the rows of each code."""
        rows = self._rows
        if rows is None:
            rows = self._rows = yield from self._made(self._rows_by_code)
        return rows

    def _rows_by_code(self) -> "Steps[list[int | array[int]]]":
        codes = self._codes[:]
        found: list[int | array[int]] = [_NOWHERE] * len(self._values)
        for first in range(0, len(codes), PIECE):
            for row, code in enumerate(codes[first : first + PIECE], first):
                rows = found[code]
                if not isinstance(rows, int):
                    rows.append(row)
                else:
                    found[code] = row if rows == _NOWHERE else array("I", (rows, row))
            yield
        return found

    def _made(self, make: Callable[[], Steps[T]]) -> Steps[T]:
        """What is made of all rows: thrown away where one changed in a pause."""
        for _ in range(_MOST_TRIES):
            changes = self._changes
            made = yield from make()
            if changes == self._changes:
                return made
        return finish(make())

    def _parts_with(self, text: str) -> list[Sequence[int]]:
        rows = finish(self.looking_up())
        alone = self._known.get(text)
        codes = [*([] if alone is None else [alone]), *self._lists.get(text, ())]
        found = (rows[code] for code in codes)
        return [each if not isinstance(each, int) else () if each == _NOWHERE else (each,) for each in found]

    def marked(self, comparison: Comparison) -> bytes:
        """For each row whether a comparison holds for it."""
        finish(self.testing(comparison))
        tested = self._tested[comparison]
        if isinstance(self._codes, bytearray):
            return self._by_row(tested.by_code)
        if not tested.by_row:
            tested.by_row = bytearray(self._by_row(tested.by_code))
        return bytes(tested.by_row)

    def testing(self, comparison: Comparison) -> Steps[None]:
        """Prepare for telling what a comparison holds for."""
        tested = self._tested.pop(comparison, None)
        if tested is None:
            if len(self._tested) == _MOST_TESTED:
                del self._tested[next(iter(self._tested))]
            tested = _Tested(comparison)
        self._tested[comparison] = tested
        yield from self._testing(tested)

    def _testing(self, tested: "_Tested") -> Steps[None]:
        """Compare the values that came since that was last done."""
        if len(tested.by_code) == len(self._values):
            return
        test, test_time = tester(tested.comparison), time_test(tested.comparison)
        while len(tested.by_code) < len(self._values):
            self._test(tested, test, test_time)
            yield

    def _test(
        self, tested: "_Tested", test: Callable[[Values], bool], test_time: Callable[[float], bool] | None
    ) -> None:
        first = len(tested.by_code)
        values = self._values[first : first + PIECE]
        if test_time is None:
            tested.by_code.extend(map(test, values))
            return
        for each in self._values[len(self._times) : first + PIECE]:
            time = time_of(each) if isinstance(each, str) else None
            self._times.append(nan if time is None else time)
        tested.by_code.extend(
            test(each) if isnan(time) else test_time(time)
            for each, time in zip(values, self._times[first : first + PIECE], strict=True)
        )

    def unsorted(self) -> bytes:
        """For each row whether it has a document without a value to sort it by."""
        return self._by_row(bytearray((_GONE, *(sort_key(values) is None for values in self._values[1:]))))

    def _by_row(self, by_code: bytearray) -> bytes:
        if isinstance(self._codes, bytearray):
            return bytes(self._codes.translate(by_code.ljust(256, b"\0")))
        return bytes(map(by_code.__getitem__, self._codes))

    def order(self, *, descending: bool) -> "array[int]":
        """The rows that have a value, sorted by it; those of equal values keep their order. Not to be changed."""
        finish(self.ordering(descending=descending))
        return self._orders[descending]

    def ordering(self, *, descending: bool) -> Steps[None]:
        """Prepare for telling an order."""
        if descending not in self._orders:
            self._orders[descending] = yield from self._made(partial(self._ordered, descending=descending))

    def _ordered(self, *, descending: bool) -> "Steps[array[int]]":
        codes, ranks = self._codes[:], [0] * len(self._values)
        rank = 0
        for keyed in (yield from self._keyed()):
            before: Any = None
            for at, (key, code) in enumerate((yield from sorted_in_pieces(keyed, PIECE))):
                if at % PIECE == 0:
                    yield
                rank += at == 0 or key != before
                ranks[code], before = rank, key
        # Rows of one rank stand together: where each next one goes follows from how many there are.
        counts = [0] * (rank + 1)
        for first in range(0, len(codes), PIECE):
            for code in codes[first : first + PIECE]:
                counts[ranks[code]] += 1
            yield
        valued = len(codes) - counts[0]
        ends = [*accumulate(counts[1:])]
        places = [0, *(valued - end for end in ends)] if descending else [0, 0, *ends]
        order = array("I", bytes(4 * valued))
        for first in range(0, len(codes), PIECE):
            for row, code in enumerate(codes[first : first + PIECE], first):
                of_row = ranks[code]
                if of_row:
                    order[places[of_row]] = row
                    places[of_row] += 1
            yield
        return order

    def _keyed(self) -> Steps[tuple[list[tuple[Any, int]], list[tuple[Any, int]]]]:
        """The numbers and the texts by which rows are sorted, with their codes."""
        found: tuple[list[tuple[Any, int]], list[tuple[Any, int]]] = ([], [])
        for first in range(0, len(self._values), PIECE):
            for code, key in enumerate(map(sort_key, self._values[first : first + PIECE]), first):
                if key is not None:
                    found[key[0]].append((key[1], code))
            yield
        return found

    def _place(self, order: "array[int]", row: int, *, descending: bool) -> int:
        """Where a row stands in an order, or would stand."""

        def key_of(each: int) -> SortKey:
            return sort_key(self._values[self._codes[each]]) or (0, 0)

        key, low, high = key_of(row), 0, len(order)
        while low < high:
            middle = (low + high) // 2
            other = key_of(order[middle])
            is_before = order[middle] < row if other == key else (other < key) != descending
            low, high = (middle + 1, high) if is_before else (low, middle)
        return low
