"""Where an operation's path starts: a symbol that the configuration resolves per platform."""

import attrs


@attrs.frozen
class Base:
    """A service and the key of one of its paths in the platform's profile."""

    service: str
    key: str
