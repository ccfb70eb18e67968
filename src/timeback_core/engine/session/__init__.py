"""Sessions: configuration, tokens and connections, and the one interpreter of requests, for threads and event loops."""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
