"""The activity recorder: what a student did in an application, as Caliper events and rows of the gradebook.

Its public names are flows, pure functions and models; each is imported when it is first used.
"""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
