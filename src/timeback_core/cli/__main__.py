"""`python -m timeback_core.cli`: the same as the `timeback` command."""

from timeback_core.cli import main

main()
