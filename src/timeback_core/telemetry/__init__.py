"""What a client does, told to OpenTelemetry: spans of calls and flows, events of attempts, the metric of HTTP clients.

It needs the extra `telemetry`, which is the API of OpenTelemetry alone.
"""

from importlib.util import find_spec

from timeback_core.lazy import attach

if find_spec("opentelemetry") is None:
    raise ImportError("timeback_core.telemetry needs OpenTelemetry: pip install 'timeback-core[telemetry]'")

__getattr__, __dir__, __all__ = attach(__name__, __file__)
