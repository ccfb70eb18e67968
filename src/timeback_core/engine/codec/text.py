"""JSON as text: orjson, and the standard library where orjson would lose something.

orjson reads whole numbers beyond 64 bits as rounded floats and takes no half of a pair of surrogates.
"""

import json
import re
from codecs import BOM_UTF8
from math import isfinite
from typing import Final, Never, cast

import orjson

from timeback_core.engine.codec.json import Bad, JsonValue
from timeback_core.engine.codec.shapes import DEEPEST, DEEPEST_READ, write_json

NO_BRACKETS: Final = bytes(byte for byte in range(256) if byte not in b"[]{}")
DIGITS: Final = bytes(ord("0") if chr(byte).isdecimal() and byte < 128 else ord(" ") for byte in range(256))
"""Translates every digit to 0 and everything else to a blank."""
STRIDE: Final = 4
SPARSE: Final = b"0" * 4
"""What is left at least of nineteen digits when every fourth byte is looked at: that costs a tenth of a search."""
SPAN: Final = STRIDE * (len(SPARSE) - 1) + 1
BIG: Final = re.compile(rb"[0-9]{19}")
"""Digits of a whole number that may need more than 64 bits."""

HTML: Final = "a page of HTML"


def parse(body: bytes | str) -> JsonValue:
    """The JSON of a body, with exact whole numbers; raises `Bad` where it is none, too deep or beyond all bounds."""
    value = parse_any(body)
    if isinstance(body, str) or may_be_deep(body):
        write_json(value, DEEPEST - DEEPEST_READ)
    return value


def may_be_deep(body: bytes) -> bool:
    """Whether a body has so many brackets inside each other, or in its texts, that they have to be counted."""
    left = body.translate(None, delete=NO_BRACKETS)
    while len(left) > 2 * DEEPEST_READ:
        before, left = left, left.replace(b"[]", b"").replace(b"{}", b"")
        if len(left) > 0.9 * len(before):
            return True
    return False


def parse_any(body: bytes | str) -> JsonValue:
    """The same, however deep it is."""
    try:
        if isinstance(body, str):
            body = body.encode("utf-8", "surrogatepass")
        if may_hold_big_integer(body):
            return parse_exactly(body)
        try:
            value: JsonValue = orjson.loads(body)
        except ValueError:
            return parse_any(body[len(BOM_UTF8) :]) if body.startswith(BOM_UTF8) else parse_exactly(body)
    except (ValueError, RecursionError):
        bad = Bad("JSON", None)
        bad.found = look_of(body)
        raise bad from None
    return value


def look_of(body: bytes | str) -> str:
    """What a body that is no JSON seems to be, such as a page of HTML."""
    start = (body.encode("utf-8", "replace") if isinstance(body, str) else body)[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        return "nothing"
    if not start.startswith(b"<"):
        return "something else"
    return HTML if re.match(rb"<(?:!doctype html|html|head|body|!--)", start, re.IGNORECASE) else "XML"


def may_hold_big_integer(body: bytes) -> bool:
    """Whether somewhere in a body nineteen digits follow each other."""
    sparse = body[::STRIDE].translate(DIGITS)
    found = sparse.find(SPARSE)
    while found >= 0:
        start = found * STRIDE
        if body[start : start + SPAN].isdigit() and BIG.search(body, max(start - STRIDE, 0), start + 2 * SPAN):
            return True
        found = sparse.find(SPARSE, found + 1)
    return False


def parse_exactly(body: bytes) -> JsonValue:
    """The JSON of a body by the standard library, with half surrogates and whole numbers of any size."""
    text = body.decode("utf-8-sig")
    return cast(JsonValue, json.loads(text, parse_float=finite, parse_constant=refuse))  # json says Any


def finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError("beyond all bounds")
    return number


def refuse(text: str) -> Never:
    raise ValueError(text)


def unparse(tree: JsonValue) -> bytes:
    """Plain JSON as bytes; raises `TypeError` for anything else."""
    try:
        return orjson.dumps(tree)
    except TypeError:  # orjson's own error is one
        text = json.dumps(tree, allow_nan=False, separators=(",", ":"))
        return text.encode("ascii")  # half surrogates are escaped
