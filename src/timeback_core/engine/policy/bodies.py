"""The body of a request as bytes, its models checked; total on whatever a caller put into it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from timeback_core.engine.codec import Model
from timeback_core.engine.codec.runtime import Bad, check, dumps, encode
from timeback_core.engine.narrow import is_mapping, is_sequence
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.call.request import Rewrite
    from timeback_core.engine.codec.json import JsonValue


def body_bytes(body: object, problems: list[Problem], rewrite: Rewrite | None = None) -> bytes:
    """A body's bytes; what is wrong with it is added to `problems`, with paths in the names of the wire.

    rewrite: makes JSON that of the platform's dialect.
    """
    match body:
        case bytes():
            return body
        case str():
            return _text_bytes(body, problems)
        case _:
            try:
                return _json_bytes(body, problems, rewrite)
            except RecursionError:
                problems.append(Problem("body", "has too many levels, or holds itself"))
                return b""


def _json_bytes(body: object, problems: list[Problem], rewrite: Rewrite | None) -> bytes:
    before = len(problems)
    tree = _tree(body, "", problems)
    if rewrite is not None and len(problems) == before:
        tree = rewrite(tree, problems)
    if len(problems) > before:
        return b""
    try:
        return dumps(tree)
    except Bad as bad:
        problems.append(Problem(bad.where().removeprefix("$").removeprefix("."), f"expected {bad.expected}"))
        return b""


def _text_bytes(text: str, problems: list[Problem]) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:
        problems.append(Problem("body", "holds characters that cannot be sent"))
        return b""


def _tree(value: object, path: str, problems: list[Problem]) -> JsonValue:
    """A body as plain JSON: mappings and sequences as they are, models encoded."""
    match value:
        case Model():
            found = check(value)
            problems.extend(problem.under(path) for problem in found)
            return None if found else encode(value)
        case _ if is_mapping(value):
            return dict(_members(value, f"{path}." if path else "", problems))
        case _ if is_sequence(value):
            return [_tree(each, f"{path}[{index}]", problems) for index, each in enumerate(value)]
        case None | bool() | int() | float() | str():
            return value
        case _:
            problems.append(Problem(path, f"{type(value).__name__} cannot be sent as JSON"))
            return None


def _members(value: Mapping[object, object], below: str, problems: list[Problem]) -> Iterator[tuple[str, JsonValue]]:
    for key, each in value.items():
        if isinstance(key, str):
            yield key, _tree(each, f"{below}{key}", problems)
        else:
            problems.append(Problem(below.removesuffix("."), f"names of members are text, not {type(key).__name__}"))
