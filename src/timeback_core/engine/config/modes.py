"""The three ways to say where the services are: an environment, one base URL, or a URL for each service."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from timeback_core.engine.config import variables as names
from timeback_core.engine.config.options import Given, Problems, mapping_option, text_option, url_option
from timeback_core.engine.config.paths import Profile, is_offered
from timeback_core.engine.config.urls import Url
from timeback_core.engine.config.variables import Variables
from timeback_core.engine.narrow import is_mapping
from timeback_core.engine.platforms import ENVIRONMENTS, SERVICES, Platform
from timeback_core.problems import Problem, unknown

Mode: TypeAlias = Literal["env", "base_url", "services"]

_SPEC_KEYS = ("base_url", "auth_url", "client_id", "client_secret", "scopes")
_STAND_IN = Url("https", "stand-in.invalid", 443)


class Endpoint:
    """Where one service is, and what was said about its token."""

    __slots__ = ("at", "base", "spec")

    def __init__(self, at: str, base: Url, spec: Mapping[str, object]) -> None:
        self.at: str = at
        """Path of the option that named the service."""
        self.base: Url = base
        self.spec: Mapping[str, object] = spec
        """The service's own entry in `services`; empty where it has none."""


class Location:
    """The mode that was chosen, and what it says."""

    __slots__ = ("by_arguments", "endpoints", "env", "mode")

    def __init__(
        self, mode: Mode, env: str | None, endpoints: dict[str, Endpoint], *, by_arguments: bool
    ) -> None:
        self.mode: Mode = mode
        self.env: str | None = env
        self.endpoints: dict[str, Endpoint] = endpoints
        self.by_arguments: bool = by_arguments
        """Whether arguments chose the mode; then variables alone cannot switch authentication on."""

    @property
    def shared_base(self) -> Url | None:
        """The one URL of base-URL mode."""
        if self.mode != "base_url":
            return None
        return next((endpoint.base for endpoint in self.endpoints.values()), None)


class Locator:
    """Finds out where the services are: as the arguments say or, where they say nothing, the variables."""

    def __init__(
        self,
        platform: Platform,
        profile: Profile,
        variables: Variables,
        problems: Problems,
        *,
        allow_insecure_http: bool,
    ) -> None:
        self._platform = platform
        self._profile = profile
        self._variables = variables
        self._problems = problems
        self._allow_insecure_http = allow_insecure_http

    def locate(self, env: object, base_url: object, services: object) -> Location:
        """The place of every service.

        Where a place is wrong or missing, a stand-in takes it after the problem was told, so that everything
        else is checked as well; a configuration with problems is never given.
        """
        given_env = text_option(env, "env", self._problems)
        given_url = text_option(base_url, "base_url", self._problems)
        given_services = mapping_option(services, "services", self._problems)
        # What is no value of its option at all was reported above, and still says which mode was meant.
        modes = [
            mode
            for mode, is_given in (
                ("env", given_env is not None or not isinstance(env, str | None)),
                ("base_url", given_url is not None or not isinstance(base_url, str | None)),
                ("services", bool(given_services) or not isinstance(services, Mapping | None)),
            )
            if is_given
        ]
        self._problems.extend(
            Problem(mode, f"cannot be combined with {modes[0]}: give one of env, base_url and services")
            for mode in modes[1:]
        )
        if modes:
            return self._location(given_env, given_url, given_services, by_arguments=True)
        return self._location_of_variables()

    def _location_of_variables(self) -> Location:
        env = self._variables.first(*names.ENV)
        base_url = self._variables.first(*names.BASE_URL)
        if env is not None and base_url is not None:
            self._problems.append(base_url.problem("base_url", f"cannot be combined with {env.variable}"))
        services: dict[str, object] = {}
        if env is None and base_url is None:
            for service in _oauth_services():
                found = self._variables.first(*names.of_service(service, "BASE_URL"))
                if found is not None:
                    services[service] = found
        if env is None and base_url is None and not services:
            self._problems.append(
                Problem(
                    "env", "is required, or base_url, or services, or TIMEBACK_ENV, or TIMEBACK_API_BASE_URL"
                )
            )
        return self._location(env, base_url, services, by_arguments=False)

    def _location(
        self,
        env: Given | None,
        base_url: Given | None,
        services: Mapping[str, object],
        *,
        by_arguments: bool,
    ) -> Location:
        """Reads all that was given, so that every problem is told, and prefers the first."""
        located = Location("env", ENVIRONMENTS[0], {}, by_arguments=by_arguments)
        if services:
            located = Location("services", None, self._of_services(services), by_arguments=by_arguments)
        if base_url is not None:
            endpoints = self._of_base_url(base_url)
            located = Location("base_url", None, endpoints, by_arguments=by_arguments)
        if env is not None:
            located = self._of_environment(env, by_arguments=by_arguments)
        return located

    def _of_environment(self, given: Given, *, by_arguments: bool) -> Location:
        env = given.text.strip()
        if env not in ENVIRONMENTS:
            self._problems.append(given.problem("env", unknown(env, ENVIRONMENTS, "environment")))
            env = ENVIRONMENTS[0]
        hosts = self._platform.hosts[env]
        endpoints: dict[str, Endpoint] = {}
        for name in _oauth_services():
            base = self._url(Given(hosts.services.get(name, hosts.api)), "env")
            if is_offered(self._profile[name]):
                endpoints[name] = Endpoint("env", base, {})
        return Location("env", env, endpoints, by_arguments=by_arguments)

    def _of_base_url(self, given: Given) -> dict[str, Endpoint]:
        base = self._url(given, "base_url")
        return {
            name: Endpoint("base_url", base, {})
            for name in _oauth_services()
            if is_offered(self._profile[name])
        }

    def _of_services(self, services: Mapping[str, object]) -> dict[str, Endpoint]:
        endpoints: dict[str, Endpoint] = {}
        for name, value in services.items():
            at = f"services.{name}"
            if name not in SERVICES:
                self._problems.append(Problem(at, unknown(name, SERVICES, "service")))
                continue
            endpoints[name] = self._of_service(at, value)
            if not is_offered(self._profile[name]):
                text = f"platform {self._platform.name} does not offer it; give its paths in `paths`"
                self._problems.append(Problem(at, text))
        return endpoints

    def _of_service(self, at: str, value: object) -> Endpoint:
        spec: dict[str, object] = {}
        if is_mapping(value):
            spec = mapping_option(value, at, self._problems)
            self._problems.extend(
                Problem(f"{at}.{key}", unknown(key, _SPEC_KEYS, "option of a service"))
                for key in spec
                if key not in _SPEC_KEYS
            )
            value, where = spec.get("base_url"), f"{at}.base_url"
        else:
            where = at
        known_problems = len(self._problems)
        given = value if isinstance(value, Given) else text_option(value, where, self._problems)
        if given is None:
            if len(self._problems) == known_problems:
                self._problems.append(Problem(where, "is required"))
            return Endpoint(at, _STAND_IN, spec)
        return Endpoint(at, self._url(given, where), spec)

    def _url(self, given: Given, path: str) -> Url:
        url = url_option(given, path, self._problems, allow_insecure_http=self._allow_insecure_http)
        return _STAND_IN if url is None else url.as_base()


def _oauth_services() -> tuple[str, ...]:
    """All services but the one that has credentials of its own and is only there with them."""
    return tuple(name for name in SERVICES if name != "masterytrack")
