"""The `where` language: conditions as data, checked against the names of a resource, and their text."""

from timeback_core.engine.filters.algebra import And, Comparison, Field, Filter, Or, all_of, any_of, field
from timeback_core.engine.filters.build import build
from timeback_core.engine.filters.limits import refused
from timeback_core.engine.filters.parse import parse
from timeback_core.engine.filters.render import render
from timeback_core.engine.filters.values import FilterValue, Scalar
from timeback_core.engine.filters.vocabulary import ANY, Term, Vocabulary
from timeback_core.engine.filters.where import Condition, Operators, Where
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
