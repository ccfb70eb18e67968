"""Which operation a request is of, told by where it goes, on any platform and below any address."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from timeback_core.engine.config import Config, ServiceSpec, configure
from timeback_core.engine.platforms import PLATFORMS
from timeback_core.engine.policy.plan import Route, route_of
from timeback_core.engine.surface.catalogue import catalogue
from timeback_core.engine.surface.operation import Operation
from timeback_core.problems import unknown


class Place(NamedTuple):
    """Where the requests of an operation go on one platform."""

    operation: str
    """As a client spells it, such as `oneroster.users.get`."""
    path: re.Pattern[str]
    literal: int
    """How many characters of the path are the same in all of them."""


def operations_at(verb: str, path: str) -> tuple[str, ...]:
    """The operations that send such a request: several where they differ in what they send or read alone."""
    found = [place for place in _places().get(verb, ()) if place.path.search(path)]
    exact = max((place.literal for place in found), default=0)
    return tuple(dict.fromkeys(place.operation for place in found if place.literal == exact))


def name_of(operation: Operation[..., object] | str) -> str:
    """The operation as a client spells it; it may be given so, or as `oneroster.create_user`.

    Raises:
        ValueError: there is no such operation.
    """
    given = operation if isinstance(operation, str) else operation.full_name
    if given not in (names := _names()):
        raise ValueError(unknown(given, names, "operation"))
    return names[given]


def asks_for_token(verb: str, path: str, headers: Mapping[str, str]) -> bool:
    """Whether a client asks for a token; calls of this package's clients bear an id, which these do not."""
    return verb == "POST" and path.endswith(("/token", "/authorizer")) and "x-request-id" not in headers


@cache
def _names() -> Mapping[str, str]:
    operations = [entry for entry in catalogue() if isinstance(entry.operation, Operation)]
    own = {entry.qualified: entry.qualified for entry in operations}
    return {entry.operation.full_name: entry.qualified for entry in operations} | own


@cache
def _places() -> Mapping[str, Sequence[Place]]:
    """The places by verb."""
    places: dict[str, list[Place]] = {}
    for config in _configs():
        for entry in catalogue():
            if isinstance(entry.operation, Operation):
                route = route_of(entry.operation, config)
                if isinstance(route, Route):
                    place = Place(entry.qualified, _pattern(route), sum(map(len, route.pieces)))
                    places.setdefault(entry.operation.verb, []).append(place)
    return places


def _configs() -> Iterator[Config]:
    """One for each platform, with all services that it offers."""
    for name, platform in PLATFORMS.items():
        place: ServiceSpec = {"base_url": "https://any.test", "auth_url": None}
        services = dict.fromkeys(platform.hosts["production"].services, place)
        yield configure(platform=name, services=services, environ={}).unwrap()


def _pattern(route: Route) -> re.Pattern[str]:
    """What the paths of a route end with, with or without a slash at the end."""
    text = re.escape(route.pieces[0])
    for name, piece in zip(route.names, route.pieces[1:], strict=True):
        text = text.removesuffix("/") + "(?:/[^/]+)?" if name in route.optional else text + "[^/]+"
        text += re.escape(piece)
    return re.compile(f"{text.removesuffix('/')}/?$")
