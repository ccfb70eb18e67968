"""The functional, fully typed client of the Timeback education platform.

Importing the package imports nothing else; each name is loaded when it is first used.
"""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
