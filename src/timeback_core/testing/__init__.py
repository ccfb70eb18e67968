"""What tests of your own code need: a sandbox as a fixture, scripted answers, mishaps, what was sent, and strategies.

Installing the package makes its pytest fixtures known (`timeback_sandbox`, `timeback_client`,
`async_timeback_client`); nothing here is imported by the client.
"""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
