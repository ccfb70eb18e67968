"""A file that an operation gives."""

import attrs


@attrs.frozen
class File:
    """Bytes with the name and the media type that the server told."""

    content: bytes = attrs.field(repr=lambda content: f"<{len(content)} bytes>")
    name: str | None
    media_type: str
