"""A server that answers every request with one OneRoster user after a delay: `python user_server.py`.

Prints its port. The delay in milliseconds is the first segment of the path.
"""

import asyncio
import json

USER = {
    "sourcedId": "u-1",
    "status": "active",
    "dateLastModified": "2026-01-05T08:00:00.000Z",
    "enabledUser": True,
    "givenName": "Ada",
    "familyName": "Lovelace",
    "email": "ada@example.org",
    "roles": [{"roleType": "primary", "role": "student", "org": {"sourcedId": "o-1", "type": "org"}}],
}
BODY = json.dumps({"user": USER}).encode()
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY


class Answering(asyncio.Protocol):
    """One connection; requests have no body."""

    def __init__(self) -> None:
        self.transport: asyncio.WriteTransport | None = None
        self.pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        assert self.transport is not None
        *requests, self.pending = (self.pending + data).split(b"\r\n\r\n")
        for request in requests:
            delay = int(request.split(b"/", 2)[1]) / 1000
            asyncio.get_running_loop().call_later(delay, self.transport.write, ANSWER)


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
