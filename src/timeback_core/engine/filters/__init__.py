"""The `where` language: conditions as data, checked against the names of a resource, and their text."""

from timeback_core.engine.filters.algebra import And, Comparison, Filter, Or, Where, all_of, field, refused, render
from timeback_core.engine.filters.build import build
from timeback_core.engine.filters.vocabulary import Vocabulary

__all__ = ["And", "Comparison", "Filter", "Or", "Vocabulary", "Where", "all_of", "build", "field", "refused", "render"]
