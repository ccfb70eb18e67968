"""Webhooks: where events are sent, and what a deletion answers."""

from datetime import datetime

from timeback_core.engine.codec import UNSET, Flag, Input, JsonValue, Model, Unset, model, non_empty, url, wire


@model
class Webhook(Model):
    """Where the events of one sensor, or of all, are sent."""

    id: str
    name: str
    target_url: str
    """The address of the receiver."""
    secret: str = wire(secret=True)
    """What the receiver verifies deliveries by; the server gives it with every read, and no repr shows it."""
    active: Flag
    """Whether anything is sent."""
    description: str | None = None
    sensor: str | None = None
    """The sensor whose events are sent; those of all where there is none."""
    created_at: datetime | None = wire("created_at", default=None, also=("createdAt",))
    updated_at: datetime | None = wire("updated_at", default=None, also=("updatedAt",))
    deleted_at: datetime | None = wire("deleted_at", default=None, also=("deletedAt",))


@model
class WebhookInput(Input, reads=Webhook, drops=("id", "created_at", "updated_at", "deleted_at")):
    """A webhook, as created or replaced. Address and secret are sent exactly as they are given."""

    name: str = wire(check=non_empty)
    target_url: str = wire(check=url)
    """The address of the receiver, http or https."""
    secret: str = wire(check=non_empty, secret=True)
    """What the receiver is to verify deliveries by."""
    active: Flag
    """Whether anything is sent."""
    description: str | Unset | None = UNSET
    """None takes it away."""
    sensor: str | Unset | None = UNSET
    """The sensor whose events are sent; None stands for all. Give it if the server answers that it is required."""


@model
class StatusMessage(Model):
    """What the server says of a deletion."""

    status: str | None = None
    """`success` as a rule."""
    message: str | None = None
    errors: JsonValue = None
