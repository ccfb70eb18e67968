"""Named configurations of a user: settings in files below the folder of configurations, secrets apart."""

from timeback_core.cli.profiles.store import Profiles

__all__ = ("Profiles",)
