"""The TLS context that verifies servers; built on first use, since that costs 20 ms."""

import os
import ssl
from functools import cache


@cache
def verifying_context(*, trust_env: bool) -> ssl.SSLContext:
    """The one context of the process.

    Args:
        trust_env: whether `SSL_CERT_FILE` and `SSL_CERT_DIR` say which authorities are trusted.

    Raises:
        OSError: the environment names a file that cannot be read or holds no certificates.
    """
    file = os.environ.get("SSL_CERT_FILE") if trust_env else None
    folder = os.environ.get("SSL_CERT_DIR") if trust_env else None
    if file or folder:
        return ssl.create_default_context(cafile=file or None, capath=folder or None)
    import certifi

    return ssl.create_default_context(cafile=certifi.where())
