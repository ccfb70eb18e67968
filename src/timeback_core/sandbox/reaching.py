"""What a client needs to use a sandbox, as arguments and as lines for a shell."""

from typing import Protocol, TypedDict

from timeback_core.sandbox.world import Platform


class ServerSettings(TypedDict):
    """What a client needs to use a server: `TimebackClient.open(**server.settings)`."""

    base_url: str
    auth_url: str
    client_id: str
    client_secret: str
    platform: Platform


class Reachable(Protocol):
    """A sandbox, or a server of one."""

    @property
    def base_url(self) -> str:
        """What clients take as base URL."""
        ...

    @property
    def token_url(self) -> str:
        """The URL of the token endpoint."""
        ...

    @property
    def client_id(self) -> str:
        """The client id that gets a token."""
        ...

    @property
    def client_secret(self) -> str:
        """The secret that belongs to it."""
        ...

    @property
    def platform(self) -> Platform:
        """The platform that it plays."""
        ...


def settings_of(server: Reachable) -> ServerSettings:
    """What a client needs to use it."""
    return {
        "base_url": server.base_url,
        "auth_url": server.token_url,
        "client_id": server.client_id,
        "client_secret": server.client_secret,
        "platform": server.platform,
    }


def cli_text(server: Reachable) -> str:
    """Addresses and credentials, and the lines that make a shell use them."""
    return "\n".join(
        (
            f"base URL:       {server.base_url}",
            f"token URL:      {server.token_url}",
            f"client id:      {server.client_id}",
            f"client secret:  {server.client_secret}",
            f"platform:       {server.platform}",
            "",
            f"export TIMEBACK_API_BASE_URL={server.base_url}",
            f"export TIMEBACK_API_AUTH_URL={server.token_url}",
            f"export TIMEBACK_API_CLIENT_ID={server.client_id}",
            f"export TIMEBACK_API_CLIENT_SECRET={server.client_secret}",
        )
    )
