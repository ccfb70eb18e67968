"""The body of a request as bytes, its models checked; total on whatever a caller put into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from timeback_core.engine.codec import Model
from timeback_core.engine.codec.runtime import Bad, check, dumps, encode
from timeback_core.engine.narrow import is_listing, is_mapping
from timeback_core.problems import Problem

if TYPE_CHECKING:
    from timeback_core.engine.codec.json import JsonValue

Rewrite: TypeAlias = "Callable[[JsonValue, list[Problem]], JsonValue]"
"""A JSON body in another dialect, pure and total; what the dialect cannot say is added to the problems."""


def body_bytes(body: object, problems: list[Problem], rewrite: Rewrite | None = None) -> bytes:
    """A body's bytes in the platform's dialect; what is wrong with it is added to `problems`."""
    if isinstance(body, bytes):
        return body
    before = len(problems)
    try:
        if isinstance(body, str):
            return body.encode()
        tree = _tree(body, "", problems)
        if rewrite is not None and len(problems) == before:
            tree = rewrite(tree, problems)
        return dumps(tree) if len(problems) == before else b""
    except UnicodeEncodeError:
        problems.append(Problem("body", "holds characters that cannot be sent"))
    except RecursionError:
        problems.append(Problem("body", "has too many levels, or holds itself"))
    except Bad as bad:
        problems.append(Problem(bad.where().removeprefix("$").removeprefix("."), f"expected {bad.expected}"))
    except Exception as error:  # total on whatever a class of the user's does
        problems.append(Problem("body", f"cannot be looked at: {type(error).__name__}"))
    return b""


def _tree(value: object, path: str, problems: list[Problem]) -> JsonValue:
    """A body as plain JSON: mappings and sequences as they are, models encoded."""
    if isinstance(value, Model):
        found = check(value)
        problems.extend(problem.under(path) for problem in found)
        return None if found else encode(value)
    if is_mapping(value):
        tree: dict[str, JsonValue] = {}
        for key, each in value.items():
            if isinstance(key, str):
                tree[key] = _tree(each, f"{path}.{key}" if path else key, problems)
            else:
                problems.append(Problem(path, f"names of members are text, not {type(key).__name__}"))
        return tree
    if is_listing(value):
        return [_tree(each, f"{path}[{index}]", problems) for index, each in enumerate(value)]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    problems.append(Problem(path, f"{type(value).__name__} cannot be sent as JSON"))
    return None
