"""Bodies about which something is odd: JSON that was changed in one place, or whose bytes were."""

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from random import Random
from typing import Any, Final, NamedTuple


class Part(NamedTuple):
    """Where a value stands in a body, and where the member begins that it is of; its own start in a list."""

    start: int
    end: int
    member: int


def tower(levels: int, inside: bytes = b"1") -> bytes:
    """Lists inside of each other."""
    return b"[" * levels + inside + b"]" * levels


def shaft(levels: int, inside: bytes = b"1") -> bytes:
    """Objects inside of each other."""
    return b'{"a":' * levels + inside + b"}" * levels


NUMBERS: Final = (
    *(
        b"0",
        b"1",
        b"2",
        b"-0",
        b"0.0",
        b"-0.0",
        b"1.0",
        b"-1.5",
        b"1e2",
        b"1E+2",
        b"1e-2",
        b"1e999",
        b"-1e999",
        b"1e-999",
    ),
    *(b"9223372036854775807", b"9223372036854775808", b"-9223372036854775808", b"-9223372036854775809"),
    *(b"18446744073709551615", b"18446744073709551616", b"12345678901234567890123", b"1" + b"0" * 400),
    *(b"9007199254740993", b"9007199254740993.0", b"0.12345678901234567890123", b"1234567890123456789012.5"),
    *(b"01", b"1.", b".5", b"+1", b"0x1", b"-", b"1e", b"NaN", b"Infinity", b"-Infinity", b"9" * 5000),
)
TEXTS: Final = (
    *(
        b"",
        b" ",
        b"\\t",
        b"x",
        b"\\u0041",
        b"\\/",
        b"\\\\",
        b'\\"',
        b"\\u00e4",
        b"\\ud83d\\ude00",
        b"\\u0000",
        b"\\u2028",
    ),
    *("\u00e4\u20ac\U0001f600".encode(), b"\x7f", b"[]{}" * 200, b"7" * 30),
    *(
        b"\\ud800",
        b"\\ud83d\\u0041",
        b"\\udc00x",
        b"\x00",
        b"\n",
        b"\t",
        b"\xff",
        b"\xc3",
        b"\xed\xa0\x80",
        b"\xc0\x80",
    ),
    *(b"\\x", b"\\u12", b"\\"),
)
FLAGS: Final = (b"true", b"false", b"True", b"FALSE", b"tRuE", b" true", b"yes", b"0", b"1", b"on", b"null")
NUMERALS: Final = (
    b"1",
    b"-1",
    b"+1",
    b" 7 ",
    b"1.0",
    b"1.5",
    b"1e3",
    b"1_0",
    b"inf",
    b"nan",
    b"0x1",
    "\u0663".encode(),
)
MOMENTS: Final = (
    *(b"2024-02-29", b"2023-02-29", b"2024-02-29T10:00:00Z", b"2024-02-29T10:00:00z", b"2024-02-29t10:00:00Z"),
    *(b"2024-02-29 10:00:00Z", b"2024-02-29T10:00Z", b"2024-02-29T10Z", b"2024-02-29T10:00:00", b"20240229T100000Z"),
    *(b"2024-02-29T10:00:00.1Z", b"2024-02-29T10:00:00.123456Z", b"2024-02-29T10:00:00.1234567Z"),
    *(b"2024-02-29T10:00:00.9999999Z", b"2024-02-29T23:59:59.99999951Z", b"2024-02-29T10:00:00,5Z"),
    *(b"2024-02-29T24:00:00Z", b"2024-12-31T24:00:00.000Z", b"2024-02-29T24:00:01Z", b"2024-02-29T23:59:60Z"),
    *(b"2024-02-29T10:00:00+05:30", b"2024-02-29T10:00:00-0800", b"2024-02-29T10:00:00+00:00", b"2024-02-29T10:00+01"),
    *(b"2024-02-29T10:00:00+05:30:15", b"2024-02-29T10:00:00+24:00"),
    *(b"2024-02-29T10:00:00ZZ", b"2024-02-29T10:00:00Z ", b"2024-02-29T", b"2024-02-29Z"),
    *(b"0001-01-01T00:00:00+01:00", b"0001-01-01T00:00:00Z", b"9999-12-31T23:59:59.999999-05:00", b"10000-01-01"),
    *(b"9999-12-31T24:00:00Z", b"0000-01-01", b"2024-W09-4", b"2024-W09-4T10:00:00Z", b"2024W094", b"2024-060", b"Z"),
    *(b"2024-02-29T1\\u0030:00:00Z", "2024-02-29T1\u0660:00:00Z".encode()),
)
QUOTED_MOMENTS: Final = tuple(b'"%b"' % each for each in MOMENTS)
QUOTED: Final = (*(b'"%b"' % each for each in (*TEXTS, *FLAGS, *NUMERALS)), *QUOTED_MOMENTS)
LITERALS: Final = (b"null", b"true", b"false")
ODD: Final = (
    *LITERALS,
    *(b"[]", b"{}", b"[[]]", b"[{}]", b"[null]", b'{"":null}', b'[1,"a"]', b'{"a":1,"a":"b"}'),
    *NUMBERS,
    *QUOTED,
    *(build(levels) for build in (tower, shaft) for levels in (30, 31, 32, 33, 34, 249, 254, 257, 300, 2000)),
    *(b"", b"x", b"[1,]", b"[,]", b"{", b"'a'", b"/**/1", b"tru", b"1 2", b'{"a"}', b'{"a":}', b'{"a":1,}', b"{1:2}"),
)
"""What may stand, as it is written, in the place of a value; some of it is no JSON."""
NAMES: Final = (
    *(b"", b"new", b"other", b"\\u006eew", b"extra", b"_mask", b"f0"),
    *(b'a\\"b', b"a\\\\b", b"\\ud800", b"\\u0000"),
)
"""What members may be called of which no model knows."""
BYTES: Final = b'{}[]",:\\ \t\n\r\x00\x0b0123456789.eE+-tfnua\x80\xff'


class Body:
    """A body of JSON, and where in it every value stands, so that others are made of it by one change each.

    A change is what it says, in a place that the caller's source of randomness chooses; `names` are some that members
    may get.
    """

    def __init__(self, value: Any, random: Random, names: Sequence[bytes]) -> None:
        self.random = random
        self.names = (*names, *NAMES)
        self.parts: list[Part] = []
        text = bytearray()
        self.lay(text, value)
        self.text = bytes(text)

    def lay(self, text: bytearray, value: Any, name: bytes = b"") -> None:
        """Write a value behind the name of its member."""
        member, is_object = len(text), isinstance(value, dict)
        text += name
        start = len(text)
        if isinstance(value, dict | list):
            text += b"{" if is_object else b"["
            for index, each in enumerate(value):
                text += b"," if index else b""
                self.lay(text, value[each] if is_object else each, b"%b:" % dumped(each) if is_object else b"")
            text += b"}" if is_object else b"]"
        else:
            text += dumped(value)
        self.parts.append(Part(start, len(text), member))

    def changed(self) -> bytes:
        """A body that is another one in one place."""
        return self.random.choice(CHANGES)(self, self.random.choice(self.parts))

    def spliced(self, start: int, end: int, text: bytes) -> bytes:
        """The body with this text in place of some of its own."""
        return self.text[:start] + text + self.text[end:]

    def any_value(self) -> bytes:
        """Something odd, or what stands elsewhere in the body."""
        part = self.random.choice(self.parts)
        return self.random.choice((*ODD, *(self.text[part.start : part.end],) * 9))

    def around(self, part: Part) -> list[Part]:
        """The values around a part, the innermost first."""
        return [each for each in self.parts if each.start < part.start and part.end <= each.end]

    def replace(self, part: Part) -> bytes:
        return self.spliced(part.start, part.end, self.any_value())

    def replace_by_the_like(self, part: Part) -> bytes:
        first = self.text[part.start : part.start + 1]
        like = {b'"': QUOTED, b"{": ODD, b"[": ODD, b"t": LITERALS, b"f": LITERALS, b"n": ODD}.get(first, NUMBERS)
        if first == b'"' == self.text[part.end - 1 : part.end] and self.text[part.start + 5 : part.start + 6] == b"-":
            like = QUOTED_MOMENTS
        return self.spliced(part.start, part.end, self.random.choice(like))

    def leave_out(self, part: Part) -> bytes:
        before, after = self.text[: part.member], self.text[part.end :]
        return before + after[1:] if after[:1] == b"," else before.removesuffix(b",") + after

    def say_twice(self, part: Part) -> bytes:
        name = self.text[part.member : part.start]
        if self.random.random() < 0.5:
            return self.spliced(part.member, part.member, name + self.any_value() + b",")
        return self.spliced(part.end, part.end, b"," + name + self.any_value())

    def rename(self, part: Part) -> bytes:
        return self.spliced(part.member, part.start, b'"%b":' % self.random.choice(self.names))

    def add(self, part: Part) -> bytes:
        objects = (each for each in self.around(part) if self.text[each.start] == ord("{"))
        inside = next(objects, part).start + 1
        comma = b"" if self.text[inside : inside + 1] == b"}" else b","
        return self.spliced(inside, inside, b'"%b":%b%b' % (self.random.choice(self.names), self.any_value(), comma))

    def wrap(self, part: Part) -> bytes:
        around = self.random.choice((b"[%b]", b'"%b"', b" %b\n", b'{"a":%b}'))
        return self.spliced(part.start, part.end, around % self.text[part.start : part.end])

    def deepen(self, part: Part) -> bytes:
        around = self.random.choice(self.around(part) or [part])
        before, after = self.text[around.start : part.start], self.text[part.end : around.end]
        times = self.random.choice((1, 2, 30, 64, 85, 127, 128, 252, 256, 300))
        return self.spliced(part.start, part.end, before * times + self.text[part.start : part.end] + after * times)

    def damage(self, _: Part) -> bytes:
        at, to = sorted(self.random.choices(range(len(self.text) + 1), k=2))
        byte = bytes((self.random.choice(BYTES),))
        other = (self.spliced(at, at + 1, byte), self.spliced(at, at, byte), self.spliced(at, to, b""))
        return self.random.choice(
            (*other, self.text[:at], self.text * 2, byte + self.text, self.text + byte, BOM_UTF8 + self.text)
        )


CHANGES: Final[Sequence[Callable[[Body, Part], bytes]]] = (
    *(Body.replace, Body.leave_out, Body.say_twice, Body.rename, Body.wrap, Body.deepen, Body.damage),
    *(Body.replace_by_the_like,) * 4,
    *(Body.add,) * 2,
)


def dumped(value: object) -> bytes:
    return json.dumps(value).encode("ascii")
