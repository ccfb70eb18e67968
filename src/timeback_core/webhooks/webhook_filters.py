"""Filters: which events a webhook asks for."""

from collections.abc import Callable

from timeback_core.engine.call.effects import Steps
from timeback_core.engine.call.expect import Many, Maybe, One
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.surface.flow import flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.steps import modified
from timeback_core.webhooks.models.filters import WebhookFilter, WebhookFilterInput
from timeback_core.webhooks.models.webhooks import StatusMessage

ONE = One("filter", WebhookFilter, absent_is_missing=True)
ALL = Many("filters", WebhookFilter, paging=UNPAGED)


@operation(GET, Base("webhooks", "filter_list"), "", ALL)
def list_webhook_filters() -> Call:
    """List the filters of all webhooks; there are no pages."""
    return Call()


@operation(POST, Base("webhooks", "filter_create"), "", One("filter", WebhookFilter))
def create_webhook_filter(webhook_filter: WebhookFilterInput) -> Call:
    """Create a filter, and give it as stored; equal ones can exist beside each other.

    Errors: `Rejected`, with the server's problems by field.
    """
    return Call(body=webhook_filter)


@operation(GET, Base("webhooks", "filter_get"), "", ONE)
def get_webhook_filter(webhook_filter_id: str) -> Call:
    """Fetch one filter.

    Errors: `NotFound`.
    """
    return Call(path={"id": webhook_filter_id})


@operation(PUT, Base("webhooks", "filter_update"), "", ONE)
def update_webhook_filter(webhook_filter_id: str, webhook_filter: WebhookFilterInput) -> Call:
    """Replace a filter, and give it as stored; `modify` changes a part of it.

    Errors: `NotFound`, `Rejected` with the server's problems by field.
    """
    return Call(path={"id": webhook_filter_id}, body=webhook_filter)


@operation(DELETE, Base("webhooks", "filter_delete"), "", Maybe(One(None, StatusMessage, verdict="status")))
def delete_webhook_filter(webhook_filter_id: str) -> Call:
    """Delete a filter, and give what the server says of it, if it says anything.

    Errors: `NotFound`.
    """
    return Call(path={"id": webhook_filter_id})


@operation(GET, Base("webhooks", "filters_of_webhook"), "", ALL)
def list_filters_of_webhook(webhook_id: str) -> Call:
    """List the filters of one webhook; there are no pages."""
    return Call(path={"webhookId": webhook_id})


@flow
def modify_webhook_filter(
    webhook_filter_id: str, change: Callable[[WebhookFilterInput], WebhookFilterInput]
) -> Steps[WebhookFilter]:
    """Change a filter: read it, change it, write it back; gives it as stored.

    What somebody else writes between the read and the write is lost. Nothing is written without a change.

    change: gives the changed input, such as `lambda each: evolve(each, active=False)`.

    Errors: `NotFound`, `Rejected`.
    """
    return modified(webhook_filter_id, get_webhook_filter, WebhookFilterInput.of_stored, change, update_webhook_filter)


class WebhookFilters(Namespace[S_co]):
    """Filters: which events a webhook asks for."""

    list = list_webhook_filters
    create = create_webhook_filter
    get = get_webhook_filter
    update = update_webhook_filter
    delete = delete_webhook_filter
    list_by_webhook = list_filters_of_webhook
    modify = modify_webhook_filter
