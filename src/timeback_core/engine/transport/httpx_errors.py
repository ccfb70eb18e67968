"""What httpcore raised, raised again as httpx's own exceptions."""

from collections.abc import Generator
from contextlib import contextmanager

import httpcore
import httpx

PAIRS: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.ReadTimeout, httpx.ReadTimeout),
    (httpcore.WriteTimeout, httpx.WriteTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.ReadError, httpx.ReadError),
    (httpcore.WriteError, httpx.WriteError),
    (httpcore.ProxyError, httpx.ProxyError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
    (httpcore.LocalProtocolError, httpx.LocalProtocolError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
)


@contextmanager
def as_httpx_errors() -> Generator[None, None, None]:
    """Translate what is raised inside."""
    try:
        yield
    except Exception as error:
        for core, native in PAIRS:
            if isinstance(error, core):
                raise native(str(error)) from error
        raise
