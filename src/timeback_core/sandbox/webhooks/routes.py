"""The calls of webhooks and of their filters."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import attrs

from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Described, Parameter, described, under
from timeback_core.sandbox.messages import Document, Reply, Steps, json_reply
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import ListOf, Record
from timeback_core.sandbox.webhooks.kinds import FILTER, STATUS, WEBHOOK, Kind, in_use, status_reply


def listing(
    kind: Kind,
    takes: Callable[[Call, Document], bool] = lambda _call, _document: True,
    asks: tuple[Parameter, ...] = (),
) -> Described:
    """GET of all that were not deleted, or of those that the call `takes`."""
    gives = under(kind.plural, ListOf(kind.answered))

    @described(gives, asks=asks, summary=f"All {kind.noun.lower()}s that were not deleted.")
    def answer(call: Call) -> Reply:
        found = [kind.show(call.world, each) for each in kind.rows(call.world) if takes(call, each)]
        return json_reply(200, {kind.plural: found})

    return answer


def of_sensor(call: Call, webhook: Document) -> bool:
    """Whether a webhook is of the sensor that the query names, if it names one."""
    sensor = call.query.get("sensor")
    return not sensor or webhook["sensor"] == sensor


def of_webhook(call: Call, each: Document) -> bool:
    """Whether a filter is of the webhook in the path."""
    return bool(each["webhookId"] == call.ids[0])


def single(kind: Kind) -> Described:
    """GET of one."""

    @described(_one(kind), summary=f"One {kind.noun.lower()}.")
    def answer(call: Call) -> Reply:
        return answered(call, 200, kind, kind.get(call.world, call.ids[0]))

    return answer


def create(kind: Kind) -> Described:
    """POST: 201 with what was stored."""

    @described({201: _one(kind)}, takes=kind.written, summary=f"Create a {kind.noun.lower()}.")
    def answer(call: Call) -> Reply:
        document, issues = kind.read(call.world, call.body())
        if issues:
            return kind.wrong(issues)
        return stored(call, 201, kind, {"sourcedId": call.world.new_id(), **document, "created_at": call.stamp})

    return answer


def update(kind: Kind) -> Described:
    """PUT of the whole."""

    @described(_one(kind), takes=kind.written, summary=f"Replace a {kind.noun.lower()}.")
    def answer(call: Call) -> Reply:
        before = kind.get(call.world, call.ids[0])
        document, issues = kind.read(call.world, call.body())
        return kind.wrong(issues) if issues else stored(call, 200, kind, {**before, **document})

    return answer


def set_active(kind: Kind, *, active: bool) -> Described:
    """PUT without a body."""

    @described(_one(kind), summary=f"Switch a {kind.noun.lower()} {'on' if active else 'off'}.")
    def answer(call: Call) -> Reply:
        return stored(call, 200, kind, {**kind.get(call.world, call.ids[0]), "active": active})

    return answer


def delete(kind: Kind) -> Described:
    """DELETE: marks it, and the filters of a webhook, as deleted."""

    @described(STATUS, summary=f"Mark a {kind.noun.lower()} as deleted.")
    def answer(call: Call) -> Reply:
        document = kind.get(call.world, call.ids[0])
        mark(call, kind, document)
        if kind is WEBHOOK:
            for each in call.world.store.find(FILTER.collection, "webhookId", document["sourcedId"]):
                mark(call, FILTER, each)
        return status_reply(200, f"{kind.noun} deleted successfully")

    return answer


def mark(call: Call, kind: Kind, document: Document) -> None:
    """Mark one as deleted, unless it is."""
    if in_use(document):
        call.world.store.put(kind.collection, {**document, "deleted_at": call.stamp})


def stored(call: Call, status: int, kind: Kind, document: Document) -> Reply:
    """The answer with one that is stored first."""
    kept = {**document, "updated_at": call.stamp, "deleted_at": None}
    call.world.store.put(kind.collection, kept)
    return answered(call, status, kind, kept)


def answered(call: Call, status: int, kind: Kind, document: Document) -> Reply:
    """The answer with one under its key."""
    return json_reply(status, {kind.singular: kind.show(call.world, document)})


def missing_as_switched(answer: Described) -> Described:
    """The same with 200 and an empty object instead of 404, where that is switched on."""

    def switched(call: Call) -> Reply | Steps[Reply]:
        try:
            return answer(call)
        except RefusalError as refusal:
            if refusal.status == 404 and call.world.switches.missing_as_200:
                return json_reply(200, {})
            raise

    return attrs.evolve(answer, handler=switched)


def _one(kind: Kind) -> Record:
    return under(kind.singular, kind.answered)


def routes() -> Iterator[Route]:
    """All of them, with the scopes that open them."""
    for operation, verb, template, answer in _ROWS:
        scope = "webhook.readonly" if verb == "GET" else "webhook.create"
        answers = missing_as_switched(answer) if "{id}" in template else answer
        yield Route(operation, verb, template, answers, scope)


_ROWS: Final[Sequence[tuple[str, str, str, Described]]] = (
    ("webhooks.webhooks.list", "GET", "/webhooks/", listing(WEBHOOK, of_sensor, (Parameter("sensor"),))),
    ("webhooks.webhooks.create", "POST", "/webhooks/", create(WEBHOOK)),
    ("webhooks.webhooks.get", "GET", "/webhooks/{id}", single(WEBHOOK)),
    ("webhooks.webhooks.update", "PUT", "/webhooks/{id}", update(WEBHOOK)),
    ("webhooks.webhooks.delete", "DELETE", "/webhooks/{id}", delete(WEBHOOK)),
    ("webhooks.webhooks.activate", "PUT", "/webhooks/{id}/activate", set_active(WEBHOOK, active=True)),
    ("webhooks.webhooks.deactivate", "PUT", "/webhooks/{id}/deactivate", set_active(WEBHOOK, active=False)),
    ("webhooks.webhook_filters.list", "GET", "/webhook-filters/", listing(FILTER)),
    ("webhooks.webhook_filters.create", "POST", "/webhook-filters/", create(FILTER)),
    ("webhooks.webhook_filters.get", "GET", "/webhook-filters/{id}", single(FILTER)),
    ("webhooks.webhook_filters.update", "PUT", "/webhook-filters/{id}", update(FILTER)),
    ("webhooks.webhook_filters.delete", "DELETE", "/webhook-filters/{id}", delete(FILTER)),
    (
        "webhooks.webhook_filters.list_by_webhook",
        "GET",
        "/webhook-filters/webhook/{webhookId}",
        listing(FILTER, of_webhook),
    ),
)
