"""What ends an exchange from outside of the answer, in the same words whichever library noticed it."""

import os
import socket

from timeback_core.engine.call.http import FailureKind

CLOSED_BY_SERVER = "the server closed the connection"
CLOSED_BY_US = "the transport is closed"
LATE = "the deadline passed"
SILENT = "a connection that was kept gave no answer for long"


class ExchangeError(Exception):
    """Why an exchange cannot go on; raised inside the package only."""

    def __init__(self, kind: FailureKind, detail: str) -> None:
        super().__init__(detail)
        self.kind: FailureKind = kind
        self.detail = detail


def reason(error: Exception) -> str:
    """A short sentence about an exception of a socket, which repeats nothing that was sent or came."""
    match error:
        case ExchangeError():
            return error.detail
        case socket.gaierror() | UnicodeError():
            return "the name cannot be resolved"
        case OSError() if error.errno is not None:
            return os.strerror(error.errno)
        case _:
            return str(error)
