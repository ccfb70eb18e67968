"""What a server says when it refuses, read from every shape of body that the nine APIs use. Total and pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import orjson

from timeback_core.engine.call.http import HttpResponse
from timeback_core.engine.narrow import is_array, is_object
from timeback_core.errors import ServerReply
from timeback_core.problems import Problem

LONGEST = 500
"""Characters of a server's text that are kept; a stack trace or a page of HTML is not."""
_MANY = 100
_NOT_FOUND = re.compile(r"^(.+?)(?: record)? not found\b", re.IGNORECASE)
_NO_LETTERS = re.compile(r"[^a-z]+")


def read_reply(response: HttpResponse) -> ServerReply:
    """The server's sentence, minor codes and field problems; empty where the body holds none."""
    try:
        body = orjson.loads(response.body)
    except ValueError:
        return ServerReply(_plain_text(response))
    if isinstance(body, str):
        return ServerReply(body[:LONGEST])
    if not is_object(body):
        return ServerReply()
    problems = tuple(_problems(body))[:_MANY]
    return ServerReply(_sentence(body)[:LONGEST], tuple(_codes(body))[:_MANY], problems)


def names_something_else(template: str, text: str) -> bool:
    """Whether a 404 of a write speaks of something that the path does not name: a reference in the body.

    template: the path template. text: the server's sentence, such as `Organization not found.`
    """
    told = _NOT_FOUND.match(text.strip())
    if told is None:
        return False
    segments = template.rstrip("/").split("/")
    named = [before for before, after in pairwise(segments) if after.startswith("{")]
    entity = _letters(told[1])
    return not any(_singular(_letters(segment)) in entity for segment in named)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.lower())


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith("sses") else word.removesuffix("s")


def _plain_text(response: HttpResponse) -> str:
    kind = response.header("content-type") or ""
    return response.body[:LONGEST].decode("utf-8", "replace").strip() if kind.startswith("text/plain") else ""


def _sentence(body: dict[str, object]) -> str:
    for name in ("imsx_description", "message", "error_description", "error", "detail", "details"):
        text = body.get(name)
        if isinstance(text, str) and text.strip():
            return text
    for entry in _objects(body.get("errors")):
        told = [entry[name] for name in ("message", "detail") if isinstance(entry.get(name), str)]
        if told:
            return " - ".join(dict.fromkeys(map(str, told)))
    return ""


def _codes(body: dict[str, object]) -> Iterator[tuple[str, str]]:
    minor = body.get("imsx_CodeMinor")
    if is_object(minor):
        for entry in _objects(minor.get("imsx_codeMinorField")):
            yield _text(entry.get("imsx_codeMinorFieldName")), _text(entry.get("imsx_codeMinorFieldValue"))
    if code := _text(body.get("code")):
        yield "code", code


def _problems(body: dict[str, object]) -> Iterator[Problem]:
    for entry in _objects(body.get("imsx_error_details")):
        yield from _detailed(entry)
    yield from _listed(body.get("errors"))
    yield from _listed(body.get("details"))
    for entry in _objects(body.get("errors")):
        meta = entry.get("meta")
        if is_object(meta):
            yield from _listed(meta.get("issues"))
    meta = body.get("meta")
    if is_object(meta):
        yield from _listed(meta.get("issues"))


def _detailed(entry: dict[str, object]) -> Iterator[Problem]:
    """IMS details: a path and a sentence, or sentences by field."""
    if entry.keys() & {"message", "reason"}:
        yield from _listed([entry])
        return
    for name, text in entry.items():
        if isinstance(text, str):
            yield Problem(name[:LONGEST], text[:LONGEST])


def _listed(entries: object) -> Iterator[Problem]:
    for entry in _objects(entries):
        path = next((_path(entry[name]) for name in ("path", "field") if entry.get(name)), "")
        text = next((entry[name] for name in ("message", "reason") if isinstance(entry.get(name), str)), None)
        if text is not None and path:
            yield Problem(path[:LONGEST], str(text)[:LONGEST])


def _path(path: object) -> str:
    if is_array(path):
        return ".".join(str(part) for part in path if isinstance(part, str | int))
    return path if isinstance(path, str) else ""


def _objects(entries: object) -> Iterator[dict[str, object]]:
    if is_array(entries):
        yield from (entry for entry in entries if is_object(entry))


def _text(value: object) -> str:
    return value[:LONGEST] if isinstance(value, str) else ""
