"""The three ways to say where the services are: an environment, one base URL, or a URL for each service."""

from collections.abc import Mapping
from typing import Literal, NamedTuple, TypeAlias

from timeback_core.engine.config.options import Given, Reader
from timeback_core.engine.config.paths import Profile, is_offered
from timeback_core.engine.config.settings import VARIABLES, ServiceSpec, variable_of_service
from timeback_core.engine.config.urls import Url
from timeback_core.engine.narrow import is_mapping
from timeback_core.engine.platforms import ENVIRONMENTS, SERVICES, Platform
from timeback_core.problems import unknown

Mode: TypeAlias = Literal["env", "base_url", "services"]

_OAUTH_SERVICES = tuple(name for name in SERVICES if name != "masterytrack")
"""All services but the one that has credentials of its own and is only there with them."""

_STAND_IN = Url("https", "stand-in.invalid", 443)


class Endpoint(NamedTuple):
    """Where one service is, and what was said about its token."""

    at: str
    """Path of the option that named the service."""
    base: Url
    spec: Mapping[str, object]
    """The service's own entry in `services`; empty where it has none."""


class Location(NamedTuple):
    """The mode that was chosen, and what it says."""

    mode: Mode
    env: str | None
    endpoints: Mapping[str, Endpoint]
    by_arguments: bool
    """Whether arguments chose the mode; then variables alone cannot switch authentication on."""

    @property
    def shared_base(self) -> Url | None:
        """The one URL of base-URL mode."""
        if self.mode != "base_url":
            return None
        return next((endpoint.base for endpoint in self.endpoints.values()), None)


class Locator:
    """Finds out where the services are: as the arguments say or, where they say nothing, the variables."""

    def __init__(self, reader: Reader, platform: Platform, profile: Profile) -> None:
        self._reader = reader
        self._platform = platform
        self._profile = profile

    def locate(self) -> Location:
        """The place of every service.

        Where a place is wrong or missing, a stand-in takes it after the problem was told, so that everything
        else is checked as well; a configuration with problems is never given.
        """
        reader = self._reader
        env, base_url, services = map(reader.setting, ("env", "base_url", "services"))
        given_env, given_url = reader.option("env"), reader.option("base_url")
        given_services = reader.mapping(services, "services")
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
        for mode in modes[1:]:
            reader.refuse(mode, f"cannot be combined with {modes[0]}: give one of env, base_url and services")
        if modes:
            return self._location(given_env, given_url, given_services, by_arguments=True)
        return self._location_of_variables()

    def _location_of_variables(self) -> Location:
        variable = self._reader.variable
        env, base_url = variable(*VARIABLES["env"]), variable(*VARIABLES["base_url"])
        services: dict[str, object] = {}
        if env is not None and base_url is not None:
            problem = base_url.problem("base_url", f"cannot be combined with {env.variable}")
            self._reader.problems.append(problem)
        elif env is None and base_url is None:
            found = {name: variable(variable_of_service(name, "base_url")) for name in _OAUTH_SERVICES}
            services = {name: given for name, given in found.items() if given is not None}
            if not services:
                text = "is required, or base_url, or services, or TIMEBACK_ENV, or TIMEBACK_API_BASE_URL"
                self._reader.refuse("env", text)
        return self._location(env, base_url, services, by_arguments=False)

    def _location(
        self, env: Given | None, base_url: Given | None, services: Mapping[str, object], *, by_arguments: bool
    ) -> Location:
        """Reads all that was given, so that every problem is told, and prefers the first."""
        located = Location("env", ENVIRONMENTS[0], {}, by_arguments)
        if services:
            located = Location("services", None, self._of_services(services), by_arguments)
        if base_url is not None:
            located = Location("base_url", None, self._of_base_url(base_url), by_arguments)
        if env is not None:
            located = self._of_environment(env, by_arguments=by_arguments)
        return located

    def _of_environment(self, given: Given, *, by_arguments: bool) -> Location:
        env = given.text.strip()
        if env not in ENVIRONMENTS:
            self._reader.problems.append(given.problem("env", unknown(env, ENVIRONMENTS, "environment")))
            env = ENVIRONMENTS[0]
        hosts = self._platform.hosts[env]
        bases = {name: hosts.services.get(name, hosts.api) for name in self._offered()}
        endpoints = {name: Endpoint("env", self._url(Given(url), "env"), {}) for name, url in bases.items()}
        return Location("env", env, endpoints, by_arguments)

    def _of_base_url(self, given: Given) -> dict[str, Endpoint]:
        base = self._url(given, "base_url")
        return {name: Endpoint("base_url", base, {}) for name in self._offered()}

    def _of_services(self, services: Mapping[str, object]) -> dict[str, Endpoint]:
        endpoints: dict[str, Endpoint] = {}
        for name, value in services.items():
            at = f"services.{name}"
            if name not in SERVICES:
                self._reader.refuse(at, unknown(name, SERVICES, "service"))
                continue
            endpoints[name] = self._of_service(at, value)
            if not is_offered(self._profile[name]):
                text = f"platform {self._platform.name} does not offer it; give its paths in `paths`"
                self._reader.refuse(at, text)
        return endpoints

    def _of_service(self, at: str, value: object) -> Endpoint:
        reader, spec, where = self._reader, dict[str, object](), at
        if is_mapping(value):
            spec = reader.mapping(value, at)
            known = ServiceSpec.__annotations__
            for key in (key for key in spec if key not in known):
                reader.refuse(f"{at}.{key}", unknown(key, known, "option of a service"))
            value, where = spec.get("base_url"), f"{at}.base_url"
        known_problems = len(reader.problems)
        given = value if isinstance(value, Given) else reader.text(value, where)
        if given is None:
            if len(reader.problems) == known_problems:
                reader.refuse(where, "is required")
            return Endpoint(at, _STAND_IN, spec)
        return Endpoint(at, self._url(given, where), spec)

    def _offered(self) -> list[str]:
        return [name for name in _OAUTH_SERVICES if is_offered(self._profile[name])]

    def _url(self, given: Given, path: str) -> Url:
        url = self._reader.url(given, path)
        return _STAND_IN if url is None else url.as_base()
