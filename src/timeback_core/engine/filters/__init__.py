"""The `where` language: conditions as data, checked against the names of a resource, and their text."""

from timeback_core.engine.filters.algebra import (
    And,
    Comparison,
    Field,
    Filter,
    Or,
    Where,
    all_of,
    any_of,
    field,
    refused,
    render,
)
from timeback_core.engine.filters.build import build
from timeback_core.engine.filters.vocabulary import ANY, Term, Vocabulary

__all__ = ["ANY", "And", "Comparison", "Field", "Filter", "Or", "Term", "Vocabulary", "Where", "all_of", "any_of"]
__all__ += ["build", "field", "refused", "render"]
