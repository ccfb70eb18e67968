"""A socket as httpcore reads and writes it, each operation against the deadline of the request."""

import select
import socket
import ssl
from threading import Lock
from typing import Any

import httpcore

from timeback_core.engine.transport.limits import seconds_left
from timeback_core.engine.transport.reasons import LATE, reason
from timeback_core.engine.transport.traffic import Traffic


class SocketStream(httpcore.NetworkStream):
    """A TCP connection, later with TLS; a `timeout` is an instant, see `seconds_left`."""

    def __init__(self, family: int, kind: int, protocol: int, traffic: Traffic, limit: float | None) -> None:
        """A stream that is not connected yet; `limit` serves operations that are given none (SOCKS).

        Raises:
            httpcore.ConnectError: the system gives no socket.
        """
        try:
            self._sock = socket.socket(family, kind, protocol)
        except OSError as error:
            raise httpcore.ConnectError(reason(error)) from error
        self._traffic = traffic
        self._limit = limit
        # Between aborting from another thread, and closing or replacing the socket.
        self._lock = Lock()
        self._aborted = False

    def connect(self, address: Any, seconds: float) -> None:
        """Connect to an address of the socket's family, within so many seconds; closed if that fails."""
        if self._aborted:
            self.close()
            raise httpcore.ConnectError("aborted")
        try:
            self._sock.settimeout(seconds)
            self._sock.connect(address)
            self._sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except TimeoutError as error:
            self.close()
            raise httpcore.ConnectTimeout(LATE) from error
        except OSError as error:
            self.close()
            raise httpcore.ConnectError(reason(error)) from error

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What came, waiting for it if need be; empty at the end."""
        left = self._left(timeout)
        if left <= 0:
            raise httpcore.ReadTimeout(LATE)
        try:
            self._sock.settimeout(left)
            data = self._sock.recv(max_bytes)
        except TimeoutError as error:
            raise httpcore.ReadTimeout(LATE) from error
        except OSError as error:
            raise httpcore.ReadError(reason(error)) from error
        if data:
            self._traffic.received = True
        else:
            self._traffic.ended = True
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write all of it."""
        if not buffer:
            return
        rest = memoryview(buffer)
        while rest:
            left = self._left(timeout)
            if left <= 0:
                raise httpcore.WriteTimeout(LATE)
            try:
                self._sock.settimeout(left)
                self._traffic.wrote = True
                rest = rest[self._sock.send(rest) :]
            except TimeoutError as error:
                raise httpcore.WriteTimeout(LATE) from error
            except OSError as error:
                raise httpcore.WriteError(reason(error)) from error

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Go on under TLS."""
        left = self._left(timeout)
        if left <= 0:
            raise httpcore.ConnectTimeout(LATE)
        try:
            self._sock.settimeout(left)
            # Two steps, since wrapping detaches the plain socket: a handshake in one could not be aborted.
            with self._lock:
                self._sock = ssl_context.wrap_socket(
                    self._sock, server_hostname=server_hostname, do_handshake_on_connect=False
                )
            self._sock.do_handshake()
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(LATE) from error
        except (OSError, ValueError) as error:
            raise httpcore.ConnectError(reason(error)) from error
        self._traffic.start_tls()
        return self

    def close(self) -> None:
        """Close the socket."""
        with self._lock:
            self._sock.close()

    def abort(self) -> None:
        """Wake whoever waits on the socket, which closing it would not do."""
        self._aborted = True
        with self._lock:
            try:
                # The method of SSLSocket would drop the TLS state under the reader's feet.
                socket.socket.shutdown(self._sock, socket.SHUT_RDWR)
            except OSError:
                return

    def get_extra_info(self, info: str) -> Any:
        """What httpcore and users of its streams ask for."""
        match info:
            case "ssl_object":
                return self._sock if isinstance(self._sock, ssl.SSLSocket) else None
            case "client_addr":
                return self._sock.getsockname()
            case "server_addr":
                return self._sock.getpeername()
            case "socket":
                return self._sock
            case "is_readable":
                return is_readable(self._sock)
            case _:
                return None

    def _left(self, timeout: float | None) -> float:
        return seconds_left(self._limit if timeout is None else timeout)


def is_readable(sock: socket.socket) -> bool:
    """Whether a read would not wait: of an idle connection, that the server closed it."""
    descriptor = sock.fileno()
    if descriptor < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([descriptor], [], [], 0)[0])
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    return bool(poll.poll(0))
