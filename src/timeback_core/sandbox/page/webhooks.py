"""Webhooks: those that are registered, what was delivered to them, and what was to be."""

from typing import Final

from timeback_core.sandbox.messages import Reply, empty_reply
from timeback_core.sandbox.page.visit import Visit

SHOWN: Final = 100
"""Rows of a page."""


def show_webhooks(visit: Visit) -> Reply:
    """The webhooks and the last deliveries; nothing where a browser that asks for news knows them already."""
    deliveries = visit.world.deliveries.entries()
    known = str(visit.world.deliveries.generation)
    if visit.query.get("known") == known:
        return empty_reply(204)
    webhooks = {each["sourcedId"]: each for each in visit.world.store.rows("webhooks")}
    only = visit.query.get("webhook", "")
    fitting = [each for each in reversed(deliveries) if only in ("", each.webhook_id)]
    opened = visit.world.deliveries.get(visit.query.get("id", ""))
    return visit.show(
        "webhooks", webhooks=webhooks, only=only, rows=fitting[:SHOWN], total=len(fitting), opened=opened, known=known
    )


def repeat_delivery(visit: Visit) -> Reply:
    """Send one once more."""
    again = visit.world.deliveries.repeat(visit.form.get("id", ""), visit.now)
    if again is None:
        return visit.missing("webhooks", "This delivery is forgotten.")
    return visit.back_to("webhooks", "repeated", id=again.id)
