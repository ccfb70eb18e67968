"""TLS as a layer of bytes, without a socket; and the context that verifies servers."""

import os
import ssl
from collections.abc import Awaitable, Callable
from functools import cache

from timeback_core.engine.transport.reasons import CLOSED_BY_SERVER, ExchangeError

RECORD = 16 * 1024  # bytes that one record of TLS holds at most


class Tls:
    """Our side of a TLS connection: bytes of the server in, plain bytes out, and the other way round."""

    def __init__(self, context: ssl.SSLContext, host: str) -> None:
        """A connection of which nothing was sent yet; raises `ExchangeError` where the host cannot be asked for."""
        self._incoming = ssl.MemoryBIO()
        self._outgoing = ssl.MemoryBIO()
        self.ended: bool = False  # whether the server has said that nothing more comes
        self.clean: bool = True  # whether what came ends with a whole record
        try:
            self._object = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        except ValueError as error:
            raise ExchangeError("barred", "the name of the server is none") from error

    async def handshake(self, ask: Callable[[bytes], Awaitable[bytes]]) -> None:
        """Agree on keys; see `ways.Ask`. Raises `ExchangeError`."""
        try:
            while True:
                try:
                    return self._object.do_handshake()
                except ssl.SSLWantReadError:
                    self._take(await ask(self._outgoing.read()))
        except ssl.SSLError as error:
            untrusted = isinstance(error, ssl.SSLCertVerificationError)
            raise ExchangeError("barred" if untrusted else "connect", tls_reason(error)) from error

    def encrypt(self, data: bytes) -> bytes:
        """What to send for those bytes, after what the handshake left to send; raises `ExchangeError`."""
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[self._object.write(rest) :]
        except ssl.SSLError as error:
            raise ExchangeError("broken", tls_reason(error)) from error
        return self._outgoing.read()

    def decrypt(self, data: bytes) -> bytes | None:
        """What those bytes say; None where they say nothing yet, empty at a proper end; raises `ExchangeError`."""
        self._take(data)
        self.clean = True
        parts: list[bytes] = []
        try:
            while not self.ended and (not data or self._incoming.pending or self._object.pending()):
                part = self._object.read(RECORD)
                self.ended = not part
                parts.append(part)
        except ssl.SSLWantReadError:
            self.clean = False
        except ssl.SSLError as error:
            raise ExchangeError("broken", tls_reason(error)) from error
        return b"".join(parts) if parts or self.ended else None

    def _take(self, data: bytes) -> None:
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()


def tls_reason(error: ssl.SSLError) -> str:
    """A short sentence about a failure of TLS."""
    match error:
        case ssl.SSLCertVerificationError():
            return f"the server's certificate is not trusted: {error.verify_message}"
        case ssl.SSLEOFError():
            return CLOSED_BY_SERVER
        case _:
            return f"TLS failed: {error.reason}"


@cache
def verifying_context(*, trust_env: bool) -> ssl.SSLContext:
    """The one context, which costs 20 ms; raises `OSError` where the files that the environment names are none."""
    file = os.environ.get("SSL_CERT_FILE") if trust_env else None
    folder = os.environ.get("SSL_CERT_DIR") if trust_env else None
    if not (file or folder):
        import certifi

        file = certifi.where()
    context = ssl.create_default_context(cafile=file or None, capath=folder or None)
    context.set_alpn_protocols(["http/1.1"])
    return context
