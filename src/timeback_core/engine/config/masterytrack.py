"""MasteryTrack, the one service with a host, credentials and a token of its own."""

from timeback_core.engine.config.modes import Endpoint, Location
from timeback_core.engine.config.options import Given, Reader
from timeback_core.engine.config.paths import Profile, is_offered
from timeback_core.engine.config.settings import VARIABLES
from timeback_core.engine.config.urls import Url
from timeback_core.engine.config.values import TokenSource
from timeback_core.engine.platforms import Platform

_CREDENTIALS = ("masterytrack_email", "masterytrack_api_key")


class MasteryTrackPlanner:
    """Finds MasteryTrack's place and token; configured only where its credentials or URL are given."""

    def __init__(self, reader: Reader, platform: Platform, profile: Profile, location: Location) -> None:
        self._reader = reader
        self._platform = platform
        self._profile = profile["masterytrack"]
        self._location = location
        self._endpoint = location.endpoints.get("masterytrack")
        self._base_url = reader.option("masterytrack_base_url")
        self._arguments = {name: reader.option(name) for name in _CREDENTIALS}
        self._by_arguments = self._base_url is not None or any(self._arguments.values())

    def plan(self) -> tuple[Url, TokenSource | None] | None:
        """MasteryTrack's base URL and token source, or nothing if it is not configured."""
        credentials = {
            name: given or self._reader.variable(*VARIABLES[name]) for name, given in self._arguments.items()
        }
        if self._endpoint is None and self._base_url is None and not any(credentials.values()):
            return None
        base = self._base()
        if base is None:
            return None
        if self._endpoint is not None and self._takes_no_token(self._endpoint):
            return base, None
        email, api_key = (self._credential(name, given) for name, given in credentials.items())
        if email is None or api_key is None:
            return None
        if "@" not in email:
            self._reader.refuse("masterytrack_email", "must be an e-mail address")
        path = dict(self._profile)["base"] or ""
        return base, TokenSource("masterytrack", base.below(f"{path}/authorizer"), email, api_key)

    def _credential(self, name: str, given: Given | None) -> str | None:
        if given is None:
            hint = " or ".join(VARIABLES[name])
            self._reader.refuse(name, f"is required for MasteryTrack (or {hint})")
            return None
        return self._reader.credential(given, name)

    def _base(self) -> Url | None:
        if self._endpoint is not None:
            return self._endpoint.base
        if not is_offered(self._profile):
            text = f"platform {self._platform.name} does not offer MasteryTrack; give its path in `paths`"
            self._lacking("masterytrack_api_key", text)
            return None
        given = self._given_base()
        if given is None:
            self._lacking("masterytrack_base_url", "is required for MasteryTrack here")
            return None
        url = self._reader.url(given, "masterytrack_base_url")
        return None if url is None else url.as_base()

    def _lacking(self, path: str, text: str) -> None:
        """A problem where arguments ask for MasteryTrack; variables alone may ask in vain."""
        if self._by_arguments:
            self._reader.refuse(path, text)

    def _given_base(self) -> Given | None:
        """The argument, a base URL that is an argument, the variable, then the platform's table."""
        if self._base_url is not None:
            return self._base_url
        location = self._location
        shared = None if location.shared_base is None else Given(str(location.shared_base))
        if shared is not None and location.by_arguments:
            return shared
        if location.mode == "services" and location.by_arguments and not self._by_arguments:
            return None
        variable = self._reader.variable(*VARIABLES["masterytrack_base_url"])
        if variable is not None:
            return variable
        if location.env is None:
            return shared
        hosted = self._platform.hosts[location.env].services.get("masterytrack")
        return None if hosted is None else Given(hosted)

    def _takes_no_token(self, endpoint: Endpoint) -> bool:
        """Whether its entry in `services` says so; that entry can name no other token."""
        spec, at = endpoint.spec, endpoint.at
        for key in ("client_id", "client_secret", "scopes"):
            if spec.get(key) is not None:
                text = "is not for MasteryTrack: give masterytrack_api_key and masterytrack_email"
                self._reader.refuse(f"{at}.{key}", text)
        if spec.get("auth_url") is not None:
            text = "may only be None for MasteryTrack: its token URL is below its base URL"
            self._reader.refuse(f"{at}.auth_url", text)
        return "auth_url" in spec
