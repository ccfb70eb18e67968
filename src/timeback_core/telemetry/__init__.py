"""What a client does, told to OpenTelemetry: spans of calls and flows, events of attempts, the metric of HTTP clients.

It needs the extra `telemetry`, which is the API of OpenTelemetry alone.
"""

from timeback_core.lazy import attach

__getattr__, __dir__, __all__ = attach(__name__, __file__)
