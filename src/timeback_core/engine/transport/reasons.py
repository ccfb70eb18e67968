"""Why a connection failed, in the same words whichever library noticed it."""

import os
import socket
import ssl
from typing import cast

CLOSED_BY_SERVER = "the server closed the connection"
LATE = "the deadline passed"


def reason(error: BaseException) -> str:
    """A short sentence about an exception of a socket."""
    if isinstance(error, BaseExceptionGroup):  # trio tried several addresses
        group = cast("BaseExceptionGroup[BaseException]", error)  # isinstance leaves the parameter unknown
        return reason(group.exceptions[0])
    match error:
        case ssl.SSLCertVerificationError():
            return f"the server's certificate is not trusted: {error.verify_message}"
        case ssl.SSLEOFError():
            return CLOSED_BY_SERVER
        case ssl.SSLError():
            return f"TLS failed: {error.reason}"
        case socket.gaierror() | UnicodeError():
            return "the name cannot be resolved"
        case TimeoutError():
            return LATE
        case OSError() if error.errno is not None:
            return os.strerror(error.errno)
        case _:
            return str(error) if error.__cause__ is None else reason(error.__cause__)
