"""Learning analytics: sums of facts by local day, subject and application, and the facts of a week."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

import attrs

from timeback_core.sandbox.caliper.facts import COUNTED, FACT, FACTS, TIMED, facts_of_student, shown_fact
from timeback_core.sandbox.calls import Call, Route
from timeback_core.sandbox.described import Parameter, described
from timeback_core.sandbox.messages import Document, Reply, Steps, json_reply, mapped, those
from timeback_core.sandbox.moments import midnight, read_moment, write_moment
from timeback_core.sandbox.oneroster.members import MOMENT, NUMBER, TEXT, TEXTS
from timeback_core.sandbox.refusals import RefusalError
from timeback_core.sandbox.schema import WHOLE, Findings, ListOf, MapOf, Record, may_nulls, must, musts

_GROUPS: Final = {"activityMetrics": COUNTED, "timeSpentMetrics": tuple(TIMED)}
_METRICS: Final = (*COUNTED, *TIMED)
_CELL: Final = Record(
    (*(must(group, Record(musts(NUMBER, *names))) for group, names in _GROUPS.items()), must("apps", TEXTS)),
    name="ActivitySums",
)
_SUMS: Final = (
    must("message", TEXT),
    *may_nulls(TEXT, "startDate", "endDate"),
    must("facts", MapOf(MapOf(_CELL))),
    must("factsByApp", MapOf(MapOf(MapOf(_CELL)))),
)
_DATED_FACT: Final = Record(
    (*FACT.members, must("date", TEXT), *musts(WHOLE, "year", "month", "day", "dayOfWeek")), name="DatedFact"
)
_WEEK: Final = Record((*musts(TEXT, "message", "startDate", "endDate"), must("facts", ListOf(_DATED_FACT))))
_BOUNDS: Final = (Parameter("startDate", MOMENT), Parameter("endDate", MOMENT))
_ZONE: Final = Parameter("timezone")
_STUDENT: Final = (Parameter("studentId"), Parameter("email"), _ZONE)
_DECIMALS: Final = 6
"""Sums are rounded to so many, so that they do not show how they were made."""


@described(Record(_SUMS), asks=(*(attrs.evolve(bound, required=True) for bound in _BOUNDS), *_STUDENT))
def _activity(call: Call) -> Steps[Reply]:
    """The sums of a student within two moments, both included."""
    asked = _Asked(call)
    start, end = asked.moment("startDate", required=True), asked.moment("endDate", required=True)
    rows = asked.facts_of_student()
    asked.refuse()
    return (yield from _sums(rows, asked.zone, start, end, {}))


@described(Record((must("enrollmentId", TEXT), *_SUMS)), asks=(*_BOUNDS, _ZONE))
def _enrollment(call: Call) -> Steps[Reply]:
    """The sums of an enrollment, within moments where they are given."""
    asked = _Asked(call)
    start, end = asked.moment("startDate"), asked.moment("endDate")
    asked.refuse()
    rows = call.world.store.find(FACTS, "enrollmentId", call.ids[0])
    return (yield from _sums(rows, asked.zone, start, end, {"enrollmentId": call.ids[0]}))


@described(_WEEK, asks=(Parameter("weekDate", MOMENT, required=True), *_STUDENT))
def _week(call: Call) -> Steps[Reply]:
    """The facts of a student from the Sunday to the Saturday around a moment."""
    asked = _Asked(call)
    within = asked.moment("weekDate", required=True)
    rows = asked.facts_of_student()
    asked.refuse()
    today = read_moment(within).astimezone(asked.zone).date()
    sunday = today - timedelta(days=today.isoweekday() % 7)
    start = write_moment(midnight(sunday, asked.zone))
    end = write_moment(midnight(sunday + timedelta(days=7), asked.zone) - timedelta(milliseconds=1))
    facts = yield from _those_within(rows, start, end)
    facts.sort(key=lambda row: (row["datetime"], row["id"]))
    shown = yield from mapped(facts, lambda row: _dated(row, asked.zone))
    answer = {"message": f"{len(shown)} facts of the week", "startDate": start, "endDate": end}
    return json_reply(200, {**answer, "facts": shown})


class _Asked:
    """The query of a call; what is wrong with it is gathered and refused at once."""

    def __init__(self, call: Call) -> None:
        self._call = call
        self._findings = Findings()
        self.zone: tzinfo = self._zone(call.query.get("timezone", ""))

    def moment(self, name: str, *, required: bool = False) -> str:
        """A parameter that is a full date with time, in UTC; empty when it is not given."""
        text = self._call.query.get(name, "")
        if not text:
            if required:
                self._findings.wrong(name, "Required")
            return ""
        found = Findings()
        MOMENT.check(text, name, found)
        self._findings.problems += found.problems
        return "" if found.problems else write_moment(read_moment(text))

    def facts_of_student(self) -> list[Document]:
        """The facts of the student whom the call names by id, e-mail address, or both."""
        student_id, email = (self._call.query.get(name, "") for name in ("studentId", "email"))
        if not student_id and not email:
            for name in ("email", "studentId"):
                self._findings.wrong(name, "must provide either email or studentId")
        return facts_of_student(self._call.world.store, student_id, email)

    def refuse(self) -> None:
        """422 when anything was wrong."""
        if self._findings.problems:
            raise RefusalError(422, "Validation error", tuple(self._findings.problems))

    def _zone(self, name: str) -> tzinfo:
        try:
            return ZoneInfo(name) if name else UTC
        except (KeyError, ValueError, OSError):
            self._findings.wrong("timezone", "Must be a valid IANA timezone")
            return UTC


def _those_within(rows: Iterable[Document], start: str, end: str) -> Steps[list[Document]]:
    """The facts from a moment to another, both included; an empty text is no bound."""
    return (yield from those(rows, lambda row: start <= row["datetime"] and (not end or row["datetime"] <= end)))


def _sums(rows: Iterable[Document], zone: tzinfo, start: str, end: str, members: Document) -> Steps[Reply]:
    """The answer with the sums of these facts within the bounds."""
    sums: dict[str, dict[str, dict[str, Document]]] = {}

    def add(row: Document) -> None:
        by_app = sums.setdefault(_day(row, zone).isoformat(), {}).setdefault(row["subject"], {})
        so_far = by_app.setdefault(row["app"], dict.fromkeys(_METRICS, 0))
        for name in _METRICS:
            value = row[name]
            if value is not None:
                so_far[name] += float(value) if isinstance(value, str) else value

    within = yield from _those_within(rows, start, end)
    yield from mapped(within, add)
    answer = {
        "message": "Facts by day",
        **members,
        "startDate": start or None,
        "endDate": end or None,
        "facts": {
            day: {subject: _cell(by_app) for subject, by_app in by_subject.items()} for day, by_subject in sums.items()
        },
        "factsByApp": {
            day: {
                subject: {app: _cell({app: each}) for app, each in by_app.items()}
                for subject, by_app in by_subject.items()
            }
            for day, by_subject in sums.items()
        },
    }
    return json_reply(200, answer)


def _cell(by_app: dict[str, Document]) -> Document:
    """The sums of some applications as answers have them."""
    totals = {name: round(sum(each[name] for each in by_app.values()), _DECIMALS) for name in _METRICS}
    return {**{group: {name: totals[name] for name in names} for group, names in _GROUPS.items()}, "apps": [*by_app]}


def _day(row: Document, zone: tzinfo) -> date:
    return datetime.fromisoformat(row["datetime"]).astimezone(zone).date()


def _dated(row: Document, zone: tzinfo) -> Document:
    """A fact as answers have it, with its day in the zone."""
    day = _day(row, zone)
    parts = {"year": day.year, "month": day.month, "day": day.day, "dayOfWeek": day.isoweekday() % 7}
    return {**shown_fact(row), "date": day.isoformat(), **parts}


ANALYTICS: Final[Sequence[Route]] = (
    Route("edubridge.analytics.get_activity", "GET", "/edubridge/analytics/activity", _activity),
    Route("edubridge.analytics.get_weekly_facts", "GET", "/edubridge/analytics/facts/weekly", _week),
    Route(
        "edubridge.analytics.get_enrollment_facts", "GET", "/edubridge/analytics/enrollment/{enrollmentId}", _enrollment
    ),
)
