"""The official client of webhooks."""

from tests.official.caliper import SENSOR, activity
from tests.official.receiver import Receiver
from tests.official.trial import Trial
from timeback_caliper import CaliperClient
from timeback_webhooks import WebhooksClient


async def run(trial: Trial, client: WebhooksClient, caliper: CaliperClient) -> None:
    """Every method, and an event that is delivered."""
    with Receiver() as receiver:
        given = {"name": "Ours", "targetUrl": receiver.url, "secret": "s3cret", "active": True, "sensor": SENSOR}
        hook = await trial("webhooks.create", client.webhooks.create(given), lambda it: it.name == "Ours" and it.active)
        named = hook.id
        await trial("webhooks.list", client.webhooks.list(), lambda them: named in [each.id for each in them])
        await trial("webhooks.list", client.webhooks.list("https://no.such"), lambda them: named not in str(them))
        await trial("webhooks.get", client.webhooks.get(named), lambda it: it.target_url == receiver.url)
        renamed = client.webhooks.update(named, {**given, "name": "Renamed", "description": "d"})
        await trial("webhooks.update", renamed, lambda it: (it.name, it.description) == ("Renamed", "d"))
        await trial("webhooks.deactivate", client.webhooks.deactivate(named), lambda it: not it.active)
        await trial("webhooks.activate", client.webhooks.activate(named), lambda it: it.active)

        wanted = {
            "webhookId": named,
            "filterKey": "type",
            "filterValue": "ActivityEvent",
            "filterType": "string",
            "filterOperator": "eq",
            "active": True,
        }
        filters = client.webhook_filters
        made = await trial("webhook_filters.create", filters.create(wanted), lambda it: it.filter_operator == "eq")
        await trial("webhook_filters.list", filters.list(), lambda them: made.id in [each.id for each in them])
        await trial("webhook_filters.get", filters.get(made.id), lambda it: it.webhook_id == named)
        of_one = filters.list_by_webhook(named)
        await trial("webhook_filters.list_by_webhook", of_one, lambda them: [each.id for each in them] == [made.id])

        event = activity()
        await trial("events.send_activity", caliper.events.send_activity(SENSOR, event), lambda it: it.job_id)
        receiver.wait_for(event.id)
        print("ok  ", "delivered to", receiver.url)

        changed = filters.update(made.id, {**wanted, "filterValue": "TimeSpentEvent"})
        await trial("webhook_filters.update", changed, lambda it: it.filter_value == "TimeSpentEvent")
        await trial("webhook_filters.delete", filters.delete(made.id), lambda it: it.message)
        await trial("webhooks.delete", client.webhooks.delete(named), lambda it: it.message)
