"""The settings of a client that reaches a sandbox in this process by way of another transport."""

from typing import Unpack

import httpx

from timeback_core import Settings
from timeback_core.sandbox import Sandbox


def settings_over(box: Sandbox, transport: httpx.BaseTransport, /, **changes: Unpack[Settings]) -> Settings:
    """What leads there, with some of it changed."""
    settings = Settings(
        base_url=box.base_url,
        auth_url=box.token_url,
        client_id=box.client_id,
        client_secret=box.client_secret,
        platform=box.platform,
        transport=transport,
        environ={},
    )
    settings.update(changes)
    return settings
