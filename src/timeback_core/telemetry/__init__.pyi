from timeback_core.telemetry.observer import Telemetry as Telemetry
