"""What a command prints; it does what it was asked for also where nobody reads that."""

import os
import sys


def say(text: str) -> None:
    """Print it at once; where that fails, nothing is printed from then on, which is told unless the reader has gone."""
    try:
        print(text, flush=True)
    except OSError as error:
        # Python would complain once more when it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # who reads has seen enough, as `head` does
            print(f"cannot print: {error.strerror or error}", file=sys.stderr)
