"""References must lead somewhere when they are written; what the live platform says when they do not."""

from typing import Any

import httpx
import pytest
from tests.sandbox.oneroster_bodies import COURSE, GRADEBOOK, LINE_ITEM, ROSTERING, USER, described

from timeback_core.sandbox import Sandbox

LINK = {
    "sourcedId": "new",
    "status": "active",
    "title": "Link",
    "courseComponent": {"sourcedId": "course-1-unit-1"},
    "resource": {"sourcedId": "course-1-unit-1-lesson-1-resource"},
}


@pytest.mark.parametrize(
    ("verb", "path", "body", "text"),
    [
        ("POST", f"{ROSTERING}/courses/", {"course": {**COURSE, "org": {"sourcedId": "x"}}}, "Organization"),
        ("POST", f"{ROSTERING}/users/", {"user": {**USER, "primaryOrg": {"sourcedId": "x"}}}, "Organization"),
        ("POST", f"{ROSTERING}/users/", {"user": {**USER, "agents": [{"sourcedId": "x"}]}}, "User"),
        (
            "POST",
            f"{ROSTERING}/orgs/",
            {"org": {"name": "x", "type": "local", "parent": {"sourcedId": "x"}}},
            "Organization",
        ),
        (
            "POST",
            f"{ROSTERING}/courses/component-resources",
            {"componentResource": {**LINK, "courseComponent": {"sourcedId": "x"}}},
            "Course Component",
        ),
        (
            "POST",
            f"{ROSTERING}/courses/component-resources",
            {"componentResource": {**LINK, "resource": {"sourcedId": "x"}}},
            "Resource",
        ),
        (
            "PUT",
            f"{GRADEBOOK}/lineItems/class-1-item-1",
            {"lineItem": {**LINE_ITEM, "category": {"sourcedId": "x"}}},
            "Category",
        ),
        (
            "PATCH",
            f"{GRADEBOOK}/assessmentLineItems/class-1-assessment",
            {"assessmentLineItem": {"component": {"sourcedId": "x"}}},
            "Course Component",
        ),
        (
            "POST",
            f"{GRADEBOOK}/schools/school-1/lineItems",
            {"lineItems": [LINE_ITEM, {**LINE_ITEM, "gradingPeriod": {"sourcedId": "x"}}]},
            "Academic session",
        ),
    ],
)
def test_references_must_lead_somewhere(
    sandbox: Sandbox, api: httpx.Client, verb: str, path: str, body: Any, text: str
) -> None:
    before = {name: sandbox.documents(name) for name in ("users", "courses", "lineItems", "orgs")}
    answer = api.request(verb, path, json=body)
    assert described(answer) == (404, f"{text} not found.")
    assert {name: sandbox.documents(name) for name in before} == before


def test_deleted_targets_count_as_there(api: httpx.Client) -> None:
    api.delete(f"{ROSTERING}/orgs/school-1")
    assert api.post(f"{ROSTERING}/courses/", json={"course": COURSE}).status_code == 201


def test_live_errors(api: httpx.Client) -> None:
    url = f"{ROSTERING}/courses/component-resources"
    result = {
        "status": "active",
        "lineItem": {"sourcedId": "class-1-item-1"},
        "student": {"sourcedId": "student-1"},
        "scoreStatus": "submitted",
        "scoreDate": "2025-10-09T08:00:00Z",
        "scoreScale": {"sourcedId": "class-1-scale"},
    }
    dangling = {**LINK, "sourcedId": "y", "resource": {"sourcedId": "x"}}
    assert api.post(url, json={"componentResource": LINK}).status_code == 201
    assert api.post(url, json={"componentResource": LINK}).status_code == 404
    assert api.post(f"{GRADEBOOK}/results/", json={"result": result}).status_code == 201
    api.post("/.sandbox/switches", json={"live_errors": True})
    assert api.post(url, json={"componentResource": LINK}).status_code == 500
    assert api.post(url, json={"componentResource": dangling}).status_code == 500
    assert api.post(f"{GRADEBOOK}/results/", json={"result": result}).status_code == 500
    unknown_component = {**LINK, "sourcedId": "z", "courseComponent": {"sourcedId": "x"}}
    assert api.post(url, json={"componentResource": unknown_component}).status_code == 404
