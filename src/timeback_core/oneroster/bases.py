"""Where OneRoster's paths start: its three parts."""

from timeback_core.engine.call.base import Base

ROSTERING = Base("oneroster", "rostering")
GRADEBOOK = Base("oneroster", "gradebook")
RESOURCES = Base("oneroster", "resources")
