"""`timeback sandbox`: a local Timeback as a process of its own."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from datetime import UTC, datetime

from timeback_core.sandbox import DataFileError, LoggedRequest, Sandbox, Server, cli_text
from timeback_core.sandbox.faces.listener import until_told_to_end


def run(sandbox: Callable[[], Sandbox], *, host: str, port: int, public_url: str | None) -> int:
    """Serve until interrupted or told to end; gives the exit status."""
    with until_told_to_end():
        try:
            with sandbox() as built:
                # The district stays until the end: the garbage collector need not look through it, which takes a while.
                gc.freeze()
                built.serve_forever(port, host, public_url=public_url, ready=_announce)
        except (ValueError, DataFileError) as error:
            print(error, file=sys.stderr)
            return 1
        except OSError as error:
            print(f"cannot listen on {host} port {port}: {error.strerror or error}", file=sys.stderr)
            return 1
    return 0


def tell(request: LoggedRequest) -> None:
    """Print a line about a request."""
    at = datetime.fromtimestamp(request.at, UTC)
    took = f"{request.seconds * 1000:.1f} ms"
    print(
        f"{at:%Y-%m-%dT%H:%M:%SZ} {request.verb} {request.target} {request.status} {took}", file=sys.stderr, flush=True
    )


def _announce(server: Server) -> None:
    print(cli_text(server), flush=True)
