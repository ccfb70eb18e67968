"""The `timeback` command: a demonstration, a local sandbox and the catalogue of operations."""

import sys

__all__ = ("main",)


def main() -> None:
    """Run the command that the arguments name; 130 where it is interrupted, also while it is loaded."""
    try:
        from timeback_core.cli.app import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)
