"""Which token each service takes: token URL, credentials and scopes, the most specific first."""

from collections.abc import Mapping

import attrs

from timeback_core.engine.config.modes import Location, Place
from timeback_core.engine.config.options import Given, Reader, is_said
from timeback_core.engine.config.settings import VARIABLES, variable_of_service
from timeback_core.engine.config.urls import Url
from timeback_core.engine.config.values import AccessToken, ClientAuth, TokenSource
from timeback_core.engine.platforms import Paths, Platform

_CREDENTIALS = ("client_id", "client_secret")
_OF_TOKEN_URLS = ("auth_url", *_CREDENTIALS, "client_auth", "scopes")
"""What is told of a token URL, and is of no use beside a token."""
_MASTERYTRACK = ("masterytrack_email", "masterytrack_api_key")


class TokenPlanner:
    """Gives each service of a location its token source."""

    def __init__(self, reader: Reader, platform: Platform, location: Location) -> None:
        self._reader = reader
        self._platform = platform
        self._location = location
        self._arguments = {name: reader.option(name) for name in _CREDENTIALS}
        told = reader.client_auth(reader.setting("client_auth"), "client_auth")
        self._client_auth: ClientAuth = told or "client_secret_basic"
        given = [name for name in _OF_TOKEN_URLS if is_said(reader.setting(name))]
        self._access_token = reader.access_token(reader.setting("access_token"), "access_token", given)
        self._scopes = reader.scopes(reader.setting("scopes"), "scopes")
        self._auth_url = self._common_auth_url()
        self._asks_for_tokens = self._auth_url is not None

    def plan(self) -> dict[str, TokenSource | AccessToken | None]:
        """The token source of each service but MasteryTrack; `None` where it takes no token."""
        sources: dict[str, TokenSource | AccessToken | None] = {}
        with_default_scopes: dict[TokenSource, list[str]] = {}
        for name, place in sorted(self._location.places.items()):
            if name == "masterytrack":
                continue
            source = self._source(name, place)
            if not isinstance(source, TokenSource):
                sources[name] = source
                continue
            own = self._reader.scopes(place.spec.get("scopes"), f"{place.at}.scopes")
            scopes = self._scopes if own is None else own
            if scopes is None:
                with_default_scopes.setdefault(source, []).append(name)
            sources[name] = attrs.evolve(source, scopes=scopes or ())
        for source, services in with_default_scopes.items():
            # One token serves them all, so it asks for what any of them needs.
            needed = dict.fromkeys(scope for name in services for scope in self._platform.scopes.get(name, ()))
            shared = attrs.evolve(source, scopes=tuple(needed) or self._platform.default_scopes)
            sources.update(dict.fromkeys(services, shared))
        # Credentials without a token URL would be ignored silently.
        if any(self._arguments.values()) and not (self._asks_for_tokens or self._access_token):
            self._reader.refuse("auth_url", "is required where client_id or client_secret is given")
        return sources

    def _common_auth_url(self) -> Given | None:
        given, location = self._reader.option("auth_url"), self._location
        if given is not None:
            # Checked here too, as perhaps no service uses it.
            self._reader.url(given, "auth_url")
            return given
        if location.env is not None and self._access_token is None:
            return Given(self._platform.hosts[location.env].token_url)
        if self._access_token is not None or (location.by_arguments and not any(self._arguments.values())):
            return None
        return self._reader.variable_of("auth_url")

    def _source(self, name: str, place: Place) -> TokenSource | AccessToken | None:
        """The service's token, or its source with the scopes left open."""
        reader, at, spec = self._reader, place.at, place.spec
        others = [f"{at}.{key}" for key in _OF_TOKEN_URLS if is_said(spec.get(key))]
        token = reader.access_token(spec.get("access_token"), f"{at}.access_token", others)
        if token is not None:
            return token
        given, where = self._auth_url, "auth_url"
        if "auth_url" in spec:
            where = f"{at}.auth_url"
            given = reader.text(spec["auth_url"], where)
        elif given is None and self._access_token is not None:
            return self._access_token
        elif given is None and self._location.mode == "services" and not self._location.by_arguments:
            given = reader.variable(variable_of_service(name, "token_url"))
        own = {key: reader.text(spec.get(key), f"{at}.{key}") for key in _CREDENTIALS}
        if given is None:
            for key in (key for key, value in own.items() if value):
                reader.refuse(f"{at}.{key}", "is of no use without auth_url")
            return None
        self._asks_for_tokens = True
        url = reader.url(given, where)
        client_id, client_secret = (self._credential(name, at, own, key) for key in _CREDENTIALS)
        if url is None or client_id is None or client_secret is None:
            return None
        own_auth = reader.client_auth(spec.get("client_auth"), f"{at}.client_auth")
        return TokenSource("oauth", url, client_id, client_secret, client_auth=own_auth or self._client_auth)

    def _credential(self, service: str, at: str, own: Mapping[str, Given | None], key: str) -> str | None:
        # A service's own id is never paired with the common secret, or the other way round.
        if any(own.values()):
            return self._reader.credential(own[key], f"{at}.{key}", "is required to get a token")
        variables = VARIABLES[key]
        problem = f"is required to get a token (or {' or '.join(variables)})"
        if self._location.mode == "services":
            variables = (*variables, variable_of_service(service, key))
        return self._reader.credential(self._arguments[key] or self._reader.variable(*variables), key, problem)


class MasteryTrackPlanner:
    """Finds the place and token of MasteryTrack, which has its own; there only where credentials or URL are given."""

    def __init__(self, reader: Reader, platform: Platform, paths: Paths, location: Location) -> None:
        self._reader = reader
        self._platform = platform
        self._path = paths["base"]
        self._location = location
        self._base_url = reader.option("masterytrack_base_url")
        self._arguments = {name: reader.option(name) for name in _MASTERYTRACK}
        self._by_arguments = self._base_url is not None or any(self._arguments.values())

    def plan(self) -> tuple[Url, TokenSource | None] | None:
        """MasteryTrack's base URL and token source, or nothing if it is not configured."""
        reader, place = self._reader, self._location.places.get("masterytrack")
        credentials = {name: given or reader.variable_of(name) for name, given in self._arguments.items()}
        is_asked_for = place is not None or self._base_url is not None or any(credentials.values())
        base = place.base if place is not None else self._base() if is_asked_for else None
        if base is None:
            return None
        if place is not None and self._takes_no_token(place):
            return base, None
        email, api_key = (
            reader.credential(given, name, f"is required for MasteryTrack (or {' or '.join(VARIABLES[name])})")
            for name, given in credentials.items()
        )
        if email is None or api_key is None:
            return None
        if email.count("@") != 1 or not all(email.split("@")) or email.split() != [email]:
            reader.refuse("masterytrack_email", "must be an e-mail address")
        return base, TokenSource("masterytrack", base.below(self._path or "").below("/authorizer"), email, api_key)

    def _base(self) -> Url | None:
        given = None if self._path is None else self._given_base()
        if given is not None:
            url = self._reader.url(given, "masterytrack_base_url")
            return url and url.below("")
        # Variables alone may ask in vain.
        if self._by_arguments and self._path is None:
            text = f"platform {self._platform.name} does not offer MasteryTrack; give its path in `paths`"
            self._reader.refuse("masterytrack_api_key", text)
        elif self._by_arguments:
            self._reader.refuse("masterytrack_base_url", "is required for MasteryTrack here")
        return None

    def _given_base(self) -> Given | None:
        """The argument, a base URL that is an argument, the variable, then the platform's table."""
        location = self._location
        if self._base_url is not None:
            return self._base_url
        shared = next((Given(str(each.base)) for each in location.places.values()), None)
        if location.mode == "base_url" and location.by_arguments:
            return shared
        if location.mode == "services" and location.by_arguments and not self._by_arguments:
            return None
        variable = self._reader.variable_of("masterytrack_base_url")
        if variable is not None or location.mode == "services":
            return variable
        if location.env is None:
            return shared
        hosted = self._platform.hosts[location.env].services.get("masterytrack")
        return None if hosted is None else Given(hosted)

    def _takes_no_token(self, place: Place) -> bool:
        """Whether its entry in `services` says so; that entry can name no other token."""
        no_oauth = "is not for MasteryTrack: give masterytrack_api_key and masterytrack_email"
        fixed_url = "may only be None for MasteryTrack: its token URL is below its base URL"
        problems = {**dict.fromkeys((*_OF_TOKEN_URLS, "access_token"), no_oauth), "auth_url": fixed_url}
        for key in (key for key in problems if place.spec.get(key) is not None):
            self._reader.refuse(f"{place.at}.{key}", problems[key])
        return "auth_url" in place.spec
