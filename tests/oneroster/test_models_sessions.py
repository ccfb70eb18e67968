"""Academic sessions and grading periods."""

import copy
from datetime import date
from typing import Any

import pytest

from timeback_core.engine.codec import evolve
from timeback_core.engine.codec.runtime import Bad, check, decoder, encode
from timeback_core.oneroster.models.guid_refs import GuidRefInput
from timeback_core.oneroster.models.refs import ref_to
from timeback_core.oneroster.models.sessions import (
    AcademicSession,
    AcademicSessionInput,
    GradingPeriodInput,
    SessionType,
    TermGradingPeriodInput,
    with_owners,
)


def guid(kind: str, sourced_id: str) -> dict[str, str]:
    return {"href": f"https://x.test/{kind}/{sourced_id}", "sourcedId": sourced_id, "type": kind}


SESSION: dict[str, Any] = {
    "sourcedId": "t-1",
    "status": "active",
    "dateLastModified": "2026-01-05T10:00:00.000Z",
    "metadata": None,
    "title": "Autumn",
    "startDate": "2025-08-15",
    "endDate": "2025-12-20",
    "type": "term",
    "parent": guid("academicSession", "y-1"),
    "schoolYear": 2026,
    "org": guid("org", "o-1"),
    "children": [guid("gradingPeriod", "g-1")],
}

SESSION_INPUT = AcademicSessionInput(
    sourced_id="t-1",
    title="Autumn",
    type=SessionType.TERM,
    start_date=date(2025, 8, 15),
    end_date=date(2025, 12, 20),
    school_year=2026,
    org=ref_to("o-1"),
)


DOCUMENTS: list[tuple[type[Any], dict[str, Any], tuple[str, ...]]] = [
    (
        AcademicSession,
        {**SESSION, "schoolYear": "2026"},
        ("sourcedId", "title", "type", "startDate", "endDate"),
    ),
]


def read(model: type[Any], document: dict[str, Any], **changes: object) -> Any:
    return decoder(model)({**copy.deepcopy(document), **changes})


def problems_of(body: Any) -> list[str]:
    return [str(problem) for problem in check(body)]


def without(document: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: copy.deepcopy(value) for name, value in document.items() if name not in names}


@pytest.mark.parametrize(("model", "document", "required"), DOCUMENTS)
def test_documents_are_written_back_exactly_and_may_lack_whatever_is_not_required(
    model: type[Any], document: dict[str, Any], required: tuple[str, ...]
) -> None:
    assert encode(read(model, document)) == document
    for name in document.keys() - set(required):
        assert encode(read(model, document, **{name: None})) == {**document, name: None}
        assert encode(read(model, without(document, name))) == without(document, name)
    for name in required:
        with pytest.raises(Bad) as caught:
            read(model, without(document, name))
        assert caught.value.where() == f"$.{name}"


def test_a_session_is_read_in_the_spellings_seen_live() -> None:
    session = read(AcademicSession, SESSION, startDate="2025-08-15T00:00:00.000Z", schoolYear="2026")
    assert session.start_date == date(2025, 8, 15)
    assert session.school_year == 2026
    assert session.type is SessionType.TERM
    assert session.children[0].type == "gradingPeriod"
    assert read(AcademicSession, SESSION, schoolYear=2026.0).school_year == 2026
    assert read(AcademicSession, SESSION, schoolYear="2024-2025").school_year == "2024-2025"


def test_a_session_writes_its_school_year_as_text_and_its_dates_as_days() -> None:
    assert problems_of(SESSION_INPUT) == []
    assert encode(SESSION_INPUT) == {
        "sourcedId": "t-1",
        "title": "Autumn",
        "type": "term",
        "startDate": "2025-08-15",
        "endDate": "2025-12-20",
        "schoolYear": "2026",
        "org": {"sourcedId": "o-1"},
        "status": "active",
    }


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"sourced_id": " "}, "sourcedId: must not be empty"),
        ({"title": ""}, "title: must not be empty"),
        ({"type": "week"}, "type: must be one of gradingPeriod, semester, schoolYear, term"),
        ({"end_date": date(2025, 8, 14)}, "endDate: must not be before startDate"),
        ({"start_date": "garbage"}, "startDate: expected date (YYYY-MM-DD), found string"),
        ({"school_year": " "}, "schoolYear: must not be empty"),
        ({"school_year": True}, "schoolYear: expected school year, found boolean"),
        ({"org": ref_to("")}, "org.sourcedId: must not be empty"),
        (
            {"children": (GuidRefInput(sourced_id="g", href="x", type="gradingPeriod"),)},
            "children[0].href: must be an http or https address",
        ),
    ],
)
def test_a_wrong_session_is_refused(changes: dict[str, Any], problem: str) -> None:
    assert problems_of(evolve(SESSION_INPUT, **changes)) == [problem]


def test_a_session_of_one_day_is_fine() -> None:
    assert problems_of(evolve(SESSION_INPUT, end_date=SESSION_INPUT.start_date)) == []


def test_a_session_is_written_back_with_children_in_full() -> None:
    body = AcademicSessionInput.of(read(AcademicSession, SESSION)).unwrap()
    assert problems_of(body) == []
    assert encode(body) == {
        **without(SESSION, "dateLastModified"),
        "schoolYear": "2026",
        "parent": {"sourcedId": "y-1"},
        "org": {"sourcedId": "o-1"},
    }


def test_a_child_without_address_cannot_be_written_back() -> None:
    session = read(AcademicSession, SESSION, children=[{"sourcedId": "g-1", "type": "gradingPeriod"}])
    refused = AcademicSessionInput.of(session).failure()
    assert [problem.path for problem in refused.problems] == ["children[0].href"]


def test_a_grading_period_is_a_session_of_that_type() -> None:
    body = GradingPeriodInput(
        sourced_id="g-1",
        title="Q1",
        start_date=date(2025, 8, 15),
        end_date=date(2025, 10, 15),
        school_year="2026",
        org=ref_to("o-1"),
        parent=ref_to("t-1"),
    )
    assert problems_of(body) == []
    written = encode(body)
    assert isinstance(written, dict)
    assert (written["type"], written["parent"]) == ("gradingPeriod", {"sourcedId": "t-1"})
    assert problems_of(evolve(body, type="term")) == ['type: expected "gradingPeriod", found string']
    assert problems_of(evolve(body, end_date=date(2025, 1, 1))) == ["endDate: must not be before startDate"]


def test_a_grading_period_under_a_term_sends_null_for_tenant_and_application() -> None:
    body = TermGradingPeriodInput(
        sourced_id="g-1",
        title="Q1",
        start_date=date(2025, 8, 15),
        end_date=date(2025, 10, 15),
        school_year=2026,
        org=ref_to("o-1"),
    )
    named = with_owners(body)
    assert isinstance(named, TermGradingPeriodInput)
    assert problems_of(named) == []
    written = encode(named)
    assert isinstance(written, dict)
    assert written["type"] == "gradingPeriod"
    assert (written["tenantId"], written["clientAppId"]) == (None, None)
    kept = with_owners(evolve(body, tenant_id="t"))
    assert isinstance(kept, TermGradingPeriodInput)
    assert encode(kept) == {**written, "tenantId": "t"}
    assert with_owners("no period") == "no period"
