"""Which token each service takes: token URL, credentials and scopes, the most specific first."""

from collections.abc import Mapping

import attrs

from timeback_core.engine.config.modes import Endpoint, Location
from timeback_core.engine.config.options import Given, Reader
from timeback_core.engine.config.settings import VARIABLES, variable_of_service
from timeback_core.engine.config.values import TokenSource
from timeback_core.engine.platforms import Platform

_CREDENTIALS = ("client_id", "client_secret")


class TokenPlanner:
    """Gives each service of a location its token source."""

    def __init__(self, reader: Reader, platform: Platform, location: Location) -> None:
        self._reader = reader
        self._platform = platform
        self._location = location
        self._arguments = {name: reader.option(name) for name in _CREDENTIALS}
        self._scopes = reader.scopes(reader.setting("scopes"), "scopes")
        self._auth_url = self._common_auth_url(reader.option("auth_url"))
        self._asks_for_tokens = self._auth_url is not None

    def plan(self) -> dict[str, TokenSource | None]:
        """The token source of each service but MasteryTrack; `None` where it takes no token."""
        sources: dict[str, TokenSource | None] = {}
        with_default_scopes: dict[TokenSource, list[str]] = {}
        for name, endpoint in sorted(self._location.endpoints.items()):
            if name == "masterytrack":
                continue
            source, scopes = self._source(name, endpoint), self._own_scopes(endpoint)
            if source is not None and scopes is None:
                with_default_scopes.setdefault(source, []).append(name)
            sources[name] = source and attrs.evolve(source, scopes=scopes or ())
        for source, services in with_default_scopes.items():
            shared = attrs.evolve(source, scopes=self._default_scopes(services))
            sources.update(dict.fromkeys(services, shared))
        # Credentials without a token URL would be ignored silently.
        if any(self._arguments.values()) and not self._asks_for_tokens:
            self._reader.refuse("auth_url", "is required where client_id or client_secret is given")
        return sources

    def _common_auth_url(self, given: Given | None) -> Given | None:
        if given is not None:
            # Checked here too, as perhaps no service uses it.
            self._reader.url(given, "auth_url")
            return given
        location = self._location
        if location.mode == "env" and location.env is not None:
            return Given(self._platform.hosts[location.env].token_url)
        if location.by_arguments and not any(self._arguments.values()):
            return None
        return self._reader.variable(*VARIABLES["auth_url"])

    def _source(self, name: str, endpoint: Endpoint) -> TokenSource | None:
        """The service's token source, its scopes left open."""
        reader, at = self._reader, endpoint.at
        given, where = self._auth_url, "auth_url"
        if "auth_url" in endpoint.spec:
            where = f"{at}.auth_url"
            given = reader.text(endpoint.spec["auth_url"], where)
        elif given is None and self._location.mode == "services" and not self._location.by_arguments:
            given = reader.variable(variable_of_service(name, "token_url"))
        own = {key: reader.text(endpoint.spec.get(key), f"{at}.{key}") for key in _CREDENTIALS}
        if given is None:
            for key in (key for key, value in own.items() if value):
                reader.refuse(f"{at}.{key}", "is of no use without auth_url")
            return None
        self._asks_for_tokens = True
        url = reader.url(given, where)
        client_id, client_secret = (self._credential(name, at, own, key) for key in _CREDENTIALS)
        if url is None or client_id is None or client_secret is None:
            return None
        return TokenSource("oauth", url, client_id, client_secret)

    def _credential(self, service: str, at: str, own: Mapping[str, Given | None], key: str) -> str | None:
        # A service's own id is never paired with the common secret, or the other way round.
        if any(own.values()):
            given, where, hint = own[key], f"{at}.{key}", ""
        else:
            variables = VARIABLES[key]
            where, hint = key, f" (or {' or '.join(variables)})"
            if self._location.mode == "services":
                variables = (*variables, variable_of_service(service, key))
            given = self._arguments[key] or self._reader.variable(*variables)
        if given is None:
            self._reader.refuse(where, f"is required to get a token{hint}")
            return None
        return self._reader.credential(given, where)

    def _own_scopes(self, endpoint: Endpoint) -> tuple[str, ...] | None:
        own = self._reader.scopes(endpoint.spec.get("scopes"), f"{endpoint.at}.scopes")
        return self._scopes if own is None else own

    def _default_scopes(self, services: list[str]) -> tuple[str, ...]:
        """One token serves them all, so it asks for what any of them needs."""
        needed = [scope for service in services for scope in self._platform.scopes.get(service, ())]
        return tuple(dict.fromkeys(needed)) or self._platform.default_scopes
