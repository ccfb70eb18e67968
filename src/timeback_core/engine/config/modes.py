"""The three ways to say where the services are: an environment, one base URL, or a URL for each service."""

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from timeback_core.engine.config.options import Given, Reader, is_said
from timeback_core.engine.config.settings import ServiceSpec, variable_of_service
from timeback_core.engine.config.urls import Url
from timeback_core.engine.narrow import is_mapping
from timeback_core.engine.platforms import ENVIRONMENTS, SERVICES, Paths, Platform
from timeback_core.problems import nearest, unknown

_OAUTH_SERVICES = tuple(name for name in SERVICES if name != "masterytrack")
"""All services but the one that has credentials of its own and is only there with them."""
OTHERS = ""
"""Stands, behind one base URL, for the services of the caller's own that are named nowhere."""
_STAND_IN = Url("https", "stand-in.invalid", 443)


class Place(NamedTuple):
    """Where one service is, and what was said about its token."""

    at: str
    """Path of the option that named the service."""
    base: Url
    spec: Mapping[str, object]
    """The service's own entry in `services`; empty where it has none."""


class Location(NamedTuple):
    """The mode that was chosen, and what it says."""

    mode: Literal["env", "base_url", "services"]
    by_arguments: bool
    """Whether arguments chose the mode; then variables alone cannot switch authentication on."""
    places: Mapping[str, Place]
    env: str | None = None


class Locator:
    """Finds out where the services are: as the arguments say or, where they say nothing, the variables.

    A stand-in takes a place that is wrong or missing, once that was told, so that everything else is checked as well.
    """

    def __init__(self, reader: Reader, platform: Platform, paths: Mapping[str, Paths]) -> None:
        self._reader = reader
        self._platform = platform
        self._offered = [name for name in SERVICES if any(path is not None for path in paths[name].values())]

    def locate(self) -> Location:
        """The place of every service."""
        reader = self._reader
        env, base_url = reader.option("env"), reader.option("base_url")
        services = reader.mapping(reader.setting("services"), "services")
        # What is no value of its option at all has been told, and still says which mode was meant.
        modes = [mode for mode in ("env", "base_url", "services") if is_said(reader.setting(mode))]
        elsewhere = len(modes) > 1 or reader.variable_of("env") or reader.variable_of("base_url")
        if services and elsewhere and not any(name in SERVICES for name in services):
            modes.remove("services")  # all are the caller's own, which stand beside the others
        for mode in modes[1:]:
            reader.refuse(mode, f"cannot be combined with {modes[0]}: give one of env, base_url and services")
        if modes:
            return self._location(env, base_url, services, by_arguments=True)
        env, base_url = reader.variable_of("env"), reader.variable_of("base_url")
        if env is not None and base_url is not None:
            reader.refuse("base_url", f"cannot be combined with {env.variable}", base_url)
        elif env is None and base_url is None:
            found = {name: reader.variable(variable_of_service(name, "base_url")) for name in _OAUTH_SERVICES}
            services |= {name: given for name, given in found.items() if given is not None}
            if not services:
                text = "is required, or base_url, or services, or TIMEBACK_ENV, or TIMEBACK_API_BASE_URL"
                reader.refuse("env", text)
        return self._location(env, base_url, services, by_arguments=False)

    def _location(
        self, env: Given | None, base_url: Given | None, services: Mapping[str, object], *, by_arguments: bool
    ) -> Location:
        """Reads all that was given, so that every problem is told, and prefers the first."""
        located = Location("env", by_arguments, {}, ENVIRONMENTS[0])
        given = self._of_services(services)
        if given:
            located = Location("services", by_arguments, given)
        offered = [name for name in _OAUTH_SERVICES if name in self._offered]
        if base_url is not None:
            everywhere = Place("base_url", self._base(base_url, "base_url"), {})
            located = Location("base_url", by_arguments, dict.fromkeys([*offered, OTHERS], everywhere))
        if env is not None:
            name = env.text.strip()
            if name not in ENVIRONMENTS:
                self._reader.refuse("env", unknown(name, ENVIRONMENTS, "environment"), env)
                name = ENVIRONMENTS[0]
            hosts = self._platform.hosts[name]
            bases = {service: Given(hosts.services.get(service, hosts.api)) for service in offered}
            places = {service: Place("env", self._base(base, "env"), {}) for service, base in bases.items()}
            located = Location("env", by_arguments, places, name)
        own = {name: place for name, place in given.items() if name not in SERVICES}
        return located._replace(places={**located.places, **own})

    def _of_services(self, services: Mapping[str, object]) -> dict[str, Place]:
        places: dict[str, Place] = {}
        for name, value in services.items():
            at = f"services.{name}"
            if not is_new(name, SERVICES) and name not in SERVICES:
                self._reader.refuse(at, unknown(name, SERVICES, "service"))
                continue
            places[name] = self._of_service(at, value)
            if name in SERVICES and name not in self._offered:
                text = f"platform {self._platform.name} does not offer it; give its paths in `paths`"
                self._reader.refuse(at, text)
        return places

    def _of_service(self, at: str, value: object) -> Place:
        reader, spec, where = self._reader, dict[str, object](), at
        if is_mapping(value):
            spec = reader.mapping(value, at)
            known = ServiceSpec.__annotations__
            for key in (key for key in spec if key not in known):
                reader.refuse(f"{at}.{key}", unknown(key, known, "option of a service"))
            value, where = spec.get("base_url"), f"{at}.base_url"
        given = value if isinstance(value, Given) else reader.text(value, where)
        if given is None and isinstance(value, str | None):
            reader.refuse(where, "is required")
        return Place(at, self._base(given, where), spec)

    def _base(self, given: Given | None, path: str) -> Url:
        url = given and self._reader.url(given, path)
        return url.below("") if url else _STAND_IN


def is_new(name: str, known: Iterable[str]) -> bool:
    """Whether a name can be one of the caller's own: it is none of the known ones, misspelt."""
    return name.isidentifier() and nearest(name, known, 0.8) is None
