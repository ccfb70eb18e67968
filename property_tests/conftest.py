"""Settles Hypothesis before any law is read."""

from property_tests import profiles

__all__ = ("profiles",)
