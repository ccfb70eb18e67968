"""Events on LEARNWITH_AI: one endpoint, its own words for activities and time, nothing to read back."""

import re
from collections.abc import Mapping
from typing import Final

import attrs

from timeback_core.sandbox.caliper.checks import checked_envelope
from timeback_core.sandbox.caliper.ingest import events_of, keep_all
from timeback_core.sandbox.caliper.shapes import ENVELOPE, IRI, METRIC, REF, Schema, collection, narrowed, only
from timeback_core.sandbox.calls import Call
from timeback_core.sandbox.described import described
from timeback_core.sandbox.messages import Reply, Steps, empty_reply
from timeback_core.sandbox.oneroster.members import FREE, FULL_TEXT, MOMENT, TEXT
from timeback_core.sandbox.schema import Number, Record, may, must

_EXACT: Final = attrs.evolve(MOMENT, pattern=re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII))
"""To the millisecond, in UTC."""
_EVENT: Final = narrowed(must("@context", IRI), must("session", REF), must("eventTime", _EXACT), closed=True)


_PERSON: Final = Record((must("id", IRI), must("type", only("Person"))), closed=True)
_COURSE: Final = Record((must("id", IRI), must("type", only("CourseOffering")), may("name", TEXT)))
_APP: Final = Record((must("name", FULL_TEXT), must("type", FULL_TEXT)))
_ACTIVITY: Final = Record(
    (
        must("id", IRI),
        must("type", only("AssignableDigitalResource")),
        may("name", TEXT),
        may("isPartOf", _COURSE),
        may("extensions", Record((may("app", _APP),))),
    )
)


def _aggregated(kind: str, action: str, metric: str, *words: str) -> Record:
    item = Record(
        (must("id", IRI), must("type", only(metric)), must("metricType", only(*words)), must("metricValue", METRIC))
    )
    return narrowed(
        must("type", only(kind)),
        must("action", only(action)),
        must("profile", only(_PROFILE)),
        must("actor", _PERSON),
        must("object", _ACTIVITY),
        must("generated", collection(f"{metric}sCollection", item, may("attempt", Number(whole=True, least=1)))),
        may("extensions", FREE),
        of=_EVENT,
    )


_PROFILE: Final = "AggregationProfile"
_AGGREGATED: Final[Mapping[str, Record]] = {
    "ActivityEvent": _aggregated(
        *("ActivityEvent", "Completed", "ActivityMetric"),
        *("XpEarned", "TotalQuestions", "CorrectQuestions", "MasteredUnits"),
    ),
    "TimeSpentEvent": _aggregated(
        *("TimeSpentEvent", "SpentTime", "TimeSpentMetric"), *("Active", "Inactive", "Waste", "Unknown", "Anti-pattern")
    ),
}
_SCHEMA: Final = Schema(
    envelope=narrowed(must("sendTime", _EXACT), of=ENVELOPE), event=_EVENT, profile=_PROFILE, by_type=_AGGREGATED
)


@described({200: None}, takes=_SCHEMA.document)
def send_to_learnwith(call: Call) -> Steps[Reply]:
    """POST of an envelope: 200 without a body."""
    envelope = yield from checked_envelope(call, _SCHEMA)
    yield from keep_all(call, envelope, events_of(envelope))
    return empty_reply(200)
