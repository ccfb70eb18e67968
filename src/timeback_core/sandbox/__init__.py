"""A local Timeback with data, for tests and for trying things out; it shares no code with the client.

`Sandbox().transport()` answers in this process, `Sandbox().serve()` over real HTTP.
"""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
