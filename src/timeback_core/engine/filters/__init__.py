"""The `where` language: conditions as data, checked against the names of a resource, and their text."""

from timeback_core.engine.filters.algebra import (
    And,
    Comparison,
    Condition,
    Field,
    Filter,
    Operators,
    Or,
    Where,
    all_of,
    any_of,
    field,
)
from timeback_core.engine.filters.build import build
from timeback_core.engine.filters.text import parse, refused, render
from timeback_core.engine.filters.values import FilterValue, Scalar
from timeback_core.engine.filters.vocabulary import ANY, Term, Vocabulary
from timeback_core.engine.platforms import Dialect

__all__ = [
    "ANY",
    "And",
    "Comparison",
    "Condition",
    "Dialect",
    "Field",
    "Filter",
    "FilterValue",
    "Operators",
    "Or",
    "Scalar",
    "Term",
    "Vocabulary",
    "Where",
    "all_of",
    "any_of",
    "build",
    "field",
    "parse",
    "refused",
    "render",
]
