"""CASE: competencies and academic standards: documents, items, associations and whole packages.

Its public names are operations, flows, namespaces and models; each is imported when it is first used.
"""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
