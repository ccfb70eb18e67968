"""Small frameworks as files of the standard have them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

THEN = "2024-01-02T03:04:05.000Z"


def entity(identifier: str) -> Json:
    """What every entity has."""
    return {"identifier": identifier, "uri": f"https://s.example/{identifier}", "lastChangeDateTime": THEN}


def link(identifier: str) -> Json:
    """A link to an entity."""
    return {"title": f"The {identifier}", "identifier": identifier, "uri": f"https://s.example/{identifier}"}


def document(**members: object) -> Json:
    """The document `d`."""
    return {**entity("d"), "title": "Counting", "creator": "State", **members}


def item(identifier: str, **members: object) -> Json:
    """An item."""
    return {**entity(identifier), "fullStatement": f"Do {identifier}.", "CFItemType": "Standard", **members}


def association(origin: str, destination: str, kind: str = "isChildOf", **members: object) -> Json:
    """An association."""
    ends = {"originNodeURI": link(origin), "destinationNodeURI": link(destination)}
    return {**entity(f"{origin}-{kind}-{destination}"), "associationType": kind, **ends, **members}


def framework(parents: Mapping[str, Iterable[str]], **members: object) -> Json:
    """A package: its items by id, with the ids of their parents."""
    below = [association(child, each) for child, listed in parents.items() for each in listed]
    whole = {"CFDocument": document(), "CFItems": [item(each) for each in parents], "CFAssociations": below}
    return {**whole, **members}
