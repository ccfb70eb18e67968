"""Why a connection failed, in the same words whichever library noticed it."""

import os
import socket
import ssl

CLOSED_BY_SERVER = "the server closed the connection"
LATE = "the deadline passed"


def reason(error: BaseException) -> str:
    """A short sentence about an exception of a socket."""
    if isinstance(error, BaseExceptionGroup):  # trio tried several addresses
        return reason(error.exceptions[0])
    match error:
        case ssl.SSLCertVerificationError():
            return f"the server's certificate is not trusted: {error.verify_message}"
        case ssl.SSLEOFError():
            return CLOSED_BY_SERVER
        case ssl.SSLError():
            return f"TLS failed: {error.reason}"
        case socket.gaierror() | UnicodeError():
            return "the name cannot be resolved"
        case OSError() if error.errno is not None:
            return os.strerror(error.errno)
    cause: BaseException | None = error.__cause__
    return str(error) if cause is None else reason(cause)
