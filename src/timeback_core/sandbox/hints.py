"""What a person needs to know to use a running sandbox."""

from typing import Protocol


class Reachable(Protocol):
    """A sandbox or a server that runs one."""

    @property
    def base_url(self) -> str: ...
    @property
    def token_url(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def client_secret(self) -> str: ...


def cli_text(server: Reachable) -> str:
    """Addresses and credentials, and the lines that make a shell use them."""
    return "\n".join(
        (
            f"base URL:       {server.base_url}",
            f"token URL:      {server.token_url}",
            f"client id:      {server.client_id}",
            f"client secret:  {server.client_secret}",
            "",
            f"export TIMEBACK_API_BASE_URL={server.base_url}",
            f"export TIMEBACK_API_AUTH_URL={server.token_url}",
            f"export TIMEBACK_API_CLIENT_ID={server.client_id}",
            f"export TIMEBACK_API_CLIENT_SECRET={server.client_secret}",
        )
    )
