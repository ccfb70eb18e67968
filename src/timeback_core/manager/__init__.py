"""Managers: named clients of one application, and broadcasts to all of them."""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
