"""A case for every operation of Webhooks."""

from tests.wire.case import MADE, Case, Shows

from timeback_core.webhooks import (
    WebhookFilterInput,
    WebhookInput,
    activate_webhook,
    create_webhook,
    create_webhook_filter,
    deactivate_webhook,
    delete_webhook,
    delete_webhook_filter,
    get_webhook,
    get_webhook_filter,
    list_filters_of_webhook,
    list_webhook_filters,
    list_webhooks,
    update_webhook,
    update_webhook_filter,
)

HOOKS, FILTERS = "/webhooks/", "/webhook-filters/"
FIRST = "cd613e30-d8f1-4adf-91b7-584a2265b1f5"
"""The first id that a sandbox gives after its start."""
SENSOR = "https://app.example/sensor"
TARGET = "https://Hooks.Example:443/a/../b"

WEBHOOK = WebhookInput(name="Scores", target_url=TARGET, secret=" s ", active=True, description=None, sensor=SENSOR)
WEBHOOK_SENT = {
    "name": "Scores",
    "targetUrl": TARGET,
    "secret": " s ",
    "active": True,
    "description": None,
    "sensor": SENSOR,
}
PLAIN = WebhookInput(name="All", target_url=TARGET, secret="s", active=False)
PLAIN_SENT = {"name": "All", "targetUrl": TARGET, "secret": "s", "active": False}
MAKE = (create_webhook.request(WEBHOOK),)


def filter_of(webhook_id: str, value: str | float) -> WebhookFilterInput:
    """A filter of a webhook."""
    return WebhookFilterInput(
        webhook_id=webhook_id,
        filter_key="generated.attempt",
        filter_value=value,
        filter_type="number",
        filter_operator="gte",
        active=True,
    )


def filter_sent(webhook_id: str, value: str) -> dict[str, object]:
    """The same on the wire."""
    return {
        "webhookId": webhook_id,
        "filterKey": "generated.attempt",
        "filterValue": value,
        "filterType": "number",
        "filterOperator": "gte",
        "active": True,
    }


MAKE_FILTER = (*MAKE, create_webhook_filter.request(filter_of(MADE, 2)))

CASES = (
    Case(list_webhooks, (), HOOKS, before=MAKE),
    Case(list_webhooks, (), HOOKS, before=MAKE, named={"sensor": SENSOR}, query=f"sensor={SENSOR}"),
    Case(create_webhook, (WEBHOOK,), HOOKS, WEBHOOK_SENT, Shows(HOOKS, ("webhooks", 0), WEBHOOK_SENT)),
    Case(create_webhook, (PLAIN,), HOOKS, PLAIN_SENT, Shows(HOOKS, ("webhooks", 0), PLAIN_SENT)),
    Case(get_webhook, (MADE,), HOOKS + MADE, before=MAKE),
    Case(
        update_webhook,
        (MADE, PLAIN),
        HOOKS + MADE,
        PLAIN_SENT,
        Shows(HOOKS + MADE, ("webhook",), PLAIN_SENT),
        before=MAKE,
    ),
    Case(delete_webhook, (MADE,), HOOKS + MADE, shows=Shows(HOOKS, ("webhooks",), []), before=MAKE),
    Case(
        activate_webhook,
        (MADE,),
        f"{HOOKS}{MADE}/activate",
        shows=Shows(HOOKS + MADE, ("webhook", "active"), True),
        before=(create_webhook.request(PLAIN),),
    ),
    Case(
        deactivate_webhook,
        (MADE,),
        f"{HOOKS}{MADE}/deactivate",
        shows=Shows(HOOKS + MADE, ("webhook", "active"), False),
        before=MAKE,
    ),
    Case(list_webhook_filters, (), FILTERS, before=MAKE_FILTER),
    Case(
        create_webhook_filter,
        (filter_of(MADE, 2),),
        FILTERS,
        filter_sent(MADE, "2"),
        Shows(FILTERS, ("filters", 0), filter_sent(MADE, "2")),
        before=MAKE,
    ),
    Case(get_webhook_filter, (MADE,), FILTERS + MADE, before=MAKE_FILTER),
    Case(
        update_webhook_filter,
        (MADE, filter_of(FIRST, 3.5)),
        FILTERS + MADE,
        filter_sent(FIRST, "3.5"),
        Shows(FILTERS + MADE, ("filter",), filter_sent(FIRST, "3.5")),
        before=MAKE_FILTER,
    ),
    Case(delete_webhook_filter, (MADE,), FILTERS + MADE, shows=Shows(FILTERS, ("filters",), []), before=MAKE_FILTER),
    Case(list_filters_of_webhook, (MADE,), f"{FILTERS}webhook/{MADE}", before=MAKE),
)
