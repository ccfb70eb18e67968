"""Paths and bodies of OneRoster that several tests send, and what a refusal says."""

import httpx

ROSTERING = "/ims/oneroster/rostering/v1p2"
GRADEBOOK = "/ims/oneroster/gradebook/v1p2"
RESOURCES = "/ims/oneroster/resources/v1p2"

USER = {
    "givenName": "Ann",
    "familyName": "Lee",
    "enabledUser": True,
    "email": "ann.lee@example.com",
    "roles": [{"roleType": "primary", "role": "student", "org": {"sourcedId": "school-1"}}],
}
COURSE = {"status": "active", "title": "Art", "org": {"sourcedId": "school-1"}}
LINE_ITEM = {
    "title": "Essay",
    "assignDate": "2025-10-01T08:00:00Z",
    "dueDate": "2025-10-08T08:00:00Z",
    "class": {"sourcedId": "class-1"},
    "school": {"sourcedId": "school-1"},
    "category": {"sourcedId": "category-1"},
}


def described(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["imsx_description"]
