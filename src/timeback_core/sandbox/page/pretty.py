"""JSON as it is pleasant to read: indented, its kinds of values told apart, its references as links."""

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

import orjson
from markupsafe import Markup, escape

from timeback_core.sandbox.bodies import read_shallow
from timeback_core.sandbox.masking import MASK, is_secret
from timeback_core.sandbox.messages import is_array, is_object

Place: TypeAlias = Callable[[str, str], str]
"""Where the text of a member leads to, or nothing."""

WIDEST: Final = 76
"""Characters of a line that holds a whole object or array."""
LONGEST: Final = 128 << 10
"""Bytes of a body that are laid out; of a longer one the beginning is shown as it came."""


def pretty(value: Any, place: Place) -> Markup:
    """A JSON value."""
    # What is no markup yet is escaped on joining.
    return Markup("").join(_pieces("", value, place, "\n"))


def pretty_body(body: bytes, place: Place) -> Markup:
    """A body: laid out where it is JSON, as it came otherwise."""
    if len(body) <= LONGEST:
        try:
            return pretty(read_shallow(body), place)
        except ValueError:
            pass
    beginning = body[:LONGEST].decode("utf-8", "replace")
    return escape(beginning if len(body) <= LONGEST else f"{beginning}\n…")


def coded(text: str) -> Markup:
    """A text with what stands in backticks as code."""
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if at % 2 else part for at, part in enumerate(text.split("`"))
    )


def _pieces(name: str, value: Any, place: Place, line: str) -> Iterator[str]:
    if is_object(value):
        yield from _held("{}", [(_name(key), key, item) for key, item in value.items()], place, line)
    elif is_array(value):
        yield from _held("[]", [("", name, item) for item in value], place, line)
    else:
        yield _plain(name, value, place)


def _held(brackets: str, parts: list[tuple[str, str, Any]], place: Place, line: str) -> Iterator[str]:
    is_short = _is_short(parts)
    before, between, after = ("", ", ", "") if is_short else (f"{line}  ", f",{line}  ", line)
    yield brackets[0] + before
    for at, (label, name, item) in enumerate(parts):
        yield (between if at else "")
        yield label
        yield from _pieces(name, item, place, f"{line}  ")
    yield after + brackets[1]


def _is_short(parts: list[tuple[str, str, Any]]) -> bool:
    if any((is_object(item) or is_array(item)) and item for _, _, item in parts):
        return False
    length = 0
    for label, name, item in parts:
        length += (len(name) + 4 if label else 2) + len(str(item))
        if length > WIDEST:
            return False
    return True


def _name(name: str) -> Markup:
    return Markup('<span class="k">{}</span>: ').format(_quoted(name))


def _plain(name: str, value: Any, place: Place) -> Markup:
    if isinstance(value, str) and is_secret(name):
        value = MASK
    if not isinstance(value, str):
        return Markup('<span class="{}">{}</span>').format("n" if _is_number(value) else "b", _quoted(value))
    address = place(name, value)
    if address:
        return Markup('<a class="s" href="{}">{}</a>').format(address, _quoted(value))
    return Markup('<span class="s">{}</span>').format(_quoted(value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _quoted(value: object) -> str:
    return orjson.dumps(value).decode()
