"""Telling of an event: which webhooks ask for it, and what their receivers are sent."""

import hashlib
import hmac
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

import orjson

from timeback_core.sandbox.calls import timestamp
from timeback_core.sandbox.deliveries import Delivery
from timeback_core.sandbox.messages import Document
from timeback_core.sandbox.webhooks.kinds import FILTER, WEBHOOK, in_use
from timeback_core.sandbox.webhooks.matching import passes
from timeback_core.sandbox.world import World

SIGNATURE_HEADER: Final = "X-Sandbox-Signature"
"""Holds the HMAC-SHA256 of the body under the webhook's secret, in hexadecimal. The platform documents no scheme."""
DATA_VERSION: Final = "http://purl.imsglobal.org/ctx/caliper/v1p2"


def announce(world: World, event: Document, sensor: str, now: float) -> None:
    """Let a new event of a sensor be delivered to every webhook that asks for it."""
    told = {"sensor": sensor, **event}
    asking = [webhook for webhook in WEBHOOK.rows(world) if _asks_for(world, webhook, told, sensor)]
    if asking:
        envelope = {"sensor": sensor, "sendTime": timestamp(now), "dataVersion": DATA_VERSION, "data": [event]}
        body = orjson.dumps(envelope)
        for webhook in asking:
            world.deliveries.add(_delivery(world.deliveries.new_id(), webhook, event, body, now))


def _asks_for(world: World, webhook: Document, event: Document, sensor: str) -> bool:
    if not webhook["active"] or webhook["sensor"] not in (None, "", sensor):
        return False
    filters = world.store.find(FILTER.collection, "webhookId", webhook["sourcedId"])
    return passes(event, (each for each in filters if in_use(each) and each["active"]))


def _delivery(delivery_id: str, webhook: Document, event: Document, body: bytes, now: float) -> Delivery:
    target = webhook["targetUrl"]
    signature = hmac.new(webhook["secret"].encode(), body, hashlib.sha256).hexdigest()
    is_here = _is_on_this_machine(target)
    return Delivery(
        id=delivery_id,
        webhook_id=webhook["sourcedId"],
        event_id=event["id"],
        target=target,
        headers=(
            ("Content-Type", "application/json"),
            ("User-Agent", "timeback-sandbox"),
            (SIGNATURE_HEADER, signature),
        ),
        body=body,
        at=now,
        state="waiting" if is_here else "refused",
        error="" if is_here else "The sandbox delivers to addresses of this machine only.",
    )


def _is_on_this_machine(target: str) -> bool:
    try:
        parts = urlsplit(target)
        host = parts.hostname or ""
        return parts.scheme in ("http", "https") and (host == "localhost" or ip_address(host).is_loopback)
    except ValueError:
        return False
