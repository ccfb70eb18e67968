"""What a client needs to use a sandbox, as arguments and as lines for a shell."""

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, TypedDict

from timeback_core.sandbox.tokens import TOKEN_PATHS, Credentials
from timeback_core.sandbox.world import Platform

if TYPE_CHECKING:
    from timeback_core.sandbox.faces.transport import SandboxTransport


class MasteryTrackSettings(TypedDict, total=False):
    """What a client needs for MasteryTrack besides; nothing where the platform does not have it."""

    masterytrack_base_url: str
    masterytrack_email: str
    masterytrack_api_key: str


class ServerSettings(MasteryTrackSettings):
    """What a client needs to use a server: `TimebackClient.open(**server.settings)`."""

    base_url: str
    auth_url: str
    client_id: str
    client_secret: str
    platform: Platform


class SandboxSettings(ServerSettings):
    """What a client needs to use a sandbox in its own process."""

    transport: "SandboxTransport"


class Reachable(ABC):
    """A sandbox, or a server of one."""

    @property
    @abstractmethod
    def base_url(self) -> str:
        """What clients take as base URL."""

    @property
    @abstractmethod
    def credentials(self) -> Credentials:
        """Who gets tokens, of the platform and of MasteryTrack."""

    @property
    @abstractmethod
    def platform(self) -> Platform:
        """The platform that it plays."""

    @property
    def token_path(self) -> str:
        """The path of the token endpoint."""
        return TOKEN_PATHS[self.platform]

    @property
    def token_url(self) -> str:
        """The URL of the token endpoint."""
        return self.base_url + self.token_path

    @property
    def client_id(self) -> str:
        """The client id that gets a token."""
        return self.credentials.client_id

    @property
    def client_secret(self) -> str:
        """The secret that belongs to it."""
        return self.credentials.client_secret


def masterytrack_of(credentials: Credentials, platform: Platform, base_url: str) -> MasteryTrackSettings:
    """What a client needs for MasteryTrack at a base URL."""
    if platform != "BEYOND_AI":
        return {}
    return {
        "masterytrack_base_url": base_url,
        "masterytrack_email": credentials.masterytrack_email,
        "masterytrack_api_key": credentials.masterytrack_api_key,
    }


def settings_of(server: Reachable) -> ServerSettings:
    """What a client needs to use it."""
    return {
        "base_url": server.base_url,
        "auth_url": server.token_url,
        "client_id": server.credentials.client_id,
        "client_secret": server.credentials.client_secret,
        "platform": server.platform,
        **masterytrack_of(server.credentials, server.platform, server.base_url),
    }


def cli_text(server: Reachable, *, has_page: bool = True) -> str:
    """Addresses and credentials, and the lines that make a shell use them."""
    masterytrack = masterytrack_of(server.credentials, server.platform, server.base_url)
    return "\n".join(
        (
            f"base URL:       {server.base_url}",
            f"token URL:      {server.token_url}",
            f"client id:      {server.credentials.client_id}",
            f"client secret:  {server.credentials.client_secret}",
            f"platform:       {server.platform}",
            *((f"to look at it:  {server.base_url}/",) if has_page else ()),
            "",
            f"export TIMEBACK_API_BASE_URL={server.base_url}",
            f"export TIMEBACK_API_AUTH_URL={server.token_url}",
            f"export TIMEBACK_API_CLIENT_ID={server.credentials.client_id}",
            f"export TIMEBACK_API_CLIENT_SECRET={server.credentials.client_secret}",
            *(f"export TIMEBACK_{name.upper()}={value}" for name, value in masterytrack.items()),
        )
    )
