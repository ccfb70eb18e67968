"""A visit to the page: what was asked for, and the ways to answer it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import Final, TypeAlias
from urllib.parse import parse_qsl, urlencode

from timeback_core.sandbox.control import CONTROL_PREFIX, TENANT, Control
from timeback_core.sandbox.messages import Reply, Request, Steps
from timeback_core.sandbox.page.references import named
from timeback_core.sandbox.page.rendering import digest, html
from timeback_core.sandbox.world import World

PAGE_PREFIX: Final = f"{CONTROL_PREFIX}page/"

Services: TypeAlias = Mapping[str, Sequence[str]]
"""The collections of each service."""

VIEWS: Final = {
    "requests": "Requests",
    "data": "Data",
    "tokens": "Tokens",
    "webhooks": "Webhooks",
    "faults": "Faults",
    "switches": "Switches",
    "state": "State",
}
"""What can be looked at, by its address, and how it is called."""

NOTICES: Final = {
    "forgotten": "The requests are forgotten.",
    "revoked": "No token is good any more.",
    "repeated": "It is sent once more.",
    "added": "The fault is in force.",
    "cleared": "No fault happens any more.",
    "limited": "The limit holds.",
    "unlimited": "No limit holds any more.",
    "begun": "The profile is in force.",
    "ended": "The profile is in force no more.",
    "switched": "The switches are set.",
    "reset": "All is as at the start.",
    "taken": "The snapshot is taken.",
    "restored": "All is as it was at the snapshot.",
    "deleted": "The snapshot is gone.",
    "moved": "The clock is set.",
}
"""What is told of something that was done."""


class Visit:
    """One request for the page."""

    def __init__(self, world: World, request: Request, services: Services) -> None:
        self.world = world
        self.request = request
        self.services = services
        self.now: float = world.clock.now()
        """By the clock of the sandbox."""

    @cached_property
    def query(self) -> dict[str, str]:
        """The parameters of the address."""
        return dict(parse_qsl(self.request.query))

    @cached_property
    def form(self) -> dict[str, str]:
        """What was filled in, empty fields left out."""
        return dict(parse_qsl(self.request.body.decode("utf-8", "replace")))

    @property
    def tenant(self) -> str:
        """Which sandbox is being looked at, where there are several."""
        return self.query.get(TENANT, "")

    def number(self, name: str) -> int:
        """A whole number of the address; 0 where there is none, or what is no such number."""
        text = self.query.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0

    def link(self, view: str, **parameters: object) -> str:
        """The address of a view, of the sandbox that is being looked at; what is empty is left out."""
        all_told = {TENANT: self.tenant, **parameters}
        told = {name: str(value) for name, value in all_told.items() if value not in ("", None)}
        return f"{PAGE_PREFIX}{view}{'?' if told else ''}{urlencode(told)}"

    @cached_property
    def collections(self) -> list[str]:
        """All collections, those of the services first and in their order."""
        told = [collection for collections in self.services.values() for collection in collections]
        return [*told, *(each for each in self.world.store.collections() if each not in told)]

    def place(self, name: str, text: str) -> str:
        """The address of the document that a member of this name and text refers to; empty where it is none."""
        collection = named(self.world.store, self.collections, name, text)
        return "" if collection is None else self.link("document", collection=collection, id=text)

    def show(self, template: str, status: int = 200, **values: object) -> Reply:
        """A view, filled with these values; `view` is the one that it belongs to, where it is called otherwise."""
        known: dict[str, object] = {
            "view": template,
            "views": VIEWS,
            "visit": self,
            "world": self.world,
            "link": self.link,
            "asset": _asset_address,
            "now": self.now,
            "tenants": list(self.world.tenants),
            "notice": NOTICES.get(self.query.get("notice", ""), ""),
        }
        return html(f"{template}.html", status, {**known, **values})

    def missing(self, view: str, text: str) -> Reply:
        """Says that something is not there, or not any more."""
        return self.show("missing", 404, view=view, text=text)

    def back_to(self, view: str, notice: str, **parameters: object) -> Reply:
        """Leads to a view, which then tells what was done."""
        return Reply(303, (("location", self.link(view, **parameters, notice=notice)), ("cache-control", "no-store")))


def _asset_address(name: str) -> str:
    return f"{PAGE_PREFIX}{name}?{digest(name)}"


View: TypeAlias = Callable[[Visit], Reply | Steps[Reply]]


def control(view: View, services: Services) -> Control:
    """A view as the control call that it is."""
    return lambda world, request: view(Visit(world, request, services))
