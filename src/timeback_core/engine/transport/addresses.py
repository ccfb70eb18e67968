"""The addresses of a host: asked for without blocking the caller, and put into the order in which to try them."""

import socket
from collections.abc import Callable, Sequence
from itertools import zip_longest
from threading import Thread
from typing import Any, TypeAlias

from timeback_core.engine.transport.reasons import reason

Address: TypeAlias = tuple[int, int, int, str, Any]
"""Family, kind, protocol, canonical name and address, as `socket.getaddrinfo` gives them."""
Found: TypeAlias = Sequence[Address] | OSError

STAGGER = 0.2
"""Seconds that an address may take before the next one is tried beside it (RFC 8305)."""


def look_up(host: str, port: int, deliver: Callable[[Found], object]) -> None:
    """Deliver the addresses of a host, or why there are none; for a name from a thread, which nobody waits for.

    Nothing bounds the time that a resolver takes.
    """

    def resolve() -> None:
        deliver(_resolved(host, port, 0))

    found = _resolved(host, port, socket.AI_NUMERICHOST)
    if not isinstance(found, OSError):
        deliver(found)
        return
    try:
        Thread(target=resolve, name="timeback-resolver", daemon=True).start()
    except RuntimeError:  # no more threads, or the interpreter is about to end
        resolve()


def _resolved(host: str, port: int, flags: int) -> Found:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    except (OSError, UnicodeError) as error:
        return OSError(reason(error))
    if not found:
        return OSError("the name has no address")
    first = [address for address in found if address[0] == found[0][0]]
    others = [address for address in found if address[0] != found[0][0]]
    return [address for pair in zip_longest(first, others) for address in pair if address is not None]
