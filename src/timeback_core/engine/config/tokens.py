"""Which token each service takes: token URL, credentials and scopes, the most specific first."""

from collections.abc import Mapping

from timeback_core.engine.config import variables as names
from timeback_core.engine.config.modes import Endpoint, Location
from timeback_core.engine.config.options import (
    Given,
    Problems,
    credential_option,
    scopes_option,
    text_option,
    url_option,
)
from timeback_core.engine.config.values import TokenSource
from timeback_core.engine.config.variables import Variables
from timeback_core.engine.platforms import Platform
from timeback_core.problems import Problem


class TokenPlanner:
    """Gives each service of a location its token source."""

    def __init__(
        self,
        location: Location,
        platform: Platform,
        variables: Variables,
        problems: Problems,
        *,
        auth_url: object,
        client_id: object,
        client_secret: object,
        scopes: object,
        allow_insecure_http: bool,
    ) -> None:
        self._location = location
        self._platform = platform
        self._variables = variables
        self._problems = problems
        self._allow_insecure_http = allow_insecure_http
        self._arguments = {
            "client_id": text_option(client_id, "client_id", problems),
            "client_secret": text_option(client_secret, "client_secret", problems),
        }
        self._scopes = scopes_option(scopes, "scopes", problems)
        self._auth_url = self._common_auth_url(text_option(auth_url, "auth_url", problems))
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
            sources[name] = source if source is None else _with_scopes(source, scopes or ())
        for source, services in with_default_scopes.items():
            shared = _with_scopes(source, self._default_scopes(services))
            sources.update(dict.fromkeys(services, shared))
        self._refuse_unused_credentials()
        return sources

    def _common_auth_url(self, given: Given | None) -> Given | None:
        if given is not None:
            # Checked here too, as perhaps no service uses it.
            url_option(given, "auth_url", self._problems, allow_insecure_http=self._allow_insecure_http)
            return given
        location = self._location
        if location.mode == "env" and location.env is not None:
            return Given(self._platform.hosts[location.env].token_url)
        if location.by_arguments and not any(self._arguments.values()):
            return None
        return self._variables.first(*names.AUTH_URL)

    def _source(self, name: str, endpoint: Endpoint) -> TokenSource | None:
        """The service's token source, its scopes left open."""
        at = endpoint.at
        if "auth_url" in endpoint.spec:
            given = text_option(endpoint.spec["auth_url"], f"{at}.auth_url", self._problems)
            where = f"{at}.auth_url"
        else:
            given, where = self._auth_url, "auth_url"
            if given is None and self._location.mode == "services" and not self._location.by_arguments:
                given = self._variables.first(*names.of_service(name, "TOKEN_URL"))
        own = _own_credentials(endpoint, self._problems)
        if given is None:
            self._problems.extend(
                Problem(f"{at}.{key}", "is of no use without auth_url") for key, value in own.items() if value
            )
            return None
        self._asks_for_tokens = True
        url = url_option(given, where, self._problems, allow_insecure_http=self._allow_insecure_http)
        client_id = self._credential(name, endpoint, own, "client_id", names.CLIENT_ID)
        client_secret = self._credential(name, endpoint, own, "client_secret", names.CLIENT_SECRET)
        if url is None or client_id is None or client_secret is None:
            return None
        return TokenSource("oauth", url, client_id, client_secret)

    def _credential(
        self,
        name: str,
        endpoint: Endpoint,
        own: Mapping[str, Given | None],
        key: str,
        variables: tuple[str, ...],
    ) -> str | None:
        where = f"{endpoint.at}.{key}" if any(own.values()) else key
        given = own[key]
        if not any(own.values()):
            # A service's own id is never paired with the common secret, or the other way round.
            chain = variables
            if self._location.mode == "services":
                chain = (*variables, *names.of_service(name, key.upper()))
            given = self._arguments[key] or self._variables.first(*chain)
        if given is None:
            hint = "" if any(own.values()) else f" (or {' or '.join(variables)})"
            self._problems.append(Problem(where, f"is required to get a token{hint}"))
            return None
        return credential_option(given, where, self._problems)

    def _own_scopes(self, endpoint: Endpoint) -> tuple[str, ...] | None:
        own = scopes_option(endpoint.spec.get("scopes"), f"{endpoint.at}.scopes", self._problems)
        return self._scopes if own is None else own

    def _default_scopes(self, services: list[str]) -> tuple[str, ...]:
        """One token serves them all, so it asks for what any of them needs."""
        needed = [scope for service in services for scope in self._platform.scopes.get(service, ())]
        return tuple(dict.fromkeys(needed)) or self._platform.default_scopes

    def _refuse_unused_credentials(self) -> None:
        """Credentials without a token URL would be ignored silently."""
        if any(self._arguments.values()) and not self._asks_for_tokens:
            self._problems.append(
                Problem("auth_url", "is required where client_id or client_secret is given")
            )


def _own_credentials(endpoint: Endpoint, problems: Problems) -> dict[str, Given | None]:
    return {
        key: text_option(endpoint.spec.get(key), f"{endpoint.at}.{key}", problems)
        for key in ("client_id", "client_secret")
    }


def _with_scopes(source: TokenSource, scopes: tuple[str, ...]) -> TokenSource:
    return TokenSource(source.kind, source.url, source.client_id, source.client_secret, scopes)
