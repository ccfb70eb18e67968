"""The configuration of a session: a frozen value, made by one total function from what was given."""

from timeback_core.engine.config.configure import configure
from timeback_core.engine.config.settings import ServiceSpec
from timeback_core.engine.config.values import Config, ServiceConfig, TokenSource

__all__ = ["Config", "ServiceConfig", "ServiceSpec", "TokenSource", "configure"]
