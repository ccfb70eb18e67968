"""Cases of organizations, schools, academic sessions, terms and grading periods."""

from datetime import date

from tests.wire.case import GRADEBOOK, ROSTERING, Case, Shows, deleted

from timeback_core import oneroster as api
from timeback_core.oneroster import (
    AcademicSessionInput,
    GradingPeriodInput,
    OrgInput,
    RefInput,
    SchoolInput,
    TermGradingPeriodInput,
)

ORGS = f"{ROSTERING}/orgs"
SCHOOLS = f"{ROSTERING}/schools"
SCHOOL = f"{SCHOOLS}/school-1"
SESSIONS = f"{ROSTERING}/academicSessions"
TERM = f"{ROSTERING}/terms/session-1-term-1"
PERIODS = f"{ROSTERING}/gradingPeriods"

DISTRICT = RefInput(sourced_id="district-1")
LOCAL = OrgInput(sourced_id="north", name="North", type="local", parent=DISTRICT)
LOCAL_JSON = {"sourcedId": "north", "name": "North", "type": "local", "parent": {"sourcedId": "district-1"}}
LYCEE = SchoolInput(sourced_id="lycee", name="Lycée", identifier="L-1")
LYCEE_JSON = {"sourcedId": "lycee", "name": "Lycée", "identifier": "L-1", "type": "school"}
YEAR = AcademicSessionInput(
    sourced_id="year",
    title="2026-2027",
    type="schoolYear",
    start_date=date(2026, 8, 1),
    end_date=date(2027, 7, 31),
    school_year=2027,
    org=RefInput(sourced_id="school-1"),
)
DATES = {"startDate": "2026-08-01", "endDate": "2027-07-31", "schoolYear": "2027", "status": "active"}
YEAR_JSON = {"sourcedId": "year", "title": "2026-2027", "type": "schoolYear", "org": {"sourcedId": "school-1"}, **DATES}
PERIOD = GradingPeriodInput(
    sourced_id="period",
    title="Quarter",
    start_date=date(2026, 8, 1),
    end_date=date(2027, 7, 31),
    school_year=2027,
    org=RefInput(sourced_id="school-1"),
)
PERIOD_JSON = {
    "sourcedId": "period",
    "title": "Quarter",
    "type": "gradingPeriod",
    "org": {"sourcedId": "school-1"},
    **DATES,
}
OF_TERM = TermGradingPeriodInput(
    sourced_id="period",
    title="Quarter",
    start_date=date(2026, 8, 1),
    end_date=date(2027, 7, 31),
    school_year=2027,
    org=RefInput(sourced_id="school-1"),
)
OF_TERM_JSON = {**PERIOD_JSON, "tenantId": None, "clientAppId": None}
SHOWN = {"title": "Quarter", "type": "gradingPeriod", "startDate": "2026-08-01", "endDate": "2027-07-31"}

ORGANIZATIONS = (
    Case(api.list_orgs, (), f"{ORGS}/"),
    Case(
        api.create_org,
        (LOCAL,),
        f"{ORGS}/",
        {"org": LOCAL_JSON},
        Shows(f"{ORGS}/north", ("org",), {"name": "North", "type": "local"}),
    ),
    Case(api.get_org, ("district-1",), f"{ORGS}/district-1"),
    Case(
        api.update_org,
        ("district-1", OrgInput(name="Valley", type="district")),
        f"{ORGS}/district-1",
        {"org": {"name": "Valley", "type": "district"}},
        Shows(f"{ORGS}/district-1", ("org",), {"name": "Valley", "sourcedId": "district-1"}),
    ),
    deleted(api.delete_org, "district-1", ORGS, "org"),
    Case(api.list_schools, (), f"{SCHOOLS}/"),
    Case(
        api.create_school, (LYCEE,), f"{SCHOOLS}/", {"org": LYCEE_JSON}, Shows(f"{SCHOOLS}/lycee", ("org",), LYCEE_JSON)
    ),
    Case(api.get_school, ("school-1",), SCHOOL),
    Case(
        api.update_school,
        ("school-1", SchoolInput(name="Lycée")),
        SCHOOL,
        {"org": {"name": "Lycée", "type": "school"}},
        Shows(SCHOOL, ("org",), {"name": "Lycée", "sourcedId": "school-1"}),
    ),
    deleted(api.delete_school, "school-1", SCHOOLS, "org"),
    Case(api.list_classes_for_school, ("school-1",), f"{SCHOOL}/classes"),
    Case(api.list_students_for_school, ("school-1",), f"{SCHOOL}/students"),
    Case(api.list_teachers_for_school, ("school-1",), f"{SCHOOL}/teachers"),
    Case(api.list_courses_for_school, ("school-1",), f"{SCHOOL}/courses"),
    Case(api.list_enrollments_for_school, ("school-1",), f"{SCHOOL}/enrollments"),
    Case(api.list_terms_for_school, ("school-1",), f"{SCHOOL}/terms"),
    Case(api.list_enrollments_for_class_in_school, ("school-1", "class-1"), f"{SCHOOL}/classes/class-1/enrollments"),
    Case(api.list_students_for_class_in_school, ("school-1", "class-1"), f"{SCHOOL}/classes/class-1/students"),
    Case(api.list_teachers_for_class_in_school, ("school-1", "class-1"), f"{SCHOOL}/classes/class-1/teachers"),
    Case(api.list_line_items_for_school, ("school-1",), f"{GRADEBOOK}/schools/school-1/lineItems"),
    Case(api.list_score_scales_for_school, ("school-1",), f"{GRADEBOOK}/schools/school-1/scoreScales"),
)

TIMES = (
    Case(api.list_academic_sessions, (), f"{SESSIONS}/"),
    Case(
        api.create_academic_session,
        (YEAR,),
        f"{SESSIONS}/",
        {"academicSession": YEAR_JSON},
        Shows(f"{SESSIONS}/year", ("academicSession",), {"title": "2026-2027", "type": "schoolYear"}),
    ),
    Case(api.get_academic_session, ("session-1-year",), f"{SESSIONS}/session-1-year"),
    Case(
        api.update_academic_session,
        ("session-1-year", YEAR),
        f"{SESSIONS}/session-1-year",
        {"academicSession": YEAR_JSON},
        Shows(f"{SESSIONS}/session-1-year", ("academicSession",), {"title": "2026-2027"}),
    ),
    deleted(api.delete_academic_session, "session-1-year", SESSIONS, "academicSession"),
    Case(api.list_terms, (), f"{ROSTERING}/terms/"),
    Case(api.get_term, ("session-1-term-1",), TERM),
    Case(api.list_classes_for_term, ("session-1-term-1",), f"{TERM}/classes"),
    Case(api.list_grading_periods_for_term, ("session-1-term-1",), f"{TERM}/gradingPeriods"),
    Case(
        api.create_grading_period_for_term,
        ("session-1-term-1", OF_TERM),
        f"{TERM}/gradingPeriods",
        {"academicSession": OF_TERM_JSON},
        Shows(f"{PERIODS}/period", ("gradingPeriod",), SHOWN),
    ),
    Case(api.list_grading_periods, (), f"{PERIODS}/"),
    Case(
        api.create_grading_period,
        (PERIOD,),
        f"{PERIODS}/",
        {"academicSession": PERIOD_JSON},
        Shows(f"{PERIODS}/period", ("gradingPeriod",), SHOWN),
    ),
    Case(api.get_grading_period, ("session-1-period-1",), f"{PERIODS}/session-1-period-1"),
    Case(
        api.update_grading_period,
        ("session-1-period-1", PERIOD),
        f"{PERIODS}/session-1-period-1",
        {"academicSession": PERIOD_JSON},
        Shows(f"{PERIODS}/session-1-period-1", ("gradingPeriod",), SHOWN),
    ),
    deleted(api.delete_grading_period, "session-1-period-1", PERIODS, "gradingPeriod"),
)

PLACES = (*ORGANIZATIONS, *TIMES)
