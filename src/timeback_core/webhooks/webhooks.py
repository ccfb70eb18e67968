"""Webhooks themselves: created, read, replaced, switched on and off."""

from collections.abc import Callable

from returns.result import Failure

from timeback_core.engine.call.effects import Perform, Steps
from timeback_core.engine.call.expect import Many, Maybe, One
from timeback_core.engine.call.paging import UNPAGED
from timeback_core.engine.call.request import Base, Call
from timeback_core.engine.surface.flow import collected, flow
from timeback_core.engine.surface.namespace import Namespace, S_co
from timeback_core.engine.surface.operation import DELETE, GET, POST, PUT, operation
from timeback_core.flows.steps import invalid, modified, problems_in
from timeback_core.webhooks.models.webhooks import StatusMessage, Webhook, WebhookInput

ONE = One("webhook", Webhook, absent_is_missing=True)


@operation(GET, Base("webhooks", "list"), "", Many("webhooks", Webhook, paging=UNPAGED))
def list_webhooks(sensor: str | None = None) -> Call:
    """List all webhooks, or those of a sensor; there are no pages.

    sensor: as it stands in the webhook.
    """
    return Call(query={"sensor": sensor or None})


@operation(POST, Base("webhooks", "create"), "", One("webhook", Webhook))
def create_webhook(webhook: WebhookInput) -> Call:
    """Create a webhook, and give it as stored; equal ones can exist beside each other.

    Errors: `Rejected`, with the server's problems by field.
    """
    return Call(body=webhook)


@operation(GET, Base("webhooks", "get"), "", ONE)
def get_webhook(webhook_id: str) -> Call:
    """Fetch one webhook.

    Errors: `NotFound`.
    """
    return Call(path={"id": webhook_id})


@operation(PUT, Base("webhooks", "update"), "", ONE)
def update_webhook(webhook_id: str, webhook: WebhookInput) -> Call:
    """Replace a webhook, and give it as stored; `modify` changes a part of it.

    Errors: `NotFound`, `Rejected` with the server's problems by field.
    """
    return Call(path={"id": webhook_id}, body=webhook)


@operation(DELETE, Base("webhooks", "delete"), "", Maybe(One(None, StatusMessage, verdict="status")))
def delete_webhook(webhook_id: str) -> Call:
    """Delete a webhook, and give what the server says of it, if it says anything.

    Errors: `NotFound`.
    """
    return Call(path={"id": webhook_id})


@operation(PUT, Base("webhooks", "activate"), "", ONE)
def activate_webhook(webhook_id: str) -> Call:
    """Let events be sent; gives the webhook as it is then.

    Errors: `NotFound`.
    """
    return Call(path={"id": webhook_id})


@operation(PUT, Base("webhooks", "deactivate"), "", ONE)
def deactivate_webhook(webhook_id: str) -> Call:
    """Let no more events be sent; gives the webhook as it is then.

    Errors: `NotFound`.
    """
    return Call(path={"id": webhook_id})


@flow
def modify_webhook(webhook_id: str, change: Callable[[WebhookInput], WebhookInput]) -> Steps[Webhook]:
    """Change a webhook: read it, change it, write it back; gives it as stored. Its secret need not be known.

    What somebody else writes between the read and the write is lost. Nothing is written without a change.

    change: gives the changed input, such as `lambda webhook: evolve(webhook, name="Scores")`.

    Errors: `NotFound`, `Rejected`.
    """
    return modified(webhook_id, get_webhook, WebhookInput.of_stored, change, update_webhook)


@flow
def upsert_webhook(webhook: WebhookInput) -> Steps[Webhook]:
    """Replace the webhook of the same address and sensor, or create it where there is none; gives it as stored.

    So a receiver can ask for its events whenever it starts. Where several do so at once, each may create one.

    Errors: `Rejected`.
    """
    create = create_webhook.request(webhook)
    if problems := problems_in(create):
        return invalid(*problems)
    told = yield from collected(list_webhooks.request())
    if isinstance(told, Failure):
        return told
    here = webhook.target_url, webhook.sensor or None
    for each in told.unwrap():
        if (each.target_url, each.sensor or None) == here and each.deleted_at is None:
            return (yield from Perform(update_webhook.request(each.id, webhook)))
    return (yield from Perform(create))


class Webhooks(Namespace[S_co]):
    """Webhooks themselves: created, read, replaced, switched on and off."""

    list = list_webhooks
    create = create_webhook
    get = get_webhook
    update = update_webhook
    delete = delete_webhook
    activate = activate_webhook
    deactivate = deactivate_webhook
    modify = modify_webhook
    upsert = upsert_webhook
