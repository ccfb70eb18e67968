"""`timeback sandbox`: a local Timeback as a process of its own."""

from __future__ import annotations

import sys

from timeback_core.sandbox import Sandbox, cli_text


def run(*, port: int, students: int, seed: int) -> int:
    """Serve until interrupted; gives the exit status."""
    try:
        server = Sandbox(seed=seed, students=students).serve(port)
    except OSError as error:
        print(f"cannot listen on port {port}: {error.strerror}", file=sys.stderr)
        return 1
    with server:
        print(cli_text(server), flush=True)
        try:
            server.wait()
        except KeyboardInterrupt:
            print()
    return 0
