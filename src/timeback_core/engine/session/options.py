"""How calls are run: what a view of a session can change."""

from __future__ import annotations

import attrs


@attrs.frozen
class Options:
    """Settings of one view of a session; None means what the configuration says."""

    timeout: float | None = None
    """Deadline of one request with its retries, in seconds."""
    total_timeout: float | None = None
    """Deadline of a stream, a collect or a flow, in seconds."""
    prefetch: int = 0
    """Pages that a stream asks for ahead."""
    headers: tuple[tuple[str, str], ...] = ()
    request_id: str | None = None
    problems: tuple[tuple[str, str], ...] = ()
    """What is wrong with the settings, as (name, text); every call gives it as `InvalidInput`."""
