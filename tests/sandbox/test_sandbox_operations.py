"""Operations have one name on both sides: that of the client's catalogue."""

import re
from collections import defaultdict

from timeback_core import catalogue
from timeback_core.sandbox.box import APIS

ROUTES = [route for api in APIS for route in api().routes]
WITHOUT_FUNCTION = {
    "caliper.events.send_to_learnwith",
    "caliper.events.send_as_partner",
    "caliper.events.send_by_edubridge",
}
"""Further ways to send events, which the client takes by itself where the platform has no other."""


def place(verb: str, path: str) -> tuple[str, str]:
    """A verb and a path without the names of its parameters."""
    return verb, re.sub(r"{\w+}", "{}", path).rstrip("/")


def test_every_operation_of_the_catalogue_has_its_route_by_its_name() -> None:
    named: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for route in ROUTES:
        named[place(route.verb, route.template)].add(route.operation)
    known: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for entry in catalogue():
        if entry.verb is not None and entry.path is not None:
            known[place(entry.verb, entry.path)].add(entry.qualified)
    assert [each for each, names in known.items() if len(named[each]) != 1 or not named[each] <= names] == []
    assert set().union(*named.values()) - set().union(*known.values()) == WITHOUT_FUNCTION


def test_a_name_is_of_one_operation_on_every_path_that_it_has() -> None:
    verbs: defaultdict[str, set[str]] = defaultdict(set)
    for route in ROUTES:
        verbs[route.operation].add(route.verb)
    assert [name for name, used in verbs.items() if len(used) != 1] == []
