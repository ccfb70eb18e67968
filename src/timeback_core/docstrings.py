"""What docstrings say, for those that show it: paragraphs, and what is said of each argument."""

import ast
import inspect
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache


def paragraphs(doc: str | None) -> list[str]:
    """The paragraphs of a docstring."""
    return [part for part in inspect.cleandoc(doc or "").split("\n\n") if part]


def described(paragraph: str, names: Iterable[str]) -> Mapping[str, str]:
    """What a paragraph such as `user_id: whose login it is. limit: rows per page.` says of each of these names."""
    pattern = "|".join(re.escape(name) for name in names)
    pieces = re.split(rf"(?:^|(?<=[.;:] ))({pattern}): ", " ".join(paragraph.split())) if pattern else []
    return {name: text.strip() for name, text in zip(pieces[1::2], pieces[2::2], strict=True)}


def documented(body: list[ast.stmt]) -> Iterator[tuple[ast.stmt, str]]:
    """Statements, each with the docstring under it; empty where there is none."""
    for statement, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(after, ast.Expr) and isinstance(after.value, ast.Constant):
            yield statement, inspect.cleandoc(str(after.value.value))
        else:
            yield statement, ""


@cache
def fields_told(module: str) -> Mapping[str, str]:
    """The docstrings under the fields of the classes of a module that is loaded; of those of one name, the last."""
    source = ast.parse(inspect.getsource(sys.modules[module]))
    classes = (node for node in source.body if isinstance(node, ast.ClassDef))
    return {
        statement.target.id: " ".join(doc.split())
        for node in classes
        for statement, doc in documented(node.body)
        if doc and isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name)
    }
