"""Runs the sandbox: `python -m timeback_core.sandbox --help`."""

import sys

from timeback_core.sandbox.command import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
