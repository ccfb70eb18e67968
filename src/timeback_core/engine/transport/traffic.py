"""What has passed over a connection, from which it follows what the server can have seen."""


class Traffic:
    """Counts for the present request of one connection."""

    __slots__ = ("ended", "needs_tls", "received", "reused", "secure", "wrote")

    def __init__(self, *, needs_tls: bool) -> None:
        self.needs_tls: bool = needs_tls
        self.secure: bool = False
        """Whether the TLS handshake is done."""
        self.wrote: bool = False
        self.received: bool = False
        self.ended: bool = False
        """Whether the peer closed its side."""
        self.reused: bool = False
        """Whether the connection served a request before this one."""

    @property
    def ready(self) -> bool:
        """Whether what is written reaches the server (and not a proxy that is still to open the way)."""
        return self.secure or not self.needs_tls

    @property
    def sent(self) -> bool:
        """Whether a byte of the request may have reached the server."""
        return self.wrote and self.ready

    def start_tls(self) -> None:
        """Count from the end of the TLS handshake on; what came before was for a proxy."""
        self.secure = True
        self.wrote = self.received = False

    def next_request(self) -> None:
        """Begin to count for the next request."""
        self.reused = True
        self.wrote = self.received = False
