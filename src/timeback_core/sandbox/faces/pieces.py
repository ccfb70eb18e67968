"""The body of a reply as it goes out."""

from collections.abc import Iterator

from timeback_core.sandbox.messages import Reply


def pieces(reply: Reply) -> Iterator[bytes]:
    """The body byte by byte, repeated, cut in half, or at once."""
    body = reply.body[: len(reply.body) // 2] if reply.cut == "half" else reply.body
    if reply.drip:
        for at in range(len(body)):
            yield body[at : at + 1]
    else:
        for _ in range(reply.repeat):
            yield body


def framed_headers(reply: Reply) -> list[tuple[str, str]]:
    """The headers with the length that the whole body has, also where it is cut off."""
    if reply.status == 204:
        return list(reply.headers)
    return [*reply.headers, ("content-length", str(len(reply.body) * reply.repeat))]
