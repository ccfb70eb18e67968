"""A server of canned OneRoster answers, so cheap that it measures its clients: `python canned_server.py ROWS`.

Prints its port. The first segment of a path is a delay in milliseconds; `GET /stats` tells how many token requests
came. Users are read one by one and in pages of `limit` from `offset`; events are taken.
"""

import asyncio
import json
import sys
from urllib.parse import parse_qs, urlsplit

SENT = json.dumps({"status": "success", "message": "queued", "jobId": "1", "eventsAccepted": 1}).encode()
TOKEN = json.dumps({"access_token": "canned", "expires_in": 3600, "token_type": "Bearer"}).encode()


def user(number: int) -> dict[str, object]:
    """A user as a platform sends it."""
    return {
        "sourcedId": f"user-{number}",
        "status": "active",
        "dateLastModified": "2026-01-05T10:00:00.000Z",
        "metadata": {"isTestUser": False, "alphaLevel": {"grade": "5"}},
        "userMasterIdentifier": None,
        "username": f"user{number}",
        "userIds": [{"type": "sis", "identifier": str(number)}],
        "enabledUser": "true",
        "givenName": "Given",
        "familyName": f"Family{number}",
        "middleName": None,
        "roles": [{"roleType": "primary", "role": "student", "org": {"href": "h", "sourcedId": "s1", "type": "org"}}],
        "agents": [],
        "userProfiles": [],
        "primaryOrg": {"href": "h", "sourcedId": "s1", "type": "org", "name": "School"},
        "email": f"user{number}@example.com",
        "grades": ["5"],
        "sms": None,
        "phone": None,
    }


class Answers:
    """All answers, serialised once."""

    def __init__(self, rows: int) -> None:
        self.rows = [json.dumps(user(number)).encode() for number in range(rows)]
        self.tokens = 0

    def answer(self, path: str, query: str) -> bytes:
        """The body for a path."""
        if path == "/stats":
            return json.dumps({"tokens": self.tokens}).encode()
        if path.endswith("/token"):
            self.tokens += 1
            return TOKEN
        if path.endswith("/caliper/event"):
            return SENT
        if path.endswith("/users/"):
            return self.page(query)
        return b'{"user":' + self.rows[int(path.rpartition("-")[2])] + b"}"

    def page(self, query: str) -> bytes:
        """One page of the users."""
        asked = parse_qs(query)
        offset, limit = int(asked.get("offset", ["0"])[0]), int(asked.get("limit", ["100"])[0])
        rows = b",".join(self.rows[offset : offset + limit])
        total = len(self.rows)
        return b'{"users":[%b],"totalCount":%d,"offset":%d,"limit":%d}' % (rows, total, offset, limit)


class Connection(asyncio.Protocol):
    """One connection; a body is skipped by its length."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.transport: asyncio.WriteTransport | None = None
        self.pending = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        assert self.transport is not None
        self.pending += data
        while (end := self.pending.find(b"\r\n\r\n")) >= 0:
            head = self.pending[:end]
            lowered = head.lower()
            at = lowered.find(b"content-length:")
            length = 0 if at < 0 else int(lowered[at + 15 :].split(b"\r\n")[0])
            if len(self.pending) < end + 4 + length:
                return
            self.pending = self.pending[end + 4 + length :]
            url = urlsplit(head.split(b" ", 2)[1].decode())
            first = url.path.split("/")[1]
            body = self.answers.answer(url.path, url.query)
            wire = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            delay = int(first) / 1000 if first.isdigit() else 0
            if delay:
                asyncio.get_running_loop().call_later(delay, self.transport.write, wire)
            else:
                self.transport.write(wire)


async def main(rows: int) -> None:
    answers = Answers(rows)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(answers), "127.0.0.1", 0, backlog=2048)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
