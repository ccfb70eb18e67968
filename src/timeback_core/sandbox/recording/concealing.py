"""How an exchange is made fit to be kept: its secrets masked, what is personal in it replaced."""

import re
import sys
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, quote_plus, unquote, unquote_plus

import orjson

from timeback_core.sandbox.masking import MASK, masked_body, masked_target
from timeback_core.sandbox.messages import Document, Headers, is_array, is_object
from timeback_core.sandbox.recording.personal import NAMED, PEOPLE_TYPES, PERSON, SEARCHES, VALUE, StandIns, is_personal

KEPT_HEADERS: Final = frozenset(
    (
        "accept",
        "allow",
        "cache-control",
        "content-language",
        "content-type",
        "etag",
        "if-match",
        "if-none-match",
        "last-modified",
        "link",
        "location",
        "ratelimit-limit",
        "ratelimit-remaining",
        "ratelimit-reset",
        "retry-after",
        "x-ratelimit-limit",
        "x-ratelimit-remaining",
        "x-ratelimit-reset",
        "x-total-count",
    )
)
"""Headers that are kept; no others are."""

_DEEPEST: Final = 240
"""Levels of JSON that are kept; a line wraps them a few times more, and ends at 254."""
_ADDRESS: Final = re.compile(r"[^<>]+")
"""A header, or what it has in angle brackets and between them."""
_LINK: Final = re.compile(r"(?<![a-z0-9+.-])([a-z][a-z0-9+.-]*+://[^\s<>\"']+)", re.IGNORECASE)
_COMPARISON: Final = re.compile(r"([\w.]+)(\s*(?:!=|>=|<=|=|>|<|~)\s*)('(?:[^']|'')*'|\S+)")
_FORM: Final = "application/x-www-form-urlencoded"


def concealed_headers(headers: Headers, stand_ins: StandIns) -> Headers:
    """Those that are kept of the headers."""
    kept = ((name, value) for name, value in headers if name in KEPT_HEADERS)
    return tuple((name, _ADDRESS.sub(lambda found: _address(found[0], stand_ins), value)) for name, value in kept)


def concealed_target(target: str, stand_ins: StandIns) -> str:
    """The target of a request: ids stay unless they are e-mail addresses."""
    path, mark, query = masked_target(target).partition("?")
    segments = (_segment(segment, stand_ins) for segment in path.split("/"))
    return "/".join(segments) + mark + _pairs(query, stand_ins)


def concealed_body(body: bytes, content_type: str, stand_ins: StandIns) -> Document | None:
    """A body as it is kept: its `json` or its `text`; of one that is neither how many bytes were `omitted`."""
    if not body:
        return None
    masked = masked_body(body, sys.maxsize)
    try:
        value: Any = orjson.loads(masked)
    except orjson.JSONDecodeError:
        return _concealed_text(masked, content_type, stand_ins)
    return {"json": _json(value, stand_ins)}


def _concealed_text(body: bytes, content_type: str, stand_ins: StandIns) -> Document:
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {"omitted": len(body)}
    if content_type.partition(";")[0].strip().lower() == _FORM:
        return {"text": _pairs(text, stand_ins)}
    parts, done = list[str](), 0
    for named in NAMED.finditer(text):
        if named.start() >= done and is_personal(named[1]) and (value := VALUE.match(text, named.end())):
            parts += (text[done : value.start()], stand_ins.of(value[0]))
            done = value.end()
    return {"text": stand_ins.prose("".join((*parts, text[done:])))}


def _json(value: Any, stand_ins: StandIns, *, personal: bool = False, person: bool = False, depth: int = 0) -> Any:
    """A value with what is personal replaced, which is all of it where that is said, and without what lies too deep."""
    if isinstance(value, str):
        return stand_ins.of(value) if personal else _text(value, stand_ins)
    if depth >= _DEEPEST and (is_array(value) or is_object(value)):
        return MASK
    if is_array(value):
        return [_json(item, stand_ins, personal=personal, person=person, depth=depth + 1) for item in value]
    if is_object(value):
        person = person or _is_person(value)
        return {
            stand_ins.prose(name): _json(
                item,
                stand_ins,
                personal=personal or is_personal(name) or (person and name == "name"),
                person=PERSON.fullmatch(name) is not None,
                depth=depth + 1,
            )
            for name, item in value.items()
        }
    if personal and isinstance(value, int | float) and not isinstance(value, bool):
        return stand_ins.number(value)
    return value


def _is_person(value: Mapping[str, Any]) -> bool:
    said = value.get("type")
    types = said if is_array(said) else [said]
    return any(name in PEOPLE_TYPES for name in types if isinstance(name, str)) or any(map(is_personal, value))


def _text(text: str, stand_ins: StandIns) -> str:
    """A text of which nothing is known."""
    if text.startswith(("{", "[")):
        held = concealed_body(text.encode(), "", stand_ins) or {}
        return held["text"] if "text" in held else orjson.dumps(held["json"]).decode()
    if "://" not in text or "?" not in text:
        return stand_ins.prose(text)
    parts = _LINK.split(text)
    return "".join(_address(part, stand_ins) if "://" in part else stand_ins.prose(part) for part in parts)


def _address(text: str, stand_ins: StandIns) -> str:
    """An address, or a header with addresses."""
    path, mark, query = masked_target(text).partition("?")
    return "/".join(_step(step, stand_ins) for step in path.split("/")) + mark + _pairs(query, stand_ins)


def _step(step: str, stand_ins: StandIns) -> str:
    """A part of an address in a text, whose letters may be written as the digits of their bytes."""
    if "%" not in step:
        return stand_ins.prose(step)
    given = unquote(step)
    kept = stand_ins.prose(given)
    return step if kept == given else quote(kept, safe="@:")


def _segment(segment: str, stand_ins: StandIns) -> str:
    given = unquote(segment)
    kept = stand_ins.addresses(given)
    return segment if kept == given else quote(kept, safe="@")


def _pairs(text: str, stand_ins: StandIns) -> str:
    return "&".join(_pair(pair, stand_ins) for pair in text.split("&"))


def _pair(pair: str, stand_ins: StandIns) -> str:
    name, sign, written = pair.partition("=")
    given, name_given = unquote_plus(written), unquote_plus(name)
    if is_personal(name_given) or name_given in SEARCHES:
        kept = stand_ins.of(given)
    elif name_given == "filter":
        kept = _COMPARISON.sub(lambda found: found[1] + found[2] + _compared(found, stand_ins), given)
    else:
        kept = stand_ins.prose(given)
    name = name if (kept_name := stand_ins.prose(name_given)) == name_given else quote_plus(kept_name)
    return name + sign + (written if kept == given else quote_plus(kept, safe="@'"))


def _compared(found: re.Match[str], stand_ins: StandIns) -> str:
    is_quoted = found[3].startswith("'")
    value = found[3][1:-1] if is_quoted else found[3]
    kept = stand_ins.of(value) if is_personal(found[1]) else stand_ins.prose(value)
    return f"'{kept}'" if is_quoted else kept
