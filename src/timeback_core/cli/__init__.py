"""The `timeback` command: a demonstration, a local sandbox and the catalogue of operations."""

from timeback_core.cli.app import main

__all__ = ("main",)
