"""A durable outbox: events that are accepted while offline, in a file, and sent when there is a way.

An accepted event is delivered, refused or waiting, whatever is killed, cut or full meanwhile; it is sent again with the
same id alone.
"""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
