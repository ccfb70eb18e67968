"""The text of a filter read back by the sandbox, which shares no code with the client that wrote it."""

from typing import get_args

from timeback_core.engine.filters import Comparison, Filter, all_of
from timeback_core.engine.filters.algebra import Op, any_of
from timeback_core.engine.filters.values import Scalar
from timeback_core.sandbox.query import syntax


def read(text: str) -> Filter:
    """The filter that a text spells; numbers with a point are floats, others are integers."""
    return _filter(syntax.parse_filter(text))


def _filter(tree: syntax.Filter) -> Filter:
    match tree:
        case syntax.Comparison():
            (op,) = (op for op in get_args(Op) if op == tree.operator)
            return Comparison(tree.field, op, _value(tree.value))
        case syntax.AllOf():
            return all_of(*map(_filter, tree.parts))
        case syntax.AnyOf():
            return any_of(*map(_filter, tree.parts))


def _value(found: syntax.Literal) -> Scalar:
    if found.quoted:
        return found.text
    if found.text in ("true", "false"):
        return found.text == "true"
    return float(found.text) if "." in found.text else int(found.text)
