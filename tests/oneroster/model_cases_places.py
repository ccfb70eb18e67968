"""Models of places and times: organizations, schools, academic sessions, grading periods."""

from datetime import date

from tests.services.model_case import GONE, STORED, Back, Document, Json, Written, guid, without

from timeback_core import oneroster as o
from timeback_core.oneroster import ref_to

ORG: Json = {
    **STORED,
    "sourcedId": "o-1",
    "metadata": {"region": {"code": 7}},
    "name": "North",
    "type": "school",
    "identifier": "0042",
    "parent": guid("org", "d-1"),
    "children": [guid("org", "o-2")],
}
ORG_GOES_BACK = {**without("dateLastModified", "children"), "parent": {"sourcedId": "d-1"}}

ORGS = Document(
    o.Org,
    ORG,
    ("sourcedId", "name", "type"),
    seen={
        "sourced_id": "o-1",
        "name": "North",
        "identifier": "0042",
        "type": o.OrgType.SCHOOL,
        "status": o.Status.ACTIVE,
        "parent.sourced_id": "d-1",
        "children.0.sourced_id": "o-2",
    },
    back=[
        Back(o.OrgInput, ORG_GOES_BACK),
        Back(o.SchoolInput, ORG_GOES_BACK),
        Back(o.OrgInput, {**ORG_GOES_BACK, "parent": None}, read={"parent": None}),
    ],
    no_input=[(o.SchoolInput, {"type": "district"}, {"type"})],
)

SESSION: Json = {
    **STORED,
    "sourcedId": "t-1",
    "metadata": None,
    "title": "Autumn",
    "startDate": "2025-08-15",
    "endDate": "2025-12-20",
    "type": "term",
    "parent": guid("academicSession", "y-1"),
    "schoolYear": "2026",
    "org": guid("org", "o-1"),
    "children": [guid("gradingPeriod", "g-1")],
}
SESSION_GOES_BACK = {
    "dateLastModified": GONE,
    "schoolYear": "2026",
    "parent": {"sourcedId": "y-1"},
    "org": {"sourcedId": "o-1"},
}

SESSIONS = Document(
    o.AcademicSession,
    SESSION,
    ("sourcedId", "title", "type", "startDate", "endDate"),
    seen={"type": o.SessionType.TERM, "children.0.type": "gradingPeriod", "school_year": 2026},
    spelled=[
        ({"startDate": "2025-08-15T00:00:00.000Z"}, {"start_date": date(2025, 8, 15)}),
        ({"schoolYear": 2026}, {"school_year": 2026}),
        ({"schoolYear": 2026.0}, {"school_year": 2026}),
        ({"schoolYear": "2024-2025"}, {"school_year": "2024-2025"}),
    ],
    back=[
        Back(o.AcademicSessionInput, SESSION_GOES_BACK),
        Back(o.AcademicSessionInput, SESSION_GOES_BACK, read={"schoolYear": 2026}),
    ],
    no_input=[
        (o.AcademicSessionInput, {"children": [{"sourcedId": "g-1", "type": "gradingPeriod"}]}, {"children[0].href"})
    ],
)

SESSION_INPUT = Written(
    o.AcademicSessionInput(
        sourced_id="t-1",
        title="Autumn",
        type=o.SessionType.TERM,
        start_date=date(2025, 8, 15),
        end_date=date(2025, 12, 20),
        school_year=2026,
        org=ref_to("o-1"),
    ),
    {
        "sourcedId": "t-1",
        "title": "Autumn",
        "type": "term",
        "startDate": "2025-08-15",
        "endDate": "2025-12-20",
        "schoolYear": "2026",
        "org": {"sourcedId": "o-1"},
        "status": "active",
    },
    good=[({"end_date": date(2025, 8, 15)}, {"endDate": "2025-08-15"})],
    wrong=[
        ({"sourced_id": " "}, ["sourced_id: must not be empty"]),
        ({"title": ""}, ["title: must not be empty"]),
        ({"type": "week"}, ["type: must be one of gradingPeriod, semester, schoolYear, term"]),
        ({"end_date": date(2025, 8, 14)}, ["end_date: must not be before start_date"]),
        ({"start_date": "garbage"}, ["start_date: expected date (YYYY-MM-DD), found string"]),
        ({"school_year": " "}, ["school_year: must not be empty"]),
        ({"school_year": True}, ["school_year: expected school year, found boolean"]),
        ({"org": ref_to("")}, ["org.sourced_id: must not be empty"]),
        (
            {"children": (o.GuidRefInput(sourced_id="g", href="x", type="gradingPeriod"),)},
            ["children[0].href: must be an http or https address"],
        ),
    ],
)

DOCUMENTS = [ORGS, SESSIONS]

INPUTS = [
    SESSION_INPUT,
    Written(
        o.OrgInput(name="North", type="district", parent=ref_to("s-1")),
        {"name": "North", "type": "district", "parent": {"sourcedId": "s-1"}},
        wrong=[
            ({"name": " "}, ["name: must not be empty"]),
            ({"type": "shop"}, [f"type: must be one of {', '.join(o.OrgType)}"]),
            ({"sourced_id": ""}, ["sourced_id: must not be empty"]),
            ({"status": "gone"}, ["status: must be one of active, tobedeleted"]),
            ({"parent": ref_to("")}, ["parent.sourced_id: must not be empty"]),
        ],
    ),
    Written(
        o.SchoolInput(sourced_id="o-1", name="North"),
        {"sourcedId": "o-1", "name": "North", "type": "school"},
        wrong=[({"name": ""}, ["name: must not be empty"])],
    ),
    Written(
        o.GradingPeriodInput(
            sourced_id="g-1",
            title="Q1",
            start_date=date(2025, 8, 15),
            end_date=date(2025, 10, 15),
            school_year="2026",
            org=ref_to("o-1"),
            parent=ref_to("t-1"),
        ),
        {
            "sourcedId": "g-1",
            "title": "Q1",
            "type": "gradingPeriod",
            "startDate": "2025-08-15",
            "endDate": "2025-10-15",
            "schoolYear": "2026",
            "org": {"sourcedId": "o-1"},
            "parent": {"sourcedId": "t-1"},
            "status": "active",
        },
        wrong=[
            ({"type": "term"}, ['type: expected "gradingPeriod", found string']),
            ({"end_date": date(2025, 1, 1)}, ["end_date: must not be before start_date"]),
        ],
    ),
]
