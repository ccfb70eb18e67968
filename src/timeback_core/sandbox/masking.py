"""What is hidden before the sandbox remembers a request: every password, key, token and other secret."""

import re
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote_plus

import orjson

from timeback_core.sandbox.bodies import DEEPEST
from timeback_core.sandbox.messages import Headers, is_array, is_object

MASK: Final = "***"

_NAMES: Final = (
    r"pass[-_ ]?word|passwd|pass[-_ ]?phrase|\bpwd|secret|token(?![-_ ]?type)|(?:api|access|private)[-_ ]?key"
    r"|authorization|cookie|assertion|\bjwt\b"
)
_SECRET: Final = re.compile(_NAMES, re.IGNORECASE)
_LONGEST_KNOWN: Final = 64
"""Characters of a name that is worth keeping in mind."""
_SUSPECT: Final = (
    b"pass",
    b"pwd",
    b"secret",
    b"token",
    b"key",
    b"authorization",
    b"cookie",
    b"assertion",
    b"jwt",
    b"bearer",
    b"\\u",
    b"%",
)
"""Of these a body must hold one to be looked at: a part of each name, and what escapes may spell it with."""
_BEARER: Final = re.compile(r"\b(bearer\s+)(?=[\w.~+/-]*\d|[\w.~+/-]{24})[\w.~+/-]{8,}=*", re.IGNORECASE)
"""A token in any text: not every word that follows this one is one."""
_LOOSE: Final = re.compile(
    rf"((?:{_NAMES})[\w-]*[\"']?(?:\s*[:=>]\s*[\"']?|(?:\r?\n){{2}}))((?:\\.|[^\"'&<\\])+)", re.IGNORECASE
)
"""A secret in a text that is no JSON: in what was to be JSON, in a form of several parts, in XML."""


def is_secret(name: str) -> bool:
    """Whether what has such a name is a secret."""
    return _is_known_secret(name) if len(name) <= _LONGEST_KNOWN else _SECRET.search(name) is not None


@lru_cache(maxsize=1024)
def _is_known_secret(name: str) -> bool:
    return _SECRET.search(name) is not None


def masked_headers(headers: Headers) -> Headers:
    """The headers; of an authorization only its scheme stays."""
    return tuple([(name, _masked_header(name, value)) for name, value in headers])


def masked_target(target: str) -> str:
    """The target of a request with the secrets of its query hidden."""
    path, mark, query = target.partition("?")
    return path + mark + _masked_pairs(query)


def masked_body(body: bytes, kept: int) -> bytes:
    """The body to a length, byte for byte as it came unless it holds a secret."""
    if not (body and kept):
        return b""
    lowered = body.lower()
    if not any(part in lowered for part in _SUSPECT):
        return body[:kept]
    try:
        value: Any = orjson.loads(body)
    except orjson.JSONDecodeError:
        text = body[:kept].decode("utf-8", "surrogateescape")
        return _masked_text(_LOOSE.sub(rf"\1{MASK}", _masked_pairs(text))).encode("utf-8", "surrogateescape")
    masked = _masked_json(value, 0)
    return (body if masked == value else orjson.dumps(masked))[:kept]


def masked_message(message: bytes) -> bytes:
    """An answer of HTTP as it came, its head and its body each without their secrets."""
    head, blank, body = message.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in lines)
    masked = masked_headers(tuple((name, value.strip()) for name, _, value in pairs))
    told = "\r\n".join((first, *(f"{name}: {value}" for name, value in masked)))
    return told.encode("latin-1") + blank + masked_body(body, len(body))


def _masked_header(name: str, value: str) -> str:
    if not is_secret(name):
        return _masked_pairs(value) if "=" in value else value
    scheme, blank, _ = value.partition(" ")
    return f"{scheme} {MASK}" if blank and name.endswith("authorization") else MASK


def _masked_pairs(text: str) -> str:
    return "&".join([_masked_pair(pair) for pair in text.split("&")])


def _masked_pair(pair: str) -> str:
    name, sign, _ = pair.partition("=")
    return f"{name}={MASK}" if sign and is_secret(unquote_plus(name)) else pair


def _masked_json(value: Any, depth: int) -> Any:
    """The value with its secrets hidden, and with what lies too deep to be looked at."""
    if is_object(value) and depth <= DEEPEST:
        return {
            name: MASK if item is not None and is_secret(name) else _masked_json(item, depth + 1)
            for name, item in value.items()
        }
    if is_array(value) and depth <= DEEPEST:
        return [_masked_json(item, depth + 1) for item in value]
    if isinstance(value, str):
        return _masked_text(value)
    return MASK if isinstance(value, dict | list) else value


def _masked_text(text: str) -> str:
    return _BEARER.sub(rf"\1{MASK}", text)
